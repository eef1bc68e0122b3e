"""Tables without a header whose columns are known all the same, by their shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """``cells``: what some cells of every row look like, by position; ``names``: of all columns."""

    title: str
    width: int
    cells: dict[int, str]
    names: tuple[str, ...]


LAYOUTS = (
    Layout(
        "Meteostat",
        13,
        {0: r"\d{4}-\d\d-\d\d", 1: r"\d{1,2}", 7: r"\d{0,3}(\.\d+)?", 10: r"|1?\d{3}(\.\d+)?"},
        ("date", "hour", "temp", "dwpt", "rhum", "prcp", "snow", "wdir", "wspd", "wpgt", "pres",
         "tsun", "coco"),
    ),
    Layout(
        "EnergyPlus weather",
        35,
        {0: r"\d{4}", 1: r"\d{1,2}", 2: r"\d{1,2}", 3: r"\d{1,2}", 4: r"0|60", 5: r".*[?A-E]\d.*"},
        ("year", "month", "day", "hour", "to the hour", "source flags", "dry bulb temperature (°C)",
         "dew point temperature (°C)", "relative humidity (%)", "pressure (Pa)"),
    ),
)  # fmt: skip


def known_layout(rows: Sequence[Sequence[str]], width: int) -> Layout | None:
    """The layout that all of some rows follow, if any."""
    for layout in LAYOUTS:
        if rows and layout.width == width:
            patterns = {at: re.compile(pattern) for at, pattern in layout.cells.items()}
            if all(p.fullmatch(row[at].strip()) for row in rows for at, p in patterns.items()):
                return layout
    return None
