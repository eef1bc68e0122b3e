"""Every line of a file is a row that was read, or a finding says what became of it."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from files import CELSIUS, HOURS, STAMPS, lines, text

from rnnviz.series.read import read_series


@pytest.mark.parametrize("junk", ['""', "---", "(a line of words)"])
def test_a_line_between_header_and_rows_is_told(junk):
    rows = lines()
    reading = read_series(text([rows[0], junk, *rows[1:]]), "file.csv")
    (finding,) = reading.findings
    assert (finding.code, finding.count, finding.rows) == ("metadata_lines", 1, (2,))
    assert reading.rows_used == HOURS


def test_stamps_beyond_the_calendar_in_parquet_are_left_out_and_told():
    stamps = STAMPS.as_unit("us").to_numpy().copy()
    stamps[3:5] = np.datetime64("12345-01-01", "us")
    target = io.BytesIO()
    pd.DataFrame({"time": stamps, "temp (°C)": CELSIUS}).to_parquet(target)
    reading = read_series(target.getvalue(), "file.parquet")
    (finding,) = [finding for finding in reading.findings if finding.code == "unread_times"]
    assert (finding.count, reading.rows_used) == (2, HOURS - 2)
