"""Names of groups above the header: over blanks, as merged cells are exported, or over all."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import openpyxl
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesReading

STAMPS = pd.date_range("2024-03-01", periods=48, freq="h")
OUT = np.round(5 + 4 * np.sin(np.arange(48) * 2 * np.pi / 24), 1)
IN = np.round(21 + np.sin(np.arange(48) * 2 * np.pi / 24), 1)

FOUR = [
    [str(stamp), "45", str(i), "80", str(o)] for stamp, i, o in zip(STAMPS, IN, OUT, strict=True)
]
# Two lines of names, the column expected, and rows.
GROUPS: dict[str, tuple[Sequence[Sequence[str]], str, list[list[str]]]] = {
    "over blanks": (
        (["", "Indoor", "", "Outdoor", ""],
         ["Time", "Humidity(%)", "Temperature(C)", "Humidity(%)", "Temperature(C)"]),
        "Outdoor Temperature(C)", FOUR),
    "over all": (
        (["", "Indoor", "Indoor", "Outdoor", "Outdoor"],
         ["Time", "Humidity(%)", "Temperature(C)", "Humidity(%)", "Temperature(C)"]),
        "Outdoor Temperature(C)", FOUR),
    "one group only": (
        (["", "", "", "Outdoor", ""],
         ["Time", "Humidity(%)", "Temperature(C)", "Humidity(%)", "Temperature(C)"]),
        "Outdoor Temperature(C)", FOUR),
    "an empty column between": (
        (["", "Indoor", "", "", "Outdoor", ""],
         ["Time", "Hum", "Temp °C", "", "Hum", "Temp °C"]),
        "Outdoor Temp °C", [[*row[:3], "", *row[3:]] for row in FOUR]),
    "Vietnamese": (
        (["", "Trong nhà", "", "Ngoài trời", ""],
         ["Thời gian", "Độ ẩm", "Nhiệt độ (°C)", "Độ ẩm", "Nhiệt độ (°C)"]),
        "Ngoài trời Nhiệt độ (°C)", FOUR),
    "two lines of groups": (
        (["", "House", "", "House", ""],
         ["", "Indoor", "", "Outdoor", ""],
         ["Time", "Humidity(%)", "Temperature(C)", "Humidity(%)", "Temperature(C)"]),
        "Outdoor Temperature(C)", FOUR),
    "a date and a clock": (
        (["", "", "Indoor", "", "Outdoor", ""],
         ["Date", "Time", "Humidity(%)", "Temperature(C)", "Humidity(%)", "Temperature(C)"]),
        "Outdoor Temperature(C)", [[*row[0].split(), *row[1:]] for row in FOUR]),
    "a title above": (
        (["Report of the house", "", "", "", ""],
         ["", "Indoor", "", "Outdoor", ""],
         ["Time", "Humidity(%)", "Temperature(C)", "Humidity(%)", "Temperature(C)"]),
        "Outdoor Temperature(C)", FOUR),
}  # fmt: skip


def as_text(lines: Sequence[Sequence[str]], delimiter: str) -> bytes:
    return "\n".join(delimiter.join(line) for line in lines).encode()


def as_workbook(lines: Sequence[Sequence[str]], header: int) -> bytes:
    """An .xlsx with the blanks right of a group's name merged into it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in enumerate(lines, 1):
        for column, cell in enumerate(line, 1):
            figure = row > header and column > 1 and cell.replace(".", "", 1).isdecimal()
            sheet.cell(row, column, float(cell) if figure else cell or None)
    for row in range(1, header):
        named = [column for column, cell in enumerate(lines[row - 1], 1) if cell]
        for begin, end in zip(named, [*named[1:], len(lines[0]) + 1], strict=True):
            if begin > 1 and end - begin > 1:
                sheet.merge_cells(
                    start_row=row, end_row=row, start_column=begin, end_column=end - 1
                )
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def is_outdoors(reading: SeriesReading, column: str) -> bool:
    return reading.temperature_column == column and np.allclose(
        reading.series.values, OUT, atol=0.01
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("header", "column", "rows"), GROUPS.values(), ids=GROUPS)
def test_the_name_of_a_group_goes_with_all_its_columns(header, column, rows, delimiter):
    reading = read_series(as_text([*header, *rows], delimiter), "groups.csv")
    assert is_outdoors(reading, column)
    assert len(reading.temperature_columns) == 2


@pytest.mark.parametrize(("header", "column", "rows"), GROUPS.values(), ids=GROUPS)
def test_merged_cells_of_a_workbook_are_such_groups(header, column, rows):
    reading = read_series(as_workbook([*header, *rows], len(header)), "groups.xlsx")
    assert is_outdoors(reading, column)


def test_two_lines_that_name_parts_of_a_column_are_joined_as_before():
    over = ["", "", "Temp", "Hi", "Low"]
    under = ["Date", "Time", "Out", "Temp", "Temp"]
    rows = [
        [*str(s).split(), str(t), str(t + 1), str(t - 1)] for s, t in zip(STAMPS, OUT, strict=True)
    ]
    reading = read_series(as_text([over, under, *rows], "\t"), "davis.txt")
    assert is_outdoors(reading, "Temp Out")
