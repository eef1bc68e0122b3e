"""What a step keeps of the step before: the Jacobians of each cell, and their product.

The state s of a cell is h, for an LSTM h and c one below the other: (S,). ∂s_T/∂s_t is the product
of the Jacobians of the steps t + 1 … T; where it is small, s_T knows little of s_t.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.example import Array, Layer
from rnnviz.lessons.gates import GatedStep, blocks_of
from rnnviz.models.specs import cell_kind


@dataclass(frozen=True)
class StepJacobians:
    """How the state after a step answers to the state before it, and to its word."""

    of_state: Array  # (S, S)  ∂s_t / ∂s_{t-1}
    of_word: Array  # (S, input)  ∂s_t / ∂x_t


@dataclass(frozen=True)
class Memory:
    """What is left of each step in the last one, T steps.

    ``kept``: (T,) the spectral norm of ∂m_T/∂m_t of what the cell carries on, m (c of an LSTM,
    else h); the last is 1. ``words``: (T,) the Frobenius norm of ∂h_T/∂x_t, of each word in the
    last state. ``first``: ∂h_T/∂x_1 against ∂h_1/∂x_1, the share of the first word that is left
    in h; ``first_carried``: the same of m. A share is 0 where not even step 1 felt the word.
    """

    products: tuple[Array, ...]  # T matrices ∂s_T/∂s_t, (S, S)
    kept: Array
    words: Array
    first: float
    first_carried: float


def memory_of(cell: str, steps: Sequence[GatedStep], layer: Layer) -> Memory:
    """Back from the last step, one factor a step."""
    H = len(steps[0].h)
    each = [jacobians(cell, step, layer) for step in steps]
    product = np.eye(len(each[0].of_state))
    products = [product]
    for step in reversed(each[1:]):
        product = product @ step.of_state
        products.insert(0, product)
    carried = slice(-H, None)  # c of an LSTM, h itself of the others
    kept = np.array([np.linalg.norm(p[carried, carried], 2) for p in products])
    in_last = [p @ step.of_word for p, step in zip(products, each, strict=True)]
    words = np.array([np.linalg.norm(one[:H]) for one in in_last])
    return Memory(
        tuple(products),
        kept,
        words,
        _share(in_last[0][:H], each[0].of_word[:H]),
        _share(in_last[0][carried], each[0].of_word[carried]),
    )


def jacobians(cell: str, step: GatedStep, layer: Layer) -> StepJacobians:
    """By the chain rule through one step; a gate that is held answers to nothing."""
    blocks = blocks_of(cell, layer)
    return _OF[cell_kind(cell).name](step, blocks)


def _share(now: Array, then: Array) -> float:
    start = float(np.linalg.norm(then))
    return float(np.linalg.norm(now)) / start if start > 0 else 0.0


def _slope(letter: str, step: GatedStep) -> Array:
    """(hidden, 1): the derivative of sigmoid at a gate; 0 where it is held."""
    gate = step.parts[letter]
    return np.zeros((len(gate), 1)) if letter in step.held else (gate * (1 - gate))[:, None]


def _rnn(step: GatedStep, blocks: Mapping[str, Layer]) -> StepJacobians:
    slope = (1 - step.h**2)[:, None]
    return StepJacobians(slope * blocks["h"].W_hh, slope * blocks["h"].W_ih)


def _gru(step: GatedStep, blocks: Mapping[str, Layer]) -> StepJacobians:
    r, z, n = (step.parts[p][:, None] for p in "rzn")
    past, inside = step.from_h["n"][:, None], 1 - n**2
    by = {p: _slope(p, step) for p in "rz"}
    moved = step.h_prev[:, None] - n  # ∂h/∂z
    d_h = (1 - z) * inside * (r * blocks["n"].W_hh + past * by["r"] * blocks["r"].W_hh)
    d_x = (1 - z) * inside * (blocks["n"].W_ih + past * by["r"] * blocks["r"].W_ih)
    d_h = d_h + moved * by["z"] * blocks["z"].W_hh + np.diag(z[:, 0])
    return StepJacobians(d_h, d_x + moved * by["z"] * blocks["z"].W_ih)


def _lstm(step: GatedStep, blocks: Mapping[str, Layer]) -> StepJacobians:
    i, f, g, o = (step.parts[p][:, None] for p in "ifgo")
    out = np.tanh(step.c)[:, None]
    by = {p: _slope(p, step) for p in "ifo"}

    def through(name: str) -> tuple[Array, Array]:
        """(∂c, ∂h) by the rows of one weight, W_hh or W_ih."""
        W = {p: getattr(block, name) for p, block in blocks.items()}
        d_c = step.c_prev[:, None] * by["f"] * W["f"] + g * by["i"] * W["i"]
        d_c = d_c + i * (1 - g**2) * W["g"]
        return d_c, out * by["o"] * W["o"] + o * (1 - out**2) * d_c

    (c_h, h_h), (c_x, h_x) = through("W_hh"), through("W_ih")
    c_c = np.diag(f[:, 0])
    of_state = np.block([[h_h, o * (1 - out**2) * c_c], [c_h, c_c]])
    return StepJacobians(of_state, np.vstack([h_x, c_x]))


_OF: dict[str, Callable[[GatedStep, Mapping[str, Layer]], StepJacobians]] = {
    "rnn": _rnn,
    "gru": _gru,
    "lstm": _lstm,
}
