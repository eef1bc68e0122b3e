"""Matrices as spreadsheets. The link holds the numbers; an editor shows them and reports changes.

Streamlit's editor keeps its own list of changes to the table it was first given. So the table is
kept too, and made anew (under a new key) only when the numbers changed somewhere else.

The cells are text: Streamlit's own cells for numbers know no decimal comma and read 1,5 as 15.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.lessons.edits import LIMIT, MAX_LENGTH, format_edits, parse_edits
from rnnviz.lessons.example import Example, in_use, original_number, place_of
from rnnviz.ui.build.lesson import Lesson
from rnnviz.ui.shell.state import change_view, current_view

_CELL = 74  # pixels a number needs
_HEADER = 84  # pixels of the column of row names
_NUMBER = r"^\s*[+\-−]?(\d+([.,]\d*)?|[.,]\d+)\s*$"


def edit_numbers(lesson: Lesson, name: str, rows: list[int], labels: list[str]) -> None:
    """A spreadsheet of ``rows`` of a matrix (a bias is one row); ``labels`` name the rows."""
    values = np.atleast_2d(lesson.example.array(name))[rows]
    slot = f"build.editor.{name}"
    held: dict[str, Any] = st.session_state.get(slot, {})
    key = f"{slot}.{held.get('turn', 0)}"
    shown = shown_numbers(held.get("table"), st.session_state.get(key))
    if shown is None or shown.shape != values.shape or not np.array_equal(shown, values):
        held = {"turn": held.get("turn", 0) + 1, "table": values.copy()}
        st.session_state[slot] = held
        key = f"{slot}.{held['turn']}"
    table = pd.DataFrame(
        [[lesson.t.number(value, 2) for value in row] for row in held["table"]],
        columns=[str(j + 1) for j in range(values.shape[1])],
    )
    number = st.column_config.TextColumn(
        required=True, width=_CELL, alignment="right", max_chars=8, validate=_NUMBER
    )
    with st.container(key=slot, width="content"):
        st.markdown(f"`{name}`")
        st.data_editor(
            table.set_index(pd.Index(labels)),
            key=key,
            column_config={
                "_index": st.column_config.TextColumn("", width=_HEADER),
                **{column: number for column in table.columns},
            },
            width=_HEADER + _CELL * values.shape[1] + 4,
            disabled=["_index"],
            on_change=_changed,
            args=(lesson.example, name, rows, slot, key),
            alt=lesson.t("build.editor_alt", name=name),
        )


def shown_numbers(table: np.ndarray | None, state: Any) -> np.ndarray | None:
    """What an editor shows: its table with its own changes; None before it was ever shown."""
    if table is None or state is None:
        return None
    shown = table.copy()
    for row, cells in state["edited_rows"].items():
        for column, value in cells.items():
            if not column.isdecimal():  # the name of a row: no number of ours
                continue
            # An emptied or odd cell is not a number: the comparison fails, the old one returns.
            shown[int(row), int(column) - 1] = read_number(value)
    return shown


def read_number(text: object) -> float:
    """What was typed into a cell, with a decimal point or comma; NaN where that is no number."""
    if not isinstance(text, str) or re.match(_NUMBER, text) is None:
        return np.nan
    return float(text.replace(",", ".").replace("−", "-"))


def _changed(example: Example, name: str, rows: list[int], slot: str, key: str) -> None:
    """Put what was typed into the link, and take out what stands as it was drawn."""
    held, state = st.session_state.get(slot), st.session_state.get(key)
    shown = shown_numbers(held["table"] if held else None, state)
    if shown is None:
        return
    edits = parse_edits(current_view().w) or {}
    now = np.atleast_2d(example.array(name))[rows]
    for i, j in np.argwhere(shown != now).tolist():
        if not np.isfinite(shown[i, j]):
            continue
        value = round(float(np.clip(shown[i, j], -LIMIT, LIMIT)), 2)
        place = place_of(example, name, rows[i], j)
        if value == original_number(example, name, rows[i], j):
            edits.pop(place, None)
        else:
            edits[place] = value
    if len(format_edits(edits)) > MAX_LENGTH:  # of other sentences and sizes, seen earlier
        edits = {place: value for place, value in edits.items() if in_use(example, place)}
    change_view(w=format_edits(edits))
