"""The right answers are right: held against the code that they are about."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.questions import (
    CHECKS,
    concat_weights,
    ids_read,
    lost_words,
    numbers_carried,
    rnn_parameters,
    window_count,
)
from rnnviz.text.encoding import EncodingSpec, encode
from rnnviz.text.vocabulary import SPECIAL, Vocabulary

small = st.integers(1, 40)


@given(small, small, st.sampled_from(["none", "before", "after"]))
def test_ids_and_lost_words_are_what_the_encoder_makes(words, length, padding):
    text = " ".join(["film"] * words)
    spec = EncodingSpec(length=length, truncation="head", padding=padding)
    encoding = encode(text, Vocabulary((*SPECIAL, "film")), spec)
    assert ids_read(words, length, padding != "none") == len(encoding.ids)
    assert lost_words(words, length) == encoding.cut


@given(st.integers(1, 9), st.integers(1, 9))
def test_parameters_are_what_torch_counts(input_size, hidden_size):
    model = nn.RNN(input_size, hidden_size)
    assert rnn_parameters(input_size, hidden_size) == sum(p.numel() for p in model.parameters())


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_an_mlp_has_a_weight_for_every_input_and_unit(steps, dims, units):
    assert concat_weights(steps, dims, units) == nn.Linear(steps * dims, units).weight.numel()


@given(st.integers(0, 60), st.integers(1, 9), st.integers(1, 4))
def test_windows_are_what_unfold_makes(hours, window, horizon):
    wide = window + horizon
    made = len(torch.zeros(hours).unfold(0, wide, 1)) if hours >= wide else 0
    assert window_count(hours, window, horizon) == made


def test_the_shapes_in_the_answer_about_stacks_are_torchs():
    output, hidden = nn.RNN(3, 4, num_layers=2, batch_first=True)(torch.zeros(1, 5, 3))
    right = translator("en")("check.stack.layers", steps=5, units=4)
    assert str(tuple(output.shape)) in right
    assert str(tuple(hidden.shape)) in right
    assert torch.equal(output[:, -1], hidden[-1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_words_and_a_right_answer(name, language):
    t, check = translator(language), CHECKS[name]
    assert check.is_number or check.right in check.options
    for part in ("question", "hint", "why", *check.options):
        assert t(f"check.{name}.{part}")


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_what_is_carried_is_what_torch_hands_on(cell, layers):
    network = getattr(torch.nn, cell.upper())(2, 5, layers)
    _, last = network(torch.zeros(1, 2))
    handed = last if isinstance(last, tuple) else (last,)
    assert numbers_carried(cell, layers, 5) == sum(state.numel() for state in handed)
