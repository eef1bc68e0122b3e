"""The lesson's small network that reads both ways, as the two rows of the stepper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from rnnviz.explain.trace import HeadTrace, HiddenTrace, layer_trace
from rnnviz.lessons.both import Pair, run_both
from rnnviz.lessons.example import Array, Layer
from rnnviz.models.specs import cell_kind


def both_traces(
    cell: str, words: Sequence[str], xs: Array, pair: Pair
) -> tuple[HiddenTrace, HiddenTrace]:
    """One level over the words (T) and their vectors (T, embed): forward, then backward.

    The backward trace has its own order: its step 1 reads the last word. ``output[t]`` of torch is
    the forward state of step t beside the backward one of step T + 1 - t.
    """
    (level,) = run_both(cell, xs, [pair])
    forward = np.array([step.h for step in level.forward])
    backward = np.array([step.h for step in level.backward[::-1]])
    return (
        _trace(cell, words, xs, pair[0], forward, "forward"),
        _trace(cell, words[::-1], xs[::-1], pair[1], backward, "backward"),
    )


def _trace(
    cell: str,
    words: Sequence[str],
    xs: Array,
    weights: Layer,
    states: Array,
    direction: Literal["forward", "backward"],
) -> HiddenTrace:
    kind = cell_kind(cell)
    gates, hidden = len(kind.gates), states.shape[1]
    W_ih, W_hh, b_ih, b_hh = (weight.astype(np.float32) for weight in weights)
    layer = layer_trace(
        kind,
        W_ih.reshape(gates, hidden, -1),
        W_hh.reshape(gates, hidden, hidden),
        b_ih.reshape(gates, hidden),
        b_hh.reshape(gates, hidden),
        xs.astype(np.float32),
        np.vstack([np.zeros(hidden), states]).astype(np.float32),
    )
    steps = len(words)
    nothing = np.zeros(steps, np.float32)
    head = HeadTrace(np.zeros(hidden, np.float32), 0.0, layer.h[1:], nothing)
    outputs = np.zeros((steps, 0), np.float32)
    return HiddenTrace(
        tuple(words), (), (layer,), outputs, "states", "last", head, direction=direction
    )
