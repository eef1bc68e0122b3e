"""What the reader had to guess, as questions: what was taken, what else it could be, both with
their first values. One click answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.message_values import ColumnName, Stamp, UnitSymbol
from rnnviz.series.types import About, Guess, Possibility, SeriesReading
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.series_source import take_choices

# Findings that say in a sentence what a question asks.
SAID_BY: dict[About, frozenset[str]] = {
    "temperature_column": frozenset({"more_temperatures", "temperature_by_content"}),
    "unit": frozenset({"unit_by_values"}),
    "day_first": frozenset({"order_by_steps"}),
    "station": frozenset({"several_stations"}),
    "standard_time": frozenset(),  # the finding names the days as well
}
_STAMPS_SHOWN = {"day_first": 2, "standard_time": 4}


def asked(guesses: Sequence[Guess]) -> frozenset[str]:
    """The codes of the findings that questions take the place of."""
    return frozenset[str]().union(*(SAID_BY[guess.about] for guess in guesses))


def show_questions(t: Translator, reading: SeriesReading) -> None:
    """One box with a question for each guess; nothing where there is none."""
    if not reading.guesses:
        return
    with st.container(border=True, gap="small"):
        st.markdown(f":orange[:material/help:] **{t('weather.ask.title')}** {t('weather.ask.how')}")
        for guess in reading.guesses:
            _show_question(t, guess)


def _show_question(t: Translator, guess: Guess) -> None:
    with st.container(gap="small"):
        st.markdown(f"**{t(f'weather.ask.{guess.about}')}**")
        for number, possible in enumerate([guess.taken, *guess.others]):
            _show_possibility(t, guess, possible, number)


def _show_possibility(t: Translator, guess: Guess, possible: Possibility, number: int) -> None:
    """A line of text and a short button: a long label would be cut on a phone."""
    said = t(f"weather.ask.{'other' if number else 'taken'}", what=_in_words(t, guess, possible))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(said, width="content")
        st.button(
            t(f"weather.ask.{'instead' if number else 'right'}"),
            key=f"weather.ask.{guess.about}.{number}",
            icon=None if number else ":material/check:",
            on_click=take_choices,
            kwargs={guess.about: possible.value},
        )


def _in_words(t: Translator, guess: Guess, possible: Possibility) -> str:
    """A possibility with the first values it would give, safe in markdown."""
    shown = f"**{_name(t, guess, possible)}**"
    first = [_value(t, value) for value in possible.first]
    if not first:
        return shown
    most = _STAMPS_SHOWN.get(guess.about)
    listed = "; ".join(first[:most]) if most else ", ".join(first) + " °C"
    if guess.about == "standard_time":
        return t("weather.ask.beside", name=shown, values=listed)
    return t("weather.ask.first", name=shown, values=listed)


def _name(t: Translator, guess: Guess, possible: Possibility) -> str:
    match guess.about, possible.value:
        case "day_first", first:
            return t(f"weather.order.{'yes' if first else 'no'}")
        case "standard_time", back:
            return t(f"weather.fix.{'standard_time' if back else 'file_time'}")
        case "unit", unit:
            return t.said(UnitSymbol(unit), plain)
        case "temperature_column", column:
            return t.said(ColumnName(column), plain)
        case _, station:
            return plain(str(station))


def _value(t: Translator, value: float | Stamp) -> str:
    return t.said(value) if isinstance(value, Stamp) else t.number(value, 1)
