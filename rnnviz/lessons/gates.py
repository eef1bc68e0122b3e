"""The cells with gates, step by step: GRU and LSTM in torch's convention, every part kept.

The rows of a weight are stacked in torch's order (r, z, n and i, f, g, o). The candidate's rows, n
or g, are those of the lesson's own layer: what was a plain RNN is now only what a gate lets in.
float64, as everything in the lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from rnnviz.lessons.example import Array, Example, Layer
from rnnviz.lessons.hold import Hold
from rnnviz.models.specs import cell_kind

HELD_FROM = 2  # the time step, from 1, from which a hand is at the gates; the first word is read


@dataclass(frozen=True)
class GatedStep:
    """One step. Each part p (a gate or the candidate) is made of the two sums of its rows.

    ``held``: the gates that a hand held at this step, with their value.
    """

    x: Array  # (input,)
    h_prev: Array  # (hidden,)
    c_prev: Array  # (hidden,)  zeros where the cell has no cell state
    from_x: Mapping[str, Array]  # W_ip x + b_ip
    from_h: Mapping[str, Array]  # W_hp h_prev + b_hp
    parts: Mapping[str, Array]  # after sigmoid or tanh
    h: Array  # (hidden,)
    c: Array  # (hidden,)
    held: Hold = field(default_factory=dict)


def gated_layer(example: Example, cell: str) -> Layer:
    """The example's layer as the candidate of a cell, with gates drawn beside it."""
    kind = cell_kind(cell)
    blocks = [
        example.params.layer if part == kind.candidate else example.gates[part]
        for part in kind.gates
    ]
    return stack_blocks(blocks)


def stack_blocks(blocks: list[Layer]) -> Layer:
    """The rows of all parts one below the other, as torch keeps them."""
    return Layer(*(np.concatenate(same) for same in zip(*blocks, strict=True)))


def blocks_of(cell: str, layer: Layer) -> dict[str, Layer]:
    """The rows of each part by its letter."""
    letters = cell_kind(cell).gates
    split = [np.split(weight, len(letters)) for weight in layer]
    return {letter: Layer(*(w[k] for w in split)) for k, letter in enumerate(letters)}


def run_cell(cell: str, xs: Array, layer: Layer, held: Hold | None = None) -> list[GatedStep]:
    """A layer of such cells over a sequence (time, input), from zeros; "rnn" is one, too.

    ``held``: gates that stand open (1) or shut (0) from step ``HELD_FROM`` on.
    """
    blocks, step = blocks_of(cell, layer), _STEP[cell_kind(cell).name]
    h = c = np.zeros(layer.W_hh.shape[1])
    steps: list[GatedStep] = []
    for t, x in enumerate(xs, start=1):
        now = dict(held or {}) if t >= HELD_FROM else {}
        steps.append(step(x, h, c, blocks, now))
        h, c = steps[-1].h, steps[-1].c
    return steps


def sigmoid(a: Array) -> Array:
    """1 / (1 + e^−a), by tanh, which does not overflow."""
    squashed: Array = 0.5 * (1 + np.tanh(a / 2))
    return squashed


def _sums(x: Array, h: Array, blocks: Mapping[str, Layer]) -> tuple[dict[str, Array], ...]:
    from_x = {p: w.W_ih @ x + w.b_ih for p, w in blocks.items()}
    return from_x, {p: w.W_hh @ h + w.b_hh for p, w in blocks.items()}


def _gate(letter: str, a: Array, held: Hold) -> Array:
    return np.full_like(a, held[letter]) if letter in held else sigmoid(a)


def _rnn(x: Array, h: Array, c: Array, blocks: Mapping[str, Layer], held: Hold) -> GatedStep:
    u, v = _sums(x, h, blocks)
    new = np.tanh(u["h"] + v["h"])
    return GatedStep(x, h, c, u, v, {"h": new}, new, c)


def _gru(x: Array, h: Array, c: Array, blocks: Mapping[str, Layer], held: Hold) -> GatedStep:
    u, v = _sums(x, h, blocks)
    r, z = (_gate(p, u[p] + v[p], held) for p in "rz")
    n = np.tanh(u["n"] + r * v["n"])
    return GatedStep(x, h, c, u, v, {"r": r, "z": z, "n": n}, (1 - z) * n + z * h, c, held)


def _lstm(x: Array, h: Array, c: Array, blocks: Mapping[str, Layer], held: Hold) -> GatedStep:
    u, v = _sums(x, h, blocks)
    i, f, o = (_gate(p, u[p] + v[p], held) for p in "ifo")
    g = np.tanh(u["g"] + v["g"])
    new = f * c + i * g
    return GatedStep(x, h, c, u, v, {"i": i, "f": f, "g": g, "o": o}, o * np.tanh(new), new, held)


Stepper = Callable[[Array, Array, Array, Mapping[str, Layer], Hold], GatedStep]
_STEP: dict[str, Stepper] = {"rnn": _rnn, "gru": _gru, "lstm": _lstm}
