"""The arithmetic written out is true: every line comes to its result, every number to its cell."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lesson_strategies import examples
from test_hold import holds

from rnnviz.lessons.arithmetic import (
    Grid,
    Sum,
    joined_sum,
    kernel_sum,
    node_names,
    node_sum,
    verdict_sum,
)
from rnnviz.lessons.classify import verdict_of
from rnnviz.lessons.forward import run_layer
from rnnviz.lessons.gate_sums import part_sums, step_back_sum
from rnnviz.lessons.gates import gated_layer, run_cell
from rnnviz.lessons.hold import held_in
from rnnviz.lessons.jacobians import jacobians, memory_of

SIGNS = {" + ": "+", "·": "*", " / (": "/(", ")": ")", "tanh ": "tanh", "e^": "exp", "−ln ": "-log"}
SIGNS |= {"σ ": "sigmoid", "tanh(": "tanh(", "(1 − ": "(1-", ")·": ")*", ") · ": ")*"}
SIGNS |= {"·tanh ": "*tanh"}


def assert_true(what: Sum) -> None:
    grids = {item.name: item.values for row in what.rows for item in row if isinstance(item, Grid)}
    filled = set()
    for line in what.lines:
        _, *terms, _, result = line.parts
        code = "".join(f"({p.value!r})" if p.value is not None else SIGNS[p.text] for p in terms)
        names = {"tanh": math.tanh, "exp": math.exp, "log": math.log}
        names["sigmoid"] = lambda a: 0.5 * (1 + math.tanh(a / 2))
        for part in (*terms, result):
            if part.value is not None:
                name, row, column = part.source.rsplit(".", 2)
                assert grids[name][int(row), int(column)] == part.value
        code = code.replace("np.float64", "")
        worked_out = float(eval_arithmetic(code, names))
        assert worked_out == pytest.approx(result.value, rel=1e-9, abs=1e-9)
        assert result.source == line.target
        filled.add(line.target)
    assert filled


def eval_arithmetic(code: str, names: dict[str, object]) -> float:
    """The value of an expression that this test put together from numbers and signs."""
    return eval(code, {"__builtins__": {}}, names)  # noqa: S307


@given(examples)
def test_a_node_the_kernel_and_the_two_ways_to_add(example):
    p = example.params
    for t, step in enumerate(run_layer(example.x, p.layer), start=1):
        names = node_names(t, example.read[t - 1])
        assert_true(node_sum(step, p.layer, names))
        assert_true(joined_sum(step, p.layer, names))
    assert_true(kernel_sum(example.x[0], p.W_ih, p.b_ih, 1, example.read[0]))


@given(examples, st.integers(0, 1))
def test_the_verdict(example, target):
    verdict = verdict_of(example, target)
    if verdict.probabilities[target] > 1e-12:  # a probability of 0 has no logarithm
        assert_true(verdict_sum(verdict, example.params.W_out, example.params.b_out))
    assert np.isfinite(verdict.loss)


@given(examples, st.sampled_from(["gru", "lstm"]), holds)
def test_every_part_of_a_step_with_gates(example, cell, held):
    held, layer = held_in(cell, held), gated_layer(example, cell)
    for t, step in enumerate(run_cell(cell, example.x, layer, held), start=1):
        sums = part_sums(cell, t, step, layer, example.read[t - 1])
        assert list(sums) == {"gru": [*"rznh"], "lstm": [*"ifgoch"]}[cell]
        for letter, what in sums.items():
            if letter in step.held:
                assert not what.lines
            else:
                assert_true(what)


@given(examples)
def test_a_step_back_through_a_plain_rnn(example):
    layer = gated_layer(example, "rnn")
    steps = run_cell("rnn", example.x, layer)
    products = memory_of("rnn", steps, layer).products
    for t in range(1, len(steps)):
        factor = jacobians("rnn", steps[t], layer).of_state
        two = products[t], products[t - 1]
        assert_true(step_back_sum(t, len(steps), factor, two, steps[t].h, layer.W_hh))
