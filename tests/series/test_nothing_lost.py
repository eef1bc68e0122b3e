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


def test_a_header_in_a_comment_is_no_comment():
    names = '#,Date-Time (CET),"Ch: 1 - Temperature (°C)"'
    rows = [
        f"{i},{t:%m/%d/%Y %H:%M:%S},{v}"
        for i, (t, v) in enumerate(zip(STAMPS, CELSIUS, strict=True))
    ]
    assert read_series(text([names, *rows]), "logger").findings == ()
    about = ["# from a logger, on a hill, in the north", names]
    (told,) = read_series(text([*about, *rows]), "logger").findings
    assert (told.code, told.rows) == ("comment_lines", (1,))


def test_a_column_of_units_names_the_unit():
    rows = [f"{t},temperature,{v + 273.15:.2f},K" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    reading = read_series(text(["time,parameter,value,unit", *rows]), "network")
    assert reading.unit == "K"
    assert "unit_by_values" not in {finding.code for finding in reading.findings}


def test_marks_for_quality_are_no_other_temperatures():
    rows = [f"{t},{v},5,{v - 3:.1f},5" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    head = "time,temperature (°C),temperature_Quality_Code,dew_point_temperature,dew_point_qc"
    (more,) = [
        f for f in read_series(text([head, *rows]), "x").findings if f.code == "more_temperatures"
    ]
    assert more.params["others"] == "dew_point_temperature"


@pytest.mark.parametrize(("name", "unit"), [("Temperature of air", "°C"), ("temp oF", "°F")])
def test_the_word_of_is_no_unit(name, unit):
    data = text(lines(header=f"time,{name}"))
    assert read_series(data, "x").unit == unit


def test_the_second_of_numbered_sensors_is_not_at_two_metres():
    rows = [f"{t},182,{v},{v - 1:.1f}" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    assert read_series(text(["timestamp,cnt,t1,t2", *rows]), "bikes").temperature_column == "t1"
