"""Reading in both directions: two layers of cells a level, one from each end, and torch's tensors.

``output`` has at each word the forward state, then the backward one. ``h_n`` has a row for each
level and direction: level 0 forward, level 0 backward, level 1 forward, …
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.example import Array, Example, Layer, extra_layer
from rnnviz.lessons.gates import GatedStep, gated_layer, run_cell, stack_blocks
from rnnviz.models.specs import cell_kind

PADS = 2  # steps of <pad> that a batch adds here

Pair = tuple[Layer, Layer]  # the weights of the forward and of the backward direction


@dataclass(frozen=True)
class Level:
    """One level over T steps: ``backward[t]`` is the step that read word t, after all later ones.

    ``output``: (T, 2·hidden); zeros beyond the steps that were read.
    """

    forward: tuple[GatedStep, ...]
    backward: tuple[GatedStep, ...]
    output: Array

    @property
    def ends(self) -> tuple[GatedStep, GatedStep]:
        """The last step of each direction: forward at the last word, backward at the first."""
        return self.forward[-1], self.backward[0]


def both_pairs(example: Example, cell: str, depth: int) -> tuple[Pair, ...]:
    """The weights of each level: the lesson's own layer reads forward, all others are drawn."""
    sizes = example.sizes
    pairs = []
    for level in range(1, depth + 1):
        inputs = sizes.embed if level == 1 else 2 * sizes.hidden
        first, second = (
            stack_blocks(
                [
                    extra_layer(
                        example.draw, (50, level, direction, ord(part)), sizes.hidden, inputs
                    )
                    for part in cell_kind(cell).gates
                ]
            )
            for direction in range(2)
        )
        pairs.append((gated_layer(example, cell) if level == 1 else first, second))
    return tuple(pairs)


def padded_words(example: Example) -> tuple[tuple[str, ...], Array]:
    """The words that are read and ``PADS`` times <pad>: names, and vectors (steps, embed)."""
    zeros = np.zeros((PADS, example.sizes.embed))
    return (*example.read, *["<pad>"] * PADS), np.vstack([example.x, zeros])


def run_both(
    cell: str, xs: Array, pairs: Sequence[Pair], length: int | None = None
) -> tuple[Level, ...]:
    """A stack of levels over a sequence (time, input).

    ``length``: how many steps are the text's own, as ``pack_padded_sequence`` is told; both
    directions leave out the others. None: all are read.
    """
    read = len(xs) if length is None else length
    levels = []
    for ahead, back in pairs:
        forward = run_cell(cell, xs[:read], ahead)
        backward = run_cell(cell, xs[:read][::-1], back)[::-1]
        halves = [np.hstack([f.h, b.h]) for f, b in zip(forward, backward, strict=True)]
        output = np.zeros((len(xs), len(halves[0])))
        output[:read] = halves
        levels.append(Level(tuple(forward), tuple(backward), output))
        xs = output
    return tuple(levels)


def last_states(levels: Sequence[Level]) -> Array:
    """``h_n`` without its batch: (levels · 2, hidden), in torch's order."""
    return np.array([step.h for level in levels for step in level.ends])


def last_cells(levels: Sequence[Level]) -> Array:
    """``c_n`` without its batch, for an LSTM: (levels · 2, hidden)."""
    return np.array([step.c for level in levels for step in level.ends])
