"""The linear teacher: honest (never judged what it saw), in order, and films stay together."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.training.teacher import FOLDS, teacher_probabilities

GOOD, BAD = "a wonderful lovely film", "a terrible boring film"


def corpus(films: int, each: int = 4):
    texts = [GOOD if i % 2 else BAD for i in range(films * each)]
    return (
        texts,
        [i % 2 for i in range(len(texts))],
        [f"film {i // each}" for i in range(len(texts))],
    )


def test_it_knows_the_sides_of_reviews_it_did_not_see():
    texts, labels, films = corpus(10)
    probability = teacher_probabilities(texts, labels, films)
    assert ((probability > 0.5) == np.asarray(labels, bool)).all()
    assert ((probability > 0) & (probability < 1)).all()


def test_a_wrong_label_is_not_believed_because_its_own_text_is_not_learned():
    texts, labels, films = corpus(10)
    labels[0] = 1 - labels[0]
    probability = teacher_probabilities(texts, labels, films)
    assert (probability[0] > 0.5) == (texts[0] == GOOD)


def test_a_word_of_one_film_alone_teaches_nothing_about_that_film():
    texts, labels, films = corpus(10)
    # All four reviews of film 0 share a name that would give their (wrong) label away.
    for i in range(4):
        texts[i], labels[i] = f"zebulon {texts[i]}", 1 - labels[i]
    probability = teacher_probabilities(texts, labels, films)
    assert ((probability[:4] > 0.5) != np.asarray(labels[:4], bool)).all()


def test_too_few_films_for_the_folds_is_an_error():
    texts, labels, _ = corpus(2)
    with pytest.raises(ValueError, match="groups"):
        teacher_probabilities(texts, labels, ["one film"] * len(texts))
    assert FOLDS > 1
