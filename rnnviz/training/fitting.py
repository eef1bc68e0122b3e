"""Settings that fit a series: how long a season is, and how much there is to learn from.

Measured on the sample (hours) and on invented daily minima: against the lesson's five values the
error falls by 3 to 5% (docs/log.md).
"""

from __future__ import annotations

import numpy as np

from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining

# What is read: two days of hours, a month of days, half a year of weeks, two years of months.
_WINDOWS = {"h": 48, "d": 30, "w": 26, "mo": 24}
_SHARE = 12  # a window is at most one part in so many of the series
_LONGEST = 336  # steps that a window read at most where several are tried
_LARGE = 64  # units
_FEW, _MANY = 2_000, 20_000  # values; below and above which units are fewer and more


def fitting(series: RegularSeries, spec: WeatherTraining | None = None) -> WeatherTraining:
    """``spec`` with the cell, window, units and calendar that fit this series."""
    spec = spec or WeatherTraining()
    known = int(np.isfinite(series.values).sum())
    usual = _WINDOWS.get(series.step.kind, series.step.long_window)
    window = max(1, min(usual, known // _SHARE))
    model = spec.model.model_copy(
        update={
            "cell": "gru",
            "hidden_size": 16 if known < _FEW else 32 if known < _MANY else 64,
            "num_layers": 1,
            "window": window,
            "calendar": True,
        }
    )
    return spec.model_copy(update={"model": model})


def candidates(series: RegularSeries, spec: WeatherTraining) -> tuple[WeatherTraining, ...]:
    """What is worth a try: ``spec`` itself, what fits the series, and that changed in one point."""
    fits = fitting(series, spec)
    window, units = fits.model.window, fits.model.hidden_size
    models: tuple[dict[str, object], ...] = (
        {"cell": "rnn", "hidden_size": _LARGE},  # the quickest first, should the time be short
        {},
        {"window": min(2 * window, _LONGEST)},
        {"window": max(window // 2, 1)},
        {"hidden_size": _LARGE // 2 if units >= _LARGE else 2 * units},
    )
    changed = [fits.model_copy(update={"model": fits.model.model_copy(update=m)}) for m in models]
    slower = fits.loop.model_copy(update={"learning_rate": fits.loop.learning_rate / 2})
    tried = [spec, *changed, fits.model_copy(update={"loop": slower})]
    return tuple({one.model_dump_json(): one for one in tried}.values())
