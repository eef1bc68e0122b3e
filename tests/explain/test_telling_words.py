"""The words that mattered most, for many texts at once: integrated gradients with two points."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.explain.attribution import integrated_gradients
from rnnviz.explain.telling_words import POINTS, quick_parts, strongest_words
from rnnviz.inference.classify import encoding_spec, vocabulary_of
from rnnviz.models.shipped import load_shipped
from rnnviz.text.encoding import encode_ids

TEXTS = ["A dull film.", "Not bad at all, but the songs are lovely.", "good", "A film. " * 40]


@pytest.mark.parametrize("model", ["gru", "best"])
def test_together_they_are_what_each_text_gets_alone(model):
    checkpoint = load_shipped(model)
    rows = encode_ids(TEXTS, vocabulary_of(checkpoint), encoding_spec(checkpoint))
    for row, parts in zip(rows, quick_parts(checkpoint.model, rows), strict=True):
        alone = integrated_gradients(checkpoint.model, row, points=POINTS).parts
        np.testing.assert_allclose(parts, alone, atol=1e-4)


def test_a_word_is_named_once_with_its_largest_part():
    words, parts = ["the", "bad", "the", "film", "bad"], [0.5, -2.0, -0.6, 0.0, -1.0]
    assert strongest_words(words, parts) == [("bad", -2.0), ("the", -0.6)]
    assert strongest_words(words, parts, 1) == [("bad", -2.0)]
    assert strongest_words([], []) == []
