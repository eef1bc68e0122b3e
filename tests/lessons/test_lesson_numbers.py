"""Every number of the lesson equals torch's: forward, gradients, one step, counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_strategies import examples, sizes

from rnnviz.lessons.check import stack_error, step_error, torch_count, torch_stack
from rnnviz.lessons.classify import backward, classify, learn_stack, verdict_of
from rnnviz.lessons.counts import (
    NetSizes,
    all_terms,
    format_net,
    mlp_count,
    parse_net,
    rnn_count,
    total,
)
from rnnviz.lessons.example import Sizes, build_example, concat_mlp
from rnnviz.lessons.forward import run_layer, run_stack, states
from rnnviz.lessons.ranges import carry_on
from rnnviz.lessons.script import layers_of
from rnnviz.models.specs import CELL_KINDS

CLOSE = {"rtol": 0, "atol": 1e-10}


@settings(max_examples=40)
@given(examples, st.integers(1, 3))
def test_states_equal_those_of_torch_and_of_the_cells(example, depth):
    layers = layers_of(example, depth)
    assert stack_error(example.x, layers) < 1e-10
    theirs = torch_stack(example.x, layers)
    stack = run_stack(example.x, layers)
    np.testing.assert_allclose(states(stack[-1]), theirs.output, **CLOSE)
    np.testing.assert_allclose([steps[-1].h for steps in stack], theirs.hidden, **CLOSE)


@settings(max_examples=40)
@given(examples, st.integers(0, 1), st.sampled_from([0.1, 0.5, 1.0]))
def test_loss_gradients_and_one_step_equal_torch(example, target, rate):
    assert step_error(example, target, rate) < 1e-9


@settings(max_examples=25)
@given(examples, st.integers(0, 1))
def test_a_stack_of_one_learns_as_the_layer_does(example, target):
    step = learn_stack(example, layers_of(example, 1), target, 0.5)
    grads = backward(example, target).grads
    np.testing.assert_allclose(step.W_hh_grad, grads.W_hh, **CLOSE)
    assert step.verdict.loss == pytest.approx(verdict_of(example, target).loss)


@given(examples)
def test_the_parts_of_every_step_add_up(example):
    for step in run_layer(example.x, example.params.layer):
        p = example.params
        np.testing.assert_allclose(step.z, step.from_x + p.b_ih + step.from_h + p.b_hh)
        side_by_side = np.hstack([p.W_ih, p.W_hh]) @ np.concatenate([step.x, step.h_prev])
        np.testing.assert_allclose(side_by_side, step.from_x + step.from_h, **CLOSE)
        assert np.abs(step.h).max() <= 1


@given(examples, st.integers(0, 1))
def test_softmax_is_a_distribution(example, target):
    verdict = verdict_of(example, target)
    assert verdict.probabilities.sum() == pytest.approx(1)
    np.testing.assert_allclose(verdict.exps / verdict.exps.sum(), verdict.probabilities)
    assert verdict.loss == pytest.approx(-np.log(verdict.probabilities[target]), abs=1e-9)


def test_a_sure_and_wrong_verdict_has_a_finite_loss():
    example = build_example(["good"], Sizes(2, 2, 2), 3, {("b_out", 0, 0): 9.99})
    assert np.isfinite(classify(example.params, np.ones(2) * 0.5, 1).loss)


@given(examples)
def test_states_stay_below_one_while_sums_may_grow(example):
    ranges = carry_on(example.x, example.params.layer, 60)
    assert ranges.squashed.max() <= 1
    for values in (ranges.added, ranges.transformed):
        assert np.isfinite(values).all()


@given(sizes)
def test_a_longer_sentence_adds_blocks_to_the_mlp_and_changes_none(size):
    mlp = concat_mlp(size, 5)
    head = 2 * size.hidden + 2
    assert mlp.W_1.size + mlp.b_1.size + head == mlp_count(size.words, size.embed, size.hidden)
    wide = concat_mlp(Sizes(8, size.embed, size.hidden), 5)
    np.testing.assert_array_equal(wide.W_1[:, : mlp.W_1.shape[1]], mlp.W_1)


nets = st.builds(
    NetSizes,
    st.sampled_from(sorted(CELL_KINDS)),
    st.integers(1, 4),
    st.integers(1, 2),
    st.integers(3, 3_000),
    st.integers(1, 70),
    st.integers(1, 70),
)


@given(nets)
def test_counts_equal_torch(net):
    assert total(net) == torch_count(net)
    for term in all_terms(net):
        assert term.count == np.prod(term.shape)
        assert term.count == eval_product(term.numbers)


def eval_product(numbers: str) -> int:
    return int(np.prod([int(n) for n in numbers.split("·")]))


def test_one_layer_and_head_agree_with_the_terms():
    net = NetSizes("rnn", 1, 1, 10, 5, 7)
    assert rnn_count(5, 7) == total(net) - 10 * 5


@given(nets)
def test_a_counted_network_goes_through_a_link(net):
    assert parse_net(format_net(net)) == net


@pytest.mark.parametrize(
    "raw",
    [
        *("", "rnn", "rnn-0-1-10-5-7", "rnn-1-3-10-5-7", "mamba-1-1-10-5-7", "rnn-1-1-10-5-0"),
        *("rnn-1-1-010-5-7", "rnn-1-1-999999-5-7", "rnn-1-1-10-5-1025", "rnn-１-1-10-5-7"),
    ],
)
def test_an_odd_network_in_a_link_counts_for_nothing(raw):
    assert parse_net(raw) is None
