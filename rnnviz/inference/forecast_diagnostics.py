"""Where a trained forecaster is good and where it is not: the test part from all sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.correlation import pearson
from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import BASELINES
from rnnviz.series.step import DAY, Step
from rnnviz.training.weather import VARIES, PreparedSeries, forecasts

Degrees = NDArray[np.float64]
MOST_WORST = 5
BINS = 41
SHIFTED = 0.3  # below this correlation a forecast is little more than its input, a step late
TIMID = 0.5  # nearer to its input than this share of its way to the truth it dares little


@dataclass(frozen=True)
class LagCheck:
    """Is the forecast only the last value read, shifted? At one step ahead, in °C.

    ``change_correlation``: of the change forecast with the change that came. ``to_truth`` and
    ``to_input``: mean distance of the forecast from what came and from the last value read.
    """

    change_correlation: float
    to_truth: float
    to_input: float

    @property
    def shifted(self) -> bool:
        """The plain verdict."""
        return self.change_correlation < SHIFTED

    @property
    def timid(self) -> bool:
        """It foresees which way, in part, but goes a small part of it."""
        return not self.shifted and self.to_input < TIMID * self.to_truth


@dataclass(frozen=True)
class Errors:
    """Mean absolute errors (°C) in groups: of the forecast, and of persistence."""

    names: tuple[str, ...]
    own: tuple[float, ...]
    persistence: tuple[float, ...]


NO_GROUPS = Errors((), (), ())


@dataclass(frozen=True)
class WorstDay:
    """A day on which the forecast was far off, or a single step where steps are days or longer."""

    day: str
    mae: float
    worst: float  # forecast - truth where it was largest, °C
    hour: str  # empty where steps have no time of day


@dataclass(frozen=True)
class Diagnostics:
    """The test part step by step, each as forecast ``lead`` steps before.

    ``truth``, ``forecast``, ``persistence``: (steps,) °C from ``start`` on; NaN: there is none.
    ``edges`` (BINS + 1,) and ``counts`` (BINS,): how often forecast - truth was how much.
    """

    start: np.datetime64
    step: Step
    lead: int
    truth: Degrees
    forecast: Degrees
    persistence: Degrees
    by_hour: Errors  # of the day; none where steps are days or longer
    by_month: Errors  # none where steps are months
    by_year: Errors  # where steps are longer than a day
    by_lead: Errors
    edges: Degrees
    counts: NDArray[np.int64]
    bias: float
    within: float  # share of steps off by at most 1 °C
    worst: tuple[WorstDay, ...]
    lag: LagCheck


def diagnostics(ready: PreparedSeries, model: Forecaster) -> Diagnostics:
    """Look at the test part from all sides."""
    task, test = ready.task, ready.parts.test
    truth, own = task.truth(test), forecasts(ready, model, test)  # (windows, horizon)
    last = BASELINES["persistence"](task, ready.parts.train, test)
    lead = task.horizon
    place = test + task.window + lead - 1
    first = int(place[0])
    count = int(place[-1]) - first + 1
    on_grid = [_grid(values[:, -1], place - first, count) for values in (truth, own, last)]
    step = task.series.step
    start = task.series.stamp(first)
    stamps = step.stamps(start, count)
    off = own[:, -1] - truth[:, -1]
    limit = max(float(np.quantile(np.abs(off), 0.995)), 0.1)
    counts, edges = np.histogram(np.clip(off, -limit, limit), BINS, (-limit, limit))
    seen = stamps[place - first]
    gaps = np.abs(own - truth), np.abs(last - truth)
    return Diagnostics(
        start=start,
        step=step,
        lead=lead,
        truth=on_grid[0],
        forecast=on_grid[1],
        persistence=on_grid[2],
        by_hour=_grouped(seen.hour.to_numpy(), gaps, digits=2) if step.is_by_clock else NO_GROUPS,
        by_month=NO_GROUPS if step.unit == "M" else _grouped(list(seen.strftime("%Y-%m")), gaps),
        by_year=_grouped(list(seen.strftime("%Y")), gaps)
        if step.seconds > DAY.seconds
        else NO_GROUPS,
        by_lead=Errors(
            tuple(str(n) for n in range(1, lead + 1)),
            tuple(float(v) for v in gaps[0].mean(axis=0)),
            tuple(float(v) for v in gaps[1].mean(axis=0)),
        ),
        edges=edges,
        counts=counts,
        bias=float(off.mean()),
        within=float((np.abs(off) <= 1).mean()),
        worst=_worst(seen, off, step),
        lag=_lag(own[:, 0], truth[:, 0], last[:, 0]),
    )


def _grid(values: Degrees, places: NDArray[np.int64], count: int) -> Degrees:
    grid = np.full(count, np.nan)
    grid[places] = values
    return grid


def _grouped(
    keys: NDArray[np.int64] | Sequence[str], gaps: tuple[Degrees, Degrees], digits: int = 0
) -> Errors:
    """Means by group, for the farthest step ahead; numbers are written with ``digits``."""
    table = pd.DataFrame({"own": gaps[0][:, -1], "last": gaps[1][:, -1]})
    means = table.groupby(np.asarray(keys)).mean()
    names = tuple(str(key).zfill(digits) for key in means.index)
    return Errors(names, tuple(means["own"]), tuple(means["last"]))


def _worst(stamps: pd.DatetimeIndex, off: Degrees, step: Step) -> tuple[WorstDay, ...]:
    """The days with the largest mean error, of those with most of their steps."""
    days, members = np.unique(stamps.strftime("%Y-%m-%d"), return_inverse=True)
    sums, sizes = np.bincount(members, np.abs(off)), np.bincount(members)
    means = np.where(2 * sizes * step.seconds >= DAY.seconds, sums / sizes, 0.0)
    found = []
    for day in np.argsort(-means, kind="stable")[:MOST_WORST]:
        if means[day] > 0:
            rows = np.flatnonzero(members == day)
            at = rows[np.abs(off[rows]).argmax()]
            hour = stamps[at].strftime("%H:%M") if step.is_by_clock else ""
            found.append(WorstDay(str(days[day]), float(means[day]), float(off[at]), hour))
    return tuple(found)


def _lag(own: Degrees, truth: Degrees, last: Degrees) -> LagCheck:
    change, real = own - last, truth - last
    return LagCheck(
        to_truth=float(np.abs(own - truth).mean()),
        to_input=float(np.abs(change).mean()),
        change_correlation=pearson(change, real, VARIES),
    )
