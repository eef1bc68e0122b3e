"""Whether a series ends in something that weather does not do: there the test part lies.

Invented or repeated figures at the end of a file make every forecast look good, and a sensor that
was carried indoors makes it easy: both are judged on what is no weather.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.types import RegularSeries

REPEATS, CALM = 0.25, 0.2  # of the usual: what every day of such an end stays below
FEWEST_REPEATED, FEWEST_CALM = 10, 7  # days; fewer may be a settled spell
MOVES = 0.5  # °C from day to day, and within a day twice that: less is no ordinary weather anyway
MOST = 0.5  # of the series: more is no end but how this place is
BEFORE = 30  # days that say what is usual


@dataclass(frozen=True)
class Tail:
    """``repeats``: each day is nearly the day before; ``calm``: the days hardly move.

    ``place``: the step with which it begins; ``days``: how many they are; ``now`` and ``usual``: °C
    from one day to the same time of the next (``repeats``), or from the coldest to the warmest of a
    day (``calm``), in that end and before it.
    """

    kind: Literal["repeats", "calm"]
    place: int
    days: int
    now: float
    usual: float


def doubtful_tail(series: RegularSeries) -> Tail | None:
    """The doubtful end of a series of several values a day; None where it ends as it goes."""
    per_day = series.step.per_day if series.step.is_by_clock else None
    if per_day is None or per_day < 4:
        return None
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
