"""A switch between a few names that is part of the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view, current_view


def view_switch(
    name: str,
    label: str,
    words: Mapping[Any, str],
    key: str,
    *,
    now: Any = None,
    help_text: str | None = None,
    label_hidden: bool = False,
    resets: Mapping[str, Any] | None = None,
) -> None:
    """The view's ``name``, one of the keys of ``words``, which says what each is called.

    ``key``: the widget's own. ``now``: what is chosen, where that is not simply the view's value.
    ``resets``: what else changes with a choice.
    """
    show_value(key, getattr(current_view(), name) if now is None else now)

    def changed() -> None:
        if changed_by_hand(key):
            change_view(**{name: st.session_state[key]}, **(resets or {}))

    st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        help=help_text,
        label_visibility="collapsed" if label_hidden else "visible",
        on_change=changed,
    )
