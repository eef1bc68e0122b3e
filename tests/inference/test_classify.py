"""Reading with a trained model: one text, a stream of texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.inference.classify import (
    CHUNK,
    classify_rows,
    label_of,
    probabilities,
    read_text,
)
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


def test_a_stream_is_answered_in_order_and_in_chunks(small):
    texts = [GOOD if i % 3 else BAD for i in range(CHUNK + 5)]
    seen = []
    answers = list(classify_rows(iter(texts), small, seen.append))
    assert seen == [CHUNK, 5]
    assert [label for label, _ in answers[:4]] == ["negative", "positive", "positive", "negative"]
    assert len(answers) == len(texts)
