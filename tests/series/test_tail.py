"""An end of a file that is no weather: found, told, cut by a choice; and ordinary ends are left."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.sample import sample_series
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


def test_a_few_settled_days_are_weather_and_a_dead_sensor_is_told_elsewhere():
    assert doubtful_tail(series(repeated(air(), 8))) is None
    assert doubtful_tail(series(indoors(air(), 5))) is None
    dead = air()
    dead[-24 * 20 :] = 21.0
    assert doubtful_tail(series(dead)) is None
    assert "frozen" in {finding.code for finding in read(dead).findings}


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
