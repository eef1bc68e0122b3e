"""The zone of a series' clock: known from the file or chosen; local hours; offsets in forecasts."""

from __future__ import annotations

import zoneinfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rnnviz.series.join import join
from rnnviz.series.read import read_series
from rnnviz.series.saved import fingerprint, load_series, save_series
from rnnviz.series.types import ReadOptions, RegularSeries, SeriesReading
from rnnviz.series.windows import calendar
from rnnviz.series.zone import Clock, offered_zones, zone_in_name, zone_of

PLACES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Ho_Chi_Minh")
HALVES = ("Asia/Kolkata", "Australia/Lord_Howe")


def moments(start: str = "2023-01-15", days: int = 300) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=24 * days, freq="h", tz="UTC")


def file_of(stamps: pd.Index, head: str = "time") -> bytes:
    drawn = np.random.default_rng(1)
    hours = np.arange(len(stamps))
    values = 12 + 5 * np.sin(hours * 2 * np.pi / 24) + drawn.normal(0, 1, len(hours))
    rows = [f"{when},{value:.2f}" for when, value in zip(stamps, values, strict=True)]
    return "\n".join([f"{head},temp (°C)", *rows]).encode()


def read(stamps: pd.Index, head: str = "time", **choices: object) -> SeriesReading:
    return read_series(file_of(stamps, head), "file.csv", ReadOptions.model_validate(choices))


def clock_of(place: str) -> pd.Index:
    return moments().tz_convert(place).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("place", PLACES)
def test_local_stamps_of_a_chosen_place_are_the_moments_they_mean(place):
    series = read(clock_of(place), zone=place).series
    assert len(series) == len(moments())
    assert not np.isnan(series.values).any()
    written = pd.to_datetime(list(series.clock.written(series.stamps)), utc=True)
    assert (written == moments()).all()
    local = moments().tz_convert(place)
    assert (series.local(series.stamps) == local.tz_localize(None)).all()


@pytest.mark.parametrize("place", PLACES)
def test_so_are_rows_from_the_newest_to_the_oldest(place):
    series = read(clock_of(place)[::-1], zone=place).series
    written = pd.to_datetime(list(series.clock.written(series.stamps)), utc=True)
    assert (written == moments()).all()


def test_a_clock_that_keeps_standard_time_is_left_as_it_is():
    stamps = (moments() + pd.Timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    series = read(stamps, zone="Europe/Berlin").series
    written = pd.to_datetime(list(series.clock.written(series.stamps)), utc=True)
    assert (written == moments()).all()
    assert series.clock.written(series.stamps)[24 * 170].endswith("+02:00")


@pytest.mark.parametrize(
    ("layout", "place", "zone"),
    [
        ("%Y-%m-%dT%H:%MZ", "UTC", "UTC"),
        ("%Y-%m-%dT%H:%M%z", "Asia/Ho_Chi_Minh", "+07:00"),
        ("%Y-%m-%d %H:%M%z", "Asia/Kolkata", "+05:30"),
        ("%Y-%m-%dT%H:%M%z", "Europe/Berlin", "Europe/Berlin"),
        ("%Y-%m-%dT%H:%M%z", "Europe/London", "Europe/London"),
        ("%Y-%m-%dT%H:%M%z", "America/Denver", "America/Denver"),
    ],
)
def test_offsets_in_the_stamps_tell_the_zone(layout, place, zone):
    series = read(moments().tz_convert(place).strftime(layout)).series
    assert (series.utc, series.zone) == (True, zone)
    written = pd.to_datetime(list(series.clock.written(series.stamps)), utc=True)
    assert (written[:200] == moments()[:200].floor("h")).all() or zone == "+05:30"


def test_seconds_since_1970_are_utc_and_names_of_columns_tell_too():
    assert read(moments().astype("datetime64[s, UTC]").astype("int64")).series.zone == "UTC"
    own = moments().strftime("%Y-%m-%d %H:%M")
    for head, utc, zone in (
        ("time (UTC)", True, "UTC"),
        ("Date Time GMT+07:00", False, "+07:00"),
        ("Date Time UTC-5", False, "-05:00"),
        ("local time", False, ""),
        ("time", False, ""),
    ):
        series = read(own, head).series
        assert (series.utc, series.zone) == (utc, zone), head
        assert str(series.start) == "2023-01-15T00"


def test_nothing_changes_where_nobody_knows():
    series = read(moments().strftime("%Y-%m-%d %H:%M")).series
    assert not series.clock.known
    assert series.local(series.stamps) is not None
    np.testing.assert_array_equal(series.local(series.stamps), series.stamps)
    with pytest.raises(ValueError, match="no zone"):
        series.clock.written(series.stamps)
    plain = RegularSeries(series.start, series.values.copy(), False)
    assert fingerprint(series) == fingerprint(plain)


def test_utc_and_unknown_have_the_same_hours_and_numbers():
    known = RegularSeries(
        np.datetime64("2023-01-01T00", "h"), np.zeros(99, np.float32), True, zone="UTC"
    )
    np.testing.assert_array_equal(calendar(known.local(known.stamps)), calendar(known.stamps))


def test_the_hour_of_the_day_is_that_of_the_place_in_summer_and_winter():
    series = read(moments().strftime("%Y-%m-%dT%H:%MZ"), zone="Europe/Berlin").series
    marks = calendar(series.local(series.stamps))
    noon = np.argmax(-marks[:, 1] - 1e-9 * np.arange(len(marks)))  # cos = -1
    assert series.stamps[noon].hour == 11
    summer = 24 * 170 + np.argmax(-marks[24 * 170 : 24 * 171, 1])
    assert series.stamps[summer].hour == 10


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from((*PLACES, *HALVES)),
    st.datetimes(pd.Timestamp("1975-01-01"), pd.Timestamp("2035-01-01")),
    st.booleans(),
)
def test_what_is_written_is_the_moment_and_what_zoneinfo_says(place, when, utc):
    clock = Clock(utc, place)
    stamps = pd.DatetimeIndex([when]).floor("min")
    text = clock.written(stamps)[0]
    moment = stamps[0] - pd.Timedelta(seconds=clock.seconds)
    local = moment.tz_localize("UTC").tz_convert(zoneinfo.ZoneInfo(place))
    assert pd.Timestamp(text) == local
    assert text[:16] == local.strftime("%Y-%m-%dT%H:%M")


def test_a_zone_is_kept_on_disk_and_older_series_have_none(tmp_path):
    series = read(clock_of("Europe/Berlin"), zone="Europe/Berlin").series
    save_series(tmp_path / "s", series)
    again = load_series(tmp_path / "s")
    assert (again.zone, again.utc) == ("Europe/Berlin", False)
    assert fingerprint(again) == fingerprint(series)
    plain = RegularSeries(series.start, series.values.copy(), False)
    assert fingerprint(plain) != fingerprint(series)
    save_series(tmp_path / "p", plain)
    assert load_series(tmp_path / "p").zone == ""
    assert b'"zone"' not in (tmp_path / "p").read_bytes()


def test_a_newer_file_in_another_known_zone_goes_on_at_the_right_moment():
    whole = moments()
    old = read(
        whole[: 24 * 100].tz_convert("Europe/Berlin").strftime("%Y-%m-%d %H:%M"),
        zone="Europe/Berlin",
    ).series
    new = read(whole[24 * 90 :].strftime("%Y-%m-%dT%H:%MZ")).series
    joined = join(old, new).series
    assert joined.zone == "Europe/Berlin"
    assert len(joined) == len(whole)
    written = pd.to_datetime(list(joined.clock.written(joined.stamps)), utc=True)
    assert (written == whole).all()


@pytest.mark.parametrize("text", ["+7", "+07:00", "+0700", "GMT+7", "UTC +7".replace(" ", "")])
def test_offsets_are_written_one_way(text):
    assert zone_of(text) == "+07:00"


@pytest.mark.parametrize("text", ["", "Mars/Base", "+25", "7", "../etc/passwd", "+07:99"])
def test_what_is_no_zone_is_refused(text):
    with pytest.raises(ValueError, match=r"Wanted|14 hours"):
        zone_of(text)
    with pytest.raises(ValidationError):
        ReadOptions(zone=text)


def test_names_without_an_offset_say_none_and_the_browser_is_offered_first():
    assert [zone_in_name(n) for n in ("UTC", "time", "GMT+99", "utc offset 3")] == [""] * 4
    offered = offered_zones("+02:00", "Asia/Ho_Chi_Minh")
    assert offered[:4] == ("", "+02:00", "Asia/Ho_Chi_Minh", "UTC")
    assert "Europe/Berlin" in offered
    assert offered_zones("", "nonsense")[:2] == ("", "UTC")
