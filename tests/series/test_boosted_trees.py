"""Boosted trees beside the network: what they know, and what they must not know."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.series.baselines import Task, linear_long, score
from rnnviz.series.boosted_trees import MOST_EXAMPLES, boosted_trees
from rnnviz.series.step import DAY, HOUR, MONTH, Step
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import split_in_time

BEGINS = {HOUR: "2024-01-01T00", DAY: "2000-01-01", MONTH: "1950-01"}


def series_of(values: np.ndarray, step: Step = HOUR) -> RegularSeries:
    return RegularSeries(step.start_of(BEGINS[step]), values.astype(np.float32), True, step)


def bent(count: int) -> np.ndarray:
    """Each value depends on the two before it, and not by a straight line."""
    dice, values = np.random.default_rng(0), [0.0, 1.0]
    while len(values) < count:
        values.append(4 * np.sin(values[-1]) * np.cos(values[-2]) + 0.1 * dice.normal())
    return np.array(values)


def judged(task: Task, share: float = 0.1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    parts = split_in_time(task.series, task.window, task.horizon, share, share)
    return parts.train, parts.test, task.truth(parts.test)


def test_they_find_what_a_straight_line_cannot():
    task = Task(series_of(bent(3000)), 5, 1)
    train, test, truth = judged(task)
    trees = score(boosted_trees(task, train, test), truth).mae
    assert trees < 0.3 * score(linear_long(task, train, test), truth).mae


@pytest.mark.parametrize(("step", "count", "horizon"), [(HOUR, 900, 3), (DAY, 1500, 7)])
def test_nothing_after_a_window_changes_its_forecast(step, count, horizon):
    values = bent(count)
    task = Task(series_of(values, step), 6, horizon)
    train, test, _ = judged(task)
    whole = boosted_trees(task, train, test)
    at = len(test) // 2
    poisoned = values.copy()
    poisoned[test[at] + task.window :] = 99
    other = boosted_trees(Task(series_of(poisoned, step), 6, horizon), train, test)
    assert np.isfinite(whole).all()
    np.testing.assert_array_equal(whole[: at + 1], other[: at + 1])
    assert not np.array_equal(whole[at + 1 :], other[at + 1 :])


def test_too_little_to_learn_from_gives_no_forecast():
    task = Task(series_of(bent(180), MONTH), 2, 1)
    train, test, _ = judged(task)
    assert np.isnan(boosted_trees(task, train, test)).all()


def test_a_year_of_days_has_no_year_before_and_no_hour():
    task = Task(series_of(bent(400), DAY), 5, 1)
    train, test, truth = judged(task)
    trees = score(boosted_trees(task, train, test), truth).mae
    assert trees < score(linear_long(task, train, test), truth).mae


def test_more_forecasts_than_fit_are_judged_on_every_so_many_windows(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.MOST_FORECASTS", 500)
    task = Task(series_of(bent(3000)), 5, 4)
    train, test, truth = judged(task)
    assert len(train) * 4 < MOST_EXAMPLES
    thinned = boosted_trees(task, train, test)
    forecast = ~np.isnan(thinned).any(axis=1)
    assert len(test) * 4 > 500 >= 4 * (forecast.sum() - 1)
    monkeypatch.undo()
    whole = boosted_trees(task, train, test)
    np.testing.assert_array_equal(thinned[forecast], whole[forecast])
    assert np.isfinite(score(thinned, truth).mae)
