"""Two numbers that make a network's probabilities mean what they say, for short and long texts.

All its logits are multiplied by one positive number, chosen on texts it did not learn from: no
verdict changes, only how sure it is (temperature scaling; Guo, Pleiss, Sun and Weinberger 2017).
One number cannot do for all lengths: the mean of a hundred states is nearer to 0 than the mean of
ten, and means more. So the factor may grow with the number of words n, as a power of it; a power is
above 0 and rises or falls throughout, whatever is fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

SMALLEST, LARGEST = 0.2, 5.0
STEEPEST = 1.0  # power of the number of words, up or down
ROUNDS = 60


@dataclass(frozen=True)
class LengthScale:
    """The factor ``scale`` · n ** ``power`` for the logit of a text of n words."""

    scale: float
    power: float


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


def length_scale(
    logits: NDArray[np.float64], labels: NDArray[np.float64], words: NDArray[np.float64]
) -> LengthScale:
    """The factor by length under which ``labels`` are likeliest; all (texts,), ``words`` above 0.

    For a text of middling length (the geometric mean) it is between 0.2 and 5. A power other than 0
    must be worth a second number by the Bayesian information criterion (Schwarz 1978), taken twice,
    for each review stands here whole and as a span: it raises the log-likelihood by more than the
    logarithm of the number of texts.
    """
    from scipy.optimize import minimize_scalar

    middle = float(np.exp(np.log(words).mean()))

    def loss(power: float) -> float:
        bent = logits * (words / middle) ** power
        scaled = bent * logit_scale(bent, labels)
        return float(np.mean(np.logaddexp(0, scaled) - labels * scaled))

    power = float(minimize_scalar(loss, bounds=(-STEEPEST, STEEPEST), method="bounded").x)
    if (loss(0.0) - loss(power)) * len(words) <= np.log(len(words)):
        power = 0.0
    scale = logit_scale(logits * (words / middle) ** power, labels)
    return LengthScale(scale / middle**power, power)


def scaled_head(weights: Mapping[str, Tensor], scale: float) -> dict[str, Tensor]:
    """The weights of a classifier whose logits are multiplied by ``scale``."""
    return {
        name: value * scale if name.startswith("head.") else value
        for name, value in weights.items()
    }
