"""A field for a whole number between two bounds: what is shown is what is used.

Streamlit's own bounds are checked in the browser, which marks a number outside them red and keeps
quiet about it, so that the page goes on with the number before. Here the browser takes any number,
and the page brings it to the nearest that is allowed and says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value

ANY_NUMBER = "%g"  # as typed: a whole number without a point, a fraction with it
_MOST_DIGITS = 1e15  # above it, digits tell nothing


def number_field(
    t: Translator,
    label: str,
    low: int,
    high: int,
    now: int,
    *,
    key: str,
    on_change: Callable[[int], object] = lambda _: None,
    help_text: str | None = None,
    width: int | None = None,
) -> int:
    """The field, showing ``now``; returns the number it shows.

    ``on_change`` is called with the new number, which is always between ``low`` and ``high``.
    """
    brought = f"{key}.brought"
    shown = nearest(now, low, high)
    show_value(key, float(shown))

    def changed() -> None:
        if not changed_by_hand(key):
            return
        typed = float(st.session_state[key])
        value = number_in(key, low, high, shown)
        # The run that follows shows it, wherever ``now`` comes from.
        st.session_state[key] = float(value)
        st.session_state[brought] = (typed, value)
        on_change(value)

    with st.container(gap=None, width=width or "stretch"):
        st.number_input(
            label, step=1.0, format=ANY_NUMBER, key=key, help=help_text, on_change=changed
        )
        typed, value = st.session_state.get(brought, (shown, shown))
        if value != shown:
            del st.session_state[brought]  # another number has come from elsewhere since
        elif typed != value:
            st.caption(
                t(
                    "app.number_brought",
                    typed=_said(t, typed),
                    low=t.number(low, 0),
                    high=t.number(high, 0),
                    value=t.number(value, 0),
                )
            )
    return shown


def number_in(key: str, low: int, high: int, otherwise: int) -> int:
    """The number in the field of this key as of now, for a callback that may come before its own:
    what is typed just before a click arrives with it."""
    return nearest(st.session_state.get(key, otherwise), low, high)


def nearest(value: float, low: int, high: int) -> int:
    """The whole number between the bounds that is nearest; halves go up."""
    return math.floor(min(max(value, low), high) + 0.5)


def _said(t: Translator, typed: float) -> str:
    if abs(typed) >= _MOST_DIGITS:
        return f"{typed:.0e}"
    return t.number(typed, 0 if typed == int(typed) else 2)
