"""Whether a series leaps to another level near its end, and stays there.

A sensor that is moved, exchanged or brought indoors does that within an hour. Fronts do, too: what
counts is a leap that holds better than any did before in this series. Where there are years, the
level of a long end is held against the same days of the years before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.series.running_means import Figures, Places, RunningMeans, of_years_before

LEAP = 3.0  # °C from one value to the next that are looked at
LEAST, LEAST_NEW = 6.0, 8.0  # °C that a leap must hold, and one of the last days
NEW = 3  # days
BEYOND = 1.5  # times what one held before
MOST = 0.3  # of the series: a level that fills more is how this place is
EARLIER = 30  # days that say what is usual
SHORTEST = 0.25  # of a day
SEASON = 60  # days of an end that are held against the years before
THREE = 3  # values that say where a leap led from and to
# Days after a leap that are held against those before it, and how much of it the weather may undo.
ROOM = {1: 1.4, 3: 1.8, 7: 1.8, 14: 2.2, 28: 5.0}
WEEK = 7  # days on either side that are told


@dataclass(frozen=True)
class Level:
    """``place``: the first step of the other level; ``now``, ``usual``: the mean of the week after
    and of the week before, in °C."""

    place: int
    now: float
    usual: float


def other_level(values: Figures, per_day: int) -> Level | None:
    """The other level with which a series ends; ``values`` (steps,) in °C, NaN in holes."""
    at, leap = _leaps(values, per_day)
    means, size = RunningMeans(values), len(values)
    held = _held(means, at, leap, per_day)
    first = max(EARLIER * per_day, int((1 - MOST) * size))
    near = np.flatnonzero((at >= first) & (size - at >= SHORTEST * per_day) & (held >= LEAST))
    for k in near[np.argsort(-held[near])]:
        mine, earlier = held, at < at[k] - NEW * per_day
        rest = size - int(at[k])
        if rest >= SEASON * per_day:
            whole = _above_years(means, at, rest, per_day)
            if not np.isnan(whole[k]):
                # As much evidence for those before: a stretch as long, with years before it.
                mine = np.fmin(held, ROOM[14] * np.sign(leap) * whole)
                earlier &= ~np.isnan(whole) & (at + rest <= at[k])
        least = LEAST if rest >= NEW * per_day else LEAST_NEW
        if mine[k] >= max(least, BEYOND * mine[earlier].max(initial=0.0)):
            here, week = at[k : k + 1], WEEK * per_day
            now, usual = means.of(here, here + week)[0], means.of(here - week, here)[0]
            return Level(int(at[k]), float(now), float(usual))
    return None


def _leaps(values: Figures, per_day: int) -> tuple[Places, Figures]:
    """Where a value leaps, and how far beyond what the days around do at that time: °C."""
    change = np.full(len(values), np.nan)
    change[1:] = np.diff(values)
    far = np.flatnonzero(np.abs(change) >= LEAP / 2)
    around = _at(change, far[:, None] + per_day * np.array([-2, -1, 1, 2]))
    known = ~np.isnan(around).all(axis=1)
    far, around = far[known], around[known]
    leap = change[far] - np.nanmedian(around, axis=1)
    # A single odd value leaps back: the values before and after, too, must lie as far apart.
    before = np.median(_at(values, far[:, None] - 1 - np.arange(THREE)), axis=1)
    after = np.median(_at(values, far[:, None] + np.arange(THREE)), axis=1)
    size = np.minimum(np.abs(leap), np.sign(leap) * (after - before))
    kept = size >= LEAP
    return far[kept], (np.sign(leap) * size)[kept]


def _at(values: Figures, places: Places) -> Figures:
    """The values at these places; NaN outside the series."""
    inside = (places >= 0) & (places < len(values))
    return np.where(inside, values[np.clip(places, 0, len(values) - 1)], np.nan)


def _held(means: RunningMeans, at: Places, leap: Figures, per_day: int) -> Figures:
    """How much of each leap the days after it still hold: °C, at most 0 where they undo it."""
    held = np.abs(leap)
    for days, room in ROOM.items():
        rest = np.minimum(days * per_day, means.size - at)
        # Of a day that has just begun, its hours are held against the same hours of those before.
        back = -(-rest // per_day) * per_day
        shift = means.of(at, at + rest) - means.of(at - back, at - back + rest)
        held = np.fmin(held, np.where(np.isnan(shift), 0.0, room * np.sign(leap) * shift))
    return held


def _above_years(means: RunningMeans, at: Places, rest: int, per_day: int) -> Figures:
    """How far the ``rest`` steps from each place lie above the same days of years before: °C."""
    begins = np.arange(means.size)
    whole = means.of(begins, begins + rest)
    usual, _ = of_years_before(whole, at, per_day)
    return np.asarray(whole[at] - usual)
