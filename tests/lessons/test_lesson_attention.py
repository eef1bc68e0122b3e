"""Attention by hand is torch's, and costs what is said."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from rnnviz.lessons.attention import attend, attention_error, attention_sum, cost_of
from rnnviz.lessons.questions import attention_scores
from rnnviz.ui.build.rung14_after import _CODE


@given(st.integers(1, 8), st.integers(2, 4), st.integers(0, 99))
def test_scores_weights_and_context_are_torchs(steps, hidden, seed):
    states = np.tanh(np.random.default_rng(seed).normal(size=(steps, hidden)))
    found = attend(states[-1], states)
    assert attention_error(found) < 1e-12
    assert found.weights.sum() == pytest.approx(1)
    # Each line of the worked sum comes to the number that it fills in.
    for line in attention_sum(found, steps, 1).lines:
        name, row, _ = line.target.split(".")
        kind = {"score": found.scores, "weight": found.weights, "context": found.context}[name]
        assert line.parts[-1].value == pytest.approx(kind[int(row)])


def test_shuffled_states_give_the_same_sum():
    states = np.tanh(np.random.default_rng(0).normal(size=(6, 3)))
    mixed = states[[3, 1, 5, 0, 2, 4]]
    assert np.allclose(attend(states[2], states).context, attend(states[2], mixed).context)


def test_costs_are_those_of_the_matrix_products():
    def products(run, *given):
        with FlopCounterMode(display=False) as counter:
            run(*given)
        return counter.get_total_flops() // 2  # a multiplication and an addition each

    length, width = 12, 8
    x, weight = torch.randn(length, width), torch.randn(width, width)

    def attention(x):
        q, k, v = x @ weight, x @ weight, x @ weight
        return torch.softmax(q @ k.T, -1) @ v @ weight

    def recurrent(x):
        h = torch.zeros(1, width)
        for row in x:
            h = torch.tanh(row[None] @ weight + h @ weight)

    cost = cost_of(length, width)
    assert products(attention, x) == cost.attention
    assert products(recurrent, x) == cost.recurrent
    assert attention_scores(length) == length**2


def test_the_lines_on_the_page_run():
    exec(_CODE, {})
