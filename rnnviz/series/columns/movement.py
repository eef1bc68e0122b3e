"""How the figures of a column move: as the air does, or between a few levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.types import Unit
from rnnviz.series.values.numbers import mask_invalid, to_celsius
from rnnviz.series.values.times import Stamps

_ROWS = 200  # looked at for levels
_FEWEST = 24
_MOST_LEVELS = 6
_JUMP = 1.0  # °C: a thermostat's setting changes by more at once, the air hardly ever

LOWEST_USUAL, HIGHEST_USUAL = -60.0, 55.0  # °C: all but the very coldest and hottest places
FEWEST_ROWS = 48  # of two days or more: no daily cycle can be seen in fewer
CYCLE = 0.2  # the share of what is left within days that the time of day must explain
_MIRRORED = -0.5  # the correlation of temperature and humidity outdoors is lower
_MOST_ALIKE = 0.2  # counts, shares and radiation are nought, or a hundred, more often than that
_MOST_IMPOSSIBLE = 0.2  # of the rows: marks for "not measured"
_DAY = 86_400


def keeps_to_levels(known: NDArray[np.float64], unit: Unit) -> bool:
    """Whether figures stay at one of a few levels and jump to another, as a setpoint does.

    ``known`` (rows,) in ``unit``. Whole degrees of air do stay, too, but move by one.
    """
    first = known[:_ROWS]
    if len(first) < _FEWEST or not 2 <= len(np.unique(first)) <= _MOST_LEVELS:
        return False
    jumps = np.abs(np.diff(to_celsius(first, unit)))
    moved = jumps > 1e-9
    return bool(moved.mean() < 0.25 and np.median(jumps[moved]) > _JUMP + 1e-9)


def moves_like_air(stamps: Stamps, figures: NDArray[np.float64], unit: Unit) -> bool:
    """Whether figures go up and down with the time of day, smoothly, within what air can have.

    ``stamps`` and ``figures`` (rows,), NaT and NaN where one is missing. Some rows of a long file
    will do. Figures of human doings have a daily cycle, too, but leap about it.
    """
    celsius = mask_invalid(figures, unit).celsius
    if np.isnan(celsius).sum() > np.isnan(figures).sum() + _MOST_IMPOSSIBLE * len(figures):
        return False
    seconds, celsius = by_time(stamps, celsius)
    if len(celsius) < FEWEST_ROWS or seconds[-1] - seconds[0] < 1.9 * _DAY:
        return False
    low, high = np.quantile(celsius, [0.01, 0.99])
    if low < LOWEST_USUAL or high > HIGHEST_USUAL:
        return False
    known = figures[~np.isnan(figures)]
    if max(np.mean(known == end) for end in (0.0, 100.0)) > _MOST_ALIKE:
        return False
    return _is_smooth(seconds, celsius) and daily_cycle(seconds, celsius) >= CYCLE


def mirrors(stamps: Stamps, a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    """Whether within days one column goes down where the other goes up. All (rows,)."""
    both = ~(np.isnan(a) | np.isnan(b))
    departures = []
    for figures in (a, b):
        seconds, values = by_time(stamps, np.where(both, figures, np.nan))
        departures.append(values - _surroundings(seconds, values))
    if len(departures[0]) < FEWEST_ROWS or min(map(np.std, departures)) == 0:
        return False
    return bool(np.asarray(np.corrcoef(departures))[0, 1] < _MIRRORED)


def daily_cycle(seconds: NDArray[np.int64], values: NDArray[np.float64]) -> float:
    """How much of the way values depart from their surroundings the time of day explains, to 1.

    ``seconds`` (rows,) since 1970, ascending. A wave of a day and its first overtone is fitted to
    every other day and judged on the days between, so that chance explains nothing; 0 where there
    are too few rows.
    """
    departure = values - _surroundings(seconds, values)
    turn = 2 * np.pi * (seconds % _DAY) / _DAY
    waves = np.stack([np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)], axis=1)
    odd = (seconds // _DAY) % 2 == 1
    if min(odd.sum(), (~odd).sum()) < 2 * waves.shape[1]:
        return 0.0
    left = np.empty(len(values))
    for judged in (odd, ~odd):
        fitted, *_ = np.linalg.lstsq(waves[~judged], departure[~judged], rcond=None)
        left[judged] = departure[judged] - waves[judged] @ fitted
    spread = float(np.mean(departure**2))
    return 1.0 - float(np.mean(left**2)) / spread if spread > 0 else 0.0


def by_time(
    stamps: Stamps, values: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Seconds since 1970, ascending, and the mean of the values at each of them."""
    good = ~np.isnat(stamps) & ~np.isnan(values)
    seconds, which, counts = np.unique(
        stamps[good].astype("datetime64[s]").astype(np.int64),
        return_inverse=True,
        return_counts=True,
    )
    return seconds, np.bincount(which, values[good], len(counts)) / counts


def _is_smooth(seconds: NDArray[np.int64], celsius: NDArray[np.float64]) -> bool:
    """Whether rows next to each other differ little, as against all that the values do."""
    apart = np.diff(seconds)
    usual = float(np.median(apart[:_ROWS]))
    near = apart <= 1.5 * usual
    low, high = np.quantile(celsius, [0.1, 0.9])
    spread = (high - low) / 2.56  # the standard deviation, whatever a few spikes do
    most = 0.1 + 0.4 * np.sqrt(usual / 3600)
    steps = np.abs(np.diff(celsius)[near])
    # Figures of human doings are quiet by night, so the middle step would not tell.
    mean = np.minimum(steps, np.quantile(steps, 0.99)).mean()
    return bool(spread > 0 and mean <= most * spread)


def _surroundings(seconds: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of half a day on either side of each row; of the rows next to it where there are
    few in a day.
    """
    begin = np.searchsorted(seconds, seconds - _DAY // 2)
    end = np.searchsorted(seconds, seconds + _DAY // 2, side="right")
    row = np.arange(len(values))
    few = end - begin < 8
    begin = np.where(few, np.maximum(row - 7, 0), begin)
    end = np.where(few, np.minimum(row + 8, len(values)), end)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    means: NDArray[np.float64] = (sums[end] - sums[begin]) / (end - begin)
    return means
