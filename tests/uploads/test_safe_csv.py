"""What a spreadsheet would run is written as text, and nothing else is touched."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from rnnviz.uploads.safe_csv import csv_bytes, is_formula, safe_table, write_rows


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "=HYPERLINK(1)"]
)
def test_a_formula_is_defused(cell):
    handle = io.StringIO()
    assert is_formula(cell)
    assert write_rows(handle, [["good", cell]]) == 1
    assert f"'{cell}" in handle.getvalue()


@pytest.mark.parametrize("cell", ["-1.5", "+3", "-1,5", "-1e-5", "", "good = fine", "−1.5", "-7 %"])
def test_numbers_and_plain_texts_stay(cell):
    handle = io.StringIO()
    assert write_rows(handle, [[cell, "x"]]) == 0
    assert "'" not in handle.getvalue()


def test_a_table_keeps_its_numbers_and_loses_its_formulas():
    table = pd.DataFrame({"=a": [-1.5, 2.0], "b": ["=1+1", "fine"]})
    made = safe_table(table)
    assert list(made.columns) == ["'=a", "b"]
    assert made["'=a"].tolist() == [-1.5, 2.0]
    assert made["b"].tolist() == ["'=1+1", "fine"]


def test_a_csv_has_the_same_bytes_on_every_system():
    hours = pd.date_range("2024-03-01", periods=2, freq="h")
    table = pd.DataFrame({"time": hours, "°C": [1.5, -2.0]})
    written = "time,°C\n2024-03-01T00:00:00,1.5\n2024-03-01T01:00:00,-2.0\n"
    assert csv_bytes(table) == written.encode()
