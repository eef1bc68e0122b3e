"""One number that makes a network's probabilities mean what they say (temperature scaling).

Soft targets and short spans leave a small network too timid, whole reviews alone too sure. All its
logits are multiplied by one positive number, chosen on texts it did not learn from: no verdict
changes, only how sure it is (Guo, Pleiss, Sun and Weinberger 2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

SMALLEST, LARGEST = 0.2, 5.0
ROUNDS = 60


def logit_scale(logits: NDArray[np.float64], labels: NDArray[np.float64]) -> float:
    """The factor for ``logits`` (texts,) under which ``labels`` (texts,), 0 or 1, are likeliest.

    Between 0.2 and 5; the loss is convex in the factor, so halving the interval finds it.
    """
    low, high = SMALLEST, LARGEST
    for _ in range(ROUNDS):
        scale = (low + high) / 2
        slope = float(np.mean(logits * (1 / (1 + np.exp(-scale * logits)) - labels)))
        low, high = (scale, high) if slope < 0 else (low, scale)
    return (low + high) / 2


def scaled_head(weights: Mapping[str, Tensor], scale: float) -> dict[str, Tensor]:
    """The weights of a classifier whose logits are multiplied by ``scale``."""
    return {
        name: value * scale if name.startswith("head.") else value
        for name, value in weights.items()
    }
