"""Reading with a trained model: one text, a stream of texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.inference.answers import CHUNK, answer_stream, answers
from rnnviz.inference.classify import label_of, probabilities, read_text
from rnnviz.models.shipped import load_shipped

GOOD, BAD = "A wonderful, beautiful film.", "The worst film, boring and awful."


@pytest.fixture(scope="module")
def small():
    return load_shipped("rnn")


def test_a_text_alone_and_in_a_batch_get_the_same_answer(small):
    texts = [GOOD, BAD, "?", "film " * 900, GOOD + " " + BAD]
    together = probabilities(texts, small)
    for text, answer in zip(texts, together, strict=True):
        reading = read_text(text, small)
        if reading is None:
            assert np.isnan(answer)
        else:
            assert reading.path.probability == pytest.approx(answer, abs=1e-5)


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_text_at_all_is_read_or_said_to_have_no_word(text):
    reading = read_text(text, load_shipped("rnn"))
    if reading is None:
        assert label_of(probabilities([text], load_shipped("rnn"))[0]) == "unreadable"
    else:
        assert 0 <= reading.path.probability <= 1
        assert len(reading.trace.labels) == len(reading.encoding.ids)
        assert reading.trace.max_error < 1e-5


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stream_is_answered_in_order_and_in_chunks(small, workers):
    texts = [GOOD if i % 3 else BAD for i in range(2 * CHUNK + 5)]
    seen = []
    found = list(answer_stream(iter(texts), small, progress=seen.append, workers=workers))
    assert seen == [CHUNK, CHUNK, 5]
    assert [one.label for one in found[:4]] == ["negative", "positive", "positive", "negative"]
    assert len(found) == len(texts)


def test_answers_are_those_of_the_texts_alone(small):
    texts = [GOOD, "", BAD, "film " * 900]
    together = answers(texts, small, words=True)
    assert [one.label for one in together] == ["positive", "unreadable", "negative", label_of(
        probabilities(texts[3:], small)[0])]  # fmt: skip
    for text, one in zip(texts, together, strict=True):
        (alone,) = answers([text], small, words=True)
        assert alone.words == one.words
        assert alone.probability == pytest.approx(one.probability, abs=1e-6, nan_ok=True)
