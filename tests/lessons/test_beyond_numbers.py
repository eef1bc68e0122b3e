"""Gates and both directions equal torch's, forward and gradient; what a hand does to memory."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_strategies import examples
from test_hold import holds

from rnnviz.lessons.both import both_pairs, last_states, padded_words, run_both
from rnnviz.lessons.check import torch_cells
from rnnviz.lessons.check_beyond import both_error, cell_error, held_layer, jacobian_error
from rnnviz.lessons.example import Sizes, build_example
from rnnviz.lessons.forward import run_layer, states
from rnnviz.lessons.gates import gated_layer, run_cell
from rnnviz.lessons.hold import GATES, held_in
from rnnviz.lessons.jacobians import jacobians, memory_of

cells = st.sampled_from(sorted(GATES))
EXAMPLE = build_example(["not", "bad", "at", "all"], Sizes())


def h_of(steps):
    return np.array([step.h for step in steps])


@settings(max_examples=40)
@given(examples, cells, holds)
def test_states_equal_torch_with_gates_free_and_held(example, cell, held):
    layer = gated_layer(example, cell)
    assert cell_error(cell, example.x, layer, held_in(cell, held)) < 1e-9


@given(examples)
def test_the_plain_cell_is_the_layer_of_the_lesson(example):
    plain = run_cell("rnn", example.x, gated_layer(example, "rnn"))
    np.testing.assert_allclose(h_of(plain), states(run_layer(example.x, example.params.layer)))


@settings(max_examples=30)
@given(examples, cells, holds)
def test_every_jacobian_is_that_of_autograd(example, cell, held):
    held = held_in(cell, held)
    layer, H = gated_layer(example, cell), example.sizes.hidden
    step = run_cell(cell, example.x, layer, held)[-1]
    module = torch_cells(cell, [held_layer(cell, layer, held)])

    def after(state, x):
        s = state.reshape(-1, 1, 1, H)
        last = module(x[None, None], (s[0], s[1]) if cell == "lstm" else s[0])[1]
        return torch.cat([part.flatten() for part in (last if cell == "lstm" else (last,))])

    before = np.concatenate([step.h_prev, step.c_prev]) if cell == "lstm" else step.h_prev
    given_ = torch.from_numpy(before.copy()), torch.from_numpy(step.x.copy())
    of_state, of_word = torch.autograd.functional.jacobian(after, given_)
    mine = jacobians(cell, step, layer)
    np.testing.assert_allclose(mine.of_state, of_state.numpy(), atol=1e-9)
    np.testing.assert_allclose(mine.of_word, of_word.numpy(), atol=1e-9)


@pytest.mark.parametrize("cell", GATES)
def test_the_product_of_the_jacobians_is_the_gradient_over_all_steps(cell):
    layer, H = gated_layer(EXAMPLE, cell), EXAMPLE.sizes.hidden
    memory = memory_of(cell, run_cell(cell, EXAMPLE.x, layer), layer)
    assert jacobian_error(cell, EXAMPLE.x, layer, memory.products[0][-H:, -H:]) < 1e-12
    assert memory.kept[-1] == 1


@settings(max_examples=30)
@given(examples)
def test_a_gate_by_hand_keeps_all_or_nothing(example):
    """z = 1, or f = 1 and i = 0, from the second word on: the first word stays as it is."""
    for cell, held, share in (
        ("gru", {"z": 1}, 1.0),
        ("lstm", {"f": 1, "i": 0}, 1.0),
        ("lstm", {"f": 0, "i": 0}, 0.0),
        ("gru", {"z": 0, "r": 0}, 0.0),
    ):
        layer = gated_layer(example, cell)
        steps = run_cell(cell, example.x, layer, held)
        memory = memory_of(cell, steps, layer)
        if memory.first_carried or share == 0:  # a saturated first step felt no word at all
            assert memory.first_carried == pytest.approx(share, abs=1e-12)
        carried = [step.c if cell == "lstm" else step.h for step in steps]
        if share:
            np.testing.assert_array_equal(carried[-1], carried[0])


@settings(max_examples=40)
@given(examples, st.sampled_from(["rnn", "lstm"]), st.integers(1, 2), st.booleans())
def test_both_directions_equal_torch_padded_and_packed(example, cell, depth, packed):
    pairs = both_pairs(example, cell, depth)
    _, xs = padded_words(example)
    length = len(example.read) if packed else None
    assert both_error(cell, xs, pairs, length) < 1e-9
    levels = run_both(cell, xs, pairs, length)
    H, end = example.sizes.hidden, len(example.read) - 1 if packed else len(xs) - 1
    ahead, back = last_states(levels)[-2:]
    np.testing.assert_array_equal(ahead, levels[-1].output[end, :H])
    np.testing.assert_array_equal(back, levels[-1].output[0, H:])
    if packed:
        alone = run_both(cell, example.x, pairs)
        np.testing.assert_allclose(last_states(levels), last_states(alone), atol=1e-12)
        assert not levels[-1].output[end + 1 :].any()
