"""Pairs and leanings: counted right, chosen by what they tell, started on one line."""

from __future__ import annotations

import numpy as np

from rnnviz.training.pairs import SMOOTHING, choose_pairs, leanings

WORDS = 10
GOOD, BAD, NOT, FILM = 2, 3, 4, 5


def corpus():
    rows = [[NOT, BAD, FILM]] * 6 + [[GOOD, FILM]] * 6 + [[NOT, GOOD, FILM]] * 6 + [[BAD, FILM]] * 6
    return rows, [1] * 12 + [0] * 12


def test_a_leaning_is_the_log_ratio_of_the_texts_that_have_it():
    rows, labels = corpus()
    keys, counts, leaning = leanings(rows, labels, WORDS)
    lean = dict(zip(keys.tolist(), leaning, strict=True))
    seen = dict(zip(keys.tolist(), counts, strict=True))
    assert seen[FILM] == 24
    assert abs(lean[FILM]) < 1e-9  # in as many of each side
    assert abs(lean[NOT]) < 1e-9
    assert lean[NOT * WORDS + BAD] > 0.5 > -0.5 > lean[NOT * WORDS + GOOD]
    # Six texts against none, both sides have as many features.
    np.testing.assert_allclose(lean[NOT * WORDS + BAD], np.log((6 + SMOOTHING) / SMOOTHING))


def test_pairs_that_lean_come_before_pairs_that_are_only_frequent():
    rows, labels = corpus()
    keys, counts, leaning = leanings(rows, labels, WORDS)
    chosen = set(keys[choose_pairs(keys, counts, leaning, WORDS, 2)].tolist())
    assert chosen == {NOT * WORDS + BAD, NOT * WORDS + GOOD}
    many = choose_pairs(keys, counts, leaning, WORDS, 100)
    assert (np.diff(keys[many]) > 0).all()
    assert (keys[many] >= WORDS).all()  # no single word
