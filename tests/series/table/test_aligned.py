"""Columns that spaces line up: names with spaces in them, blank cells, units, no tab anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesReading

STAMPS = pd.date_range("2024-03-01", periods=48, freq="h")
CELSIUS = np.round(8 + 5 * np.sin(np.arange(48) * 2 * np.pi / 24), 1)

Cells = Callable[[int], Sequence[str]]


def aligned(names: Sequence[str], cells: Cells, right: bool = False, gap: int = 2) -> list[str]:
    """The lines of a table whose columns are as wide as their widest cell."""
    rows = [list(names), *([str(STAMPS[k])[:16], *cells(k)] for k in range(len(STAMPS)))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    pad = str.rjust if right else str.ljust
    return [
        (" " * gap).join(pad(c, w) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def plain(k: int) -> list[str]:
    return [f"{CELSIUS[k]:.1f}", f"{CELSIUS[k] - 4:.1f}", str(60 + k % 30)]


def with_units(k: int) -> list[str]:
    return [f"{CELSIUS[k]:.1f}°C", f"{CELSIUS[k] - 4:.1f}°C", f"{60 + k % 30}.0%"]


def with_blanks(k: int) -> list[str]:
    """Every seventh temperature and every fifth humidity was not measured."""
    said = plain(k)
    return ["" if k % 7 == 3 else said[0], said[1], "" if k % 5 == 2 else said[2]]


NAMES = ("Timestamp", "Temperature", "Dew point", "Rel. humidity")
TABLES: dict[str, list[str]] = {
    "units behind the figures": aligned(NAMES, with_units),
    "to the left": aligned(NAMES, plain),
    "to the right": aligned(NAMES, plain, right=True),
    "wide gaps": aligned(NAMES, plain, gap=5),
    "blank cells": aligned(NAMES, with_blanks),
    "blank cells, one space": aligned(NAMES, with_blanks, right=True, gap=1),
    "blank cells, names of one word": aligned(("Time", "Temp", "Dew", "RH"), with_blanks),
    "several words": aligned(("Date and time", "Air temperature (°C)", "Dew point (°C)", "RH (%)"),
                             plain),
    "Vietnamese": aligned(("Thời gian", "Nhiệt độ không khí", "Điểm sương", "Độ ẩm tương đối"),
                          plain),
    "lines above": ["Station Huế, 16.4 N 107.6 E", "", *aligned(NAMES, plain)],
    "a note below": [*aligned(NAMES, plain), "", "End of the report, 48 rows"],
}  # fmt: skip


def read(lines: Sequence[str]) -> SeriesReading:
    return read_series("\n".join(lines).encode(), "aligned.txt")


@pytest.mark.parametrize("lines", TABLES.values(), ids=TABLES)
def test_every_cell_stays_in_its_column(lines):
    reading = read(lines)
    known = np.array([k % 7 != 3 for k in range(48)]) if lines in BLANKS else np.ones(48, bool)
    assert reading.series.values[known] == pytest.approx(CELSIUS[known], abs=0.01)
    assert reading.rows_used == known.sum()
    assert "temp" in reading.temperature_column.lower() or "Nhiệt" in reading.temperature_column


BLANKS = [lines for name, lines in TABLES.items() if "blank" in name]


def test_where_nothing_tells_which_cell_is_missing_the_row_is_left_out():
    rows = [f"{stamp} {t:.1f} {t - 4:.1f}" for stamp, t in zip(STAMPS, CELSIUS, strict=True)]
    rows[5] = f"{STAMPS[5]} {CELSIUS[5] - 4:.1f}"
    reading = read(["date clock temp dewpoint", *rows])
    assert reading.rows_used == 47
    odd = next(found for found in reading.findings if found.code == "odd_rows")
    assert odd.rows == (7,)
    others = np.arange(48) != 5
    assert reading.series.values[others] == pytest.approx(CELSIUS[others], abs=0.01)
