"""The values inside messages, as each language says them."""

from __future__ import annotations

import pytest

from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator
from rnnviz.message_values import ColumnName, Duration, UnitSymbol
from rnnviz.series.types import UNITS

EN, VI = translator("en"), translator("vi")


def test_a_column_without_a_name_is_called_so_in_the_users_language():
    assert VI.said(ColumnName.unnamed(16)) == "cột 16"
    assert EN.said(ColumnName.unnamed(16)) == "column 16"
    assert VI.said((ColumnName("temperature column"), ColumnName("column 2"))) == (
        "temperature column, cột 2"
    )
    assert VI.said("column 2") == "column 2"  # the user's own words


def test_units_and_durations():
    assert [VI.said(UnitSymbol(unit)) for unit in UNITS] == ["°C", "°F", "K", "0,1 °C"]
    assert [EN.said(UnitSymbol(unit)) for unit in UNITS] == list(UNITS)
    assert [VI.said(Duration(s)) for s in (3600, 600, 5401)] == ["giờ", "10 phút", "1,5 giờ"]
    said = [EN.said(Duration(s)) for s in (3600, 10_800, 86_400, 60, 7)]
    assert said == ["hour", "3 hours", "day", "minute", "7 seconds"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3600, "1h"),
        (600, "10min"),
        (5400, "90min"),
        (5401, "1.5h"),
        (7, "7s"),
        (2_592_000, "1mo"),
        (31_536_000, "1y"),
    ],
)
def test_data_say_a_duration_in_short(seconds, text):
    assert str(Duration(seconds)) == text


def test_words_that_are_not_ours_are_escaped_wherever_they_stand():
    error = RnnvizError("series_no_time", columns=(ColumnName("<b>"), ColumnName("column 1")))
    assert "[<b>], cột 1" in VI.error(error, lambda own: f"[{own}]")


def test_line_numbers_keep_plain_digits():
    error = RnnvizError("series_no_stamps", row=12345, value="x")
    assert "12345" in EN.error(error)
