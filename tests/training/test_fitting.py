"""Settings that fit a series."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.series.step import Step
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import split_in_time
from rnnviz.training.fitting import fitting
from rnnviz.training.specs import WeatherTraining


def series(step: str, count: int) -> RegularSeries:
    every = Step.read(step)
    values = np.random.default_rng(0).normal(10, 5, count).astype(np.float32)
    return RegularSeries(every.start_of("2001-01-01"), values, False, every)


@pytest.mark.parametrize(
    ("step", "count", "window", "near", "far"),
    [
        ("1h", 8_700, 48, ("rnn", 64), ("gru", 64)),
        ("1h", 50_000, 48, ("gru", 64), ("gru", 64)),
        ("1h", 400, 33, ("rnn", 16), ("gru", 16)),
        ("10min", 9_000, 96, ("rnn", 64), ("gru", 64)),
        ("3h", 9_000, 16, ("rnn", 64), ("gru", 64)),
        ("7h", 9_000, 24, ("rnn", 64), ("gru", 64)),
        ("1d", 3_650, 30, ("rnn", 64), ("gru", 64)),
        ("1d", 1_000, 30, ("rnn", 16), ("gru", 16)),
        ("7d", 900, 26, ("rnn", 16), ("gru", 16)),
        ("1mo", 1_200, 24, ("rnn", 16), ("gru", 16)),
        ("1mo", 130, 10, ("rnn", 16), ("gru", 16)),
    ],
)
def test_the_window_holds_a_season_and_units_go_by_what_there_is(step, count, window, near, far):
    given = series(step, count)
    for horizon, cell in ((1, near), (2, far)):
        found = fitting(given, ahead(horizon)).model
        assert (found.window, found.cell, found.hidden_size) == (window, *cell)
        assert (found.calendar, found.linear_part) == (True, True)
        split_in_time(given, found.window, found.horizon)  # and there is enough to learn from


def ahead(horizon: int, **rest: int) -> WeatherTraining:
    wished = WeatherTraining(**rest)
    return wished.model_copy(update={"model": wished.model.model_copy(update={"horizon": horizon})})


def test_what_was_chosen_about_the_rest_stays():
    wished = ahead(24, seed=7, batch_size=64)
    found = fitting(series("1h", 9_000), wished)
    assert (found.seed, found.batch_size, found.model.horizon) == (7, 64, 24)
    assert found.loop == wished.loop.model_copy(update={"epochs": 10})


def test_epochs_that_were_asked_for_stay():
    wished = ahead(24)
    wished = wished.model_copy(update={"loop": wished.loop.model_copy(update={"epochs": 30})})
    assert fitting(series("1h", 9_000), wished).loop == wished.loop
