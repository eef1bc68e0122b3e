"""A clock that follows summer time is told by its hours, asked about, and set right on a wish."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.findings import Finding
from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesReading

COUNTRIES = [
    ("Europe/Berlin", "2023-02-01"),
    ("Europe/London", "2019-06-10"),
    ("Europe/Helsinki", "2021-01-01"),
    ("America/New_York", "2005-01-01"),
    ("America/New_York", "2022-08-01"),
    ("America/Mexico_City", "2018-02-01"),
    ("America/Santiago", "2020-01-15"),
    ("America/Sao_Paulo", "2016-08-15"),
    ("Australia/Sydney", "2022-08-15"),
    ("Pacific/Auckland", "2023-08-15"),
]
CODES = {"summer_time", "summer_time_undone", "no_summer_time"}


def hours(start: str, days: int = 330, minutes: int = 60) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=days * 24 * 60 // minutes, freq=f"{minutes}min", tz="UTC")


def air(utc: pd.DatetimeIndex) -> np.ndarray:
    day = (utc - utc[0]).total_seconds().to_numpy() / 86_400
    noise = np.random.default_rng(3).normal(0, 0.2, len(utc))
    return np.round(10 + 5 * np.sin(2 * np.pi * day) + 4 * np.sin(day / 17) + noise, 2)


def local(utc: pd.DatetimeIndex, zone: str) -> pd.DatetimeIndex:
    return utc.tz_convert(zone).tz_localize(None)


def read(stamps: pd.DatetimeIndex, values: np.ndarray, **choices: object) -> SeriesReading:
    text = pd.DataFrame({"time": stamps.strftime("%Y-%m-%d %H:%M"), "temp (°C)": values})
    data = text.to_csv(index=False).encode()
    return read_series(data, "clock.csv", ReadOptions.model_validate(choices))


def about_clock(reading: SeriesReading) -> Finding | None:
    return next((found for found in reading.findings if found.code in CODES), None)


@pytest.mark.parametrize(("zone", "start"), COUNTRIES)
@pytest.mark.parametrize("minutes", [60, 10])
def test_a_country_s_clock_is_told_and_taken_back_to_standard_time(zone, start, minutes):
    utc = hours(start, minutes=minutes)
    stamps, values = local(utc, zone), air(utc)
    found = about_clock(read(stamps, values))
    assert (found.code, found.params["skipped"], found.params["repeated"]) == ("summer_time", 1, 1)
    back = np.flatnonzero(np.diff(stamps) != pd.Timedelta(minutes=minutes)) + 1
    assert found.rows == tuple(back + 2)
    reading = read(stamps, values, standard_time=True)
    assert about_clock(reading).code == "summer_time_undone"
    told = {found.code for found in reading.findings}
    assert not told & {"gaps", "duplicates", "conflicting_duplicates", "unordered"}
    offset = min(stamps - utc.tz_localize(None))
    truth = pd.Series(values, utc.tz_localize(None) + offset).resample("h").mean()
    assert reading.series.stamps[0] == truth.index[0]
    assert np.allclose(reading.series.values, truth, atol=1e-4)


def test_the_two_places_are_named():
    utc = hours("2024-02-01")
    found = about_clock(read(local(utc, "Europe/Berlin"), air(utc)))
    assert found.params["places"] == ("2024-03-31", "2024-10-27")
    assert found.params["zone"] == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
@pytest.mark.parametrize("minutes", [60, 15])
@pytest.mark.parametrize("written", ["newest first", "sorted", "ends", "halves swapped"])
def test_in_any_order_and_at_the_end_of_what_was_measured(zone, minutes, written):
    utc = hours("2023-08-01", minutes=minutes)
    stamps, values = local(utc, zone), air(utc)
    if written == "ends":
        stamps = stamps + pd.Timedelta(minutes=minutes)
    order = np.arange(len(utc))
    if written == "newest first":
        order = order[::-1]
    if written == "sorted":
        order = np.argsort(stamps, kind="stable")
    if written == "halves swapped":
        order = np.roll(order, len(order) // 2)
    assert about_clock(read(stamps[order], values[order])).code == "summer_time"
    reading = read(stamps[order], values[order], standard_time=True)
    assert len(reading.series) in (len(utc) * minutes // 60, len(utc) * minutes // 60 + 1)
    assert len(reading.series.known) == len(reading.series)
    assert "conflicting_duplicates" not in {found.code for found in reading.findings}


@pytest.mark.parametrize(
    ("start", "days", "skipped", "repeated"),
    [("2024-03-10", 60, 1, 0), ("2024-10-01", 60, 0, 1), ("2020-01-01", 1400, 4, 4)],
)
def test_a_part_of_a_year_and_several(start, days, skipped, repeated):
    utc = hours(start, days)
    found = about_clock(read(local(utc, "Europe/Paris"), air(utc)))
    assert (found.params["skipped"], found.params["repeated"]) == (skipped, repeated)
    assert len(found.params["places"]) == min(4, skipped + repeated)


@pytest.mark.parametrize("kept", ["first", "last"])
def test_where_a_stamp_is_kept_once(kept):
    utc = hours("2024-02-01")
    stamps, values = local(utc, "Europe/Berlin"), air(utc)
    once = ~stamps.duplicated(keep=kept)
    found = about_clock(read(stamps[once], values[once]))
    assert (found.params["skipped"], found.params["repeated"]) == (1, 0)
    told = {each.code for each in read(stamps[once], values[once], standard_time=True).findings}
    assert {"summer_time_undone", "gaps"} <= told


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.002, 0.01, 0.1])
def test_holes_and_repeated_rows_anywhere_are_no_summer_time(seed, share):
    utc = hours("2022-01-01", 500)
    rng = np.random.default_rng(seed)
    holes = rng.random(len(utc)) < share
    again = np.flatnonzero(rng.random(len(utc)) < share / 2)
    rows = np.sort(np.append(np.flatnonzero(~holes), again))
    stamps = utc.tz_localize(None)[rows]
    assert about_clock(read(stamps, air(utc)[rows] + rng.normal(0, 0.1, len(rows)))) is None


def test_a_clock_that_goes_on_in_spring_follows_no_summer_time():
    stamps, values = hours("2024-02-01").tz_localize(None), air(hours("2024-02-01"))
    assert about_clock(read(stamps, values)) is None
    rows = np.sort(np.append(np.arange(len(stamps)), stamps.get_loc("2024-10-27 02:00")))
    assert about_clock(read(stamps[rows], values[rows] + 0.1 * np.arange(len(rows)) % 1)) is None


def test_a_wish_without_a_change_leaves_the_times_and_says_so():
    stamps, values = hours("2024-05-01", 60).tz_localize(None), air(hours("2024-05-01", 60))
    reading = read(stamps, values, standard_time=True)
    assert about_clock(reading).code == "no_summer_time"
    assert reading.series.stamps[0] == stamps[0]


def test_a_file_that_says_its_zone_has_no_question():
    utc = hours("2024-02-01")
    text = pd.Series(utc.tz_convert("Europe/Berlin")).map(lambda when: when.isoformat())
    data = pd.DataFrame({"time": text, "temp (°C)": air(utc)}).to_csv(index=False).encode()
    assert about_clock(read_series(data, "zoned.csv")) is None
