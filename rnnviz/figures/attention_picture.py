"""Attention drawn: one state asks, all states answer, and the answers are added up."""

from __future__ import annotations

from collections.abc import Sequence

from rnnviz.figures.diagram import CELL_H, CELL_W, COLUMN, Drawing, Write
from rnnviz.lessons.attention import Attention
from rnnviz.text.shorten import shortened

_MOST = 12


def attention_picture(
    words: Sequence[str], found: Attention, asking: int, write: Write, percent: Write
) -> Drawing:
    """Words and their states below, a weight above each, the weighted sum on top.

    ``asking``: the step, from 1, whose state is the query; it is framed. Line width is the weight.
    Groups: ``step3``.
    """
    drawing = Drawing()
    T, hidden = found.states.shape
    first = 70
    middle = first + (T - 1) * COLUMN / 2
    top, state_h = 30, hidden * CELL_H
    weight_y = top + state_h + 84
    state_y = weight_y + CELL_H + 62
    word_y = state_y + state_h + 24
    most = float(found.weights.max())  # the thickest line
    drawing.vector(middle, top, found.context, "context", write)
    for t in range(T):
        at, group = first + t * COLUMN, f"step{t + 1}"
        weight = float(found.weights[t])
        drawing.add(
            *("edge", group),
            a=(at, weight_y - 2),
            b=(middle, top + state_h + 3),
            value=weight / most,
        )
        drawing.add(
            *("cells", group),
            x=at - CELL_W / 2,
            y=weight_y,
            w=CELL_W,
            h=CELL_H,
            values=[weight],
            texts=[percent(weight)],
        )
        drawing.arrow((at, state_y - 24), (at, weight_y + CELL_H + 3), group)
        drawing.vector(at, state_y, found.states[t], f"h_{t + 1}", write, group)
        if asking == t + 1:
            drawing.add(
                *("box", group), x=at - CELL_W / 2 - 6, y=state_y - 24, w=CELL_W + 12,
                h=state_h + 30,
            )  # fmt: skip
        drawing.text(at, word_y, shortened(words[t], _MOST), group, look="word")
    drawing.width = first + (T - 1) * COLUMN + 70
    drawing.height = word_y + 14
    return drawing
