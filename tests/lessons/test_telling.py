from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lessons.telling import telling_first

STRENGTHS = {"bad": 4.0, "bored": 3.0, "predictable": 3.5, "fine": 1.0}


def first(text: str, count: int) -> str:
    words = text.split()
    strengths = [STRENGTHS.get(word, 0.0) for word in words]
    negations = [word in ("not", "never") for word in words]
    return " ".join(telling_first(words, strengths, negations, count)[:count])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "not bad at all i was not bored it is never as predictable",
            "not bad never predictable",
        ),
        ("it was bad and i was bored to the end", "it was bad bored"),
        ("it was fine and i was not bored", "it fine not bored"),
        ("one two three four five six", "one two three four"),  # nothing tells: as they stand
        ("bad bad bad so bad and fine", "bad bad bad fine"),
        ("not not bad", "not not bad"),
    ],
)
def test_telling_words_come_first_with_their_negation(text, read):
    assert first(text, 4) == read


def test_a_telling_word_does_not_lose_its_negation():
    assert first("bad and not predictable or fine", 2) == "bad fine"


@given(st.lists(st.sampled_from(["not", "bad", "bored", "fine", "a", "b"])), st.integers(2, 8))
def test_no_word_is_lost_or_doubled(words, count):
    strengths = [STRENGTHS.get(word, 0.0) for word in words]
    result = telling_first(words, strengths, [word == "not" for word in words], count)
    assert sorted(result) == sorted(words)
    if len(words) <= count:
        assert result == words
