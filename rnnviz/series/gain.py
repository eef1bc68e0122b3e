"""How much nearer to the truth one forecast is than another, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.step import Step

DRAWS = 1000
LEVEL = 0.95
WEEK, YEAR = 7 * 86_400, 12 * 2_629_800  # seconds of a block, for days and for longer steps
FEWEST = 8  # blocks: fewer say nothing about the spread


@dataclass(frozen=True)
class Gain:
    """Mean of the other's absolute error minus one's own, °C: above 0 one's own is nearer.

    ``low`` and ``high``: where it lies nineteen times in twenty, if other such days had come.
    """

    mean: float
    low: float
    high: float


def gain_over(
    own: NDArray[np.float64], other: NDArray[np.float64], places: NDArray[np.int64], step: Step
) -> Gain:
    """``own`` and ``other`` (windows,): mean absolute errors of each window; ``places`` (windows,):
    the step at which it begins; of several series, the windows of a step come or stay together.

    A bootstrap of whole blocks (days; weeks of days; years of what is longer): errors of
    neighbouring hours are alike, and drawing single ones would make the interval far too narrow.
    """
    better = other - own
    mean = float(better.mean())
    length = step.of(86_400 if step.is_by_clock else WEEK if step.seconds <= WEEK / 7 else YEAR)
    length = max(1, min(length, len(np.unique(places)) // FEWEST))
    _, block = np.unique((places - places[0]) // length, return_inverse=True)
    sums, sizes = np.bincount(block, better), np.bincount(block)
    if len(sums) < FEWEST:
        return Gain(mean, -np.inf, np.inf)
    drawn = np.random.default_rng(0).integers(0, len(sums), (DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Gain(mean, float(low), float(high))
