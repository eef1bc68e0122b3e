"""Rolling origins: what a fold may know, and what it is judged on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.baselines import BASELINES
from rnnviz.series.boosted_trees import boosted_trees
from rnnviz.series.levels import LEVELS
from rnnviz.series.types import RegularSeries, SeriesError
from rnnviz.training.backtest import (
    ROLLINGS,
    backtest,
    best_simple,
    compared,
    fold_training,
    folds,
    held,
    over_seasons,
)
from rnnviz.training.loop import Finished, LoopSpec
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.weather import forecasts, prepare_series, train_weather

SPEC = WeatherTraining(
    model=ForecasterSpec(hidden_size=4, window=4, horizon=2), loop=LoopSpec(epochs=1)
)


def hourly(count: int = 1200) -> RegularSeries:
    dice = np.random.default_rng(0)
    hours = np.arange(count)
    values = 10 + 5 * np.sin(2 * np.pi * hours / 24) + np.cumsum(dice.normal(0, 0.3, count))
    return RegularSeries(np.datetime64("2024-02-10T00", "h"), values.astype(np.float32), True)


LATEST = 40


@pytest.fixture(scope="module", autouse=True)
def few_trees():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnviz.series.boosted_trees.TREES", 2)
        yield


def forecast_at(series: RegularSeries, spec: WeatherTraining) -> list[np.ndarray]:
    """Scale and best epoch, and what is forecast from the first windows of the test part on."""
    ready = prepare_series(series, spec)
    end = next(event for event in train_weather(ready, spec) if isinstance(event, Finished))
    model = Forecaster(spec.model)
    model.load_state_dict(end.weights)
    test = ready.parts.test[: LATEST + 1]
    simple = [rule(ready.task, ready.parts.train, test) for rule in BASELINES.values()]
    simple.append(boosted_trees(ready.task, ready.parts.train, test))
    scale = np.array([ready.scale.mean, ready.scale.std, end.best_epoch])
    return [scale, forecasts(ready, model, test), *simple]


@pytest.mark.parametrize("rolling", ROLLINGS)
def test_folds_follow_each_other_over_the_second_half(rolling):
    series = hourly()
    made = folds(series, SPEC, 4, rolling)
    assert [fold.origin for fold in made] == [600, 750, 900, 1050]
    assert [fold.end for fold in made] == [750, 900, 1050, 1200]
    grown = [fold.origin - fold.begin for fold in made]
    assert grown == ([600] * 4 if rolling == "sliding" else [600, 750, 900, 1050])
    for fold in made:
        piece, spec = fold_training(series, SPEC, fold)
        parts = prepare_series(piece, spec).parts
        assert piece.start == series.stamp(fold.begin)
        assert fold.begin + int(parts.test[0]) + SPEC.model.window == fold.origin
        assert int(parts.validation[-1]) + SPEC.model.window + 2 <= fold.origin - fold.begin


def test_a_series_that_is_too_short_is_said_before_anything_is_trained():
    with pytest.raises(SeriesError) as error:
        folds(hourly(200), SPEC, 8, "expanding")
    assert error.value.code == "series_too_short"


@pytest.fixture(scope="module")
def clean() -> list[np.ndarray]:
    fold = folds(hourly(), SPEC, 4, "expanding")[0]
    return forecast_at(*fold_training(hourly(), SPEC, fold))


@drawn(max_examples=4, deadline=None)
@given(poison=st.floats(-60, 60), later=st.integers(0, LATEST))
def test_what_comes_after_an_origin_changes_nothing_before_it(clean, poison, later):
    """Nothing learned, scaled, chosen or forecast from windows that end before it."""
    series, spec = hourly(), SPEC
    fold = folds(series, spec, 4, "expanding")[0]
    values = series.values.copy()
    values[fold.origin + later :] = poison
    spoiled = RegularSeries(series.start, values, True)
    other = forecast_at(*fold_training(spoiled, spec, fold))
    np.testing.assert_array_equal(clean[0], other[0])
    for one, two in zip(clean[1:], other[1:], strict=True):
        np.testing.assert_array_equal(one[: later + 1], two[: later + 1])


@pytest.fixture(scope="module")
def done() -> list[dict]:
    series = hourly()
    return list(backtest(series, SPEC, folds(series, SPEC, 3, "expanding")))


def test_all_are_judged_on_the_same_windows_by_lead_and_by_season(done):
    assert len(done) == 3
    for fold in done:
        assert {"network", "boosted_trees", *BASELINES} == set(fold["scores"])
        for found in fold["scores"].values():
            assert np.mean(found["by_lead"]) == pytest.approx(found["mae"], abs=1e-5)
            assert set(found["by_season"]) == set(fold["seasons"])
        assert set(fold["bands"]) == {str(level) for level in LEVELS}
    assert [fold["origin"] for fold in done] == sorted(fold["origin"] for fold in done)
    assert done[0]["seasons"].keys() == {"mar-may"}


def test_a_difference_stands_beside_its_spread_over_the_folds(done):
    rows = compared(done)
    assert rows[0].name == "network"
    assert rows[0].gain == rows[0].low == rows[0].high == 0
    for row in rows[1:]:
        assert row.low <= row.gain <= row.high
        assert row.gain == pytest.approx(row.mae - rows[0].mae)
    simple = best_simple(rows)
    assert simple is not None
    assert simple.mae == min(row.mae for row in rows if row.name in BASELINES)
    assert over_seasons(done, "network").keys() == {"mar-may"}
    found = held(done, 90)
    assert found["inside"] == pytest.approx(np.mean(found["by_fold"]), abs=1e-5)
    assert len(found["by_lead"]) == 2
