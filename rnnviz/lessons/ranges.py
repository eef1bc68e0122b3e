"""What becomes of the numbers when the past is fed in one way or another, over many steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.example import Array, Layer
from rnnviz.lessons.forward import run_layer, states


@dataclass(frozen=True)
class Ranges:
    """The largest absolute value of a state after every step, for three ways of carrying it on."""

    added: Array  # (steps,)  z_t = W_ih x_t + b_ih + z_{t-1}
    transformed: Array  # (steps,)  z_t = W_ih x_t + b_ih + W_hh z_{t-1} + b_hh, no tanh
    squashed: Array  # (steps,)  h_t = tanh(…)
    radius: float  # largest absolute eigenvalue of W_hh


def carry_on(xs: Array, layer: Layer, steps: int) -> Ranges:
    """The words (time, input) read again and again until ``steps`` are reached."""
    many = np.resize(xs, (steps, xs.shape[1]))
    per_step = many @ layer.W_ih.T + layer.b_ih
    added = np.cumsum(per_step, axis=0)
    z = np.zeros(len(layer.b_ih))
    transformed = np.empty_like(per_step)
    for t, part in enumerate(per_step):
        # Bounded, since a matrix of entries up to 9.99 may grow past what a float holds.
        z = np.clip(part + layer.W_hh @ z + layer.b_hh, -1e300, 1e300)
        transformed[t] = z
    squashed = states(run_layer(many, layer))
    radius = float(np.abs(np.linalg.eigvals(layer.W_hh)).max())
    return Ranges(_largest(added), _largest(transformed), _largest(squashed), radius)


def _largest(values: Array) -> Array:
    """(steps, hidden) to (steps,): the largest absolute value of each step."""
    largest: Array = np.abs(values).max(axis=1)
    return largest
