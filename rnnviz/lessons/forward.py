"""The recurrent layer step by step, every part of every sum kept. float64, so that the digits on
the page are those of a calculator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.example import Array, Layer


@dataclass(frozen=True)
class Step:
    """One node: ``h = tanh(W_ih x + b_ih + W_hh h_prev + b_hh)``, taken apart."""

    x: Array  # (input,)
    h_prev: Array  # (hidden,)
    from_x: Array  # (hidden,)  W_ih x
    from_h: Array  # (hidden,)  W_hh h_prev
    z: Array  # (hidden,)
    h: Array  # (hidden,)


def run_layer(xs: Array, layer: Layer) -> tuple[Step, ...]:
    """One layer over a sequence (time, input), from h_0 = 0."""
    h = np.zeros(layer.W_hh.shape[0])
    steps = []
    for x in xs:
        from_x = layer.W_ih @ x
        from_h = layer.W_hh @ h
        z = from_x + layer.b_ih + from_h + layer.b_hh
        steps.append(Step(x, h, from_x, from_h, z, np.tanh(z)))
        h = steps[-1].h
    return tuple(steps)


def states(steps: Sequence[Step]) -> Array:
    """(time, hidden): h_1 … h_T."""
    return np.array([step.h for step in steps])


def run_stack(xs: Array, layers: Sequence[Layer]) -> tuple[tuple[Step, ...], ...]:
    """A stack: layer l + 1 reads the states of layer l."""
    stack = []
    for layer in layers:
        stack.append(run_layer(xs, layer))
        xs = states(stack[-1])
    return tuple(stack)
