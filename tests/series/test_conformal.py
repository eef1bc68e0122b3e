"""A band that follows the latest errors: wide enough, and blind to what comes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.series.conformal import FEWEST, RECENT, latest, running_half_widths, seasons
from rnnviz.series.levels import LEVELS
from rnnviz.series.step import DAY, HOUR, MONTH
from rnnviz.series.types import RegularSeries

LEADS, BEGIN, END = 3, 400, 1000


def errors(rows: int = END - LEADS + 1) -> np.ndarray:
    """Errors that grow with the lead, and with the time to twice as much."""
    drawn = np.abs(np.random.default_rng(0).normal(0, 1, (rows, LEADS))) * [1, 2, 3]
    return drawn * np.linspace(1, 2, rows)[:, None]


def widths(off: np.ndarray, level: int = 90, end: int = END) -> np.ndarray:
    return running_half_widths(np.arange(len(off)), off, BEGIN, end, HOUR, level)


@pytest.mark.parametrize("level", LEVELS)
def test_it_holds_as_often_as_it_says_also_where_errors_grow(level):
    off = errors()
    inside = off[BEGIN:] <= widths(off, level)[:-1]
    assert np.abs(inside.mean(axis=0) - level / 100).max() < 0.06


@settings(max_examples=25, deadline=None)
@given(st.integers(BEGIN, END), st.floats(0, 50), st.sampled_from(LEVELS))
def test_what_comes_after_a_forecast_has_no_say_in_its_band(now, poison, level):
    off = errors()
    spoiled = off.copy()
    places = np.arange(len(off))
    spoiled[places[:, None] + np.arange(LEADS) >= now] = poison  # truths from ``now`` on
    made = int((places[BEGIN:] <= now).sum())
    clean, other = widths(off, level), widths(spoiled, level)
    np.testing.assert_array_equal(clean[:made], other[:made])


def test_too_few_to_say_give_the_largest_and_none_give_nothing():
    off = errors(8)
    found = running_half_widths(np.arange(8), off, 4, 10, HOUR, 95)
    np.testing.assert_array_equal(found[-1], off.max(axis=0))
    lone = running_half_widths(np.arange(8), off, 0, 10, HOUR, 95)
    assert np.isnan(lone[0]).all()


def test_it_is_made_of_three_weeks_or_of_a_hundred_forecasts():
    hours = latest(np.arange(2000), 1500, LEADS, HOUR)
    assert (hours.start, hours.stop) == (1500 - LEADS - RECENT // 3600, 1500 - LEADS + 1)
    days = latest(np.arange(2000), 1500, LEADS, DAY)
    assert days.stop - days.start == FEWEST


def test_december_belongs_to_the_winter_that_follows():
    series = RegularSeries(np.datetime64("2023-11", "M"), np.zeros(5, np.float32), True, MONTH)
    assert seasons(series, np.arange(5)).tolist() == [3, 0, 0, 0, 1]
