"""The test part from all sides: every figure is what its name says."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from rnnviz.i18n import translator
from rnnviz.inference.forecast_diagnostics import LagCheck, diagnostics
from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.types import RegularSeries
from rnnviz.training.loop import EpochDone
from rnnviz.training.specs import LoopSpec, WeatherTraining
from rnnviz.training.weather import PreparedSeries, judge, prepare_series, train_weather
from rnnviz.ui.widgets.forecast_verdict import lag_words


def ready_for(horizon: int, hole: bool = True) -> tuple[PreparedSeries, WeatherTraining]:
    hours = np.arange(24 * 80)
    noise = np.random.default_rng(2).normal(0, 0.4, len(hours))
    celsius = (10 + 5 * np.sin(2 * np.pi * hours / 24) + noise).astype(np.float32)
    if hole:
        celsius[-100:-90] = np.nan
    series = RegularSeries(np.datetime64("2023-11-20T00", "h"), celsius, True)
    spec = WeatherTraining(
        model=ForecasterSpec(hidden_size=6, window=4, horizon=horizon),
        loop=LoopSpec(epochs=3, learning_rate=0.02),
        batch_size=64,
    )
    torch.set_num_threads(1)
    return prepare_series(series, spec), spec


@pytest.fixture(scope="module", params=[1, 3])
def trained(request):
    ready, spec = ready_for(request.param)
    assert any(isinstance(event, EpochDone) for event in train_weather(ready, spec))
    return ready, diagnostics(ready, ready.model), judge(ready, ready.model)


def test_every_view_is_of_the_same_errors(trained):
    ready, found, judged = trained
    assert found.by_lead.own == pytest.approx(judged.by_lead)
    assert np.mean(found.by_lead.persistence) == pytest.approx(judged.baselines["persistence"].mae)
    off = found.forecast - found.truth
    known = off[~np.isnan(off)]
    assert np.abs(known).mean() == pytest.approx(judged.by_lead[-1])
    assert known.mean() == pytest.approx(found.bias)
    assert found.counts.sum() == len(known) == len(ready.parts.test)
    assert (np.abs(known) <= 1).mean() == pytest.approx(found.within)


def test_hours_lie_where_they_were_measured(trained):
    ready, found, _ = trained
    series = ready.task.series
    first = int((found.start - series.start).astype(int))
    measured = series.values[first : first + len(found.truth)]
    known = ~np.isnan(found.truth)
    assert found.truth[known] == pytest.approx(measured[known])
    lead = found.lead
    assert found.persistence[lead:][known[lead:]] == pytest.approx(
        series.values[first : first + len(found.truth) - lead][known[lead:]]
    )


def test_groups_are_by_the_clock_and_the_calendar(trained):
    _, found, _ = trained
    off = np.abs(found.forecast - found.truth)
    stamps = found.start + np.arange(len(off))
    hour = (stamps - stamps.astype("datetime64[D]")).astype(int)
    for name, own in zip(found.by_hour.names, found.by_hour.own, strict=True):
        assert own == pytest.approx(np.nanmean(off[hour == int(name)]))
    months = stamps.astype("datetime64[M]").astype(str)
    assert list(found.by_month.names) == sorted(set(months[~np.isnan(off)]))


def test_the_worst_days_are_the_worst(trained):
    _, found, _ = trained
    off = np.abs(found.forecast - found.truth)
    days = (found.start + np.arange(len(off))).astype("datetime64[D]").astype(str)
    means = {
        str(day): np.nanmean(off[days == day])
        for day in np.unique(days)
        if (~np.isnan(off[days == day])).sum() >= 12
    }
    assert [day.day for day in found.worst] == sorted(means, key=lambda d: -means[d])[:5]
    assert len(found.worst) == 5
    assert found.worst[0].mae == pytest.approx(max(means.values()))
    assert abs(found.worst[0].worst) == pytest.approx(np.nanmax(off[days == found.worst[0].day]))


def test_an_untrained_network_is_its_input_shifted_and_a_trained_one_is_not(trained):
    ready, _ = ready_for(1)
    lag = diagnostics(ready, Forecaster(ready.model.spec)).lag
    assert lag.to_input == pytest.approx(0, abs=1e-6)
    assert lag.change_correlation == 0
    assert lag.shifted
    assert not trained[1].lag.shifted


def test_a_forecast_that_hardly_leaves_its_input_is_not_said_to_be_no_copy():
    t = translator("en")

    def said(*lag):
        return lag_words(t, SimpleNamespace(lag=LagCheck(*lag)))

    assert said(0.43, 0.93, 0.28).startswith("**In good part.**")
    assert said(0.43, 0.55, 0.40).startswith("**No.**")
    assert said(0.10, 0.93, 0.28).startswith("**Mostly yes.**")
