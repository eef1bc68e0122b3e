"""How sure it is that one forecast is nearer than another."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.series.gain import gain_over
from rnnviz.series.step import DAY, HOUR, MONTH, Step


def test_the_mean_lies_inside_and_turning_it_round_turns_the_sign():
    rng = np.random.default_rng(0)
    own, other = rng.gamma(2, 1, 900), rng.gamma(2, 1.1, 900)
    there = gain_over(own, other, np.arange(900), HOUR)
    back = gain_over(other, own, np.arange(900), HOUR)
    assert there.low < there.mean < there.high
    assert there.mean == pytest.approx((other - own).mean())
    assert (back.mean, back.low, back.high) == pytest.approx((-there.mean, -there.high, -there.low))


def test_hours_that_err_together_count_as_few():
    """Days that are good or bad as a whole: an interval over single hours would be too narrow."""
    rng = np.random.default_rng(1)
    day = np.repeat(rng.normal(0, 1, 60), 24)
    own, other = np.full(1440, 2.0), 2 + day
    found = gain_over(own, other, np.arange(1440), HOUR)
    by_days, by_hours = 1.96 / np.sqrt(60), 1.96 / np.sqrt(1440)
    half = (found.high - found.low) / 2
    assert 0.75 * by_days < half < 1.25 * by_days
    assert half > 3 * by_hours


@pytest.mark.parametrize("step", [HOUR, DAY, MONTH, Step(10, "m")])
def test_nineteen_intervals_in_twenty_hold_the_truth(step):
    held, tries = 0, 120
    for seed in range(tries):
        better = np.random.default_rng(seed).normal(0.3, 1, 500)
        found = gain_over(np.zeros(500), better, np.arange(500), step)
        held += found.low <= 0.3 <= found.high
    # Few blocks make it a little too narrow; far from it is a mistake.
    assert held >= 0.8 * tries


def test_a_handful_of_windows_says_nothing():
    found = gain_over(np.ones(5), np.zeros(5), np.arange(5), HOUR)
    assert (found.mean, found.low, found.high) == (-1.0, -np.inf, np.inf)


@pytest.mark.parametrize("hours", [1440, 96])
def test_the_same_days_at_more_stations_are_no_more_days(hours):
    rng = np.random.default_rng(2)
    own, other = rng.gamma(2, 1, hours), rng.gamma(2, 1.2, hours)
    one = gain_over(own, other, np.arange(hours), HOUR)
    four = gain_over(*(np.tile(each, 4) for each in (own, other, np.arange(hours))), HOUR)
    assert (four.mean, four.low, four.high) == pytest.approx((one.mean, one.low, one.high))
