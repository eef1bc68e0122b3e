"""A step of a cell with gates written out, part by part, and one step back through a plain RNN.

⊙ is the product number by number. A part that a hand holds has a grid and no lines.
"""

from __future__ import annotations

import numpy as np

from rnnviz.lessons.arithmetic import (
    COMPUTED,
    ENTERED,
    Grid,
    Line,
    NodeNames,
    Part,
    Sum,
    column,
    filled_line,
    node_sum,
    product,
)
from rnnviz.lessons.example import Array, Layer
from rnnviz.lessons.forward import Step
from rnnviz.lessons.gates import GatedStep, blocks_of

SIGMOID = "σ"


def part_sums(cell: str, t: int, step: GatedStep, layer: Layer, word: str) -> dict[str, Sum]:
    """The sums of time step ``t`` (from 1): every part by its letter, then ``c`` and ``h``."""
    blocks = blocks_of(cell, layer)
    sums = {}
    for letter, block in blocks.items():
        if letter in step.held:
            sums[letter] = Sum(((column(f"{letter}_{t}", step.parts[letter], ENTERED),),), ())
        elif (cell, letter) == ("gru", "n"):
            sums[letter] = _gru_candidate(t, step, block, word)
        else:
            squash = "tanh" if letter == "g" else SIGMOID
            names = NodeNames(
                *(f"x_{t}", f"h_{t - 1}", f"a_{letter}", f"{letter}_{t}", word),
                weights=_weights(letter),
            )
            a = step.from_x[letter] + step.from_h[letter]
            sums[letter] = node_sum(_as_node(step, a, step.parts[letter]), block, names, squash)
    return sums | (_gru_state(t, step) if cell == "gru" else _lstm_states(t, step))


def step_back_sum(t: int, last: int, factor: Array, products: tuple[Array, Array], h: Array,
                  W_hh: Array) -> Sum:  # fmt: skip
    """From step ``t + 1`` back to ``t`` in a plain RNN, where ``last`` is T.

    ``factor``: ∂h_{t+1}/∂h_t = diag(1 − h_{t+1}²) W_hh. ``products``: ∂h_T/∂h_{t+1}, ∂h_T/∂h_t.
    ``h``: h_{t+1}.
    """
    state = f"h_{t + 1}"
    one = Grid(f"∂{state}/∂h_{t}", factor, COMPUTED)
    after = Grid(f"∂h_{last}/∂{state}", products[0], COMPUTED)
    now = Grid(f"∂h_{last}/∂h_{t}", products[1], COMPUTED)
    lines: list[Line] = []
    for i, j in np.ndindex(factor.shape):
        own = Part(value=float(h[i]), source=f"{state}.{i}.0")
        weight = Part(value=float(W_hh[i, j]), digits=ENTERED, source=f"W_hh.{i}.{j}")
        terms = [Part("(1 − "), own, Part("·"), own, Part(") · "), weight]
        lines.append(filled_line(one.name, i, terms, float(factor[i, j]), j))
    first: tuple[Grid | str, ...] = (
        *(one, "= (1 −", column(state, h), "²) ⊙", Grid("W_hh", W_hh, ENTERED)),
    )
    if last == t + 1:  # one factor is the whole product
        return Sum((first,), tuple(lines))
    for i, j in np.ndindex(factor.shape):
        terms = []
        for k in range(len(factor)):
            terms += [Part(" + ")] if k else []
            terms += [
                Part(value=products[0][i, k], source=f"{after.name}.{i}.{k}"),
                Part("·"),
                Part(value=factor[k, j], source=f"{one.name}.{k}.{j}"),
            ]
        lines.append(filled_line(now.name, i, terms, float(products[1][i, j]), j))
    return Sum((first, (now, "=", after, "·", one)), tuple(lines))


def _weights(letter: str) -> tuple[str, str, str, str]:
    return (f"W_i{letter}", f"W_h{letter}", f"b_i{letter}", f"b_h{letter}")


def _as_node(step: GatedStep, a: Array, squashed: Array) -> Step:
    return Step(step.x, step.h_prev, a, a, a, squashed)


def _gru_candidate(t: int, step: GatedStep, block: Layer, word: str) -> Sum:
    """n = tanh(u + r ⊙ v), u from the word and v from the state before."""
    W_ih, W_hh, b_ih, b_hh = _weights("n")
    digits = COMPUTED if step.h_prev.any() else ENTERED
    x, h_prev = column(f"x_{t}", step.x, ENTERED, word), column(f"h_{t - 1}", step.h_prev, digits)
    u, v, n = (
        column("u", step.from_x["n"]),
        column("v", step.from_h["n"]),
        column(f"n_{t}", step.parts["n"]),
    )
    r = _gate(f"r_{t}", "r", step)
    lines = []
    for i in range(len(step.h)):
        for target, matrix, bias, W, b, read, values in (
            (u, W_ih, b_ih, block.W_ih, block.b_ih, x, step.x),
            (v, W_hh, b_hh, block.W_hh, block.b_hh, h_prev, step.h_prev),
        ):
            terms = product(matrix, W[i], i, read.name, values, read.digits)
            terms += [Part(" + "), Part(value=b[i], digits=ENTERED, source=f"{bias}.{i}.0")]
            lines.append(filled_line(target.name, i, terms, target.values[i, 0]))
        inside = [_cell(u, i), Part(" + "), _cell(r, i), Part("·"), _cell(v, i)]
        lines.append(
            filled_line(n.name, i, [Part("tanh("), *inside, Part(")")], step.parts["n"][i])
        )
    rows: tuple[tuple[Grid | str, ...], ...] = (
        (u, "=", Grid(W_ih, block.W_ih, ENTERED), "·", x, "+", column(b_ih, block.b_ih, ENTERED)),
        (v, "=", Grid(W_hh, block.W_hh, ENTERED), "·", h_prev, "+",
         column(b_hh, block.b_hh, ENTERED)),
        (n, "= tanh (", u, "+", r, "⊙", v, ")"),
    )  # fmt: skip
    return Sum(rows, tuple(lines))


def _gru_state(t: int, step: GatedStep) -> dict[str, Sum]:
    digits = COMPUTED if step.h_prev.any() else ENTERED
    z, n = _gate(f"z_{t}", "z", step), column(f"n_{t}", step.parts["n"])
    before, h = column(f"h_{t - 1}", step.h_prev, digits), column(f"h_{t}", step.h)
    lines = []
    for i in range(len(step.h)):
        new = [Part("(1 − "), _cell(z, i), Part(")·"), _cell(n, i)]
        old = [Part(" + "), _cell(z, i), Part("·"), _cell(before, i)]
        lines.append(filled_line(h.name, i, [*new, *old], step.h[i]))
    return {"h": Sum(((h, "= (1 −", z, ") ⊙", n, "+", z, "⊙", before),), tuple(lines))}


def _lstm_states(t: int, step: GatedStep) -> dict[str, Sum]:
    digits = COMPUTED if step.c_prev.any() else ENTERED
    i, f, o = (_gate(f"{letter}_{t}", letter, step) for letter in "ifo")
    g = column(f"g_{t}", step.parts["g"])
    before, c, h = (
        column(f"c_{t - 1}", step.c_prev, digits),
        column(f"c_{t}", step.c),
        column(f"h_{t}", step.h),
    )
    of_c, of_h = [], []
    for k in range(len(step.h)):
        kept = [_cell(f, k), Part("·"), _cell(before, k)]
        written = [Part(" + "), _cell(i, k), Part("·"), _cell(g, k)]
        of_c.append(filled_line(c.name, k, [*kept, *written], step.c[k]))
        out = [_cell(o, k), Part("·tanh "), _cell(c, k)]
        of_h.append(filled_line(h.name, k, out, step.h[k]))
    return {
        "c": Sum(((c, "=", f, "⊙", before, "+", i, "⊙", g),), tuple(of_c)),
        "h": Sum(((h, "=", o, "⊙ tanh", c),), tuple(of_h)),
    }


def _gate(name: str, letter: str, step: GatedStep) -> Grid:
    return column(name, step.parts[letter], ENTERED if letter in step.held else COMPUTED)


def _cell(grid: Grid, i: int) -> Part:
    return Part(value=grid.values[i, 0], digits=grid.digits, source=f"{grid.name}.{i}.0")
