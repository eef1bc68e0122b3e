"""What an epoch reads: spans of the reviews, softened targets, and the same again for a seed."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.models.specs import ClassifierSpec
from rnnviz.text.marks import without_marks
from rnnviz.training.examples import LONGEST, SHORTEST, Examples, sentences_of
from rnnviz.training.specs import ReviewTraining

ROWS = [list(range(2, 2 + length)) for length in (3, 6, 30, 300)] * 20


def examples(bare=None, length=400, **changes):
    spec = ReviewTraining(model=ClassifierSpec(length=length), **changes)
    return Examples(ROWS, [i % 2 for i in range(len(ROWS))], bare, None, None, spec)


def is_part(row, whole):
    return any(row == whole[k : k + len(row)] for k in range(len(whole) - len(row) + 1))


def test_without_spans_an_epoch_is_the_corpus():
    rows, targets = examples().epoch(1)
    assert rows == ROWS
    assert targets == [float(i % 2) for i in range(len(ROWS))]


def test_a_span_is_part_of_its_review_and_neither_too_short_nor_too_long():
    rows, _ = examples(spans=1.0).epoch(1)
    for row, whole in zip(rows, ROWS, strict=True):
        assert is_part(row, whole)
        assert min(SHORTEST, len(whole)) <= len(row) <= min(LONGEST, len(whole))
    assert len({len(row) for row in rows}) > 10  # of many lengths


def test_every_epoch_draws_its_own_and_draws_it_again():
    made = examples(spans=0.5)
    assert made.epoch(1) == made.epoch(1) != made.epoch(2)
    changed = sum(row != whole for row, whole in zip(made.epoch(1)[0], ROWS, strict=True))
    assert 5 < changed < 50  # about half of those that are long enough


def test_a_long_review_is_cut_as_the_model_reads_it():
    rows, _ = examples(length=10).epoch(1)
    assert rows[3] == ROWS[3][:5] + ROWS[3][-5:]


def test_marks_are_taken_off_some_of_the_texts():
    bare = np.arange(400)
    bare[2:] = 399
    rows, _ = examples(bare, unmarked=0.5).epoch(1)
    bare_rows = sum(set(row) == {399} for row in rows)
    assert 0 < bare_rows < len(rows)
    assert all(row == whole or set(row) == {399} for row, whole in zip(rows, ROWS, strict=True))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Phở ngon tuyệt!", "Pho ngon tuyet!"),
        ("ĐỒ ĐẮT", "DO DAT"),
        ("tê\u0323", "te"),
        ("ok", "ok"),
    ],
)
def test_vietnamese_without_marks(text, bare):
    assert without_marks(text) == bare


def test_sentences_know_their_text():
    texts = [
        "Too short. This one has five words!<br />This is the third.",
        "No end here at all",
    ]
    assert sentences_of(texts, range(4, 8)) == (
        ["This one has five words!", "This is the third.", "No end here at all"],
        [0, 0, 1],
    )
