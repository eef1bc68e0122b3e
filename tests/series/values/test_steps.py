"""Series of any regular step: what the file has, taken together upward, never made up downward."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cli.inspect_report import reading_report
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.sandbox.plain import reading_in, reading_out
from rnnviz.series.read import read_series
from rnnviz.series.saved import load_series, save_series
from rnnviz.series.step import DAY, HOUR, MONTH, WEEK, Step
from rnnviz.series.step_choices import step_choices, step_taken
from rnnviz.series.types import ReadOptions, SeriesError

# pandas' name of a step, how its stamps are written, and the step that the series then has.
FILES = {
    "3h": ("3h", "%Y-%m-%d %H:%M", "3h"),
    "6h": ("6h", "%d.%m.%Y %H:%M", "6h"),
    "12h": ("12h", "%Y-%m-%d %H:%M", "12h"),
    "1d": ("D", "%Y-%m-%d", "1d"),
    "1d, at nine": ("D", "%Y-%m-%d 09:00", "1d"),
    "2d": ("2D", "%Y-%m-%d", "2d"),
    "7d": ("7D", "%d/%m/%Y", "7d"),
    "1mo": ("MS", "%Y-%m-%d", "1mo"),
    "1mo, its end": ("ME", "%Y-%m-%d", "1mo"),
    "1mo, no day": ("MS", "%Y-%m", "1mo"),
    "3mo": ("QS", "%Y-%m-%d", "3mo"),
    "12mo": ("YS", "%Y-%m-%d", "12mo"),
}


def weather(stamps: pd.DatetimeIndex) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 1.5, len(stamps))
    year = np.cos(2 * np.pi * (stamps.day_of_year - 20) / 365.25)
    return np.round(np.asarray(9 - 11 * year + noise), 1)


def written(stamps: pd.DatetimeIndex, values: np.ndarray, form: str) -> bytes:
    rows = (f"{t.strftime(form)};{v}" for t, v in zip(stamps, values, strict=True))
    return "\n".join(["date;temperature (°C)", *rows]).encode()


def made(name: str, count: int = 400) -> tuple[pd.DatetimeIndex, np.ndarray, bytes]:
    frequency, form, _ = FILES[name]
    stamps = pd.date_range("1901-01-01", periods=count if "mo" not in name else 200, freq=frequency)
    values = weather(stamps)
    return stamps, values, written(stamps, values, form)


@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_its_step_and_every_value(name):
    stamps, values, data = made(name)
    reading = read_series(data, name)
    assert str(reading.series.step) == FILES[name][2]
    np.testing.assert_allclose(reading.series.values, values, atol=1e-5)
    seen = reading.series.stamps
    unit = "M" if reading.series.step.unit == "M" else "D" if "d" in name else "s"
    known = [each.to_numpy().astype(f"datetime64[{unit}]") for each in (seen, stamps)]
    np.testing.assert_array_equal(*known)
    codes = {finding.code for finding in reading.findings}
    assert "own_step" in codes
    assert not codes & {"gaps", "irregular", "averaged"}


def test_steps_may_begin_at_any_minute_and_clocks_are_not_exact():
    stamps = pd.date_range("2020-01-01 01:30", periods=300, freq="3h")
    values = weather(stamps)
    late = stamps + pd.to_timedelta(np.random.default_rng(1).integers(-2, 3, 300), unit="min")
    series = read_series(written(late, values, "%Y-%m-%d %H:%M"), "x").series
    assert series.step.seconds == 3 * 3600
    assert abs(pd.Timestamp(series.start) - stamps[0]) <= pd.Timedelta("2min")
    np.testing.assert_allclose(series.values, values, atol=1e-5)


def test_a_missing_day_is_a_hole_and_is_filled_only_if_that_is_said():
    stamps, values, _ = made("1d")
    kept = np.delete(np.arange(len(stamps)), [50, 120, 121])
    data = written(stamps[kept], values[kept], "%Y-%m-%d")
    series = read_series(data, "x").series
    assert np.flatnonzero(np.isnan(series.values)).tolist() == [50, 120, 121]
    filled = read_series(data, "x", ReadOptions(fill_hours=24)).series
    assert np.flatnonzero(np.isnan(filled.values)).tolist() == [120, 121]
    assert filled.values[50] == pytest.approx((values[49] + values[51]) / 2, abs=1e-5)
    (gaps,) = (f for f in read_series(data, "x").findings if f.code == "gaps")
    assert (gaps.params["longest"], gaps.params["from"]) == (2, str(stamps[120].date()))


HOURS = pd.date_range("2021-01-01", periods=24 * 365, freq="h")
HOURLY = weather(HOURS) + np.round(3 * np.sin(2 * np.pi * HOURS.hour.to_numpy() / 24), 1)
TAKEN = pd.Series(HOURLY, index=HOURS)


@pytest.mark.parametrize("take", ["mean", "min", "max"])
@pytest.mark.parametrize(
    ("step", "rule"), [("3h", "3h"), ("1d", "D"), ("7d", "W-MON"), ("1mo", "MS")]
)
def test_rows_are_taken_together_as_pandas_does(step, rule, take):
    data = written(HOURS, HOURLY, "%Y-%m-%d %H:%M")
    series = read_series(data, "x", ReadOptions(step=step, take=take)).series
    assert str(series.step) == step
    options = {"label": "left", "closed": "left"} if rule == "W-MON" else {}
    truth = getattr(TAKEN.resample(rule, **options), take)()
    if (
        rule == "W-MON"
    ):  # 2021 began on a Friday: three days are no week, nor is what is left at its end
        whole = TAKEN.resample(rule, **options).count() >= 0.75 * 168
        truth = truth[whole]
    np.testing.assert_allclose(series.values, truth.to_numpy(), atol=1e-4)
    assert series.stamps[0] == truth.index[0]


def test_a_day_of_which_most_is_missing_says_nothing():
    morning = HOURS[(HOURS.day_of_year != 40) | (HOURS.hour < 12)]
    data = written(morning, TAKEN[morning].to_numpy(), "%Y-%m-%d %H:%M")
    reading = read_series(data, "x", ReadOptions(step="1d"))
    assert np.flatnonzero(np.isnan(reading.series.values)).tolist() == [39]
    (taken,) = (finding for finding in reading.findings if finding.code == "taken_mean")
    assert (taken.params["few"], len(taken.rows)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "wished"), [("1d", "1h"), ("1d", "6h"), ("7d", "1d"), ("1mo", "7d")]
)
def test_nothing_is_made_up_between_two_rows(name, wished):
    _, _, data = made(name)
    with pytest.raises(SeriesError) as error:
        read_series(data, name, ReadOptions(step=wished))
    assert error.value.code == "series_step_finer"
    for language in LANGUAGES:
        assert "{" not in translator(language).error(error.value)


def test_ten_minutes_become_hours_unless_their_own_step_is_wished():
    stamps = pd.date_range("2024-03-01", periods=6 * 24 * 20, freq="10min")
    values = weather(stamps)
    data = written(stamps, values, "%Y-%m-%d %H:%M")
    hourly, own = (read_series(data, "x", ReadOptions(step=step)) for step in (None, "own"))
    assert (hourly.series.step, str(own.series.step)) == (HOUR, "10min")
    np.testing.assert_allclose(own.series.values, values, atol=1e-5)
    means = values.reshape(-1, 6).mean(axis=1)
    np.testing.assert_allclose(hourly.series.values, means, atol=1e-5)
    assert step_taken(hourly, ReadOptions()) == "1h"
    assert step_choices(hourly) == ("own", "1h", "3h", "6h", "1d", "7d", "1mo")
    daily = read_series(made("1d")[2], "x")
    assert step_choices(daily) == ("own", "7d", "1mo")
    assert step_taken(daily, ReadOptions()) == "own"


@pytest.mark.parametrize("name", ["3h", "1d", "1mo"])
def test_a_series_of_any_step_goes_to_disk_and_through_the_reader_unchanged(name, tmp_path):
    reading = read_series(made(name)[2], name)
    save_series(tmp_path / "series.safetensors", reading.series)
    back = load_series(tmp_path / "series.safetensors")
    head, body = reading_out(reading)
    for series in (back, reading_in(head, body).series):
        assert (series.start, series.step) == (reading.series.start, reading.series.step)
        assert series.values.tobytes() == reading.series.values.tobytes()
    report = reading_report(reading, translator("en"))
    assert (report["series_step"], report["values"]) == (FILES[name][2], len(reading.series))


units = st.sampled_from(["m", "h", "D", "M"])


@given(st.integers(1, 99_999), units)
def test_a_step_is_read_as_it_was_written(count, unit):
    step = Step(count, unit)
    assert Step.read(str(step)) == step


@pytest.mark.parametrize(
    "text", ["", "h", "0h", "1", "1 h", "-1h", "1w", "1h1h", "1mon", "999999d"]
)
def test_what_is_no_step_is_refused(text):
    with pytest.raises(ValueError, match="no step"):
        Step.read(text)


def test_kinds_and_seasons_have_words():
    assert [step.kind for step in (HOUR, DAY, WEEK, MONTH)] == ["h", "d", "w", "mo"]
    assert (Step(10, "m").kind, Step(3, "h").kind, Step(3, "M").kind) == ("clock", "clock", "long")
    for language in LANGUAGES:
        said = {translator(language).counting(s.kind)("weather.baseline.persistence")
                for s in (HOUR, DAY, WEEK, MONTH, Step(3, "h"))}  # fmt: skip
        assert len(said) == 5
