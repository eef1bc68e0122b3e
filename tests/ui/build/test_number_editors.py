"""What is typed into a cell of a matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.edits import LIMIT
from rnnviz.ui.build.number_editors import read_number, shown_numbers


@pytest.mark.parametrize("language", LANGUAGES)
@given(hundredths=st.integers(round(-100 * LIMIT), round(100 * LIMIT)))
def test_a_number_is_read_as_it_is_shown(language, hundredths):
    assert read_number(translator(language).number(hundredths / 100, 2)) == hundredths / 100


@pytest.mark.parametrize(
    ("typed", "value"), [("1,5", 1.5), ("1.5", 1.5), (" -2 ", -2), ("+,5", 0.5), ("−3,", -3)]
)
def test_point_and_comma_are_both_taken(typed, value):
    assert read_number(typed) == value


@pytest.mark.parametrize("typed", ["", "x", "1,5.2", "1 5", "--1", "nan", "inf", None, 1.5])
def test_what_is_no_number_is_told_apart(typed):
    assert np.isnan(read_number(typed))


def test_the_name_of_a_row_that_was_typed_over_is_no_number():
    table = np.array([[0.5, -0.5], [0.1, 0.2]])
    typed = {"edited_rows": {0: {"_index": "2"}, 1: {"2": "1,5", "_index": "x"}}}
    np.testing.assert_array_equal(shown_numbers(table, typed), [[0.5, -0.5], [0.1, 1.5]])
