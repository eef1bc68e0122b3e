"""°C or °F where no word says which: the figures decide against what is customary."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesReading
from rnnviz.series.values.numbers import unit_in

HOURS = pd.date_range("2024-01-05", periods=24 * 20, freq="h")
YEAR = pd.date_range("2024-01-01", periods=366 * 8, freq="3h")
LCD = ("HourlyDryBulbTemperature", "HourlyDewPointTemperature", "HourlyRelativeHumidity")


def rng() -> np.random.Generator:
    """The same figures whichever tests run before."""
    return np.random.default_rng(3)


def weather(when: pd.DatetimeIndex, mean: float) -> tuple[np.ndarray, np.ndarray]:
    """Temperature and dew point, °C."""
    hours = (when - when[0]).total_seconds().to_numpy() / 3600
    season = 11 * np.sin((hours / 24 - 105) * 2 * np.pi / 365) if len(when) > 1000 else 0.0
    day = 5 * np.sin((hours - 9) * 2 * np.pi / 24) + 3 * np.sin(hours / 41)
    celsius = mean + season + day + rng().normal(0, 0.4, len(hours))
    return celsius, celsius - 4 - 2.5 * np.sin((hours - 10) * 2 * np.pi / 24)


def humidity(celsius: np.ndarray, dew: np.ndarray) -> np.ndarray:
    def vapour(t: np.ndarray) -> np.ndarray:
        return np.exp(17.62 * t / (243.12 + t))

    return 100 * vapour(dew) / vapour(celsius)


def file(when: pd.DatetimeIndex, **columns: object) -> bytes:
    return pd.DataFrame({"DATE": when, **columns}).to_csv(index=False).encode()


def said(reading: SeriesReading) -> set[str]:
    return {found.code for found in reading.findings if found.code.startswith("unit_by")}


def asos(celsius: np.ndarray) -> np.ndarray:
    """Tenths of °C as American airports have them: whole °F before."""
    return ((np.round(celsius * 1.8 + 32) - 32) / 1.8).round(1)


CUSTOM = {"HourlyAltimeterSetting": 30.12}


@pytest.mark.parametrize("mean", [-20.0, -4.0, 9.0, 24.0])
@pytest.mark.parametrize("custom", [CUSTOM, {"wind_mph": 7}, {"Baro (inHg)": 29.9}])
def test_tenths_of_whole_fahrenheit_are_celsius(mean, custom):
    celsius = asos(weather(HOURS, mean)[0])
    reading = read_series(file(HOURS, **custom, **{LCD[0]: celsius}), "lcd.csv")
    assert (reading.unit, said(reading)) == ("°C", {"unit_by_lattice"})
    np.testing.assert_allclose(reading.series.values, celsius, atol=0.01)


@pytest.mark.parametrize("mean", [-20.0, 9.0, 24.0])
@pytest.mark.parametrize("unit", ["°C", "°F"])
@pytest.mark.parametrize("digits", [0, 1])
@pytest.mark.parametrize("names", [LCD, ("temp", "dewpt", "rh"), ("Temp", "Dew Point", "Humidity")])
def test_dew_point_and_humidity_tell_the_unit(mean, unit, digits, names):
    celsius, dew = weather(HOURS, mean)
    share = humidity(celsius, dew).round()
    figures = [t * 1.8 + 32 if unit == "°F" else t for t in (celsius, dew)]
    columns = dict(zip(names, [*(each.round(digits) for each in figures), share], strict=True))
    reading = read_series(file(HOURS, **CUSTOM, **columns), "lcd.csv")
    assert reading.unit == unit
    certain = np.quantile(figures[0], 0.99) > 60  # no air has so many °C
    assert said(reading) == {"unit_by_values" if certain else "unit_by_humidity"}
    np.testing.assert_allclose(reading.series.values, celsius, atol=0.51)


@pytest.mark.parametrize(
    ("mean", "unit", "custom"),
    [
        (9.0, "°C", CUSTOM),
        (2.0, "°C", {"wind_mph": 7}),
        (24.0, "°C", CUSTOM),
        (-2.0, "°C", {"Baro (inHg)": 29.9}),
        (17.0, "°C", {"Sea Level Pressure": 29.9}),
    ],
)
def test_a_year_that_no_place_has_is_in_the_other_unit(mean, unit, custom):
    celsius = weather(YEAR, mean)[0].round()
    figures = celsius if unit == "°C" else (celsius * 1.8 + 32).round()
    reading = read_series(file(YEAR, **custom, temp=figures), "year.csv")
    assert (reading.unit, said(reading)) == (unit, {"unit_by_climate"})


def test_a_cool_coast_in_fahrenheit_is_no_desert_in_celsius():
    fahrenheit = (weather(YEAR, 5.0)[0] / 2 + 2.2).round(1) * 1.8 + 32
    reading = read_series(file(YEAR, temp=fahrenheit.round()), "year.csv")
    assert (reading.unit, said(reading)) == ("°F", {"unit_by_climate"})


@pytest.mark.parametrize("mean", [-20.0, 9.0, 24.0])
def test_what_was_always_fahrenheit_stays_so(mean):
    celsius, dew = weather(HOURS, mean)
    whole = (celsius * 1.8 + 32).round()
    columns = {LCD[0]: whole, LCD[1]: (dew * 1.8 + 32).round()}
    reading = read_series(file(HOURS, **CUSTOM, **columns), "lcd.csv")
    assert (reading.unit, said(reading)) == ("°F", {"unit_by_values"})
    tenths = (celsius * 1.8 + 32).round(1)  # a private station's
    reading = read_series(file(HOURS, **CUSTOM, temp=tenths), "station.csv")
    assert (reading.unit, said(reading)) == ("°F", {"unit_by_values"})


def test_a_unit_that_is_named_or_chosen_is_not_judged():
    celsius = asos(weather(HOURS, 9.0)[0])
    named = read_series(file(HOURS, **CUSTOM, **{"temp (°F)": celsius}), "x.csv")
    chosen = read_series(file(HOURS, temp=celsius), "x.csv", ReadOptions(unit="°F"))
    assert (named.unit, said(named), chosen.unit, said(chosen)) == ("°F", set(), "°F", set())


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Temp (ºC)", "°C"),
        ("Temp [ﾟC]", "°C"),
        ("Temp øC", "°C"),  # DOS, taken for Windows
        ("Temp ¡F", "°F"),  # the Mac
        ("TAVG (tenths of degrees C)", "0.1 °C"),
        ("temp_tenths", "0.1 °C"),
        ("气温(0.1℃)", "0.1 °C"),
        ("Total cloud (tenths)", None),
    ],
)
def test_degrees_are_written_in_many_ways(name, unit):
    assert unit_in(name) == unit


@pytest.mark.parametrize(
    ("mean", "swing", "unit"),
    [
        (43.0, 8.0, "°F"),  # hotter than any month in °C
        (36.0, 16.0, "°F"),  # a winter with thaws and frosts
        (36.0, 5.0, "°C"),  # a desert's summer
        (35.0, 0.3, "°C"),  # a hive
        (29.0, 3.0, "°C"),  # the tropics
    ],
)
def test_what_is_too_hot_or_swings_too_far_in_celsius_is_fahrenheit(mean, swing, unit):
    wave = (weather(HOURS, 0.0)[0] + np.sin(np.arange(len(HOURS)) / 30) * 4) / 5
    reading = read_series(file(HOURS, temp=(mean + swing * wave).round(1)), "x.csv")
    assert (reading.unit, said(reading)) == (unit, {"unit_by_values"})
