"""Vectors from which words stand near each other."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.training.cooccurrence import cooccurrence_vectors


def corpus() -> list[list[int]]:
    """Words 2 and 3 stand in the same company (6, 7), 4 and 5 in another (8, 9)."""
    rng = np.random.default_rng(0)
    rows = []
    for _ in range(200):
        word, company = (
            (rng.integers(2, 4), (6, 7))
            if rng.random() < 0.5
            else (
                rng.integers(4, 6),
                (8, 9),
            )
        )
        rows.append([company[0], int(word), company[1], 1])
    return rows


def cosine(a, b):
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_words_in_the_same_company_come_close():
    vectors = cooccurrence_vectors(corpus(), vocab_size=10, dimensions=3)
    assert cosine(vectors[2], vectors[3]) > 0.9
    assert cosine(vectors[4], vectors[5]) > 0.9
    assert cosine(vectors[2], vectors[4]) < 0.5


def test_the_shape_the_scale_and_the_two_special_words():
    vectors = cooccurrence_vectors(corpus(), vocab_size=10, dimensions=3)
    assert vectors.shape == (10, 3)
    assert vectors.dtype == np.float32
    assert vectors[2:].std() == pytest.approx(1, abs=0.01)
    assert not vectors[:2].any()


def test_the_same_texts_and_seed_give_the_same_vectors():
    first, second = (cooccurrence_vectors(corpus(), 10, 3, seed=4) for _ in range(2))
    assert np.array_equal(first, second)


def test_nothing_reaches_from_one_text_into_the_next():
    rows = corpus()
    shuffled = [rows[i] for i in np.random.default_rng(1).permutation(len(rows))]
    np.testing.assert_allclose(
        cooccurrence_vectors(rows, 10, 3), cooccurrence_vectors(shuffled, 10, 3), atol=1e-4
    )


def test_more_dimensions_than_words_is_refused():
    with pytest.raises(ValueError, match="dimensions"):
        cooccurrence_vectors([[2, 3]], vocab_size=4, dimensions=4)
