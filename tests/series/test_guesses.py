"""What the reader guesses is said with the alternatives, and settled by the option it names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.guesses import unsure
from rnnviz.series.read import read_series
from rnnviz.series.types import Guess, ReadOptions, SeriesReading

STAMPS = pd.date_range("2024-03-04 10:00", periods=60, freq="h")
OUT = np.round(6 + 4 * np.sin(np.arange(60) * 2 * np.pi / 24) + np.arange(60) / 40, 1)
IN = np.round(21 + np.sin(np.arange(60) * 2 * np.pi / 24), 1)


def read(header: str, rows: list[str], **choices: object) -> SeriesReading:
    text = "\n".join([header, *rows]).encode()
    return read_series(text, "guess.csv", ReadOptions.model_validate(choices))


BOTH = list(zip(STAMPS, OUT, IN, strict=True))
COLUMN = ("time,Probe 1 (°C),Probe 2 (°C)", [f"{t},{a},{b}" for t, a, b in BOTH])
UNIT = ("time,temp", [f"{t},{a}" for t, a, _ in BOTH])
ORDER = (
    "time,temp (°C)",
    [f"{t:%m/%d/%Y %H:%M},{a}" for t, a, _ in BOTH if t < pd.Timestamp("2024-03-06")],
)
STATION = (
    "time,device,temp (°C)",
    [f"{t},{name},{v}" for t, a, b in BOTH for name, v in (("x", a), ("y", b))],
)
ASKED = {
    "temperature_column": (COLUMN, "Probe 1 (°C)", "Probe 2 (°C)"),
    "unit": (UNIT, "°C", "°F"),
    "day_first": (ORDER, False, True),
    "station": (STATION, "x", "y"),
}


def guess_about(reading: SeriesReading, about: str) -> Guess:
    return next(guess for guess in reading.guesses if guess.about == about)


@pytest.mark.parametrize(("about", "file"), [(about, file[0]) for about, file in ASKED.items()])
def test_the_first_values_of_a_possibility_are_those_it_gives_when_it_is_chosen(about, file):
    guess = guess_about(read(*file), about)
    _, taken, other = ASKED[about]
    assert (guess.taken.value, guess.others[0].value) == (taken, other)
    for possible in (guess.taken, guess.others[0]):
        chosen = read(*file, **{about: possible.value})
        assert about not in {each.about for each in chosen.guesses}  # it is settled
        if about == "day_first":
            first = [str(hour) for hour in chosen.series.stamps[: len(possible.first)]]
        else:
            first = [round(float(v), 1) for v in chosen.series.values[: len(possible.first)]]
        assert list(possible.first) == first


@pytest.mark.parametrize(("about", "file"), [(about, file[0]) for about, file in ASKED.items()])
def test_a_careful_reader_would_ask(about, file):
    assert about in {guess.about for guess in unsure(read(*file).guesses)}


def test_a_file_that_says_everything_leaves_nothing_to_guess():
    rows = [f"{t},{v},{v - 4:.1f}" for t, v, _ in BOTH]
    assert read("time,temperature (°C),wind (m/s)", rows).guesses == ()


def test_a_name_that_decides_clearly_makes_a_guess_of_high_confidence():
    rows = [f"{t},{a},{b}" for t, b, a in BOTH]
    guess = guess_about(read("time,Indoor (°C),Outdoor temp (°C)", rows), "temperature_column")
    assert (guess.taken.value, guess.confidence) == ("Outdoor temp (°C)", "high")
    assert unsure([guess]) == ()
