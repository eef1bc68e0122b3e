"""Pearson's correlation of two columns of numbers."""

from __future__ import annotations

import numpy as np


def pearson(a: np.ndarray, b: np.ndarray, least: float = 1e-9) -> float:
    """r of two arrays (n,); 0 where there are fewer than 3 values or a standard deviation is
    below ``least``."""
    if len(a) < 3 or min(a.std(), b.std()) < least:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
