"""A newer series goes behind an older one; what contradicts or does not fit is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.series.join import join
from rnnviz.series.step import DAY, HOUR, MONTH, Step
from rnnviz.series.types import RegularSeries, SeriesError

START = np.datetime64("2024-03-01T00", "h")


def values(count: int, seed: int = 0) -> np.ndarray:
    hours = np.arange(count)
    noise = np.random.default_rng(seed).normal(0, 0.5, count)
    return (10 + 5 * np.sin(hours / 4) + 3 * np.sin(hours / 60) + noise).astype(np.float32)


def hourly(found: np.ndarray, begin: int = 0, utc: bool = False) -> RegularSeries:
    return RegularSeries(START + begin, found.copy(), utc)


WHOLE = values(300)
OLD = hourly(WHOLE[:200])


def test_what_comes_after_the_end_is_new_and_the_older_values_stay():
    joined = join(OLD, hourly(WHOLE[150:], 150))
    assert np.array_equal(joined.series.values, WHOLE)
    assert (joined.end, joined.gap) == (200, 0)
    assert np.array_equal(joined.new, np.arange(200, 300))
    assert (joined.overlap.steps, joined.overlap.different) == (50, 0)
    assert not joined.overlap.contradicts


def test_the_other_columns_go_on_as_well():
    damp = values(300, seed=1)
    damp[160] = np.nan

    def beside(first: int, last: int) -> RegularSeries:
        own = hourly(WHOLE[first:last], first)
        return replace(own, inputs={"Humidity": damp[first:last].copy()})

    joined = join(beside(0, 200), beside(150, 300))
    assert np.array_equal(joined.series.values, WHOLE)
    np.testing.assert_array_equal(joined.series.inputs["Humidity"], damp)
    # What the older series does not read is left out.
    assert join(OLD, beside(150, 300)).series.inputs == {}


def test_a_contradiction_is_counted_and_the_older_values_stay():
    other = WHOLE[150:].copy()
    other[:10] += 4
    other[12] += 0.1  # as far apart as two roundings are
    overlap = join(OLD, hourly(other, 150)).overlap
    assert (overlap.different, overlap.contradicts, overlap.shift) == (10, True, None)
    assert overlap.largest == pytest.approx(4, abs=1e-4)
    assert np.array_equal(join(OLD, hourly(other, 150)).series.values[:200], WHOLE[:200])


def test_two_steps_at_the_edge_that_were_read_in_part_are_no_contradiction():
    other = WHOLE[150:].copy()
    other[[0, 49]] += 2
    overlap = join(OLD, hourly(other, 150)).overlap
    assert (overlap.different, overlap.contradicts) == (2, False)


@pytest.mark.parametrize("move", [1, -2])
def test_a_clock_that_goes_otherwise_is_told(move):
    overlap = join(OLD, hourly(WHOLE[150:], 150 - move)).overlap
    assert overlap.contradicts
    assert overlap.shift == move


def test_a_gap_is_left_open():
    joined = join(OLD, hourly(WHOLE[210:], 210))
    assert joined.gap == 10
    assert joined.overlap.steps == 0
    assert np.isnan(joined.series.values[200:210]).all()
    assert np.array_equal(joined.new, np.arange(210, 300))


def test_holes_are_filled_only_behind_what_a_run_learned_from():
    holed = WHOLE.copy()
    holed[50] = holed[220] = np.nan
    joined = join(hourly(holed), hourly(WHOLE), fixed=200)
    assert np.array_equal(joined.new, [220])
    assert np.isnan(joined.series.values[50])


def test_a_file_within_the_old_one_has_nothing_new():
    joined = join(OLD, hourly(WHOLE[20:60], 20))
    assert len(joined.new) == 0
    assert joined.overlap.steps == 40
    assert len(joined.series) == 200


def daily(step: Step = DAY, start: str = "2024-06-01") -> RegularSeries:
    return RegularSeries(step.start_of(start), values(40), False, step)


HALF_PAST = RegularSeries(np.datetime64("2024-03-09T00:30", "m"), values(40), False, Step(180, "m"))


@pytest.mark.parametrize(
    ("known", "newer", "code"),
    [
        (OLD, hourly(values(20), -100), "newer_is_older"),
        (OLD, hourly(values(20), 500_000), "newer_far"),
        (OLD, daily(), "newer_other_step"),
        (OLD, hourly(WHOLE[200:], 200, utc=True), "newer_other_clock"),
        (daily(Step(30, "D")), daily(MONTH), "newer_other_step"),
        (RegularSeries(START, values(90), False, Step(3, "h")), HALF_PAST, "newer_other_grid"),
        (daily(Step(7, "D")), daily(Step(7, "D"), "2024-06-04"), "newer_other_grid"),
    ],
)
def test_what_cannot_be_one_series_is_refused(known, newer, code):
    with pytest.raises(SeriesError) as error:
        join(known, newer)
    assert error.value.code == code


def test_another_clock_will_do_where_the_values_say_that_it_is_the_same():
    assert len(join(OLD, hourly(WHOLE[150:], 150, utc=True)).new) == 100


def test_steps_written_otherwise_are_the_same_steps():
    """Hours as minutes; months."""
    minutes = RegularSeries(
        np.datetime64("2024-03-09T08:00", "m"), WHOLE[200:].copy(), False, Step(60, "m")
    )
    assert len(join(OLD, minutes).new) == 100
    joined = join(daily(MONTH, "2020-01"), daily(MONTH, "2023-01"))
    assert (joined.overlap.steps, len(joined.new)) == (4, 36)
    assert joined.series.step == MONTH != HOUR
