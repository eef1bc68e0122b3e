"""The reader's English names of columns, units and steps, as the pages say them."""

from __future__ import annotations

import pytest

from rnnviz.i18n import translator
from rnnviz.series.types import UNITS
from rnnviz.ui.weather.words import column_words, step_words, unit_words, value_words
from rnnviz.ui.widgets.run_files import file_stem

EN, VI = translator("en"), translator("vi")


def test_a_column_without_a_name_is_called_so_in_the_users_language():
    assert column_words(VI, "column 16") == "cột 16"
    assert column_words(VI, "column 1 + column 2") == "cột 1 + cột 2"
    assert column_words(VI, "temperature column") == "temperature column"
    assert column_words(EN, "column 16") == "column 16"


def test_units_and_steps():
    assert [unit_words(VI, unit) for unit in UNITS] == ["°C", "°F", "K", "0,1 °C"]
    assert [unit_words(EN, unit) for unit in UNITS] == list(UNITS)
    said = [step_words(VI, step) for step in ("1h", "10min", "1.5h")]
    assert said == ["giờ", "10 phút", "1,5 giờ"]
    assert [step_words(EN, step) for step in ("1h", "3h", "1d")] == ["hour", "3 hours", "day"]
    assert step_words(EN, "?") == "?"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("columns", "column 2", "cột 2"), ("step", "1min", "phút"), ("unit", "0.1 °C", "0,1 °C")],
)
def test_each_parameter_by_its_name(name, value, said):
    assert value_words(VI, name, value) == said
    assert value_words(VI, "first", value) == value  # the user's own words


def test_a_vietnamese_name_makes_a_readable_file_name():
    assert file_stem("Đà Lạt, lần 1") == "da-lat-lan-1"
    assert file_stem("RNN 64, 5 giờ → 1 giờ") == "rnn-64-5-gio-1-gio"
    assert file_stem("→") == "run"
