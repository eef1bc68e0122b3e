"""The report on the test part: every figure is what its name says."""

from __future__ import annotations

import json

import numpy as np
import pytest
from test_weather import settings, trained, weather

from rnnviz.models.forecaster import Forecaster
from rnnviz.training.weather import prepare_series
from rnnviz.training.weather_report import report_on_test


@pytest.fixture(scope="module")
def report():
    ready, model, _ = trained(weather(), settings(epochs=8, model={"horizon": 3}))
    return ready, report_on_test(ready, model)


def test_errors_by_hour_month_and_lead_are_means_of_the_same_errors(report):
    ready, found = report
    error = np.abs(found.forecast - found.truth)
    hour = found.hours.astype("datetime64[h]").astype(int) % 24
    np.testing.assert_allclose(found.by_hour[7], error[hour == 7].mean())
    np.testing.assert_allclose(found.by_lead["model"], error.mean(axis=0))
    np.testing.assert_allclose(found.by_lead["model"].mean(), found.judgement.test.mae)
    np.testing.assert_allclose(
        found.by_lead["last_hour"].mean(), found.judgement.baselines["last_hour"].mae
    )
    assert np.isnan(found.by_month[0])  # the test part lies in May
    assert not np.isnan(found.by_month[4])
    values = ready.task.series.values
    at = (found.hours[5, 1] - ready.task.series.start).astype(int)
    assert found.truth[5, 1] == pytest.approx(values[at], abs=1e-5)


def test_worst_days_come_first_and_the_band_covers(report):
    _, found = report
    means = [mae for _, mae in found.worst_days]
    assert means == sorted(means, reverse=True)
    assert len(means) >= 5
    assert 0.8 < found.coverage <= 1
    assert (found.width > 0).all()


def test_a_forecaster_that_learned_is_not_shifted_and_an_untrained_one_is(report):
    _, found = report
    assert not found.lag.shifted
    ready = prepare_series(weather(), settings())
    untrained = report_on_test(ready, Forecaster(ready.model.spec))
    assert untrained.lag.shifted
    assert untrained.lag.to_input == pytest.approx(0, abs=1e-4)


def test_it_is_plain_json(report):
    _, found = report
    said = json.loads(json.dumps(found.plain(), allow_nan=False))
    assert len(said["by_hour"]) == 24
    assert said["by_month"][0] is None
    assert sum(said["residuals"]["counts"]) == found.truth.size
