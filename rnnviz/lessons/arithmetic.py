"""A node's sum written out: the matrices of the equation, and every line with numbers put in.

Each number knows where it came from: ``W_ih.0.2`` is row 0, column 2 of the grid ``W_ih``. Nothing
here knows how numbers are written in a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.classify import Verdict
from rnnviz.lessons.example import Array, Layer
from rnnviz.lessons.forward import Step

ENTERED = 2  # digits of a number somebody can enter
COMPUTED = 4  # digits of a number that was worked out


@dataclass(frozen=True)
class Grid:
    """A matrix or a vector (a column) under its name. ``note``: a word of the user, or nothing."""

    name: str
    values: Array  # (rows, columns)
    digits: int
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a line: plain text, or a number with the cell it came from."""

    text: str = ""
    value: float | None = None
    digits: int = COMPUTED
    source: str = ""


@dataclass(frozen=True)
class Line:
    """One number worked out: ``target`` is the cell it fills."""

    target: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Sum:
    """Rows of an equation in grids and signs, and the lines that work its numbers out."""

    rows: tuple[tuple[Grid | str, ...], ...]
    lines: tuple[Line, ...]


def column(name: str, values: Array, digits: int = COMPUTED, note: str = "") -> Grid:
    """A vector as a column."""
    return Grid(name, np.asarray(values, float)[:, None], digits, note)


@dataclass(frozen=True)
class NodeNames:
    """What the grids of one node are called: ``x_2``, ``h_1``, ``z_2``, ``h_2``, and the word."""

    x: str
    h_prev: str
    z: str
    h: str
    word: str = ""
    weights: tuple[str, str, str, str] = ("W_ih", "W_hh", "b_ih", "b_hh")
    x_digits: int = ENTERED


def node_names(t: int, word: str) -> NodeNames:
    """The names at time step ``t``, from 1."""
    return NodeNames(f"x_{t}", f"h_{t - 1}", f"z_{t}", f"h_{t}", word)


def node_sum(step: Step, layer: Layer, names: NodeNames, squash: str = "tanh") -> Sum:
    """``z = W_ih x + b_ih + W_hh h_prev + b_hh`` and ``h = tanh(z)`` with numbers.

    ``squash``: what is written for the function that was taken.
    """
    W_ih, W_hh, b_ih, b_hh = names.weights
    first_state = not step.h_prev.any()
    state_digits = ENTERED if first_state else COMPUTED
    x = column(names.x, step.x, names.x_digits, names.word)
    h_prev = column(names.h_prev, step.h_prev, state_digits)
    z, h = column(names.z, step.z), column(names.h, step.h)
    equation: tuple[Grid | str, ...] = (
        *(z, "=", Grid(W_ih, layer.W_ih, ENTERED), "·", x),
        *("+", column(b_ih, layer.b_ih, ENTERED)),
        *("+", Grid(W_hh, layer.W_hh, ENTERED), "·", h_prev),
        *("+", column(b_hh, layer.b_hh, ENTERED)),
    )
    lines: list[Line] = []
    for i in range(len(step.z)):
        terms = [
            *product(W_ih, layer.W_ih[i], i, names.x, step.x, names.x_digits),
            *(Part(" + "), Part(value=layer.b_ih[i], digits=ENTERED, source=f"{b_ih}.{i}.0")),
            Part(" + "),
            *product(W_hh, layer.W_hh[i], i, names.h_prev, step.h_prev, state_digits),
            *(Part(" + "), Part(value=layer.b_hh[i], digits=ENTERED, source=f"{b_hh}.{i}.0")),
        ]
        lines.append(filled_line(names.z, i, terms, step.z[i]))
        inside = Part(value=step.z[i], source=f"{names.z}.{i}.0")
        lines.append(filled_line(names.h, i, [Part(f"{squash} "), inside], step.h[i]))
    return Sum((equation, (h, f"= {squash}", z)), tuple(lines))


def kernel_sum(x: Array, W_ih: Array, b_ih: Array, t: int, word: str) -> Sum:
    """``z = W_ih x + b_ih``: what the kernel makes of one word."""
    z, name = column(f"z_{t}", W_ih @ x + b_ih), f"x_{t}"
    lines = []
    for i in range(len(b_ih)):
        terms = product("W_ih", W_ih[i], i, name, x, ENTERED)
        terms += [Part(" + "), Part(value=b_ih[i], digits=ENTERED, source=f"b_ih.{i}.0")]
        lines.append(filled_line(z.name, i, terms, z.values[i, 0]))
    equation: tuple[Grid | str, ...] = (
        *(z, "=", Grid("W_ih", W_ih, ENTERED), "·", column(name, x, ENTERED, word)),
        *("+", column("b_ih", b_ih, ENTERED)),
    )
    return Sum((equation,), tuple(lines))


def product(matrix: str, row: Array, i: int, vector: str, values: Array, digits: int) -> list[Part]:
    """``w_1·v_1 + w_2·v_2 + …`` for one row of a matrix."""
    parts: list[Part] = []
    for j, (w, v) in enumerate(zip(row, values, strict=True)):
        parts += [Part(" + ")] if j else []
        parts += [
            Part(value=w, digits=ENTERED, source=f"{matrix}.{i}.{j}"),
            Part("·"),
            Part(value=v, digits=digits, source=f"{vector}.{j}.0"),
        ]
    return parts


def joined_sum(step: Step, layer: Layer, names: NodeNames) -> Sum:
    """``[W_ih W_hh] [x; h_prev]`` beside ``W_ih x + W_hh h_prev``: the same numbers."""
    W_ih, W_hh, *_ = names.weights
    wide = Grid(f"[{W_ih} {W_hh}]", np.hstack([layer.W_ih, layer.W_hh]), ENTERED)
    digits = COMPUTED if step.h_prev.any() else ENTERED
    tall = column(f"[{names.x}; {names.h_prev}]", np.concatenate([step.x, step.h_prev]), digits)
    joined = column("a", step.from_x + step.from_h)
    left = column(f"{W_ih}·{names.x}", step.from_x)
    right = column(f"{W_hh}·{names.h_prev}", step.from_h)
    lines = []
    for i in range(len(step.z)):
        combined = np.hstack([layer.W_ih, layer.W_hh])[i]
        vector = np.concatenate([step.x, step.h_prev])
        terms = product(wide.name, combined, i, tall.name, vector, digits)
        lines.append(filled_line("a", i, terms, joined.values[i, 0]))
        both = [
            Part(value=step.from_x[i], source=f"{left.name}.{i}.0"),
            Part(" + "),
            Part(value=step.from_h[i], source=f"{right.name}.{i}.0"),
        ]
        lines.append(filled_line("a", i, both, joined.values[i, 0]))
    return Sum(((wide, "·", tall, "=", joined), (left, "+", right, "=", joined)), tuple(lines))


def verdict_sum(verdict: Verdict, W_out: Array, b_out: Array) -> Sum:
    """Logits, their exponentials, softmax and the cross-entropy."""
    h = column("h_2", verdict.h)
    logits = column("logits", verdict.logits)
    exps, p = column("exp", verdict.exps), column("p", verdict.probabilities)
    lines: list[Line] = []
    for k in range(2):
        terms = product("W_out", W_out[k], k, "h_2", verdict.h, COMPUTED)
        terms += [Part(" + "), Part(value=b_out[k], digits=ENTERED, source=f"b_out.{k}.0")]
        lines.append(filled_line("logits", k, terms, verdict.logits[k]))
    for k in range(2):
        inside = Part(value=verdict.logits[k], source=f"logits.{k}.0")
        lines.append(filled_line("exp", k, [Part("e^"), inside], verdict.exps[k]))
    for k in range(2):
        whole = [Part(value=verdict.exps[j], source=f"exp.{j}.0") for j in range(2)]
        terms = [whole[k], Part(" / ("), whole[0], Part(" + "), whole[1], Part(")")]
        lines.append(filled_line("p", k, terms, verdict.probabilities[k]))
    k = verdict.target
    chosen = Part(value=verdict.probabilities[k], source=f"p.{k}.0")
    lines.append(filled_line("loss", 0, [Part("−ln "), chosen], verdict.loss))
    equation: tuple[Grid | str, ...] = (
        *(logits, "=", Grid("W_out", W_out, ENTERED), "·", h, "+", column("b_out", b_out, ENTERED)),
    )
    second: tuple[Grid | str, ...] = (
        *(logits, "→", exps, "→", p, "→", column("loss", np.array([verdict.loss]))),
    )
    return Sum((equation, second), tuple(lines))


def filled_line(
    name: str, i: int, terms: Sequence[Part], result: float, j: int | None = None
) -> Line:
    """One number worked out: row ``i`` of a column, or row ``i``, column ``j`` of a matrix."""
    target = f"{name}.{i}.{j or 0}"
    place = f"[{i + 1}]" if j is None else f"[{i + 1}, {j + 1}]"
    end = [Part(" = "), Part(value=result, source=target)]
    return Line(target, (Part(f"{name}{place} = "), *terms, *end))
