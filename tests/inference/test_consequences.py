"""What choices cost: the same network, read with and without them."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
import torch

from rnnviz.inference.classify import read_text
from rnnviz.inference.consequences import SPARE, outcomes, pad_drift
from rnnviz.models.shipped import load_shipped
from rnnviz.text.encoding import EncodingSpec

EXAMPLES = json.loads((files("rnnviz") / "assets" / "examples.json").read_text("utf-8"))["en"]
RNN = load_shipped("rnn")
HUGE = 1_000_000


def chances(text: str, cap: int, spec: EncodingSpec, model=RNN) -> dict[str, float]:
    return {o.choice: o.probability for o in outcomes(text, model, cap, spec)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_lost_is_what_the_reviews_page_says(name):
    text = EXAMPLES[name]
    found = chances(text, 100, EncodingSpec(length=10, padding="after"))
    assert found["whole"] == pytest.approx(read_text(text, RNN).path.probability, abs=1e-6)


def test_choices_that_change_nothing_cost_nothing():
    found = chances("a good film", HUGE, EncodingSpec(length=400, padding="none"))
    assert len(set(found.values())) == 1


def test_each_choice_changes_its_own_part_only():
    rows = {
        o.choice: o.encoding
        for o in outcomes(EXAMPLES["turn"], RNN, 30, EncodingSpec(length=12, truncation="tail"))
    }
    assert not rows["whole"].cut
    assert rows["cap"].unknown_share > rows["whole"].unknown_share == rows["cut"].unknown_share
    assert rows["cut"].cut == rows["all"].cut > 0 == rows["cap"].cut
    assert rows["all"].unknown_share == rows["cap"].unknown_share


def test_which_end_is_kept_turns_the_verdict_of_the_example():
    best = load_shipped("best")
    head = chances(EXAMPLES["turn"], HUGE, EncodingSpec(length=24, truncation="head"), best)
    tail = chances(EXAMPLES["turn"], HUGE, EncodingSpec(length=24, truncation="tail"), best)
    assert head["all"] < 0.5 < tail["all"]


def test_a_text_without_words_has_no_outcome():
    assert outcomes("?!", RNN, 100, EncodingSpec()) == ()
    assert pad_drift("?!", RNN, EncodingSpec()) is None


@pytest.mark.parametrize("padding", ["before", "after"])
def test_over_pad_the_state_follows_the_formula_without_a_word(padding):
    drift = pad_drift("a good film", RNN, EncodingSpec(length=12, padding=padding))
    layer = drift.trace.layers[0]
    assert drift.chosen
    assert len(drift.pads) == 9
    assert all(drift.trace.labels[step] == "<pad>" for step in drift.pads)
    rnn = RNN.model.rnn
    bias = (rnn.bias_ih_l0 + rnn.bias_hh_l0).detach()
    for step in drift.pads:
        before = torch.from_numpy(np.array(layer.h[step]))
        expected = torch.tanh(rnn.weight_hh_l0.detach() @ before + bias)
        np.testing.assert_allclose(layer.h[step + 1], expected.numpy(), atol=1e-6)
        assert drift.memory(step) > 0


def test_without_room_for_pad_some_is_added_to_look_at():
    drift = pad_drift("a good film", RNN, EncodingSpec(length=2, padding="none"))
    assert not drift.chosen
    assert drift.pads == range(3, 3 + SPARE)
    assert drift.last_word == 2
