"""Whether truths leave a band more often than chance lets them: an alarm for newer data.

Misses come in clumps (a stormy day has several, a stormy season more), so that a plain binomial
test would cry wolf. How far they clump is measured on the run's own series, in pieces as long as
the newer one (a day at least): the variance of the pieces' misses is so many times that of coins
thrown (the design effect; Kish 1965), and so many values count as one.
How often it rings all the same: ``benchmarks/new_data_alarm.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.step import DAY, Step

PROMISED = 0.1  # share that a band of 90% leaves outside
FEWEST = 8  # pieces that tell how misses clump
CHANCE = 0.01  # of an alarm where nothing has changed
TEST = "binomial test, one-sided, of the misses one step ahead, thinned by how they clump"


@dataclass(frozen=True)
class Alarm:
    """``outside`` of ``count`` truths were outside the band one step ahead.

    ``usual``: the share that may be: what the band promises, or what it was in the test part where
    that was more. ``chance``: of so many or more where nothing has changed; ``clumping``: how many
    values count as one.
    """

    outside: int
    count: int
    usual: float
    chance: float
    clumping: float

    @property
    def rings(self) -> bool:
        """Whether that is more than chance explains."""
        return self.chance < CHANCE


@dataclass(frozen=True)
class Misses:
    """Which windows of the run had a truth outside the band one step ahead: (windows,) each.

    ``places``: the step at which a window begins; ``tested``: whether it is of the test part.
    """

    outside: NDArray[np.bool_]
    places: NDArray[np.int64]
    tested: NDArray[np.bool_]


def alarm_of(outside: NDArray[np.bool_], before: Misses, step: Step) -> Alarm:
    """``outside`` (new values,): whether each is outside the band; ``before``: the run's own."""
    usual = max(PROMISED, float(before.outside[before.tested].mean()))
    clumping = _clumping(before, len(outside), step)
    count, misses = len(outside), int(outside.sum())
    chance = _at_least(misses / clumping, count / clumping, usual)
    return Alarm(misses, count, usual, chance, clumping)


def _clumping(before: Misses, count: int, step: Step) -> float:
    """Variance of the blocks' misses over that of independent ones; 1 at least."""
    share, windows = float(before.outside.mean()), len(before.places)
    if share in (0.0, 1.0):
        return 1.0
    length = max(count, step.of(DAY.seconds))
    length = max(1, min(length, windows // FEWEST))
    _, block = np.unique((before.places - before.places[0]) // length, return_inverse=True)
    sizes, misses = np.bincount(block), np.bincount(block, before.outside)
    blocks = len(sizes)
    if blocks < 2:
        return 1.0
    spread = ((misses - sizes * share) ** 2).sum() * blocks / (blocks - 1)
    return max(1.0, float(spread / (windows * share * (1 - share))))


def _at_least(misses: float, count: float, share: float) -> float:
    """The chance of ``misses`` or more of ``count``; neither need be whole."""
    from scipy.special import betainc

    if misses <= 0:
        return 1.0
    return float(betainc(misses, max(count - misses, 0) + 1, share))
