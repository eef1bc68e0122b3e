"""Widgets whose value the page sets: what the user changed, told from what a browser repeats.

A browser sends the value of every widget with everything it says. If the page has just given a
widget another value (a place told by the stepper moves a number, a link opens another part), and
the browser speaks before it has heard of it, then the value of before comes back. Streamlit calls
that a change, and the callback would undo what was done.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import streamlit as st

_TABLE = "rnnviz.shown_values"
RUN = 5.0  # seconds after which a browser has heard of a value, though no run came to its end
TRAVEL = 2.0  # and after the end of a run: until a slow browser has what the run sent, and shows it


@dataclass
class _Shown:
    value: Any
    before: frozenset[Any] = frozenset()  # what a browser may still show
    until: float = 0.0  # by when it has heard of ``value``
    in_run: bool = True  # shown in the run that goes on


def show_value(key: str, value: Any) -> None:
    """Let the widget of this key show ``value``; before the widget itself."""
    table, held = _table(), _held(value)
    now = table.get(key)
    if now is None:
        table[key] = _Shown(held)
    elif now.value != held:
        before = now.before if time.monotonic() < now.until else frozenset()
        table[key] = _Shown(held, before | {now.value}, time.monotonic() + RUN)
    else:
        now.in_run = True
    st.session_state[key] = value


def changed_by_hand(key: str) -> bool:
    """In the widget's callback: whether the user has changed it, rather than a browser repeated
    what stood there."""
    table, came = _table(), _held(st.session_state[key])
    now = table.get(key)
    if now and came != now.value and came in now.before and time.monotonic() < now.until:
        return False
    table[key] = _Shown(came)
    return True


def all_sent() -> None:
    """At the end of a run: every value is on its way to the browser, which forgets the others."""
    arrived = time.monotonic() + TRAVEL
    table = _table()
    for key, shown in list(table.items()):
        if not shown.in_run:
            del table[key]
        shown.in_run = False
        shown.until = min(shown.until, arrived)


def _held(value: Any) -> Any:
    """A value as the table keeps it: a list, of several choices, as a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _table() -> dict[str, _Shown]:
    table: dict[str, _Shown] = st.session_state.setdefault(_TABLE, {})
    return table
