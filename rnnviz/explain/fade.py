"""How fast a gain fades or grows with distance: one factor per step, fitted to its logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Trend = Literal["vanishing", "steady", "exploding"]

STEADY = 0.01  # a factor per step within 1 ± this is steady: 50 steps then keep 60% to 164%


@dataclass(frozen=True)
class Fade:
    """A straight line through the logarithm of a gain: ``start · factor ** distance``.

    ``error``: the root mean square distance of the curve from the line, as a factor (1: none,
    2: the line is off by a factor of two).
    """

    factor: float
    start: float
    error: float

    @property
    def trend(self) -> Trend:
        if self.factor < 1 - STEADY:
            return "vanishing"
        return "exploding" if self.factor > 1 + STEADY else "steady"


def fade(log_gain: NDArray[np.floating]) -> Fade | None:
    """The line fitted by least squares; None for a single step, where nothing can fade."""
    if len(log_gain) < 2:
        return None
    distance = np.arange(len(log_gain))[::-1].astype(np.float64)
    seen = np.isfinite(log_gain)
    if seen.sum() < 2:
        return Fade(0.0, 1.0, 1.0)  # W_hh times 0: not even one step comes through
    x, y = distance[seen], log_gain[seen]
    slope, start = np.polyfit(x, y, 1)
    error = np.sqrt(np.mean((y - slope * x - start) ** 2))
    return Fade(float(np.exp(slope)), float(np.exp(start)), float(np.exp(min(error, 50.0))))
