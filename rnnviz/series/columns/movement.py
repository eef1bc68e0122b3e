"""How the figures of a column move from row to row: as the air does, or between a few levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.types import Unit
from rnnviz.series.values.numbers import to_celsius

_ROWS = 200  # looked at
_FEWEST = 24
_MOST_LEVELS = 6
_JUMP = 1.0  # °C: a thermostat's setting changes by more at once, the air hardly ever


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
