"""What a forecast must beat: the same as the last value, as a season ago, and a straight line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.step import Step
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import Starts, calendar

Forecasts = NDArray[np.float64]  # (windows, horizon) °C; NaN where there is none


@dataclass(frozen=True)
class Task:
    """A series and the shape of its windows."""

    series: RegularSeries
    window: int
    horizon: int

    def truth(self, starts: Starts) -> Forecasts:
        """What really came: (windows, horizon)."""
        return self.values(starts[:, None] + self.window + np.arange(self.horizon))

    def read(self, starts: Starts) -> Forecasts:
        """What is read: (windows, window)."""
        return self.values(starts[:, None] + np.arange(self.window))

    def values(self, places: NDArray[np.int64]) -> Forecasts:
        """The series at these steps; NaN before its beginning."""
        values = self.series.values.astype(np.float64)
        return np.where(places >= 0, values[np.maximum(places, 0)], np.nan)


def persistence(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """The last value read, for every step ahead (persistence)."""
    return np.repeat(task.read(starts)[:, -1:], task.horizon, axis=1)


def seasonal_naive(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """The latest known value of the same time of the day; of steps of a day or longer, of the year.

    NaN where that value is missing, and everywhere where no whole number of steps is a season.
    """
    step, ahead = task.series.step, np.arange(1, task.horizon + 1)
    last = starts[:, None] + task.window - 1
    if step.unit == "D" and step.count == 1:
        return task.values(_a_year_before(task.series, last + ahead))
    season = season_of(step)
    if season is None:
        return np.full((len(starts), task.horizon), np.nan)
    back = ahead - season * -(-ahead // season)  # 0 or less, counted from the last step read
    return task.values(last + back)


def season_of(step: Step) -> int | None:
    """Steps after which values come again: a day where steps are shorter, else a year.

    None where that is no whole number of them, or only one. Of days it is 365 (or one more).
    """
    if step.is_by_clock:
        return step.per_day
    if step.unit == "M":
        return 12 // step.count if 12 % step.count == 0 and step.count < 12 else None
    return {1: 365, 7: 52}.get(step.count)


def _a_year_before(series: RegularSeries, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The steps of the same dates a year before; of 29 February the 28th's."""
    days = series.step.shift(series.start, places)
    months = days.astype("datetime64[M]")
    day = (days - months).astype(np.int64)
    before = months - np.timedelta64(12, "M")
    longest = ((before + 1).astype("datetime64[D]") - before.astype("datetime64[D]")).astype(int)
    same = before.astype("datetime64[D]") + np.minimum(day, longest - 1)
    found: NDArray[np.int64] = (same - series.start).astype(np.int64)
    return found


def linear(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """A linear autoregression of the same window, by least squares on the training windows."""

    def with_one(values: Forecasts) -> Forecasts:
        return np.concatenate([values, np.ones((len(values), 1))], axis=1)

    weights, *_ = np.linalg.lstsq(with_one(task.read(train)), task.truth(train), rcond=None)
    return with_one(task.read(starts)) @ weights


NEARLY_ALL = 0.9  # of the windows: what forecasts fewer is no rival for all
LONG = {"h": 48, "d": 60, "w": 56, "mo": 24}  # steps that the longer line reads


def linear_long(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """The same of a longer past, with time of the day and day of the year as inputs.

    NaN where a step of that past is missing.
    """
    step = task.series.step
    length = max(LONG.get(step.kind, step.long_window), task.window)
    ages = np.arange(-length, 0)
    marks = calendar(task.series.local_stamps).astype(np.float64)

    def inputs(origins: Starts) -> Forecasts:
        now = origins + task.window
        past = task.values(now[:, None] + ages)
        return np.concatenate([past, marks[now - 1], np.ones((len(now), 1))], axis=1)

    read, truth = inputs(train), task.truth(train)
    whole = ~np.isnan(read).any(axis=1)
    if whole.sum() <= 2 * read.shape[1]:
        return np.full((len(starts), task.horizon), np.nan)
    weights, *_ = np.linalg.lstsq(read[whole], truth[whole], rcond=None)
    return inputs(starts) @ weights


BASELINES: dict[str, Callable[[Task, Starts, Starts], Forecasts]] = {
    "persistence": persistence,
    "seasonal_naive": seasonal_naive,
    "linear": linear,
    "linear_long": linear_long,
}


@dataclass(frozen=True)
class Score:
    """Mean absolute error and root mean squared error in °C."""

    mae: float
    rmse: float


def score(forecast: Forecasts, truth: Forecasts) -> Score:
    """Over all windows and steps ahead for which there is a forecast."""
    error = (forecast - truth)[~np.isnan(forecast)]
    if error.size == 0:
        return Score(float("nan"), float("nan"))
    return Score(float(np.abs(error).mean()), float(np.sqrt(np.mean(error**2))))


def mae_skill_score(mae: float, persistence: float) -> float:
    """Share of the error of persistence that is saved; negative where ``mae`` is worse.

    0 where that is never wrong (a sensor that stands still): there is nothing to save.
    """
    return 1 - mae / persistence if persistence else 0.0
