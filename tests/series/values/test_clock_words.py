"""Every word for a month, AM or PM is read, in every language, whichever way a file says it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.values.clock_words import (
    FILE,
    HALVES,
    careful_halves,
    clock_words,
    half_in_english,
    half_of,
    month,
)
from rnnviz.series.values.stamps import zone_seconds
from rnnviz.series.values.times import LONG, read_times

GENERATOR = Path(__file__).parents[3] / "docs" / "make_clock_words.py"
WITH_MONTHS = [name for name, words in clock_words().items() if any(words.months)]
WITH_HALVES = [name for name, words in clock_words().items() if words.am]
HOURS = pd.date_range("2023-01-01", "2023-12-31 23:00", freq="h")
YEAR = HOURS[HOURS.day % 14 == 1]  # three days a month
DAYS = pd.date_range("2023-03-05", periods=LONG + 100, freq="h")


def table(header: str, rows: list[str]) -> bytes:
    return "\n".join([header, *(f"{row};{k % 24}.5" for k, row in enumerate(rows))]).encode()


def assert_is_read(data: bytes, moments: pd.DatetimeIndex) -> None:
    reading = read_series(data, "x.csv")
    assert reading.rows_used == len(moments)
    assert reading.series.stamps[0] == moments[0]
    assert reading.series.stamps[-1] == moments[-1]
    hours = (moments - moments[0]) // pd.Timedelta("1h")
    np.testing.assert_allclose(reading.series.values[hours], np.arange(len(moments)) % 24 + 0.5)


@pytest.mark.parametrize("language", WITH_MONTHS)
def test_every_month_is_read_in_one_column_and_in_two(language):
    months = clock_words()[language].months
    moments = YEAR[[bool(months[t.month - 1]) for t in YEAR]]
    assert moments.month.nunique() == (11 if language == "hr" else 12)  # listopad: see below
    words = [months[t.month - 1] for t in moments]
    dates = [f"{t.day} {w[t.day % len(w)]} {t.year}" for t, w in zip(moments, words, strict=True)]
    for between in (" ", ";"):
        header = "time;temp (°C)" if between == " " else "date;time;temp (°C)"
        rows = [f"{d}{between}{t:%H:%M}" for d, t in zip(dates, moments, strict=True)]
        assert_is_read(table(header, rows), moments)


@pytest.mark.parametrize("language", WITH_MONTHS)
def test_a_month_is_read_in_capitals_and_without_full_stops(language):
    cells, truth = [], []
    for number, words in enumerate(clock_words()[language].months, start=1):
        for word in words:
            for said in (word, word.upper(), word.lower(), re.sub(r"[.’׳]", "", word)):
                cells.append(f"5 {said} 2023 13:00")
                truth.append(f"2023-{number:02d}-05T13:00")
                assert month(said) == number
    np.testing.assert_array_equal(
        read_times(pd.Series(cells)).stamps, np.array(truth, "datetime64[s]")
    )


@pytest.mark.parametrize("language", WITH_HALVES)
@pytest.mark.parametrize("way", ["one column", "two columns", "before the clock", "alone"])
def test_am_and_pm_are_read(language, way):
    words = clock_words()[language]
    rows = []
    for t in DAYS:
        said = words.am if t.hour < 12 else words.pm
        word, clock = said[t.day % len(said)], f"{t.hour % 12 or 12}:{t:%M}"
        date = f"{t:%Y-%m-%d}"
        rows.append(
            {
                "one column": f"{date} {clock} {word}",
                "two columns": f"{date};{clock} {word}",
                "before the clock": f"{date} {word} {clock}",
                "alone": f"{date};{clock};{word}",
            }[way]
        )
    header = ";".join(["date", "time", "half"][: rows[0].count(";") + 1])
    assert_is_read(table(f"{header};temp (°C)", rows), DAYS)
    few = slice(0, 48)
    assert_is_read(table(f"{header};temp (°C)", rows[few]), DAYS[few])


@pytest.mark.parametrize("language", WITH_HALVES)
def test_a_half_is_read_in_any_case_unless_it_means_something_else_too(language):
    for half in HALVES:
        for word in getattr(clock_words()[language], half):
            spellings = {word, word.upper(), word.lower(), word.replace(".", "")}
            for said in spellings if word not in careful_halves() else {word}:
                assert half_in_english(f"1:00 {said}").split() == ["1:00", half]
                assert half_in_english(f"{said} 1:00").split() == ["1:00", half]
                assert half_of(said) == half


@pytest.mark.parametrize(
    "cell",
    [
        "05.03.2023 Sa 12:30",  # German: Saturday; SA is AM in Vietnamese
        "Mo. 05.03.2023 12:30",
        "5 de marzo de 2023 12:30",
        "05/03/2023 12:30 SAST",
        "2023-03-05 12:30 CHST",
        "5/3/2024م 12:30",  # the year's mark, not PM
        "29.92 in",
        "12 nm",
    ],
)
def test_a_word_that_says_something_else_is_not_taken_for_am_or_pm(cell):
    assert half_in_english(cell) == cell


@pytest.mark.parametrize(
    ("word", "number"), [("listopad", None), ("lip", 7), ("lis", 11), ("srp", 8), ("srpanj", 7)]
)
def test_a_word_for_two_months_is_not_guessed(word, number):
    assert month(word) == number


def test_no_word_is_a_zone():
    for words in clock_words().values():
        for word in (*words.am, *words.pm):
            assert zone_seconds(word.upper()) is None


def test_forty_languages_and_more():
    assert len(WITH_MONTHS) > 60
    assert len(WITH_HALVES) > 40


def test_the_file_is_what_the_generator_makes():
    pytest.importorskip("babel", reason="needs Babel (requirements-dev.txt)")
    spec = importlib.util.spec_from_file_location("make_clock_words", GENERATOR)
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    assert FILE.read_text(encoding="utf-8") == generator.render()


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize(
    ("noon", "midnight"),
    [("12:00 noon", "12:00 midnight"), ("12 Noon", "12 Midnight"), ("noon", "midnight"),
     ("NOON", "MIDNIGHT"), ("12:00:00 noon", "00:00 midnight"), ("midday", "midnight")],
)  # fmt: skip
def test_noon_and_midnight_are_read_with_figures_and_without(noon, midnight, few, apart):
    moments = DAYS[: 14 * 24] if few else DAYS
    between = ";" if apart else " "
    words = {0: midnight, 12: noon}
    rows = [f"{t:%m/%d/%Y}{between}{words.get(t.hour, t.strftime('%I:%M %p'))}" for t in moments]
    assert_is_read(table("date;time;temp (°C)" if apart else "time;temp (°C)", rows), moments)


@pytest.mark.parametrize("stamp", ["6/2/12 noon", "noon 6/2/12", "afternoon", "24:00 midnight"])
def test_noon_takes_no_day_and_no_other_word_for_its_figures(stamp):
    said = {"6/2/12 noon": "6/2/12 12:00 pm", "noon 6/2/12": "12:00 pm 6/2/12"}
    assert half_in_english(stamp) == said.get(stamp, stamp.removesuffix(" midnight"))
