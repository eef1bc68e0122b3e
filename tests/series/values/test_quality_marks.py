"""Marks of quality behind figures: found, counted by kind, and their figures used or not."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesReading
from rnnviz.series.values.odd_cells import read_odd_cell
from rnnviz.series.values.quality_marks import legend_says

HOURS = 24 * 20
STAMPS = pd.date_range("2024-05-01", periods=HOURS, freq="h")
CELSIUS = np.round(20 + 6 * np.sin((np.arange(HOURS) - 9) * 2 * np.pi / 24), 1)
MARKED = np.arange(100, 150)
MARKS = ["*", "x", "E", "s", "!", "?", " est", "#", " (1)", "[b]", " R", "†", " suspect", "e", "F"]


def cells(mark: str, values: np.ndarray, rows: np.ndarray = MARKED) -> list[str]:
    """One text a row: the truth, but at ``rows`` what is in ``values``, and the mark."""
    return [
        f"{values[k]:.1f}{mark}" if k in set(rows) else f"{CELSIUS[k]:.1f}" for k in range(HOURS)
    ]


def read(text: list[str], before: str = "", after: str = "", **choices: object) -> SeriesReading:
    rows = "".join(f"{t:%Y-%m-%d %H:%M},{cell}\n" for t, cell in zip(STAMPS, text, strict=True))
    data = f"{before}time,temp (°C)\n{rows}{after}".encode()
    return read_series(data, "file.csv", ReadOptions.model_validate(choices))


def told(reading: SeriesReading) -> dict[str, tuple[int, object]]:
    marks = [found for found in reading.findings if found.code.startswith("marks_")]
    return {found.code: (found.count, found.params["marks"]) for found in marks}


@pytest.mark.parametrize("mark", MARKS)
def test_marked_figures_that_nothing_calls_good_are_left_out(mark):
    reading = read(cells(mark, np.full(HOURS, -29.6)))
    assert told(reading) == {"marks_dropped": (50, (f"{mark.strip()} (50)",))}
    assert reading.rows_used == HOURS - 50
    assert np.nanmin(reading.series.values) > 13
    kept = read(cells(mark, np.full(HOURS, -29.6)), marked="keep")
    assert told(kept) == {"marks_kept": (50, (f"{mark.strip()} (50)",))}
    assert np.nanmin(kept.series.values) == pytest.approx(-29.6)


@pytest.mark.parametrize("mark", MARKS)
def test_figures_that_go_on_from_their_neighbours_are_kept(mark):
    reading = read(cells(mark, CELSIUS))
    assert told(reading) == {"marks_kept": (50, (f"{mark.strip()} (50)",))}
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    assert read(cells(mark, CELSIUS), marked="drop").rows_used == HOURS - 50


@pytest.mark.parametrize("rows", [MARKED[:1], MARKED[:12], MARKED[::2]], ids=len)
@pytest.mark.parametrize("shift", [-8.0, 7.0])
def test_a_shifted_run_however_long_is_left_out(rows, shift):
    reading = read(cells("*", CELSIUS + shift, rows))
    assert told(reading) == {"marks_dropped": (len(rows), (f"* ({len(rows)})",))}


def test_a_sensor_that_stands_still_is_no_better_for_standing_near():
    still = np.full(HOURS, CELSIUS[99])
    reading = read(cells("*", still, MARKED[:24]))  # a day: it ends where the truth comes back
    assert set(told(reading)) == {"marks_dropped"}


def test_kinds_side_by_side_do_not_speak_for_each_other():
    text = cells("*", np.full(HOURS, -29.6))
    for k in MARKED[::2]:
        text[k] = "-29.6#"
    text[10] += "?"
    reading = read(text)
    assert told(reading) == {
        "marks_dropped": (50, ("# (25)", "* (25)")),
        "marks_kept": (1, ("? (1)",)),
    }


def test_what_stands_behind_most_figures_marks_none():
    text = [f"{v:.1f} A" for v in CELSIUS]
    for k in MARKED:
        text[k] = "-29.6 E"
    reading = read(text)
    assert told(reading) == {"marks_dropped": (50, ("E (50)",)), "marks_kept": (430, ("A (430)",))}


LEGENDS = {
    "* = suspect": False,
    "* = good": True,
    "# *: instrument failure": False,
    "Flags: ok = blank; * = not checked": False,
    "(*) - verified by hand": True,
    "* : nghi ngờ": False,
    "* = hợp lệ": True,
    "* = geprüft": True,
    "* = 可疑": False,
    "*  estimated": None,
    "a * b": None,
    "no word of it": None,
}


@pytest.mark.parametrize("line", LEGENDS)
def test_the_legend_of_a_file_says_what_a_mark_means(line):
    assert legend_says("*", f"Station 7\n{line}\n") is LEGENDS[line]


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_legend_counts_more_than_the_figures(where):
    said = read(cells("*", CELSIUS), **{where: "* = suspect\n"})
    assert set(told(said)) == {"marks_dropped"}
    said = read(cells("*", CELSIUS - 9), **{where: "* = verified\n"})
    assert set(told(said)) == {"marks_kept"}


def test_marks_are_found_in_workbooks_too():
    sheet = pd.DataFrame({"time": STAMPS, "temp (°C)": cells("*", np.full(HOURS, -29.6))})
    target = io.BytesIO()
    sheet.to_excel(target, index=False, engine="openpyxl")
    assert set(told(read_series(target.getvalue(), "x.xlsx"))) == {"marks_dropped"}


CELLS = {
    "12.3 °C": (12.3, ""),
    "12.3 deg C": (12.3, ""),
    "12.3 oC": (12.3, ""),
    "12 độ": (12.0, ""),
    "12.3°C*": (12.3, "*"),
    "1,5 [b]": (1.5, "[b]"),
    "−3 !": (-3.0, "!"),
    "12.3 C?": (12.3, "?"),
    "81 %": (81.0, ""),
    "1e1": (10.0, ""),
    "5E": (5.0, "E"),
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_unit_is_no_mark(cell):
    read_as = read_odd_cell(cell)
    assert (read_as.value, read_as.mark) == CELLS[cell]


@pytest.mark.parametrize("cell", ["-1.#IND", "12 (see below, page 3)", "12-13", "warm", ""])
def test_no_figure_is_made_of_anything_else(cell):
    assert np.isnan(read_odd_cell(cell).value)
