"""Windows and parts: nothing spans a hole, and nothing of a later part is seen in an earlier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnviz.series.baselines import BASELINES, Task, linear, persistence, score, seasonal_naive
from rnnviz.series.sample import sample_series
from rnnviz.series.types import RegularSeries, SeriesError
from rnnviz.series.windows import calendar, split_in_time, window_starts


def series(values) -> RegularSeries:
    return RegularSeries(np.datetime64("2024-01-01T00", "h"), np.array(values, np.float32), False)


@given(st.lists(st.booleans(), max_size=80), st.integers(1, 12))
def test_windows_are_exactly_those_without_a_hole(holes, length):
    values = np.where(holes, np.nan, 1.0)
    expected = [
        i for i in range(len(values) - length + 1) if not np.isnan(values[i : i + length]).any()
    ]
    assert window_starts(series(values), length).tolist() == expected


@given(
    hours=st.integers(300, 900),
    window=st.integers(1, 30),
    horizon=st.integers(1, 20),
    hole=st.integers(0, 200),
)
def test_parts_are_in_time_order_and_leak_nothing(hours, window, horizon, hole):
    values = np.arange(hours, dtype=float)
    values[hole : hole + 10] = np.nan
    try:
        parts = split_in_time(series(values), window, horizon)
    except SeriesError:
        assume(False)
    aimed = [
        np.concatenate([part + window, part + window + horizon - 1])
        for part in (parts.train, parts.validation, parts.test)
    ]
    assert aimed[0].max() < parts.train_end <= aimed[1].min()
    assert aimed[1].max() < aimed[2].min()
    assert aimed[2].max() <= hours - 1
    assert parts.train.max() + window + horizon <= parts.train_end


def test_too_short_a_series_is_refused():
    with pytest.raises(SeriesError) as error:
        split_in_time(series(np.arange(100.0)), 48, 1)
    assert error.value.code == "series_too_short"


def test_the_calendar_turns_once_a_day_and_once_a_year():
    marks = calendar(series(np.zeros(24 * 366)).stamps)
    np.testing.assert_allclose(marks[0, :2], marks[24, :2], atol=1e-6)
    np.testing.assert_allclose(marks[:, 0] ** 2 + marks[:, 1] ** 2, 1, atol=1e-5)
    np.testing.assert_allclose(marks[12, 1], -1, atol=1e-6)  # noon is opposite midnight
    assert marks[24 * 183, 3] < -0.99  # July is opposite January


def test_baselines_are_what_they_say():
    values = np.arange(200.0) % 24 + np.arange(200) * 0.01
    task = Task(series(values), window=30, horizon=26)
    starts = np.array([40, 41])
    assert persistence(task, starts, starts).tolist() == [
        [pytest.approx(values[69], abs=1e-4)] * 26,
        [pytest.approx(values[70], abs=1e-4)] * 26,
    ]
    daily = seasonal_naive(task, starts, starts)
    np.testing.assert_allclose(daily[0, 0], values[70 - 24], atol=1e-4)
    np.testing.assert_allclose(daily[0, 23], values[69], atol=1e-4)
    np.testing.assert_allclose(daily[0, 24], values[94 - 48], atol=1e-4)  # 25 hours ahead
    truth = task.truth(starts)
    np.testing.assert_allclose(truth[0], values[70:96], atol=1e-4)


def test_the_line_finds_a_linear_rule():
    rng = np.random.default_rng(0)
    values = [0.0, 1.0, 0.5]
    for _ in range(400):
        values.append(0.5 * values[-1] + 0.3 * values[-3] + 0.1)
    values = np.array(values) + rng.normal(0, 1e-4, len(values))
    task = Task(series(values), window=3, horizon=1)
    starts = np.arange(0, 300)
    assert score(linear(task, starts, starts), task.truth(starts)).mae < 1e-3


def test_yesterday_before_the_beginning_is_unknown_and_not_scored():
    task = Task(series(np.arange(60.0)), window=2, horizon=1)
    starts = np.array([0, 40])
    forecast = seasonal_naive(task, starts, starts)
    assert np.isnan(forecast[0, 0])
    assert score(forecast, task.truth(starts)).mae == pytest.approx(24)
    assert list(BASELINES) == ["persistence", "seasonal_naive", "linear", "linear_long"]


def parts_by_the_calendar(hourly, window, horizon, validation=0.1, test=0.1):
    """How 0.1.0 split every series, word for word: what numbers were published with."""
    starts = window_starts(hourly, window + horizon)
    hours = len(hourly)
    test_begin = hours - round(test * hours)
    validation_begin = test_begin - round(validation * hours)
    first, last = starts + window, starts + window + horizon - 1
    return (
        starts[last < validation_begin],
        starts[(first >= validation_begin) & (last < test_begin)],
        starts[first >= test_begin],
        validation_begin,
    )


def same_parts(hourly, window, horizon) -> None:
    parts = split_in_time(hourly, window, horizon)
    before = parts_by_the_calendar(hourly, window, horizon)
    now = (parts.train, parts.validation, parts.test, parts.train_end)
    for old, new in zip(before, now, strict=True):
        np.testing.assert_array_equal(old, new)
        assert np.asarray(old).dtype == np.asarray(new).dtype


@pytest.mark.parametrize(("window", "horizon"), [(1, 1), (5, 1), (24, 6), (168, 48), (336, 24)])
def test_the_sample_is_split_as_it_always_was(window, horizon):
    same_parts(sample_series(), window, horizon)


@given(
    hours=st.integers(1500, 4000),
    holes=st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 60)), max_size=12),
    window=st.integers(1, 12),
    horizon=st.integers(1, 12),
)
def test_a_series_with_small_gaps_is_split_as_it_always_was(hours, holes, window, horizon):
    values = np.sin(np.arange(hours))
    for begin, length in holes:
        values[begin : begin + length] = np.nan
    assume(
        all(len(part) >= 24 for part in parts_by_the_calendar(series(values), window, horizon)[:3])
    )
    same_parts(series(values), window, horizon)


def scattered(stretches: int, length: int, apart: int) -> RegularSeries:
    """Stretches of hours with years between them."""
    values = np.full((stretches, length + apart), np.nan)
    values[:, :length] = np.arange(length) % 24
    return series(values.ravel()[:-apart])


@pytest.mark.parametrize(("window", "horizon"), [(5, 1), (24, 6), (168, 24)])
@pytest.mark.parametrize(
    ("stretches", "length", "apart"),
    [(12, 730, 2_000), (12, 730, 30_000), (2, 4_400, 200_000), (3, 2_000, 8_766)],
)
def test_stretches_of_different_years_are_split_by_the_hours_there_are(
    window, horizon, stretches, length, apart
):
    hourly = scattered(stretches, length, apart)
    parts = split_in_time(hourly, window, horizon)
    whole = len(window_starts(hourly, window + horizon))
    shares = [len(part) / whole for part in (parts.train, parts.validation, parts.test)]
    assert shares[0] > 0.7
    assert min(shares[1:]) > 0.04
    aimed = [part + window for part in (parts.train, parts.validation, parts.test)]
    assert aimed[0].max() + horizon - 1 < parts.train_end <= aimed[1].min()
    assert aimed[1].max() + horizon - 1 < aimed[2].min()
    for part in (parts.train, parts.validation, parts.test):
        read = hourly.values[part[:, None] + np.arange(window + horizon)]
        assert not np.isnan(read).any()


def test_a_part_that_would_lie_in_one_long_hole_is_cut_from_the_hours_there_are():
    values = np.sin(np.arange(10_000.0))
    values[7_900:9_050] = np.nan  # all of what would be the validation part
    hourly = series(values)
    assert len(parts_by_the_calendar(hourly, 5, 1)[1]) < 24
    parts = split_in_time(hourly, 5, 1)
    assert min(map(len, (parts.validation, parts.test))) > 800
