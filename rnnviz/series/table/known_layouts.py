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
    Layout(
        "NOAA ISD-Lite",
        12,
        {0: r"(19|20)\d\d", 1: r"\d{1,2}", 2: r"\d{1,2}", 3: r"\d{1,2}", 4: r"-?\d{1,4}",
         5: r"-?\d{1,4}", 6: r"-9999|\d{4,5}", 7: r"-9999|\d{1,3}"},
        ("year", "month", "day", "hour utc", "air temperature (0.1 °C)",
         "dew point temperature (0.1 °C)", "sea level pressure (0.1 hPa)", "wind direction",
         "wind speed", "sky condition", "rain 1 hour", "rain 6 hours"),
    ),
    Layout(
        "NOAA USCRN hourly",
        38,
        {0: r"\d{4,5}", 1: r"\d{8}", 2: r"\d{4}", 3: r"\d{8}", 4: r"\d{4}", 5: r"\S+"},
        ("WBANNO", "UTC_DATE", "UTC_TIME", "LST_DATE", "LST_TIME", "CRX_VN", "LONGITUDE",
         "LATITUDE", "T_CALC (°C)", "T_HR_AVG (°C)", "T_MAX (°C)", "T_MIN (°C)", "P_CALC"),
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
