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
