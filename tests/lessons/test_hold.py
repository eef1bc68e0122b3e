"""Gates held by hand go through a link and back; whatever else stands there counts for nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lessons.hold import GATES, format_hold, held_in, parse_hold

LETTERS = [letter for letters in GATES.values() for letter in letters]
holds = st.dictionaries(st.sampled_from(LETTERS), st.integers(0, 1))


@given(holds)
def test_held_gates_go_through_a_link(held):
    assert parse_hold(format_hold(held)) == held
    parts = [held_in(cell, held) for cell in GATES]
    assert {letter: value for part in parts for letter, value in part.items()} == held


@pytest.mark.parametrize("raw", ["f2", "f", "f1.f1", "f1.i0", "g1", "f1.", "F1", "f1 ", "f１"])
def test_an_odd_hold_counts_for_nothing(raw):
    assert parse_hold(raw) is None
