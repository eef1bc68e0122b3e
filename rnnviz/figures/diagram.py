"""Drawings of networks as plain shapes: where every number, arrow and name stands.

Pure functions from an example to shapes, which ``rnnviz/ui/components/network_diagram.js`` draws.
``groups`` name what lights up together when one of the group is pointed at, ``part`` what a term in
the text lights (``lessons/parts.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnnviz.lessons.example import Array
from rnnviz.lessons.parts import MIXED, PARTS, part_of, together

CELL_W, CELL_H = 54, 22
COLUMN = 108  # from one word to the next: four of them fit a phone

Write = Callable[[float], str]


@dataclass
class Drawing:
    """Shapes in the order they are drawn, and the size of the picture."""

    width: float = 0
    height: float = 0
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, *groups: str, part: str = "", **shape: Any) -> None:
        """``part``: without one it is the group that is a part, if there is one."""
        part = part or next((group for group in groups if group in PARTS), "")
        self.shapes.append({"kind": kind, "groups": list(groups), "part": part, **shape})

    def text(self, x: float, y: float, text: str, *groups: str, **style: Any) -> None:
        self.add("text", *groups, x=x, y=y, text=text, **style)

    def arrow(
        self, a: tuple[float, float], b: tuple[float, float], *groups: str, part: str = ""
    ) -> None:
        self.add("arrow", *groups, part=part, a=a, b=b)

    def vector(
        self,
        x: float,
        y: float,
        values: Array,
        name: str,
        write: Write,
        *groups: str,
        also: Sequence[str] = (),
    ) -> None:
        """A column of cells with its middle at ``x`` and its top at ``y``, named above.

        Its part is the one that the name says, where no group is one; ``also`` are more.
        """
        own = [group for group in groups if group in PARTS][:1] or part_of(name).split()
        part = together([*(part for part in own if part != MIXED), *also])
        self.text(x, y - 7, name, *groups, look="name", part=part)
        self.add(
            "cells",
            *groups,
            part=part,
            x=x - CELL_W / 2,
            y=y,
            w=CELL_W,
            h=CELL_H,
            values=np.round(values, 4).tolist(),
            texts=[write(v) for v in values],
        )


def concat_picture(
    words: Sequence[str],
    vectors: Array,
    weights: Array,
    hidden: Array,
    outputs: Array,
    head: Array,
    names: Sequence[str],
    write: Write,
) -> Drawing:
    """The MLP over all words side by side: inputs left, hidden units, one output a class.

    ``vectors`` (words, embed), ``weights`` (hidden, words * embed), ``head`` (classes,
    hidden), ``names``: the classes.
    """
    drawing = Drawing()
    gap, (count, embed) = 14, vectors.shape
    block = embed * CELL_H
    height = count * (block + gap) - gap
    left, middle, right = 146, 322, 446
    top = 26
    hidden_y = _spread(len(hidden), top, height)
    output_y = _spread(len(outputs), top, height)
    for p in range(count):
        y0 = top + p * (block + gap)
        group = f"word{p}"
        for j in range(embed):
            y = y0 + (j + 0.5) * CELL_H
            for i, at in enumerate(hidden_y):
                weight = float(weights[i, p * embed + j])
                drawing.add(
                    *("edge", group, f"unit{i}"),
                    part="weights",
                    a=(left + CELL_W / 2, y),
                    b=(middle - CELL_W / 2, at),
                    value=weight,
                )
    for i, at in enumerate(hidden_y):
        for k, end in enumerate(output_y):
            a, b = (middle + CELL_W / 2, at), (right - CELL_W / 2, end)
            weight = float(head[k, i])
            drawing.add("edge", f"unit{i}", f"out{k}", part="weights", a=a, b=b, value=weight)
    for p, word in enumerate(words):
        y0 = top + p * (block + gap)
        x, group = left - CELL_W / 2 - 12, f"word{p}"
        drawing.text(x, y0 + block / 2 + 5, word, group, anchor="end", look="word", part="x")
        drawing.add(
            *("cells", group),
            part="x",
            x=left - CELL_W / 2,
            y=y0,
            w=CELL_W,
            h=CELL_H,
            values=np.round(vectors[p], 4).tolist(),
            texts=[write(v) for v in vectors[p]],
        )
    for i, at in enumerate(hidden_y):
        one = hidden[i : i + 1]
        _cell(drawing, middle, at, one, write, f"unit{i}", "units")
    for k, at in enumerate(output_y):
        _cell(drawing, right, at, outputs[k : k + 1], write, f"out{k}", "outputs")
        x = right + CELL_W / 2 + 10
        drawing.text(x, at + 5, names[k], f"out{k}", anchor="start", part="outputs")
    drawing.text(left, top - 12, "x", look="name", part="x")
    drawing.text(middle, hidden_y[0] - CELL_H / 2 - 8, "h", look="name", part="units")
    drawing.width, drawing.height = right + 102, top + height + 12
    return drawing


def _spread(count: int, top: float, height: float) -> list[float]:
    """Middles of ``count`` nodes, evenly around the middle of the picture."""
    distance = min(70.0, height / max(count, 1))
    middle = top + height / 2
    return [middle + (i - (count - 1) / 2) * distance for i in range(count)]


def _cell(
    drawing: Drawing, x: float, y: float, one: Array, write: Write, group: str, part: str
) -> None:
    drawing.add(
        *("cells", group),
        part=part,
        x=x - CELL_W / 2,
        y=y - CELL_H / 2,
        w=CELL_W,
        h=CELL_H,
        values=np.round(one, 4).tolist(),
        texts=[write(v) for v in one],
    )


def _node(
    drawing: Drawing, at: float, floor: float, start: float, sup: str, mark: Sequence[str]
) -> None:
    """What makes a state, between its lower edge ``floor`` and the input's arrow from ``start``.

    From below: the input through W_ih, the sum, into which the state before comes through W_hh,
    and tanh.
    """
    plus, tanh = floor + 64, floor + 24
    past, half = at - COLUMN, (start + plus) / 2
    drawing.arrow((at, start), (at, plus + 12), *mark, part="input")
    name = f"W_ih{sup}"
    drawing.text(at + 8, half + 11, name, *mark, anchor="start", look="weight", part="input")
    drawing.arrow((past + CELL_W / 2 - 4, floor + 4), (at - 13, plus - 1), *mark, part="recurrent")
    drawing.text(at - 43, floor + 17, f"W_hh{sup}", *mark, look="weight", part="recurrent")
    drawing.add("op", *mark, part="sum bias", x=at - 11, y=plus - 11, w=22, h=22, text="+")
    drawing.arrow((at, plus - 11), (at, tanh + 13), *mark, part="sum")
    drawing.add("op", *mark, part="tanh", x=at - 23, y=tanh - 11, w=46, h=22, text="tanh")
    drawing.arrow((at, tanh - 11), (at, floor + 2), *mark, part="tanh")


def _held_by(layer: int, count: int, last: bool) -> list[str]:
    """Of a stack: the row of a state (from 0), and which of torch's two tensors hold it."""
    rows = [f"row{layer + 1}"] if layer < 2 else []
    return [*rows, *(["top"] if layer == count - 1 else []), *(["last"] if last else [])]


def unrolled_picture(
    words: Sequence[str],
    x: Array,
    layers: Sequence[Array],
    write: Write,
    *,
    recurrent: bool = True,
    letter: str = "h",
    chosen: int = 0,
) -> Drawing:
    """One column a word: the vector below, a state a layer above it, the past from the left.

    ``layers``: states (time, hidden) of each layer, the first layer first. Between a vector and its
    state stand the sum, where the past comes in, and tanh. Without ``recurrent`` the columns stand
    alone, as under a sliding kernel. ``chosen``: a time step from 1 to mark.
    Groups: ``step3``, ``layer1``, ``output`` (top layer), ``hidden`` (last step).
    """
    drawing = Drawing()
    steps, embed = x.shape
    hidden = layers[0].shape[1]
    first = 146 if recurrent else 75
    state_h, gap = hidden * CELL_H, 132 if recurrent else 78
    top = 30
    levels = [top + (len(layers) - 1 - n) * (state_h + gap) for n in range(len(layers))]
    x_top = levels[0] + state_h + gap
    multi = len(layers) > 1
    for n, states in enumerate(layers):
        y = levels[n]
        below = x_top if n == 0 else levels[n - 1]
        sup = f"({n + 1})" if multi else ""
        if recurrent:
            zero = f"h_0{sup}"
            drawing.vector(first - COLUMN, y, np.zeros(hidden), zero, write, f"layer{n + 1}")
        for t in range(steps):
            at = first + t * COLUMN
            mark = [f"step{t + 1}", f"layer{n + 1}"]
            mark += ["output"] if n == len(layers) - 1 else []
            mark += ["hidden"] if t == steps - 1 else []
            floor = y + state_h
            if recurrent:
                _node(drawing, at, floor, below - 24, sup, mark[:2])
            else:
                drawing.arrow((at, below - 24), (at, floor + 3), *mark, part="input")
                half = (below - 24 + floor) / 2
                size = {"x": at - 24, "y": half - 11, "w": 48, "h": 24}
                drawing.add("kernel", *mark, part="input", **size, text="W_ih")
            if chosen == t + 1:
                drawing.add(
                    *("box", *mark), x=at - CELL_W / 2 - 6, y=y - 24, w=CELL_W + 12, h=state_h + 30
                )
            also = _held_by(n, len(layers), t == steps - 1) if multi else []
            drawing.vector(at, y, states[t], f"{letter}_{t + 1}{sup}", write, *mark, also=also)
    for t, word in enumerate(words):
        at = first + t * COLUMN
        drawing.vector(at, x_top, x[t], f"x_{t + 1}", write, f"step{t + 1}")
        y = x_top + embed * CELL_H + 20
        drawing.text(at, y, word, f"step{t + 1}", look="word", part=part_of(f"x_{t + 1}"))
    drawing.width = first + (steps - 1) * COLUMN + 72
    drawing.height = x_top + embed * CELL_H + 32
    return drawing
