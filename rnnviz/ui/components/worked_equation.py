"""Arithmetic written out: point at a number and see where it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.arithmetic import Grid, Line, Sum
from rnnviz.lessons.parts import part_of
from rnnviz.ui.components import mount, source

_HTML = """
<div class="sums" role="group" data-parts>
  <div class="equations" data-scrolls></div><div class="lines"></div>
  <div class="hint" role="status"></div>
</div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_worked_equation",
    html=_HTML,
    css=source("worked_equation.css"),
    js=source("worked_equation.js"),
)


PartOf = Callable[[str], str]  # the parts of a network that what has this name belongs to


def worked_equation(
    t: Translator,
    what: Sum,
    *,
    label: str,
    key: str,
    hint: bool = True,
    part: PartOf = part_of,
) -> None:
    """Show a sum: the grids of its equation, and below them every line with numbers put in."""
    mount(
        _COMPONENT,
        key=key,
        data=worked_equation_data(
            t, what, {"label": label, "hint": t("build.sums_hint") if hint else ""}, part
        ),
    )


def worked_equation_data(
    t: Translator, what: Sum, labels: Mapping[str, str], part: PartOf = part_of
) -> dict[str, Any]:
    """What the component draws, with numbers as the language writes them."""
    return {
        "rows": [
            [
                {"sign": item, "part": _part_of_words(item)}
                if isinstance(item, str)
                else _grid(t, item, part)
                for item in row
            ]
            for row in what.rows
        ],
        "lines": [_line(t, line, part) for line in what.lines],
        **labels,
    }


def written(t: Translator, value: float, digits: int) -> str:
    """A number with a real minus sign."""
    return t.number(float(value), digits)


def _grid(t: Translator, grid: Grid, part: PartOf) -> dict[str, Any]:
    return {
        "name": grid.name,
        "part": part(grid.name),
        "note": grid.note,
        "values": grid.values.round(4).tolist(),
        "texts": [[written(t, v, grid.digits) for v in row] for row in grid.values.tolist()],
    }


def _line(t: Translator, line: Line, part: PartOf) -> dict[str, Any]:
    parts: list[dict[str, str]] = []
    for i, piece in enumerate(line.parts):
        if piece.value is None:
            own = part(line.target.split(".")[0]) if i == 0 else _part_of_words(piece.text)
            parts.append({"text": piece.text, "part": own})
            continue
        text = written(t, piece.value, piece.digits)
        # A negative number after a sign stands in brackets, as in a school book.
        last = i == len(line.parts) - 1
        if text.startswith("−") and not last and i > 1:
            text = f"({text})"
        name = piece.source.split(".")[0]
        parts.append({"text": text, "from": piece.source, "part": part(name)})
    return {"target": line.target, "parts": parts}


def _part_of_words(text: str) -> str:
    return "tanh" if "tanh" in text else ""
