"""A trained forecaster on newer values: scored fairly, nothing learned, an alarm if it must be."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.inference.forecast_band import WeatherRun, load_run, next_steps
from rnnviz.inference.new_data import FAR_OUT, NewData, look_at, with_series
from rnnviz.inference.new_data_report import new_data_report
from rnnviz.inference.new_data_words import far_words, new_data_words
from rnnviz.inference.outside_band import CHANCE, Misses, alarm_of
from rnnviz.series.baselines import persistence
from rnnviz.series.join import join
from rnnviz.series.step import HOUR
from rnnviz.series.types import RegularSeries
from rnnviz.training.weather import forecasts
from tests.newer_files import DAYS, START, WHOLE, make_run

OLD = 24 * DAYS


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> WeatherRun:
    folder = tmp_path_factory.mktemp("run")
    make_run(folder)
    return load_run(folder)


def newer(first: int, values: np.ndarray) -> RegularSeries:
    return RegularSeries(START + first, values.astype(np.float32), False)


def looked(run: WeatherRun, first: int, values: np.ndarray, steps: int = 6) -> NewData:
    return look_at(run, join(run.ready.task.series, newer(first, values)), steps)


def test_the_score_is_that_of_the_runs_own_forecasts_on_new_values_alone(run):
    found = looked(run, OLD - 48, WHOLE[OLD - 48 : OLD + 100])
    window, horizon = run.model.spec.window, run.model.spec.horizon
    starts = np.arange(OLD - window, OLD + 100 - window - horizon + 1)
    truth = found.run.ready.task.truth(starts)
    own = forecasts(found.run.ready, run.model, starts)
    assert found.score is not None
    assert found.score.windows == len(starts) == 99
    assert found.score.own.mae == pytest.approx(np.abs(own - truth).mean())
    last = persistence(found.run.ready.task, starts, starts)
    rival = found.score.rivals["persistence"]
    assert rival.score.mae == pytest.approx(np.abs(last - truth).mean())
    assert found.score.rivals["seasonal_naive"].windows == 99
    assert np.array_equal(found.score.track.truth, truth[:, 0])
    assert found.score.track.stamps[0] == START + OLD
    assert not found.score.alarm.rings


def test_a_rival_with_forecasts_for_a_few_windows_is_judged_on_those(run):
    """Behind a gap of a day and a half there is no yesterday at first."""
    found = looked(run, OLD + 36, WHOLE[OLD + 36 : OLD + 136])
    assert found.score is not None
    yesterday = found.score.rivals["seasonal_naive"]
    assert yesterday.windows < found.score.windows
    assert yesterday.own.mae != found.score.own.mae
    assert found.joined.gap == 36


@pytest.mark.parametrize("origin", [1, 30, 90])
def test_what_comes_later_changes_no_forecast_made_before(run, origin):
    honest, poisoned = WHOLE[OLD : OLD + 100].copy(), WHOLE[OLD : OLD + 100].copy()
    poisoned[origin:] = 1000
    one, other = (looked(run, OLD, values) for values in (honest, poisoned))
    assert one.score is not None
    assert other.score is not None
    # The forecast of the step after the origin has read up to the origin.
    before = origin + 1
    same = one.score.track.forecast[:before], other.score.track.forecast[:before]
    assert np.array_equal(*same)
    assert one.score.track.width == other.score.track.width
    assert one.old is not None
    assert other.old is not None
    assert one.old.table["forecast_c"].equals(other.old.table["forecast_c"])
    scale = run.ready.scale
    assert one.run.ready.scale == other.run.ready.scale == scale


def test_the_old_forecast_is_what_the_run_said_at_its_end(run):
    found = looked(run, OLD, WHOLE[OLD : OLD + 4])
    said = next_steps(run, 6).table
    assert found.old is not None
    assert found.old.table["forecast_c"].tolist() == said["temperature_c"][:4].tolist()
    assert found.old.table["low_c"].to_numpy() == pytest.approx(said["low_c"][:4], abs=0.011)
    off = np.abs(found.old.table["forecast_c"] - WHOLE[OLD : OLD + 4])
    assert found.old.mae == pytest.approx(off.mean(), abs=0.01)


def test_the_forecast_goes_on_from_the_new_end(run):
    found = looked(run, OLD, WHOLE[OLD : OLD + 50])
    assert found.ahead is not None
    assert found.ahead.table["time"].iloc[0] == START + OLD + 50
    whole = with_series(run, join(run.ready.task.series, newer(OLD, WHOLE[OLD : OLD + 50])))
    one_ahead = forecasts(whole.ready, run.model, np.array([OLD + 50 - run.model.spec.window]))
    assert found.ahead.table["temperature_c"][:2].to_numpy() == pytest.approx(
        one_ahead[0], abs=0.006
    )


def test_an_open_end_is_said_and_the_rest_stays(run):
    found = looked(run, OLD + 5, WHOLE[OLD + 5 : OLD + 10])
    assert (found.ahead, found.score, found.old) == (None, None, found.old)
    assert isinstance(found.open_end, RnnvizError)
    report = new_data_report(found)
    assert report["forecast"] is None
    assert report["score"] is None
    assert report["new"]["gap"] == 5


def test_values_far_from_their_forecast_are_listed_the_farthest_first(run):
    values = WHOLE[OLD : OLD + 100].copy()
    values[40] += 30
    found = looked(run, OLD, values)
    assert found.score is not None
    listed = found.score.anomalies
    assert [far.widths for far in listed] == sorted((far.widths for far in listed), reverse=True)
    # The value after the odd one, too: its forecast has read that.
    first = next(far for far in listed[:2] if far.when == START + OLD + 40)
    assert first.truth == pytest.approx(values[40], abs=1e-4)
    widths = abs(first.truth - first.forecast) / (2 * found.score.track.width)
    assert first.widths == pytest.approx(widths)
    assert all(far.widths >= FAR_OUT for far in found.score.anomalies)
    assert found.score.far_out >= len(found.score.anomalies)


def test_an_alarm_where_the_sensor_becomes_noisy(run):
    noise = np.random.default_rng(1).normal(0, 3, 100)
    found = looked(run, OLD, WHOLE[OLD : OLD + 100] + noise)
    assert found.score is not None
    assert found.score.alarm.rings
    report = new_data_report(found)
    assert report["alarm"]["rings"]
    assert report["alarm"]["chance"] < CHANCE
    json.dumps(report, allow_nan=False)


def test_the_alarm_rings_in_one_of_a_hundred_where_misses_are_as_before():
    """Also where they come in clumps of six; and a plain test would ring ten times as often."""
    rng = np.random.default_rng(0)

    def misses(count: int) -> np.ndarray:
        return np.repeat(rng.random(count // 6) < 0.1, 6)

    whole = misses(6000)
    before = Misses(whole, np.arange(6000), np.arange(6000) >= 4800)
    assert 0.08 < whole.mean() < 0.12
    alarms = [alarm_of(misses(168), before, HOUR) for _ in range(1000)]
    assert np.mean([alarm.rings for alarm in alarms]) < 0.03
    assert alarms[0].clumping == pytest.approx(6, rel=0.5)
    assert alarm_of(np.repeat(rng.random(28) < 0.6, 6), before, HOUR).rings


def test_a_run_that_was_never_outside_has_an_alarm_all_the_same():
    before = Misses(np.zeros(200, bool), np.arange(200), np.arange(200) >= 100)
    assert alarm_of(np.ones(5, bool), before, HOUR).rings
    assert not alarm_of(np.zeros(5, bool), before, HOUR).rings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("change", [0.0, 4.0])
def test_it_is_said_in_plain_sentences(run, language, change):
    found = looked(run, OLD - 48, WHOLE[OLD - 48 : OLD + 60] + change)
    said = new_data_words(translator(language), found)
    loud = [each.loud for each in said]
    assert ("alarm" in loud) == bool(change)
    assert all("{" not in each.text for each in said)
    assert found.score is not None
    assert far_words(translator(language), found.score)
