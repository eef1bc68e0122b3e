"""The arithmetic written out is true: every line comes to its result, every number to its cell."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lesson_strategies import examples

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

SIGNS = {" + ": "+", "·": "*", " / (": "/(", ")": ")", "tanh ": "tanh", "e^": "exp", "−ln ": "-log"}


def assert_true(what: Sum) -> None:
    grids = {item.name: item.values for row in what.rows for item in row if isinstance(item, Grid)}
    filled = set()
    for line in what.lines:
        _, *terms, _, result = line.parts
        code = "".join(f"({p.value!r})" if p.value is not None else SIGNS[p.text] for p in terms)
        names = {"tanh": math.tanh, "exp": math.exp, "log": math.log}
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
