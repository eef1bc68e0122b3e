"""Rows that say in every cell what it is: the labels name the columns."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError, SeriesReading

HOURS = pd.date_range("2024-02-06", periods=24 * 10, freq="h")
DAY = np.arange(len(HOURS)) * 2 * np.pi / 24
OUT = np.round(7 + 4 * np.sin(DAY) + np.arange(len(HOURS)) / 100, 1)
IN = np.round(21 + np.sin(DAY - 1), 1)
HUMID = np.round(75 - 2 * OUT).astype(int)


def rows(form: str) -> list[str]:
    return [
        form.format(t=t, v=v, i=i, h=h, f=v * 1.8 + 32)
        for t, v, i, h in zip(HOURS, OUT, IN, HUMID, strict=True)
    ]


def read(lines: list[str], **choices: object) -> SeriesReading:
    data = ("\n".join(lines) + "\n").encode()
    return read_series(data, "log.txt", ReadOptions.model_validate(choices))


def assert_right(reading: SeriesReading, column: str) -> None:
    assert reading.temperature_column == column
    assert reading.series.stamps[0] == HOURS[0]
    np.testing.assert_allclose(reading.series.values, OUT, atol=0.06)


@pytest.mark.parametrize(
    ("form", "column"),
    [
        ("{t:%Y-%m-%d %H:%M},temp={v},hum={h}", "temp"),
        ("{t:%Y-%m-%d %H:%M:%S} T={v} RH={h}", "T"),
        ("{t:%Y-%m-%d %H:%M};temp: {v};hum: {h}", "temp"),
        ("{t:%d.%m.%Y %H:%M}; Temperatur = {v}; Feuchte = {h}", "Temperatur"),
        ("time={t:%Y-%m-%dT%H:%M:%S},temp={v},hum={h}", "time"),
        ("{t:%Y-%m-%dT%H:%M:%S}Z|temp={v}C|hum={h}%", "temp"),
        ("{t:%Y-%m-%d %H:%M}\ttemp_in={i}\ttemp_out={v}", "temp_out"),
        ('"{t:%Y-%m-%d %H:%M}","temp_c={v}","hum={h}"', "temp_c"),
    ],
)
def test_labels_name_the_columns(form, column):
    reading = read(rows(form))
    assert_right(reading, "temp" if column == "time" else column)
    assert column != "time" or reading.time_column == "time"


def test_other_lines_stay_as_they_are():
    lines = rows("{t:%Y-%m-%d %H:%M},temp={v},hum={h}")
    lines[40] = "2024-02-07 16:00,temp=,hum=70"  # the sensor did not answer
    reading = read(["# logger=garden", "2024-02-05 23:5", *lines, "end=of log"])
    known = ~np.isnan(reading.series.values)
    np.testing.assert_allclose(np.delete(reading.series.values, 40), np.delete(OUT, 40), atol=0.06)
    assert reading.temperature_column == "temp"
    assert known.all()
    assert {"missing", "gaps"} <= {found.code for found in reading.findings}


def test_a_long_log_is_read_as_a_short_one():
    hours = pd.date_range("2024-02-06", periods=12_000, freq="h")
    values = np.round(9 + 5 * np.sin(np.arange(12_000) * 2 * np.pi / 24), 1)
    lines = [f"{t:%Y-%m-%d %H:%M},temp={v},hum=80" for t, v in zip(hours, values, strict=True)]
    np.testing.assert_allclose(read(lines).series.values, values, atol=0.06)


DIGITEMP = "{t:%b %d %H:%M:%S} Sensor 0 C: {v:.2f} F: {f:.2f}"


def test_a_log_of_digitemp_asks_for_the_year_alone():
    with pytest.raises(SeriesError) as error:
        read(rows(DIGITEMP))
    assert error.value.code == "series_no_year"
    assert_right(read(rows(DIGITEMP), first_date=datetime.date(2024, 2, 6)), "temperature (°C)")


@pytest.mark.parametrize("order", ["one sensor, then the other", "by turns"])
def test_a_log_of_digitemp_asks_which_sensor(order):
    one, two = rows(DIGITEMP), rows(DIGITEMP.replace("Sensor 0", "Sensor 1").replace("{v:", "{i:"))
    lines = [line for pair in zip(one, two, strict=True) for line in pair]
    reading = read(lines if order == "by turns" else one + two, first_date="2024-02-06")
    guess = next(guess for guess in reading.guesses if guess.about == "station")
    assert {guess.taken.value, *(other.value for other in guess.others)} == {"0", "1"}
    chosen = read(lines, first_date="2024-02-06", station="0")
    assert_right(chosen, "temperature (°C)")
