"""Drawings of what a gate carries on, and of two directions; shapes as in ``diagram``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.figures.diagram import CELL_H, CELL_W, COLUMN, Drawing, Write
from rnnviz.lessons.example import Array

_TOP = 30  # room for the names of the topmost cells
_ROOM = 52  # between two rows of cells


@dataclass(frozen=True)
class Carried:
    """What a cell with gates does over T steps; each array (T, hidden).

    ``keep`` multiplies what is carried on, ``write`` is added to it. ``read``: what is read out of
    it (h of an LSTM); None where that is the carried state itself. The names are those of a step:
    ``c``, ``f``, ``i⊙g``, and ``o⊙tanh c``'s gate ``o``.
    """

    state: Array
    keep: Array
    write: Array
    names: tuple[str, str, str]
    read: Array | None = None
    gate: str = ""


def conveyor_picture(words: Sequence[str], what: Carried, write: Write) -> Drawing:
    """The carried state from left to right; at each word a part is kept, and something added.

    Groups: ``step3``, ``carried``, ``kept``, ``written``, ``read``.
    """
    drawing = Drawing()
    T, hidden = what.state.shape
    size = hidden * CELL_H
    first = 40 + COLUMN
    out = _TOP
    top = out + (size + _ROOM if what.read is not None else 0)
    keep_y = top + size + _ROOM
    write_y = keep_y + size + _ROOM
    words_y = write_y + size + _ROOM
    state, keep, added = what.names
    drawing.vector(first - COLUMN, top, np.zeros(hidden), f"{state}_0", write, "carried")
    for t, word in enumerate(words):
        at, mark = first + t * COLUMN, f"step{t + 1}"
        between, middle = at - COLUMN / 2, top + size / 2
        drawing.arrow(
            (at - COLUMN + CELL_W / 2 + 2, middle), (at - CELL_W / 2 - 3, middle), mark, "carried"
        )
        drawing.arrow((between, keep_y - 24), (between, middle + 4), mark, "kept")
        drawing.text(between + 6, keep_y - 30, "⊙", mark, "kept", anchor="start", look="weight")
        drawing.vector(between, keep_y, what.keep[t], f"{keep}_{t + 1}", write, mark, "kept")
        drawing.arrow((at, write_y - 24), (at, top + size + 3), mark, "written")
        drawing.text(at + 6, top + size + 22, "+", mark, "written", anchor="start", look="weight")
        drawing.vector(at, write_y, what.write[t], added, write, mark, "written")
        drawing.arrow((at, words_y - 20), (at, write_y + size + 3), mark, part="x")
        drawing.text(at, words_y, word, mark, look="word", part="x")
        if what.read is not None:
            drawing.arrow((at, top - 24), (at, out + size + 3), mark, "read")
            drawing.text(
                at + 6, top - 30, f"⊙ {what.gate}_{t + 1}", mark, "read",
                anchor="start", look="weight",
            )  # fmt: skip
            drawing.vector(at, out, what.read[t], f"h_{t + 1}", write, mark, "read")
        drawing.vector(at, top, what.state[t], f"{state}_{t + 1}", write, mark, "carried")
    drawing.width, drawing.height = first + (T - 1) * COLUMN + 60, words_y + 12
    return drawing


@dataclass(frozen=True)
class TwoRows:
    """The states of one level, (T, hidden) each; NaN where a direction has not read."""

    forward: Array
    backward: Array


WIDE = 120  # from one word to the next where two states stand beside each other


def both_picture(
    words: Sequence[str], x: Array, levels: Sequence[TwoRows], write: Write
) -> Drawing:
    """Each level: the backward row, the forward row above it, and both put together.

    Groups: ``step3``, ``forward``, ``backward``, ``output`` (the topmost row), ``hidden`` (the
    last step of each direction of each level).
    """
    drawing = Drawing()
    (T, embed), hidden = x.shape, levels[0].forward.shape[1]
    size, first = hidden * CELL_H, 60 + WIDE
    block = 4 * size + 3 * _ROOM  # the two rows, the joined one, and the room below each
    x_top = _TOP + len(levels) * block
    for n, level in enumerate(levels):
        joined_y = _TOP + (len(levels) - 1 - n) * block
        _level(drawing, n, level, joined_y, (first, size, len(levels)), write)
    for t, word in enumerate(words):
        at, mark = first + t * WIDE, f"step{t + 1}"
        drawing.vector(at, x_top, x[t], f"x_{t + 1}", write, mark)
        drawing.text(at, x_top + embed * CELL_H + 20, word, mark, look="word", part="x")
    drawing.width = first + T * WIDE + _SHIFT + CELL_W / 2 + 4
    drawing.height = x_top + embed * CELL_H + 32
    return drawing


_SHIFT = 27  # how far a direction stands from the middle of its column


def _level(
    drawing: Drawing, n: int, level: TwoRows, top: float, place: tuple[int, int, int], write: Write
) -> None:
    """``place``: the first column's middle, the height of a state, how many levels there are."""
    first, size, count = place
    T = len(level.forward)
    ahead_y = top + 2 * size + _ROOM
    back_y = ahead_y + size + _ROOM
    below = back_y + size + _ROOM  # where the input of this level begins
    sup = f"({n + 1})" if count > 1 else ""
    read = ~np.isnan(level.forward[:, 0])
    last = int(read.sum()) - 1
    zeros = np.zeros(size // CELL_H)
    drawing.vector(first - WIDE - _SHIFT, ahead_y, zeros, f"→h_0{sup}", write, "forward")
    drawing.vector(
        first + (last + 1) * WIDE + _SHIFT, back_y, zeros, f"←h_{last + 2}{sup}", write, "backward"
    )
    for t in range(T):
        at, mark = first + t * WIDE, f"step{t + 1}"
        if not read[t]:
            if n == count - 1:
                joined = np.zeros(2 * len(zeros))
                name = f"output[{t}]"
                drawing.vector(at, top, joined, name, write, mark, "output", also=["top"])
            continue
        for y, shift, way in ((ahead_y, -_SHIFT, "forward"), (back_y, _SHIFT, "backward")):
            x = at + shift
            end = (way == "forward" and t == last) or (way == "backward" and t == 0)
            groups = [mark, way, *(["hidden"] if end else [])]
            states = getattr(level, way)
            drawing.arrow((x, below - 24), (x, y + size + 3), *groups)
            drawing.arrow((x, y - 24), (x, top + 2 * size + 3), *groups)
            a, b = x - WIDE + CELL_W / 2 + 2, x - CELL_W / 2 - 3
            if way == "backward":
                a, b = 2 * x - a, 2 * x - b
            drawing.arrow((a, y + size / 2), (b, y + size / 2), *groups)
            sign = "→" if way == "forward" else "←"
            name, also = f"{sign}h_{t + 1}{sup}", ["last"] if end else []
            drawing.vector(x, y, states[t], name, write, *groups, also=also)
        joined = np.concatenate([level.forward[t], level.backward[t]])
        top_row = ["output"] if n == count - 1 else []
        name = f"output[{t}]" if n == count - 1 else f"x_{t + 1}({n + 2})"
        also = ["top"] if top_row else []
        drawing.vector(at, top, joined, name, write, mark, *top_row, also=also)
