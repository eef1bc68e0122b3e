"""A search for good settings: what it tries, when it ends, what it must not look at."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rnnviz.series.types import RegularSeries
from rnnviz.training.fitting import candidates, fitting
from rnnviz.training.search import MOST_WINDOWS, RUNGS, Trial, best_of, search
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.weather import prepare_series


def hourly(count: int = 700, last: float = 0.0) -> RegularSeries:
    """Days of sine with weather on them; the test part is moved up by ``last``."""
    dice = np.random.default_rng(0)
    hours = np.arange(count)
    values = 10 + 5 * np.sin(2 * np.pi * hours / 24) + np.cumsum(dice.normal(0, 0.3, count))
    values[-round(0.1 * count) :] += last
    start = np.datetime64("2024-01-01T00", "h")
    return RegularSeries(start, values.astype(np.float32), False)


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return list(search(hourly(), WeatherTraining(), 3600))


def test_the_settings_given_and_those_that_fit_are_among_the_candidates():
    spec, series = WeatherTraining(seed=3), hourly()
    tried = candidates(series, spec)
    assert spec in tried
    assert fitting(series, spec) in tried
    assert len({one.model_dump_json() for one in tried}) == len(tried) >= 6
    assert {one.seed for one in tried} == {3}


def test_the_better_half_goes_on_for_longer(trials):
    rungs = [list(rung) for _, rung in itertools.groupby(trials, key=lambda trial: trial.epochs)]
    assert [rung[0].epochs for rung in rungs] == list(RUNGS[: len(rungs)])
    for rung, after in itertools.pairwise(rungs):
        best = sorted(rung, key=lambda trial: trial.mae)[: len(rung) // 2]
        assert [trial.spec for trial in after] == [trial.spec for trial in best]
    assert best_of(trials) == min(rungs[-1], key=lambda trial: trial.mae).spec


def test_no_trial_looks_at_the_test_part(trials):
    again = list(search(hourly(last=30.0), WeatherTraining(), 3600))
    assert [(trial.spec, trial.mae) for trial in again] == [(t.spec, t.mae) for t in trials]


def test_it_ends_when_the_time_is_over():
    ticks = itertools.count(step=10.0)  # each look at the clock takes ten seconds
    few = list(search(hourly(), WeatherTraining(), 45, clock=lambda: next(ticks)))
    assert 1 <= len(few) < len(candidates(hourly(), WeatherTraining()))
    assert best_of(few) in [trial.spec for trial in few]


def test_it_ends_when_it_is_stopped():
    asked = iter([False, False, True])
    assert len(list(search(hourly(), WeatherTraining(), 3600, lambda: next(asked)))) == 2


def test_a_series_too_short_for_any_window_has_no_trial():
    assert list(search(hourly(40), WeatherTraining(), 3600)) == []


def test_settings_that_diverge_are_never_the_best():
    fine, wild = WeatherTraining(seed=1), WeatherTraining(seed=2)
    assert best_of([Trial(wild, 3, None, 1.0), Trial(fine, 3, 0.9, 1.0)]) == fine


def test_an_epoch_of_a_trial_is_no_longer_than_it_need_be(monkeypatch):
    seen = []

    def watched(ready, spec):
        seen.append(len(ready.parts.train))
        return iter(())

    monkeypatch.setattr("rnnviz.training.search.train_weather", watched)
    monkeypatch.setattr("rnnviz.training.search.MOST_WINDOWS", 200)
    list(search(hourly(), WeatherTraining(), 3600))
    assert max(seen) <= 200 < MOST_WINDOWS
    whole = len(prepare_series(hourly(), WeatherTraining()).parts.train)
    assert whole > 200
