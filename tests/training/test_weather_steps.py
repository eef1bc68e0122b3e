"""Training, judging and forecasting by days, weeks, months and odd steps."""

from __future__ import annotations

import runpy
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.inference.forecast_band import load_run, next_steps
from rnnviz.inference.forecast_diagnostics import diagnostics
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.baselines import Task, persistence, seasonal_naive
from rnnviz.series.step import Step
from rnnviz.series.types import RegularSeries, SeriesError
from rnnviz.series.windows import split_in_time
from rnnviz.training.loop import LoopSpec
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.weather_run import run_weather
from rnnviz.ui.widgets.run_report import naive_words

ROOT = Path(__file__).resolve().parents[2]
STEPS = {"10min": 2000, "3h": 900, "1d": 1500, "7d": 700, "1mo": 400}


def series(step: str, count: int | None = None, start: str = "1990-01-01") -> RegularSeries:
    every, count = Step.read(step), count or STEPS[step]
    stamps = every.stamps(every.start_of(start), count)
    year = np.cos(2 * np.pi * (stamps.day_of_year - 20) / 365.25)
    day = np.sin(2 * np.pi * (stamps.hour + stamps.minute / 60) / 24)
    noise = np.random.default_rng(2).normal(0, 1, count)
    values = np.asarray(9 - 11 * year + 4 * day + noise, np.float32)
    return RegularSeries(every.start_of(start), values, False, every)


def spec(**shape) -> WeatherTraining:
    model = ForecasterSpec(hidden_size=8, window=6, horizon=2, calendar=True, **shape)
    return WeatherTraining(model=model, loop=LoopSpec(epochs=3, learning_rate=0.02, average=0.9))


@pytest.mark.parametrize("step", STEPS)
def test_a_run_of_any_step_is_judged_kept_and_goes_on(step, tmp_path, capsys):
    given = series(step)
    result = run_weather(given, spec(), tmp_path / "run", "x.csv")
    assert result["step"] == step
    assert result["test"]["mae"] < result["baselines"]["persistence"]["mae"]
    assert result["baselines"]["seasonal_naive"]["mae"] is not None
    run = load_run(tmp_path / "run")
    assert run.record.spec.model.step == step
    assert run.ready.task.series.step == given.step
    ahead = next_steps(run, 5).table
    after = given.step.stamps(given.stamp(len(given)), 5)
    assert ahead["time"].tolist() == after.tolist()
    assert (ahead["low_c"] <= ahead["temperature_c"]).all()
    # What is taken home repeats the numbers without us.
    shutil.copy(ROOT / "rnnviz/assets/repeat_run.py", tmp_path / "run")
    arguments, sys.argv = sys.argv, ["repeat_run.py"]
    try:
        runpy.run_path(str(tmp_path / "run/repeat_run.py"))
    finally:
        sys.argv = arguments
    assert ": equal" in capsys.readouterr().out


@pytest.mark.parametrize("step", STEPS)
def test_the_test_part_is_looked_at_in_groups_that_its_step_has(step, tmp_path):
    run_weather(series(step), spec(), tmp_path, "x.csv")
    run = load_run(tmp_path)
    found = diagnostics(run.ready, run.model)
    assert bool(found.by_hour.names) == (step in ("10min", "3h"))
    assert bool(found.by_month.names) == (step != "1mo")
    assert bool(found.by_year.names) == (step in ("7d", "1mo"))
    assert len(found.worst) > 0
    assert all(bool(day.hour) == (step in ("10min", "3h")) for day in found.worst)


def test_the_same_day_last_year_is_that_of_the_calendar():
    given = series("1d", 1500)  # 1992 has a 29 February
    task = Task(given, 6, 40)
    starts = np.arange(400, 1400)
    found = seasonal_naive(task, starts, starts)
    at = starts[:, None] + 6 + np.arange(40)
    stamps = given.stamps
    for row, column in ((0, 0), (300, 39), (390, 7), (999, 20)):
        wanted = stamps[at[row, column]] - pd.DateOffset(years=1)
        assert found[row, column] == given.values[stamps.get_loc(wanted)]
    leap = int(np.flatnonzero(stamps == pd.Timestamp("1992-02-29"))[0])
    day = seasonal_naive(task, starts, np.array([leap - 6]))[0, 0]
    assert day == given.values[stamps.get_loc(pd.Timestamp("1991-02-28"))]


@pytest.mark.parametrize(("step", "season"), [("10min", 144), ("3h", 8), ("7d", 52), ("1mo", 12)])
def test_the_season_before_is_so_many_steps_ago(step, season):
    given = series(step)
    task = Task(given, 6, 3)
    starts = np.arange(season, 300)
    found = seasonal_naive(task, starts, starts)
    np.testing.assert_array_equal(found, task.values(starts[:, None] + 6 + np.arange(3) - season))


@pytest.mark.parametrize("step", ["7h", "2d", "5mo", "12mo"])
def test_a_step_without_a_season_has_none(step):
    given = series(step, 200)
    task, starts = Task(given, 6, 2), np.arange(150)
    assert np.isnan(seasonal_naive(task, starts, starts)).all()
    assert not np.isnan(persistence(task, starts, starts)).any()


def test_nothing_after_the_origin_changes_a_baseline():
    given = series("1d")
    later = given.values.copy()
    later[1006:] = 99
    poisoned = RegularSeries(given.start, later, False, given.step)
    starts = np.array([1000])
    for baseline in (persistence, seasonal_naive):
        before, after = (baseline(Task(s, 6, 40), starts, starts) for s in (given, poisoned))
        np.testing.assert_array_equal(before, after)


def test_far_ahead_the_season_before_may_be_nearer_and_that_is_known(tmp_path):
    """Days that are all alike, and a network that saw two hours and was hardly taught."""
    hours = np.arange(24 * 120)
    celsius = (
        10 + 8 * np.sin(2 * np.pi * hours / 24) + np.random.default_rng(3).normal(0, 0.2, 2880)
    )
    every = Step.read("1h")
    given = RegularSeries(every.start_of("2021-01-01"), celsius.astype(np.float32), False, every)
    model = ForecasterSpec(hidden_size=4, window=2)
    run_weather(given, WeatherTraining(model=model, loop=LoopSpec(epochs=1)), tmp_path, "x.csv")
    ahead = next_steps(load_run(tmp_path), 24)
    assert ahead.seasonal_naive_mae == pytest.approx(0.2 * 2 / np.sqrt(np.pi), rel=0.1)
    assert ahead.mae > 2 * ahead.seasonal_naive_mae
    assert len(ahead.band.by_step) == 24
    assert np.mean(ahead.band.by_step) == pytest.approx(ahead.band.coverage)
    for language in LANGUAGES:
        t = translator(language)
        assert t("weather.baseline.seasonal_naive") in naive_words(t, ahead)
        assert naive_words(t, replace(ahead, mae=0.1)) == ""
        assert naive_words(t, replace(ahead, seasonal_naive_mae=None)) == ""


def test_ten_years_of_months_suffice_and_three_do_not():
    split_in_time(series("1mo", 120), 5, 1)
    with pytest.raises(SeriesError) as error:
        split_in_time(series("1mo", 36), 5, 1)
    assert error.value.code == "series_too_short"
