"""What speaks against a reading that worked: each doubt where it is due, and none elsewhere."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from services import SERVICES

from rnnviz.cli.inspect_report import finding_report
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.series.findings import Finding
from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesReading

TODAY = datetime.date(2026, 11, 26)
DOUBTS = {
    *("unit_against_figures", "too_hot", "looks_set", "column_apart", "no_daily_cycle"),
    *("future_dates", "old_dates", "mostly_gaps", "order_doubtful", "devices_mixed"),
    "summer_time",
}
HOURS = pd.date_range("2024-03-01", periods=24 * 20, freq="h")
YEAR = pd.date_range("2023-01-01", periods=24 * 365, freq="h")


def rng() -> np.random.Generator:
    """The same figures whichever tests run before."""
    return np.random.default_rng(11)


def air(when: pd.DatetimeIndex, mean: float = 12.0) -> np.ndarray:
    hours = (when - when[0]).total_seconds().to_numpy() / 3600
    day = 5 * np.sin((hours - 9) * 2 * np.pi / 24)
    return mean + day + 3 * np.sin(hours / 37) + rng().normal(0, 0.3, len(hours))


def file(when: pd.DatetimeIndex | list[str], columns: dict[str, np.ndarray]) -> bytes:
    return (
        pd.DataFrame({"time": list(when), **{k: v.round(2) for k, v in columns.items()}})
        .to_csv(index=False)
        .encode()
    )


def read(data: bytes, **choices: object) -> SeriesReading:
    return read_series(data, "file.csv", ReadOptions.model_validate(choices), lambda: TODAY)


def doubts(reading: SeriesReading) -> dict[str, Finding]:
    found = {each.code: each for each in reading.findings if each.code in DOUBTS}
    for each in found.values():
        for language in LANGUAGES:
            said = finding_report(each, translator(language))
            assert "{" not in str(said["message"]) + str(said["action"])
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_the_files_of_services_raise_no_doubt(name):
    assert doubts(read(SERVICES[name].data)) == {}


@pytest.mark.parametrize("when", [HOURS, YEAR], ids=["weeks", "year"])
def test_neither_does_an_ordinary_file(when):
    columns = {"temp (°C)": air(when), "dew point (°C)": air(when) - 4, "soil temp": air(when) / 4}
    assert doubts(read(file(when, columns))) == {}


def humidity(celsius: np.ndarray, dew: np.ndarray) -> np.ndarray:
    vapour = [np.exp(17.62 * t / (243.12 + t)) for t in (dew, celsius)]
    return (100 * vapour[0] / vapour[1]).round()


@pytest.mark.parametrize(("said", "meant"), [("°F", "°C"), ("°C", "°F")])
@pytest.mark.parametrize("mean", [-8.0, 0.0, 6.0])
def test_a_unit_that_humidity_contradicts(said, meant, mean):
    celsius = air(HOURS, mean)
    dew = celsius - 4
    figures = [t * 1.8 + 32 if meant == "°F" else t for t in (celsius, dew)]
    columns = {f"temp ({said})": figures[0], f"dew ({said})": figures[1]}
    data = file(HOURS, {**columns, "RH": humidity(celsius, dew)})
    found = doubts(read(data))["unit_against_figures"]
    assert (found.params["unit"], found.params["other"]) == (said, meant)
    assert found.kind.fix == "unit"
    assert doubts(read(data, unit=meant)) == {}


def test_tenths_of_whole_fahrenheit_under_the_name_of_fahrenheit():
    celsius = ((np.round(air(HOURS) * 1.8 + 32) - 32) / 1.8).round(1)
    assert set(doubts(read(file(HOURS, {"temp_f": celsius})))) == {"unit_against_figures"}


@pytest.mark.parametrize("mean", [38.0, 44.0])
def test_a_year_hotter_than_any_place(mean):
    found = doubts(read(file(YEAR, {"temp (°C)": air(YEAR, mean)})))
    assert set(found) <= {"too_hot", "unit_against_figures"}
    assert found
    assert "too_hot" not in doubts(read(file(HOURS, {"temp (°C)": air(HOURS, mean)})))


def test_a_column_that_jumps_between_levels_as_a_setting_does():
    levels = np.repeat(np.resize([21.0, 17.0], 80), 6)
    found = doubts(read(file(HOURS, {"temp": levels})))["looks_set"]
    assert (found.params["column"], found.params["levels"]) == ("temp", 2)


OWN_WAY = {
    "noise": lambda when: 20 + rng().normal(0, 3, len(when)),
    "a drift": lambda when: np.linspace(30, 10, len(when)) + rng().normal(0, 0.2, len(when)),
    "a step": lambda when: np.where(when.day < 11, 10.0, 18.0) + rng().normal(0, 1, len(when)),
    "upside down": lambda when: 30 - air(when),
    "twice a day": lambda when: 15 + 5 * np.sin(when.hour.to_numpy() * 4 * np.pi / 24),
}


@pytest.mark.parametrize("kind", OWN_WAY)
def test_a_column_that_moves_with_none_of_its_neighbours(kind):
    base = air(HOURS)
    others = {f"temp probe {k}": base + k + rng().normal(0, 0.3, len(base)) for k in (1, 2, 3)}
    data = file(HOURS, {"air temp": OWN_WAY[kind](HOURS), **others})
    found = doubts(read(data))["column_apart"]
    assert (found.params["column"], found.params["others"]) == ("air temp", tuple(others))
    assert doubts(read(data, temperature_column="air temp")) == {}


@pytest.mark.parametrize("mean", [4.0, 21.0])
def test_a_column_without_day_and_night_beside_one_that_has_both(mean):
    slow = mean + 3 * np.sin(np.arange(len(HOURS)) / 60) + rng().normal(0, 0.05, len(HOURS))
    found = doubts(read(file(HOURS, {"air temp": slow, "temp 2": air(HOURS)})))["no_daily_cycle"]
    assert (found.params["column"], found.params["other"]) == ("air temp", "temp 2")


def test_indoors_the_heating_has_a_cycle_and_means_nothing():
    slow = 4 + 3 * np.sin(np.arange(len(HOURS)) / 60)
    assert doubts(read(file(HOURS, {"air temp": slow, "indoor temp": air(HOURS, 20)}))) == {}


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("2026-11-20", "future_dates"),
        ("2031-05-01", "future_dates"),
        ("1824-03-01", "old_dates"),
        ("1849-12-25", "old_dates"),
        ("2026-11-08", ""),
        ("1850-01-01", ""),
    ],
)
def test_dates_where_nobody_measured(start, code):
    when = pd.date_range(start, periods=24 * 18, freq="h")
    found = doubts(read(file(when, {"temp (°C)": air(when)})))
    assert set(found) == {code} - {""}
    if code == "old_dates":
        assert found[code].count == (when < "1850").sum()
    if code == "future_dates":
        assert found[code].count == (when > "2026-11-27 06:00").sum()


@pytest.mark.parametrize("days", [30, 200])
def test_a_series_that_is_mostly_gaps(days):
    when = HOURS[:96].append(HOURS[:96] + pd.Timedelta(days=days))
    found = doubts(read(file(when, {"temp (°C)": air(when)})))["mostly_gaps"]
    assert found.params["percent"] == round(100 * (1 - 192 / (24 * days + 96)))


@pytest.mark.parametrize("day", ["%Y-%d-%m %H:%M", "%Y/%d/%m %H:%M:%S"])
def test_dates_that_would_go_on_the_other_way_round(day):
    when = pd.date_range("2024-03-01", periods=24 * 12, freq="h")
    data = file(list(when.strftime(day)), {"temp (°C)": air(when)})
    assert doubts(read(data))["order_doubtful"].params["leaps"] == 11
    right = read(data, day_first=True)
    assert (right.series.stamps[0], len(right.series), doubts(right)) == (when[0], len(when), {})


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("days", [10, 40])
def test_a_year_that_comes_first_is_followed_by_the_month_whatever_the_user_chose(first, days):
    when = pd.date_range("2024-03-01", periods=24 * days, freq="h")
    reading = read(file(when, {"temp (°C)": air(when)}), day_first=first)
    assert (reading.series.stamps[0], len(reading.series)) == (when[0], len(when))


@pytest.mark.parametrize("first", [True, False])
def test_an_order_that_the_user_chose_wrongly_is_told(first):
    when = pd.date_range("2024-03-01", periods=24 * 12, freq="h")
    text = list(when.strftime("%m/%d/%Y %H:%M" if first else "%d/%m/%Y %H:%M"))
    data = file(text, {"temp (°C)": air(when)})
    assert "order_doubtful" in doubts(read(data, day_first=first))
    assert doubts(read(data, day_first=not first)) == {}


@pytest.mark.parametrize(("rows", "told"), [(240, True), (60, True), (8, False)])
def test_devices_that_were_mixed(rows, told):
    values = air(HOURS)
    when = HOURS.append(HOURS[:rows])
    data = file(when, {"temp (°C)": np.append(values, values[:rows] + 6)})
    found = doubts(read(data))
    assert ("devices_mixed" in found) is told
    if told:
        assert found["devices_mixed"].params["percent"] == round(100 * rows / len(when), 1)


def test_the_samples_own_dates_are_past():
    now = read_series(SERVICES["open-meteo"].data, "x.csv")  # by the clock of this machine
    assert "future_dates" not in {found.code for found in now.findings}
