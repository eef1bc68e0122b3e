"""Every line of a file is a row that was read, or a finding says what became of it."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from files import CELSIUS, HOURS, STAMPS, comma, lines, text

from rnnviz.series.read import read_series
from rnnviz.series.table.raw_table import sampled_rows
from rnnviz.series.types import SeriesError


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
    assert more.params["others"] == ("dew_point_temperature",)


@pytest.mark.parametrize(("name", "unit"), [("Temperature of air", "°C"), ("temp oF", "°F")])
def test_the_word_of_is_no_unit(name, unit):
    data = text(lines(header=f"time,{name}"))
    assert read_series(data, "x").unit == unit


def test_the_second_of_numbered_sensors_is_not_at_two_metres():
    rows = [f"{t},182,{v},{v - 1:.1f}" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    assert read_series(text(["timestamp,cnt,t1,t2", *rows]), "bikes").temperature_column == "t1"


def test_notes_below_the_rows_are_no_rows():
    rows = lines(header="time,temp (°C),rain", extra=["0"])
    reading = read_series(text([*rows, "", "User is nobody", "Total number of rows = 480"]), "x")
    (told,) = reading.findings
    assert (told.code, told.rows) == ("notes", (HOURS + 3, HOURS + 4))
    assert (reading.rows_read, reading.rows_used) == (HOURS, HOURS)


HEADERS = {
    "figures of the station as wide as the table": (
        ["724666,39.8,-104.7", "date,temp (°C),rain"],
        lambda t, v: f"{t},{v},0",
    ),
    "an index without a name": ([",temp (°C)"], lambda t, v: f"{t},{v}"),
    "a comma inside the stamp": (
        ["Zeit;temp (°C)"],
        lambda t, v: f"{t:%d.%m.%Y, %H:%M} Uhr;{comma(v)}",
    ),
    "begin and end of the hour": (
        ["PeriodEnd,PeriodStart,temp (°C)"],
        lambda t, v: f"{t + pd.Timedelta('1h')},{t},{v}",
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_that_were_missed(name):
    head, row = HEADERS[name]
    rows = [row(t, v) for t, v in zip(STAMPS, CELSIUS, strict=True)]
    reading = read_series(text([*head, *rows]), name)
    assert reading.temperature_column == "temp (°C)"
    assert reading.series.start == np.datetime64(STAMPS[0], "h")
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    assert "no_header" not in {finding.code for finding in reading.findings}


def test_two_ways_of_writing_dates_in_one_file_are_both_read():
    rows = [
        f"{t:%d/%m/%Y %H:%M},{v}" if i % 2 else f"{t},{v}"
        for i, (t, v) in enumerate(zip(STAMPS, CELSIUS, strict=True))
    ]
    reading = read_series(text(["time,temp (°C)", *rows]), "x")
    assert reading.rows_used == HOURS
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)


def test_one_broken_letter_does_not_change_the_encoding():
    rows = [f"{t};{v};Đà Nẵng" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    data = text(["time;nhiệt độ (°C);nơi", *rows]) + b"2023-03-25 00:00;3;D\xe0\n"
    assert read_series(data, "x").temperature_column == "nhiệt độ (°C)"


def test_a_mark_before_a_bare_figure_is_no_part_of_it():
    rows = [f"{t.timestamp():.0f},{v}" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    assert read_series(b"\xef\xbb\xbf" + text(rows), "x").rows_used == HOURS


def test_a_rule_below_the_header_is_no_line_of_units():
    rows = [f"| {t} | {v} |" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    reading = read_series(text(["| time | temp (°C) |", "|---|---|", *rows]), "table.md")
    assert {f.code for f in reading.findings} == {"metadata_lines", "empty_columns"}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("series_no_values", text(["time,temp (°C)", *(f"{t},NaN" for t in STAMPS)])),
        ("series_no_rows", text(["time,temp (°C)"])),
    ],
)
def test_what_is_empty_is_named(code, data):
    with pytest.raises(SeriesError) as caught:
        read_series(data, "x")
    assert caught.value.code == code


def test_two_thousand_columns_are_looked_at_in_few_rows():
    assert len(sampled_rows(10_000, 2000)) <= 40 < len(sampled_rows(10_000, 20))
