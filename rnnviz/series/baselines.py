"""What a forecast must beat: the same as last hour, as yesterday, and a straight line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.types import HourlySeries
from rnnviz.series.windows import Starts

Forecasts = NDArray[np.float64]  # (windows, horizon) °C; NaN where there is none


@dataclass(frozen=True)
class Task:
    """A series and the shape of its windows."""

    series: HourlySeries
    window: int
    horizon: int

    def truth(self, starts: Starts) -> Forecasts:
        """What really came: (windows, horizon)."""
        return self._values(starts[:, None] + self.window + np.arange(self.horizon))

    def read(self, starts: Starts) -> Forecasts:
        """What is read: (windows, window)."""
        return self._values(starts[:, None] + np.arange(self.window))

    def _values(self, hours: NDArray[np.int64]) -> Forecasts:
        values = self.series.values.astype(np.float64)
        return np.where(hours >= 0, values[np.maximum(hours, 0)], np.nan)


def persistence(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """The last hour read, for every hour ahead (persistence)."""
    return np.repeat(task.read(starts)[:, -1:], task.horizon, axis=1)


def seasonal_naive(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """The latest known value of the same hour of the day; NaN where that hour is missing."""
    ahead = np.arange(1, task.horizon + 1)
    back = ahead - 24 * -(-ahead // 24)  # 0 or less, counted from the last hour read
    return task._values(starts[:, None] + task.window - 1 + back)


def linear(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """A linear autoregression of the same window, by least squares on the training windows."""

    def with_one(values: Forecasts) -> Forecasts:
        return np.concatenate([values, np.ones((len(values), 1))], axis=1)

    weights, *_ = np.linalg.lstsq(with_one(task.read(train)), task.truth(train), rcond=None)
    return with_one(task.read(starts)) @ weights


BASELINES: dict[str, Callable[[Task, Starts, Starts], Forecasts]] = {
    "persistence": persistence,
    "seasonal_naive": seasonal_naive,
    "linear": linear,
}


@dataclass(frozen=True)
class Score:
    """Mean absolute error and root mean squared error in °C."""

    mae: float
    rmse: float


def score(forecast: Forecasts, truth: Forecasts) -> Score:
    """Over all windows and hours ahead for which there is a forecast."""
    error = (forecast - truth)[~np.isnan(forecast)]
    if error.size == 0:
        return Score(float("nan"), float("nan"))
    return Score(float(np.abs(error).mean()), float(np.sqrt(np.mean(error**2))))


def mae_skill_score(mae: float, persistence: float) -> float:
    """Share of the error of "same as last hour" that is saved; negative where ``mae`` is worse.

    0 where that is never wrong (a sensor that stands still): there is nothing to save.
    """
    return 1 - mae / persistence if persistence else 0.0
