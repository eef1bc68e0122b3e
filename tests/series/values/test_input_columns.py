"""Other columns beside the temperature: found, read the same way, kept, and refused with reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cli.inspect_report import finding_report
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.sandbox.plain import reading_in, reading_out
from rnnviz.series.read import read_series
from rnnviz.series.saved import fingerprint, load_series, save_series
from rnnviz.series.types import ReadOptions, RegularSeries, SeriesError, SeriesReading
from rnnviz.series.values.input_columns import sentinels_in
from rnnviz.series.windows import window_starts

HOURS = 24 * 30
STAMPS = pd.date_range("2023-03-01", periods=HOURS, freq="h")
DRAWN = np.random.default_rng(3)
CELSIUS = (12 + 6 * np.sin(np.arange(HOURS) * 2 * np.pi / 24) + DRAWN.normal(0, 1, HOURS)).round(1)
HUMIDITY = (70 - 2 * (CELSIUS - 12) + DRAWN.normal(0, 3, HOURS)).round()


def table(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"time": STAMPS.astype(str), "temperature (°C)": CELSIUS, **columns})


def read(frame: pd.DataFrame, *names: str, **choices: object) -> SeriesReading:
    options = ReadOptions.model_validate({"inputs": names, **choices})
    return read_series(frame.to_csv(index=False).encode(), "file.csv", options)


def said(reading: SeriesReading, code: str) -> dict[str, object]:
    (finding,) = [each for each in reading.findings if each.code == code]
    for language in LANGUAGES:
        report = finding_report(finding, translator(language))
        assert "{" not in report["message"] + report["action"]
    return {"count": finding.count, **finding.params}


def test_numeric_columns_are_listed_and_clocks_ids_flags_and_counts_are_not():
    frame = table(
        row=np.arange(HOURS),
        hour=STAMPS.hour,
        station_id=np.full(HOURS, 10147),
        qc_flag=HUMIDITY % 2,
        wetter=["klar"] * HOURS,
        windspeed_kmh=DRAWN.gamma(2, 2, HOURS).round(1),
        humidity=HUMIDITY,
        **{"temp indoor": CELSIUS / 3 + 15, "epoch": STAMPS.astype("int64") // 10**9},
    )
    reading = read(frame)
    assert reading.other_columns == ("humidity", "windspeed_kmh", "temp indoor")
    assert dict(reading.series.inputs) == {}


def test_no_inputs_read_the_same_series_as_if_there_were_no_other_columns():
    alone, beside = read(table()), read(table(humidity=HUMIDITY))
    np.testing.assert_array_equal(alone.series.values, beside.series.values)
    assert fingerprint(alone.series) == fingerprint(beside.series)
    with_it = read(table(humidity=HUMIDITY), "humidity")
    np.testing.assert_array_equal(alone.series.values, with_it.series.values)
    assert fingerprint(with_it.series) != fingerprint(alone.series)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["mean", "min", "max"]), st.integers(0, 6))
def test_a_column_with_the_same_cells_becomes_the_same_series(seed, take, fill_hours):
    """Whatever is out of order, repeated, missing or finer than the step."""
    drawn = np.random.default_rng(seed)
    rows = 600
    minutes = np.sort(drawn.choice(rows * 60 // 10 + 400, rows, replace=True)) * 10
    stamps = pd.Timestamp("2023-03-01") + pd.to_timedelta(minutes, unit="min")
    values = drawn.normal(10, 4, rows).round(1).astype(object)
    values[drawn.random(rows) < 0.1] = ""
    frame = pd.DataFrame({"time": stamps.astype(str), "temp": values, "again": values})
    frame = frame.sample(frac=1, random_state=seed % 1000)
    options = ReadOptions(inputs=("again",), take=take, fill_hours=fill_hours, step="1h")
    series = read_series(frame.to_csv(index=False).encode(), "file.csv", options).series
    np.testing.assert_array_equal(series.inputs["again"], series.values)


def test_cells_that_are_no_numbers_and_sentinels_leave_the_temperature_alone():
    humidity = HUMIDITY.astype(object)
    humidity[5], humidity[9], humidity[20:22] = "wet", "-9999", "-9999"
    reading = read(table(humidity=humidity), "humidity")
    assert said(reading, "input_not_numbers")["value"] == "wet"
    assert said(reading, "input_sentinels") == {
        "count": 3,
        "column": "humidity",
        "values": ("-9999",),
    }
    assert said(reading, "input_filled")["count"] == 4
    assert len(reading.series.known) == HOURS
    assert not np.isnan(reading.series.inputs["humidity"]).any()
    assert reading.series.inputs["humidity"][5] == np.float32((HUMIDITY[4] + HUMIDITY[6]) / 2)


def test_long_holes_split_windows_and_say_what_they_cost():
    humidity = HUMIDITY.copy()
    humidity[100:300] = np.nan
    reading = read(table(humidity=humidity), "humidity")
    said_of = said(reading, "input_holes")
    assert (said_of["count"], said_of["percent"]) == (200, 29)
    starts = window_starts(reading.series, 6)
    assert not ((starts > 94) & (starts < 300)).any()
    assert len(starts) == HOURS - 5 - 205
    assert len(window_starts(reading.series.with_inputs(()), 6)) == HOURS - 5


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([40, 99, 85, 60, 70], 0),  # humidity
        ([980, 999, 1010, 1030, 990], 0),  # pressure
        ([1010, 0, 1003, 1012, 1008], 1),
        ([0, 0, 0.4, 0, 1.2], 0),  # rain
        ([650, -200, 2000, 900, 1500], 1),
        ([1, 2, 3, -9999, -999, 2], 2),
        ([-999, -999], 0),
    ],
)
def test_what_stands_for_missing_is_told_by_how_far_it_is_from_the_rest(values, found):
    assert len(sentinels_in(np.array(values, float))) == found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("no such", "series_no_such_input"),
        ("time", "series_input_taken"),
        ("temperature (°C)", "series_input_taken"),
        ("sky", "series_input_no_numbers"),
        ("empty", "series_input_empty"),
    ],
)
def test_a_column_that_cannot_be_read_is_refused_with_the_reason(name, code):
    frame = table(humidity=HUMIDITY, sky=["clear"] * HOURS, empty=[""] * HOURS)
    with pytest.raises(SeriesError) as error:
        read(frame, name)
    assert error.value.code == code
    for language in LANGUAGES:
        assert "{" not in translator(language).error(error.value)


def test_inputs_come_back_from_the_disk_and_from_the_child_in_order(tmp_path):
    frame = table(humidity=HUMIDITY, wind=DRAWN.gamma(2, 2, HOURS).round(1))
    reading = read(frame, "wind", "humidity")
    save_series(tmp_path / "series.safetensors", reading.series)
    kept = load_series(tmp_path / "series.safetensors")
    sent = reading_in(*reading_out(reading))
    assert sent.other_columns == reading.other_columns
    for series in (kept, sent.series):
        assert list(series.inputs) == ["wind", "humidity"]
        assert fingerprint(series) == fingerprint(reading.series)


def test_an_input_has_the_steps_of_the_temperature():
    values, start = np.zeros(5, np.float32), np.datetime64("2024-01-01T00", "h")
    with pytest.raises(ValueError, match="other steps"):
        RegularSeries(start, values, True, inputs={"a": values[:4]})
