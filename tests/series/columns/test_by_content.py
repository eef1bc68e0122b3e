"""Columns whose names do not tell: taken only where they move like the air, else asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rnnviz.i18n import translator
from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError, SeriesReading

DAYS = 12


def rng() -> np.random.Generator:
    """The same figures whichever tests run before."""
    return np.random.default_rng(7)


def stamps(minutes: int) -> pd.DatetimeIndex:
    return pd.date_range("2024-05-01", periods=DAYS * 1440 // minutes, freq=f"{minutes}min")


def air(when: pd.DatetimeIndex, noise: float = 0.2) -> np.ndarray:
    """°C: a day's course, weather of some days, a sensor's noise."""
    hours = (when - when[0]).total_seconds().to_numpy() / 3600
    day = 5 * np.sin((hours - 9) * 2 * np.pi / 24) + 1.2 * np.sin((hours - 9) * 4 * np.pi / 24)
    return 16 + day + 3 * np.sin(hours / 37) + rng().normal(0, noise, len(hours))


def file(name: str, when: pd.DatetimeIndex, values: np.ndarray, **more: object) -> bytes:
    frame = pd.DataFrame({"timestamp": when, name: values, **more})
    return frame.to_csv(index=False).encode()


def codes(reading: SeriesReading) -> set[str]:
    return {found.code for found in reading.findings}


def office(when: pd.DatetimeIndex) -> np.ndarray:
    """°F in rooms that are heated on weekdays only, with a nervous sensor."""
    hours = (when - when[0]).total_seconds().to_numpy() / 3600
    busy = np.where(
        when.day_of_week < 5, 2.5 * np.sin((hours - 11) * 2 * np.pi / 24), -0.02 * hours
    )
    return 69 + busy + np.sin(hours / 50) + rng().normal(0, 0.6, len(hours))


TAKEN: dict[str, tuple[str, int, Callable[[pd.DatetimeIndex], np.ndarray], str]] = {
    "°C, value": ("value", 60, air, "°C"),
    "°C, y": ("y", 60, air, "°C"),
    "°C every 5 minutes": ("value", 5, air, "°C"),
    "°C every 3 hours": ("value", 180, air, "°C"),
    "whole °C": ("reading", 60, lambda when: np.round(air(when)), "°C"),
    "°F, value": ("value", 60, lambda when: air(when) * 1.8 + 32, "°F"),
    "°F, y": ("y", 15, lambda when: air(when) * 1.8 + 32, "°F"),
    "°F of a summer": ("data", 60, lambda when: air(when) * 1.8 + 50, "°F"),
    "whole °F": ("measurement", 60, lambda when: np.round(air(when) * 1.8 + 32), "°F"),
    "°F in an office": ("value", 60, office, "°F"),
    "kelvin": ("value", 60, lambda when: air(when) + 273.15, "K"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_what_moves_like_the_air_is_taken_and_asked_about(kind):
    name, minutes, values, unit = TAKEN[kind]
    when = stamps(minutes)
    reading = read_series(file(name, when, values(when).round(2)), "file.csv")
    assert (reading.temperature_column, reading.unit) == (name, unit)
    assert {"temperature_by_content", "unit_by_values"} <= codes(reading)


def busy_hours(when: pd.DatetimeIndex) -> np.ndarray:
    return 1 + np.sin((when.hour + when.minute / 60 - 9).to_numpy() * 2 * np.pi / 24)


OTHERS: dict[str, tuple[int, Callable[[pd.DatetimeIndex], np.ndarray]]] = {
    "counts of tweets": (5, lambda when: rng().poisson(20 * busy_hours(when))),
    "few counts": (15, lambda when: rng().poisson(0.8, len(when))),
    "CPU in per cent": (5, lambda when: 45 + rng().normal(0, 4, len(when))),
    "idle CPU": (5, lambda when: np.where(rng().random(len(when)) < 0.02, 40.0, 0.1)),
    "cost of a click": (60, lambda when: 0.1 + rng().gamma(2, 0.05, len(when))),
    "occupancy of a road": (
        5,
        lambda when: 8 * busy_hours(when) * rng().gamma(6, 1 / 6, len(when)),
    ),
    "speed on a road": (5, lambda when: 80 + 2 * busy_hours(when) + rng().normal(0, 9, len(when))),
    "price of a share": (60, lambda when: 30 + np.cumsum(rng().normal(0, 0.2, len(when)))),
    "sunshine": (60, lambda when: np.maximum(0, 20 * (busy_hours(when) - 1))),
    "humidity": (60, lambda when: np.minimum(100, 115 - 25 * busy_hours(when))),
    "a counter": (60, lambda when: np.arange(len(when)) / 10),
    "taxi rides": (30, lambda when: 9000 * busy_hours(when)),
}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("name", ["value", "y", "reading"])
def test_what_does_not_is_asked_about(kind, name):
    minutes, values = OTHERS[kind]
    when = stamps(minutes)
    with pytest.raises(SeriesError) as caught:
        read_series(file(name, when, values(when).round(3)), "file.csv")
    expected = "series_no_temperature" if kind == "taxi rides" else "series_not_like_air"
    assert caught.value.code == expected
    for language in ("en", "vi"):
        assert name in translator(language).error(caught.value)


@pytest.mark.parametrize("choice", [{"unit": "°C"}, {"temperature_column": "value"}])
def test_the_user_may_say_that_it_is_the_temperature(choice):
    when = stamps(60)
    data = file("value", when, 20 + rng().normal(0, 2, len(when)).round(2))
    reading = read_series(data, "file.csv", ReadOptions.model_validate(choice))
    assert (reading.temperature_column, reading.unit) == ("value", "°C")


@pytest.mark.parametrize("rows", [12, 24, 40])
def test_in_a_few_rows_no_daily_cycle_can_be_seen(rows):
    when = stamps(60)[:rows]
    with pytest.raises(SeriesError) as caught:
        read_series(file("value", when, air(when).round(1)), "file.csv")
    assert caught.value.code == "series_not_like_air"


@pytest.mark.parametrize("code", ["th", "lt", "x1", "tmc", "wx"])
def test_the_only_figures_under_a_short_code_are_taken(code):
    when = stamps(60)
    data = file(code, when, air(when).round(1), origin="JFK")
    reading = read_series(data, "file.csv")
    assert reading.temperature_column == code
    assert {"temperature_by_content", "unit_by_values"} <= codes(reading)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("th", lambda values: rng().permutation(values)),  # does not move like air
        ("measurements", lambda values: values),  # no short code
        ("ws", lambda values: values),  # the code of the wind's speed
        ("th", lambda values: values * 40),  # out of range
    ],
)
def test_nothing_else_is_taken_for_it(code, change):
    when = stamps(60)
    with pytest.raises(SeriesError) as caught:
        read_series(file(code, when, change(air(when)).round(1), origin="JFK"), "file.csv")
    assert caught.value.code == "series_no_temperature"


def test_of_two_short_codes_none_is_guessed():
    when = stamps(60)
    with pytest.raises(SeriesError) as caught:
        read_series(file("th", when, air(when).round(1), tw=air(when).round(1)), "file.csv")
    assert caught.value.code == "series_no_temperature"


def test_several_places_may_share_the_column():
    when = stamps(60)
    rows = pd.concat(
        pd.DataFrame({"dttm": when, "th": (air(when) + k).round(1), "origin": place})
        for k, place in enumerate(("EWR", "JFK", "LGA"))
    )
    for order in (["origin", "dttm"], ["dttm", "origin"]):
        data = rows.sort_values(order).to_csv(index=False).encode()
        assert read_series(data, "file.csv").temperature_column == "th"


def humid(celsius: np.ndarray) -> np.ndarray:
    """Per cent, of air whose vapour stays the same."""
    return (75 - 3.5 * (celsius - celsius.mean()) + rng().normal(0, 2, len(celsius))).clip(20, 99)


@pytest.mark.parametrize("first", ["field1", "field2"])
def test_the_humidity_beside_a_temperature_is_told_by_going_the_other_way(first):
    when = stamps(30)
    second = {"field1": "field2", "field2": "field1"}[first]
    columns = {first: air(when).round(1), second: humid(air(when)).round(1)}
    fields = {name: columns[name] for name in ("field1", "field2")}
    data = pd.DataFrame({"created_at": when, **fields, "field3": 1012}).to_csv(index=False)
    reading = read_series(data.encode(), "feeds.csv")
    assert (reading.temperature_column, reading.unit) == (first, "°C")
    assert "temperature_by_content" in codes(reading)


def test_two_that_go_the_same_way_are_asked_about():
    when = stamps(30)
    columns = {"field1": air(when).round(1), "field2": (air(when) * 1.8 + 32).round(1)}
    data = pd.DataFrame({"created_at": when, **columns}).to_csv(index=False)
    with pytest.raises(SeriesError) as caught:
        read_series(data.encode(), "feeds.csv")
    assert caught.value.code == "series_no_temperature"
