"""Arithmetic written out: point at a number and see where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.arithmetic import Grid, Line, Sum
from rnnviz.ui.components import mount, source

_HTML = """
<div class="sums" role="group">
  <div class="equations"></div><div class="lines"></div><div class="hint" role="status"></div>
</div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_worked_equation",
    html=_HTML,
    css=source("worked_equation.css"),
    js=source("worked_equation.js"),
)


def worked_equation(t: Translator, what: Sum, *, label: str, key: str, hint: bool = True) -> None:
    """Show a sum: the grids of its equation, and below them every line with numbers put in."""
    mount(
        _COMPONENT,
        key=key,
        data=worked_equation_data(
            t, what, {"label": label, "hint": t("build.sums_hint") if hint else ""}
        ),
    )


def worked_equation_data(t: Translator, what: Sum, labels: Mapping[str, str]) -> dict[str, Any]:
    """What the component draws, with numbers as the language writes them."""
    return {
        "rows": [
            [item if isinstance(item, str) else _grid(t, item) for item in row] for row in what.rows
        ],
        "lines": [_line(t, line) for line in what.lines],
        **labels,
    }


def written(t: Translator, value: float, digits: int) -> str:
    """A number with a real minus sign."""
    return t.number(float(value), digits)


def _grid(t: Translator, grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.name,
        "note": grid.note,
        "values": grid.values.round(4).tolist(),
        "texts": [[written(t, v, grid.digits) for v in row] for row in grid.values.tolist()],
    }


def _line(t: Translator, line: Line) -> dict[str, Any]:
    parts: list[dict[str, str]] = []
    for i, part in enumerate(line.parts):
        if part.value is None:
            parts.append({"text": part.text})
            continue
        text = written(t, part.value, part.digits)
        # A negative number after a sign stands in brackets, as in a school book.
        last = i == len(line.parts) - 1
        if text.startswith("−") and not last and i > 1:
            text = f"({text})"
        parts.append({"text": text, "from": part.source})
    return {"target": line.target, "parts": parts}
