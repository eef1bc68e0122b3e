"""An end of a file that is no weather: found, told, cut by a choice; and ordinary ends are left."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.series.read import read_series
from rnnviz.series.sample import sample_series
from rnnviz.series.step import DAY, Step
from rnnviz.series.tail import doubtful_tail
from rnnviz.series.types import ReadOptions, RegularSeries, SeriesReading

DAYS = 200


def air(days: int = DAYS, seed: int = 0) -> np.ndarray:
    """Hours: seasons, days of different strength, and weather that comes and goes."""
    dice, hours = np.random.default_rng(seed), np.arange(24 * days)
    fronts = np.repeat(np.cumsum(dice.normal(0, 1.5, days)) * 0.7, 24)
    strength = np.repeat(dice.uniform(1, 6, days), 24)
    day = strength * np.sin((hours - 9) * 2 * np.pi / 24)
    return (
        10 + 8 * np.sin(hours * 2 * np.pi / 8766) + fronts + day + dice.normal(0, 0.2, len(hours))
    )


def series(values: np.ndarray) -> RegularSeries:
    return RegularSeries(np.datetime64("2023-01-01T00", "h"), values.astype(np.float32), False)


def repeated(values: np.ndarray, days: int) -> np.ndarray:
    """The last days are one day again and again, each a hundredth warmer."""
    begin = len(values) - 24 * days
    day = values[begin - 24 : begin]
    return np.concatenate([values[:begin], *(day + 0.01 * k for k in range(1, days + 1))])


def indoors(values: np.ndarray, days: int) -> np.ndarray:
    begin = len(values) - 24 * days
    inside = 21 + 0.02 * values[begin:]
    return np.concatenate([values[:begin], inside])


def moved(values: np.ndarray, days: int) -> np.ndarray:
    """From noon of a day on, the sensor stands at a warmer place."""
    begin = len(values) - 24 * days + 12
    return np.concatenate([values[:begin], values[begin:] + 10])


def around_its_days(values: np.ndarray, days: int, share: float) -> np.ndarray:
    """The last days swing around their mean by a share of what they did."""
    begin = len(values) - 24 * days
    table = values[begin:].reshape(days, 24)
    mean = table.mean(axis=1, keepdims=True)
    return np.concatenate([values[:begin], (mean + share * (table - mean)).ravel()])


def noisy(values: np.ndarray, days: int) -> np.ndarray:
    noise = np.random.default_rng(9).normal(0, 2, 24 * days)
    return np.concatenate([values[: -24 * days], values[-24 * days :] + noise])


def read(values: np.ndarray, **choices: object) -> SeriesReading:
    stamps = pd.date_range("2023-01-01", periods=len(values), freq="h")
    frame = pd.DataFrame({"time": stamps, "temperature (°C)": values.round(2)})
    data = frame.to_csv(index=False).encode()
    return read_series(data, "file.csv", ReadOptions.model_validate(choices))


@pytest.mark.parametrize("days", [10, 40, 90])
@pytest.mark.parametrize(("made", "kind"), [(repeated, "repeats"), (indoors, "calm")])
def test_an_end_that_is_no_weather_is_found_where_it_begins(made, kind, days):
    tail = doubtful_tail(series(made(air(), days)))
    assert tail is not None
    assert (tail.kind, tail.days) == (kind, days)
    assert tail.place == 24 * (DAYS - days)
    assert tail.now < 0.3 * tail.usual


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("scale", [1.0, 0.2])
def test_ordinary_weather_ends_as_it_goes(seed, scale):
    assert doubtful_tail(series(10 + scale * air(seed=seed))) is None


def test_neither_does_the_sample_nor_what_is_no_weather_from_its_beginning():
    assert doubtful_tail(sample_series()) is None
    hours = np.arange(24 * 100)
    assert doubtful_tail(series(10 + 5 * np.sin(hours * 2 * np.pi / 24))) is None
    assert doubtful_tail(series(np.full(24 * 100, 20.0))) is None
    assert doubtful_tail(series(air(20))) is None


@pytest.mark.parametrize("days", [16, 40])
@pytest.mark.parametrize(
    ("made", "kind", "near"),
    [
        (moved, "level", 0),
        (lambda values, days: around_its_days(values, days, 0.3), "calmer", 3),
        (noisy, "rougher", 3),
    ],
)
def test_an_end_that_is_other_than_what_came_before_is_found_near_its_beginning(
    made, kind, near, days
):
    tail = doubtful_tail(series(made(air(), days)))
    assert tail is not None
    assert tail.kind == kind
    assert abs(tail.days - days) <= near
    if kind == "level":
        assert tail.place == 24 * (DAYS - days) + 12
        assert 5 < tail.now - tail.usual < 15
    else:
        assert (tail.now < tail.usual) == (kind == "calmer")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.floats(10, 16), st.sampled_from([-1, 1]), st.integers(4, 50))
def test_a_leap_of_many_degrees_that_stays_is_told_wherever_it_happens(seed, degrees, sign, days):
    values = air(seed=seed)
    values[-24 * days :] += sign * degrees
    tail = doubtful_tail(series(values))
    assert tail is not None
    assert (tail.kind, tail.days) == ("level", days)


def test_a_leap_that_goes_back_or_happened_before_is_weather():
    back = air(seed=3)
    back -= np.repeat(back.reshape(-1, 24).mean(axis=1), 24)  # no fronts
    back[-24 * 20 : -24 * 18] += 10
    assert doubtful_tail(series(back)) is None
    often = air()
    for day in (40, 80, 110, 140, 180):
        often[24 * day :] += 10 if day % 80 else -10
    assert doubtful_tail(series(often)) is None
    once = air()
    once[24 * 50 :] += 10  # most of the file
    assert doubtful_tail(series(once)) is None


def test_a_sensor_brought_in_on_the_last_day_is_told():
    values = air()
    values[-9:] = 24 + 0.1 * values[-9:] - 20 * (values[-10] > 15)
    tail = doubtful_tail(series(values))
    assert tail is not None
    assert (tail.kind, tail.days, tail.place) == ("level", 1, len(values) - 9)


def test_seasons_that_calm_down_are_no_calmer_end():
    hours = np.arange(24 * 300)
    strength = 4 + 3 * np.cos(hours * 2 * np.pi / 8766)  # a quarter in half a year
    dice = np.random.default_rng(4)
    day = (
        strength * np.sin((hours - 9) * 2 * np.pi / 24) * np.repeat(dice.uniform(0.5, 1.5, 300), 24)
    )
    values = 10 + np.repeat(np.cumsum(dice.normal(0, 1, 300)) * 0.5, 24) + day
    for days in range(150, 300, 10):
        assert doubtful_tail(series(values[: 24 * days])) is None


def test_steps_of_minutes_are_looked_at_by_the_hour_and_days_not_at_all():
    minutes = np.repeat(moved(air(), 20), 6)
    fine = RegularSeries(
        np.datetime64("2023-01-01T00:00", "m"),
        minutes.astype(np.float32),
        False,
        Step(10, "m"),
    )
    tail = doubtful_tail(fine)
    assert tail is not None
    assert (tail.kind, tail.place) == ("level", 6 * (24 * (DAYS - 20) + 12))
    daily = RegularSeries(
        np.datetime64("2023-01-01", "D"), moved(air(), 20)[::24].astype(np.float32), False, DAY
    )
    assert doubtful_tail(daily) is None


def test_holes_do_not_become_an_end():
    holes = air()
    holes[24 * 150 : 24 * 170] = np.nan
    holes[24 * 190 + 5 :: 7] = np.nan
    assert doubtful_tail(series(holes)) is None


def test_a_few_settled_days_are_weather_and_a_dead_sensor_is_told_elsewhere():
    assert doubtful_tail(series(repeated(air(), 8))) is None
    assert doubtful_tail(series(around_its_days(air(), 5, 0.05))) is None
    dead = air()
    dead[-24 * 20 :] = 21.0
    assert doubtful_tail(series(dead)) is None
    assert "frozen" in {finding.code for finding in read(dead).findings}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("tail_level", moved(air(), 30)),
        ("tail_calmer", around_its_days(air(), 30, 0.25)),
        ("tail_rougher", noisy(air(), 30)),
    ],
)
def test_what_changed_is_told_kept_and_cut_by_a_choice(code, values):
    reading = read(values)
    found = next(each for each in reading.findings if each.code == code)
    assert len(reading.series) == len(values)
    assert found.kind.fix == "until"
    begin = datetime.date.fromisoformat(found.params["from"])
    shorter = read(values, until=begin)
    assert not [each.code for each in shorter.findings if each.code.startswith("tail_")]
    assert shorter.series.stamps[-1].date() < begin


def test_it_is_told_with_its_day_and_cut_by_a_choice():
    reading = read(repeated(air(), 30))
    found = next(each for each in reading.findings if each.code == "tail_repeats")
    begin = datetime.date(2023, 1, 1) + datetime.timedelta(days=DAYS - 30)
    assert (found.params["from"], found.params["days"]) == (begin.isoformat(), 30)
    shorter = read(repeated(air(), 30), until=begin)
    codes = {each.code: each for each in shorter.findings}
    assert "tail_repeats" not in codes
    assert codes["cut"].count == 24 * 30
    assert len(shorter.series) == 24 * (DAYS - 30)
    np.testing.assert_array_equal(shorter.series.values, reading.series.values[: 24 * (DAYS - 30)])
