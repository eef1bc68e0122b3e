"""A list of places in reviews: the value, the text around it with the word marked, a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from rnnviz.ui.components import mount, source

_HTML = '<div class="wrap"><div class="places" role="list"></div></div>'

_COMPONENT = st.components.v2.component(
    "rnnviz_occurrence_list",
    html=_HTML,
    css=source("occurrence_list.css"),
    js=source("occurrence_list.js"),
)


@dataclass(frozen=True)
class ShownOccurrence:
    """One place. ``parts``: the text around in pieces ``(text, shade, marked)``, in order.

    A shade runs from -1 to 1, None without. ``note`` stands below, in small print.
    """

    value: str
    parts: tuple[tuple[str, float | None, bool], ...]
    note: str


def occurrence_list(
    places: Sequence[ShownOccurrence],
    *,
    colours: tuple[str, str],
    label: str,
    open_label: str,
    key: str,
    on_open: Callable[[int], None],
) -> None:
    """Show the places; ``colours`` for low and high, ``on_open`` gets the position of one."""

    def chosen(index: object) -> None:
        if isinstance(index, int | float) and 0 <= int(index) < len(places):
            on_open(int(index))

    mount(
        _COMPONENT,
        key=key,
        data={
            "places": [
                {"value": p.value, "parts": [list(part) for part in p.parts], "note": p.note}
                for p in places
            ],
            "low": colours[0],
            "high": colours[1],
            "label": label,
            "open": open_label,
        },
        on={"chosen": chosen},
    )
