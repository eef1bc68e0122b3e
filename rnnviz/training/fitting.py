"""Settings that fit a series: how long a season is, and how much there is to learn from.

Measured on files of hours and on invented daily minima, one and 24 steps ahead (docs/log.md).
"""

from __future__ import annotations

import numpy as np

from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining

# What is read: two days of hours, a month of days, half a year of weeks, two years of months.
_WINDOWS = {"h": 48, "d": 30, "w": 26, "mo": 24}
_SHARE = 12  # a window is at most one part in so many of the series
_LONGEST = 336  # steps that a window read at most where several are tried
_SMALL, _LARGE = 16, 64  # units
_FEW, _MANY = 2_000, 20_000  # values: below the first units are few; above the other a GRU pays
_USUAL = WeatherTraining().loop.epochs
_FAR = 10  # epochs where several steps are forecast: there a long training learns the noise


def fitting(series: RegularSeries, spec: WeatherTraining | None = None) -> WeatherTraining:
    """``spec`` with the cell, window, units, calendar and linear part that fit this series.

    One step ahead a vanilla RNN finds in a short series what is not linear; a GRU beside a linear
    part needs more examples for it, and is better where there are, or where it forecasts far.
    """
    spec = spec or WeatherTraining()
    known = int(np.isfinite(series.values).sum())
    usual = _WINDOWS.get(series.step.kind, series.step.long_window)
    window = max(1, min(usual, known // _SHARE))
    near = spec.model.horizon == 1
    model = spec.model.model_copy(
        update={
            "cell": "rnn" if near and known < _MANY else "gru",
            "hidden_size": _SMALL if known < _FEW else _LARGE,
            "num_layers": 1,
            "window": window,
            "calendar": True,
            "linear_part": True,
        }
    )
    loop = spec.loop
    if not near and loop.epochs == _USUAL:
        loop = loop.model_copy(update={"epochs": _FAR})
    return spec.model_copy(update={"model": model, "loop": loop})


def candidates(series: RegularSeries, spec: WeatherTraining) -> tuple[WeatherTraining, ...]:
    """What is worth a try: ``spec`` itself, what fits the series, and that changed in one point."""
    fits = fitting(series, spec)
    shape = fits.model
    models: tuple[dict[str, object], ...] = (
        {"cell": "rnn"},  # the quickest first, should the time be short
        {"cell": "gru"},
        {"cell": "gru", "linear_part": False},
        {"window": min(2 * shape.window, _LONGEST)},
        {"window": max(shape.window // 2, 1)},
    )
    changed = [fits.model_copy(update={"model": fits.model.model_copy(update=m)}) for m in models]
    slower = fits.loop.model_copy(update={"learning_rate": fits.loop.learning_rate / 2})
    tried = [spec, *changed, fits.model_copy(update={"loop": slower})]
    return tuple({one.model_dump_json(): one for one in tried}.values())
