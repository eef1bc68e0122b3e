"""Whether a series ends in something that weather does not do: there the test part lies.

Invented or repeated figures at the end of a file make every forecast look good, a sensor that was
carried indoors makes it easy, one that was moved or damaged makes it bad: all are judged on what is
no weather.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.tail_level import other_level
from rnnviz.series.tail_spread import other_spread
from rnnviz.series.types import RegularSeries

REPEATS, CALM = 0.25, 0.2  # of the usual: what every day of such an end stays below
FEWEST_REPEATED, FEWEST_CALM = 10, 7  # days; fewer may be a settled spell
MOVES = 0.5  # °C from day to day, and within a day twice that: less is no ordinary weather anyway
MOST = 0.5  # of the series: more is no end but how this place is
BEFORE = 30  # days that say what is usual
HOURS = 24  # of a day
SAME = 7  # days within which a leap and a turn are one


@dataclass(frozen=True)
class Tail:
    """``repeats``: each day is nearly the day before; ``calm``: the days hardly move; ``level``:
    the temperature leapt and stayed there; ``calmer``, ``rougher``: the days move less, or more.

    ``place``: the step with which it begins; ``days``: how many they are, begun ones too; ``now``
    and ``usual``, in that end and before it: °C from one day to the same time of the next
    (``repeats``), from the coldest to the warmest of a day (``calm``, ``calmer``), on average
    (``level``), or from a value to the middle of those beside it (``rougher``).
    """

    kind: Literal["repeats", "calm", "level", "calmer", "rougher"]
    place: int
    days: int
    now: float
    usual: float


def doubtful_tail(series: RegularSeries) -> Tail | None:
    """The doubtful end of a series of several values a day; None where it ends as it goes.

    One at a time, the surest first: whoever leaves it out is told what else there is.
    """
    per_day = series.step.per_day if series.step.is_by_clock else None
    if per_day is None or per_day < 4:
        return None
    return _settled(series, per_day) or _changed(series, per_day)


def _settled(series: RegularSeries, per_day: int) -> Tail | None:
    """An end of days that repeat themselves or hardly move."""
    days = len(series) // per_day
    table = series.values[len(series) - days * per_day :].reshape(days, per_day).astype(np.float64)
    if days < BEFORE:
        return None
    changes = np.concatenate([[np.nan], np.abs(np.diff(table, axis=0)).mean(axis=1)])
    ranges = table.max(axis=1) - table.min(axis=1)
    moving = float(np.nanmedian(ranges)) if np.isfinite(ranges).any() else 0.0
    found = _tail("repeats", changes, REPEATS, FEWEST_REPEATED, MOVES)
    if found is not None and ranges[-found.days :].mean() < CALM * moving:
        found = None
    found = found or _tail("calm", ranges, CALM, FEWEST_CALM, 2 * MOVES)
    if found is None or ranges[-found.days :].max() == 0:  # a sensor that stands still is told so
        return None
    place = len(series) - found.days * per_day
    return Tail(found.kind, place, found.days, found.now, found.usual)


def _changed(series: RegularSeries, per_day: int) -> Tail | None:
    """An end at another level, or whose days move otherwise. Of finer steps the hours are looked
    at: a sensor takes some minutes to become as warm as a room."""
    values, each = series.values.astype(np.float64), 1
    if per_day > HOURS and per_day % HOURS == 0:
        each = per_day // HOURS
        first = len(values) % each
        values = values[first:].reshape(-1, each).mean(axis=1)  # an hour with a hole has none
    steps, missing = per_day // each, len(series) - len(values) * each
    level, spread = other_level(values, steps), other_spread(values, steps)
    place = missing + level.place * each if level else len(series)
    turn = len(series) - spread.days * per_day if spread else len(series)
    # A leap knows its hour; but what begins well before it takes the leap with it when it is cut.
    if spread and turn < place - (SAME * per_day if level else 0):
        return Tail(spread.kind, turn, spread.days, spread.now, spread.usual)
    if level is None:
        return None
    return Tail("level", place, -(-(len(series) - place) // per_day), level.now, level.usual)


def _tail(
    kind: Literal["repeats", "calm"],
    daily: NDArray[np.float64],
    share: float,
    fewest: int,
    moves: float,
) -> Tail | None:
    """The longest end of days that all stay below a share of the median; ``place`` in days."""
    if np.isfinite(daily).sum() < BEFORE:
        return None
    usual = float(np.nanmedian(daily))
    above = np.flatnonzero(~(daily < share * usual))  # a day with a hole ends it, too
    days = len(daily) - 1 - int(above[-1])
    if usual < moves or not fewest <= days <= MOST * len(daily):
        return None
    before = float(np.nanmedian(daily[:-days]))
    return Tail(kind, len(daily) - days, days, float(daily[-days:].mean()), before)
