"""The verdict on a word alone, from its vector: one step from the zero state. No torch.

Last state, running mean and running maximum are the same after one step, so every readout gives
the same. A pair of words never comes about.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.activations import sigmoid
from rnnviz.models.checkpoint import read_array, read_info

Array = NDArray[np.float32]


@dataclass(frozen=True)
class FirstStep:
    """What a classifier's first step needs: the recurrent weights meet a zero state and drop out.

    ``layers``: of each layer ``W_ih`` (gates · hidden, input), ``b_ih`` and ``b_hh``
    (gates · hidden,) in torch's order; ``head``: weights (hidden,) and bias.
    """

    cell: str
    layers: tuple[tuple[Array, Array, Array], ...]
    head: tuple[Array, float]

    def logits(self, vectors: Array) -> Array:
        """The logit of "positive" on each word alone: (words, embed) → (words,)."""
        x = vectors
        for W_ih, b_ih, b_hh in self.layers:
            x = _STATES[self.cell](x @ W_ih.T + b_ih, b_hh)
        weights, bias = self.head
        logits: Array = x @ weights + np.float32(bias)
        return logits


def read_first_step(folder: str | Path) -> FirstStep:
    """The first step of a saved classifier; raises ``CheckpointError``."""
    spec = read_info(folder).spec
    layers = tuple(
        (
            read_array(folder, f"rnn.weight_ih_l{layer}"),
            read_array(folder, f"rnn.bias_ih_l{layer}"),
            read_array(folder, f"rnn.bias_hh_l{layer}"),
        )
        for layer in range(spec.num_layers)
    )
    head = read_array(folder, "head.weight")[0], float(read_array(folder, "head.bias")[0])
    return FirstStep(spec.cell, layers, head)


def _rnn(z: Array, b_hh: Array) -> Array:
    h: Array = np.tanh(z + b_hh)
    return h


def _gru(z: Array, b_hh: Array) -> Array:
    hidden = len(b_hh) // 3
    r, u = (sigmoid((z + b_hh)[:, k * hidden : (k + 1) * hidden]) for k in range(2))
    n = np.tanh(z[:, 2 * hidden :] + r * b_hh[2 * hidden :])
    h: Array = (1 - u) * n
    return h


def _lstm(z: Array, b_hh: Array) -> Array:
    i, _, g, o = np.split(z + b_hh, 4, axis=1)  # nothing stands in the cell for f to keep
    h: Array = sigmoid(o) * np.tanh(sigmoid(i) * np.tanh(g))
    return h


_STATES = {"rnn": _rnn, "gru": _gru, "lstm": _lstm}
