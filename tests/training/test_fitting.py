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
    ("step", "count", "window", "units"),
    [
        ("1h", 8_700, 48, 32),
        ("1h", 50_000, 48, 64),
        ("1h", 400, 33, 16),
        ("10min", 9_000, 96, 32),
        ("3h", 9_000, 16, 32),
        ("7h", 9_000, 24, 32),
        ("1d", 3_650, 30, 32),
        ("1d", 1_000, 30, 16),
        ("7d", 900, 26, 16),
        ("1mo", 1_200, 24, 16),
        ("1mo", 130, 10, 16),
    ],
)
def test_the_window_holds_a_season_and_units_go_by_what_there_is(step, count, window, units):
    given = series(step, count)
    found = fitting(given).model
    assert (found.window, found.hidden_size, found.calendar) == (window, units, True)
    split_in_time(given, found.window, found.horizon)  # and there is enough to learn from


def test_what_was_chosen_about_the_rest_stays():
    wished = WeatherTraining(seed=7, batch_size=64)
    wished = wished.model_copy(update={"model": wished.model.model_copy(update={"horizon": 24})})
    found = fitting(series("1h", 9_000), wished)
    assert (found.seed, found.batch_size, found.model.horizon) == (7, 64, 24)
    assert found.loop == wished.loop
