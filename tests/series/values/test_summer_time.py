"""A clock that follows summer time is told by its hours, asked about, and set right on a wish."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.findings import Finding
from rnnviz.series.read import read_series
from rnnviz.series.types import Guess, ReadOptions, SeriesReading

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
    ("Atlantic/Azores", "2023-02-01"),
    ("America/Asuncion", "2022-08-15"),
    ("Asia/Beirut", "2022-02-01"),
]
# What rows by such a clock are not: each would say that the file has a fault.
FAULTS = {"gaps", "duplicates", "conflicting_duplicates", "devices_mixed", "unordered"}
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


def clock_guess(reading: SeriesReading) -> Guess | None:
    return next((each for each in reading.guesses if each.about == "standard_time"), None)


def about_clock(reading: SeriesReading) -> Finding | None:
    return next((found for found in reading.findings if found.code in CODES), None)


KEPT = [
    # zone, start, days, minutes, written, skipped, repeated
    ("Europe/Berlin", "2024-02-01", 330, 60, "in order", 1, 1),
    ("Europe/Berlin", "2024-02-01", 330, 30, "in order", 1, 1),
    ("America/New_York", "2023-02-01", 330, 15, "in order", 1, 1),
    ("America/New_York", "2023-02-01", 330, 15, "sorted", 1, 1),
    ("Australia/Sydney", "2022-08-15", 330, 10, "in order", 1, 1),
    ("Australia/Sydney", "2022-08-15", 330, 30, "sorted", 1, 1),
    ("Europe/London", "2019-01-01", 1400, 60, "in order", 4, 4),
    ("Europe/Berlin", "2024-03-10", 60, 60, "in order", 1, 0),
    ("Europe/Berlin", "2024-10-01", 60, 10, "in order", 0, 1),
    ("Europe/Berlin", "2024-03-29", 6, 60, "in order", 1, 0),
    ("Europe/Berlin", "2024-02-01", 330, 60, "repeated hour dropped", 1, 0),
    ("Europe/Berlin", "2024-02-01", 330, 60, "every hour, one empty", 1, 0),
]


@pytest.mark.parametrize(
    ("zone", "start", "days", "minutes", "written", "skipped", "repeated"), KEPT
)
def test_the_clock_is_kept_and_asked_about_and_its_hours_are_no_faults(
    zone, start, days, minutes, written, skipped, repeated
):
    utc = hours(start, days, minutes)
    rows = pd.Series(air(utc), local(utc, zone))
    if written == "sorted":
        rows = rows.sort_index(kind="stable")
    if written in ("repeated hour dropped", "every hour, one empty"):
        rows = rows[~rows.index.duplicated()]
    if written == "every hour, one empty":
        rows = rows.asfreq("h")
    reading = read(rows.index, rows.to_numpy())
    found = about_clock(reading)
    assert (found.code, found.params["skipped"], found.params["repeated"]) == (
        "summer_time",
        skipped,
        repeated,
    )
    assert not {each.code for each in reading.findings} & FAULTS
    # An hour that is there twice is averaged, one left out lies between its neighbours.
    by_stamp = rows.groupby(rows.index).mean()  # rows of one time, then those of one hour
    hourly = by_stamp.groupby(by_stamp.index.floor("h")).mean().asfreq("h").interpolate()
    assert (reading.series.stamps == hourly.index).all()
    assert np.allclose(reading.series.values, hourly, atol=1e-4)
    assert clock_guess(reading).confidence == "medium"
    for choice in (False, True):
        decided = read(rows.index, rows.to_numpy(), standard_time=choice)
        assert clock_guess(decided) is None


def test_the_question_shows_the_rows_beside_the_first_change():
    utc = hours("2024-02-01")
    guess = clock_guess(read(local(utc, "Europe/Berlin"), air(utc)))
    kept, back = guess.taken, guess.others[0]
    assert (kept.value, back.value) == (False, True)
    assert [stamp[:13] for stamp in kept.first] == [f"2024-03-31 0{hour}" for hour in "0134"]
    assert [stamp[:13] for stamp in back.first] == [f"2024-03-31 0{hour}" for hour in "0123"]


def test_another_device_is_told_beside_a_clock_that_changes():
    """What contradicts itself elsewhere still does."""
    utc = hours("2024-02-01")
    stamps, values = local(utc, "Europe/Berlin"), air(utc)
    rows = np.sort(np.append(np.arange(len(utc)), [400, 900]))
    values = values[rows]
    values[[401, 902]] += 3.0
    reading = read(stamps[rows], values)
    clash = next(f for f in reading.findings if f.code == "conflicting_duplicates")
    assert (clash.count, clash.params["spread"]) == (2, 3.0)


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


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
@pytest.mark.parametrize("every", [2, 3, 6, 12])
def test_rows_that_are_hours_apart_move_by_an_hour(zone, every):
    utc = hours("2022-02-01", 700, 60 * every)
    stamps, values = local(utc, zone), air(utc)
    found = about_clock(read(stamps, values))
    assert (found.code, found.params["skipped"], found.params["repeated"]) == ("summer_time", 2, 2)
    reading = read(stamps, values, standard_time=True)
    standard = utc.tz_localize(None) + min(stamps - utc.tz_localize(None))
    assert (reading.series.stamps == standard).all()
    assert np.allclose(reading.series.values, values, atol=1e-4)


@pytest.mark.parametrize("every", [2, 3, 6])
def test_rows_that_are_hours_apart_in_standard_time_follow_no_summer_time(every):
    utc = hours("2022-02-01", 700, 60 * every)
    stamps, values = utc.tz_localize(None), air(utc)
    kept = np.random.default_rng(every).random(len(utc)) > 0.02
    assert about_clock(read(stamps, values)) is None
    assert about_clock(read(stamps[kept], values[kept])) is None
