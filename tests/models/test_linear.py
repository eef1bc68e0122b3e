"""The linear rival: its features are those of the textbook, its logit is a weighted sum."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.models.linear import (
    FILE,
    LinearModel,
    flat_keys,
    frequent_keys,
    load_linear,
    save_linear,
    tf_idf,
)

WORDS = 9
rows_of_ids = st.lists(st.lists(st.integers(1, WORDS - 1), max_size=12), min_size=1, max_size=6)


def keys_of(row):
    """By hand: every known word, and every two known words next to each other."""
    words = [i for i in row if i > 1]
    pairs = [a * WORDS + b for a, b in pairwise(row) if a > 1 and b > 1]
    return sorted(words + pairs)


@given(rows_of_ids)
def test_features_are_the_known_words_and_the_pairs_within_a_text(rows):
    owner, keys = flat_keys(rows, WORDS)
    for i, row in enumerate(rows):
        assert sorted(keys[owner == i].tolist()) == keys_of(row)


@given(rows_of_ids, st.integers(1, 4))
def test_a_feature_counts_once_a_text(rows, least):
    keys, counts = frequent_keys(rows, WORDS, least)
    by_hand = {}
    for row in rows:
        for key in set(keys_of(row)):
            by_hand[key] = by_hand.get(key, 0) + 1
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == {
        key: count for key, count in by_hand.items() if count >= least
    }


@given(rows_of_ids)
def test_a_text_is_a_unit_vector_of_dampened_counts(rows):
    keys, _ = frequent_keys([*rows, [2, 3, 2]], WORDS, 1)
    idf = np.linspace(1, 2, len(keys), dtype=np.float32)
    matrix = tf_idf(rows, WORDS, keys, idf).toarray()
    for vector, row in zip(matrix, rows, strict=True):
        raw = np.zeros(len(keys))
        for place, key in enumerate(keys):
            if count := keys_of(row).count(key):
                raw[place] = (1 + np.log(count)) * idf[place]
        norm = np.linalg.norm(raw)
        np.testing.assert_allclose(vector, raw / norm if norm else raw, atol=1e-6)


def test_a_text_of_nothing_it_knows_has_the_bias():
    one = np.ones(1, np.float32)
    model = LinearModel(WORDS, np.array([5]), one, one * 3, bias=-0.5)
    np.testing.assert_allclose(model.logits([[], [1, 1], [7], [5, 5]]), [-0.5, -0.5, -0.5, 2.5])


def test_a_saved_model_says_the_same(tmp_path):
    rows = [[2, 3, 4], [4, 2], [3, 3]]
    keys, _ = frequent_keys(rows, WORDS, 1)
    idf = np.linspace(1, 2, len(keys), dtype=np.float32)
    model = LinearModel(WORDS, keys, idf, idf - 1.4, bias=0.1)
    save_linear(tmp_path / FILE, model)
    loaded = load_linear(tmp_path / FILE)
    assert loaded.bias == model.bias
    np.testing.assert_allclose(loaded.logits(rows), model.logits(rows), atol=2e-3)


def test_a_missing_or_damaged_model_is_named(tmp_path):
    with pytest.raises(RnnvizError) as missing:
        load_linear(tmp_path / FILE)
    assert missing.value.code == "checkpoint_missing"
    (tmp_path / FILE).write_bytes(b"not weights")
    with pytest.raises(RnnvizError) as damaged:
        load_linear(tmp_path / FILE)
    assert damaged.value.code == "checkpoint_damaged"
