"""Bars beside numbers that the language writes."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    from rnnviz.ui.widgets.bar_table import show_bars

    show_bars({"word": ["a", "b"], "likeness": ["0,50", "0,25"]}, "likeness", [0.5, 0.25], "bars")


def test_the_number_is_text_and_the_bar_beside_it_has_the_value():
    at = AppTest.from_function(page).run()
    assert not at.exception
    table = at.dataframe[0].value
    assert list(table.columns) == ["word", " ", "likeness"]
    assert list(table["likeness"]) == ["0,50", "0,25"]
    assert list(table[" "]) == [0.5, 0.25]
