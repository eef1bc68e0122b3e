"""How the verdict came about: after every word, how far the word moved it, and where it flipped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.trace import HiddenTrace


def probability_of(logit: float) -> float:
    """Of "positive". By tanh, which does not overflow."""
    return float(0.5 * (1 + np.tanh(logit / 2)))


@dataclass(frozen=True)
class VerdictPath:
    """The path of a review's verdict over T steps.

    ``logits``, ``probabilities``: (T,) of "positive" after each step. ``moves``: (T,) how far each
    step moved the logit, the first measured from the verdict on nothing (logit 0). ``flip``: the
    last step at which the verdict changed sides, after which it stays what it is in the end; None
    if it never did.
    """

    logits: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    moves: NDArray[np.float32]
    flip: int | None

    @property
    def probability(self) -> float:
        """The verdict on the whole text."""
        return float(self.probabilities[-1])

    @property
    def positive(self) -> bool:
        return self.probability >= 0.5


def verdict_path(trace: HiddenTrace) -> VerdictPath:
    """The path of a classifier's trace (``output_kind`` "logit")."""
    if trace.output_kind != "logit":
        raise ValueError("only a classifier has a verdict path")
    logits = trace.outputs[:, 0]
    sides = logits >= 0
    changes = np.flatnonzero(sides[1:] != sides[:-1]) + 1
    return VerdictPath(
        logits=logits,
        probabilities=trace.verdicts,
        moves=np.diff(logits, prepend=np.float32(0)),
        flip=int(changes[-1]) if changes.size else None,
    )
