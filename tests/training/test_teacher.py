"""The linear teacher: honest (never judged what it saw), in order, and films stay together."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.text.encoding import WHOLE_TEXT, encode_ids
from rnnviz.text.vocabulary import Vocabulary
from rnnviz.training.teacher import FOLDS, fit_teacher

GOOD, BAD = "a wonderful lovely film", "a terrible boring film"


def corpus(films: int, each: int = 4):
    texts = [GOOD if i % 2 else BAD for i in range(films * each)]
    return (
        texts,
        [i % 2 for i in range(len(texts))],
        [f"film {i // each}" for i in range(len(texts))],
    )


def judged(texts, labels, films):
    vocabulary = Vocabulary.build(texts, 100)
    rows = encode_ids(texts, vocabulary, WHOLE_TEXT)
    return fit_teacher(rows, labels, films, len(vocabulary)).probabilities(rows, range(len(rows)))


def test_it_knows_the_sides_of_reviews_it_did_not_see():
    texts, labels, films = corpus(10)
    probability = judged(texts, labels, films)
    assert ((probability > 0.5) == np.asarray(labels, bool)).all()
    assert ((probability > 0) & (probability < 1)).all()


def test_a_wrong_label_is_not_believed_because_its_own_text_is_not_learned():
    texts, labels, films = corpus(10)
    labels[0] = 1 - labels[0]
    assert (judged(texts, labels, films)[0] > 0.5) == (texts[0] == GOOD)


def test_a_word_of_one_film_alone_teaches_nothing_about_that_film():
    texts, labels, films = corpus(10)
    # All four reviews of film 0 share a name that would give their (wrong) label away.
    for i in range(4):
        texts[i], labels[i] = f"zebulon {texts[i]}", 1 - labels[i]
    probability = judged(texts, labels, films)
    assert ((probability[:4] > 0.5) != np.asarray(labels[:4], bool)).all()


def test_a_span_is_judged_by_the_fold_that_does_not_know_its_review():
    texts, labels, films = corpus(10)
    vocabulary = Vocabulary.build(texts, 100)
    rows = encode_ids(texts, vocabulary, WHOLE_TEXT)
    teacher = fit_teacher(rows, labels, films, len(vocabulary))
    spans = [row[1:3] for row in rows]
    alone = [
        teacher.folds[teacher.fold_of[i]].probabilities([span])[0] for i, span in enumerate(spans)
    ]
    np.testing.assert_allclose(teacher.probabilities(spans, range(len(spans))), alone, atol=1e-6)


def test_too_few_films_for_the_folds_is_an_error():
    texts, labels, _ = corpus(2)
    with pytest.raises(ValueError, match="groups"):
        judged(texts, labels, ["one film"] * len(texts))
    assert FOLDS > 1
