"""Other columns as inputs: scaled by the training part, past only, and judged as they are used."""

from __future__ import annotations

import runpy
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import load_run, next_steps
from rnnviz.inference.recursive_forecast import held_inputs, recursive_forecast
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.types import RegularSeries
from rnnviz.training.for_series import for_series
from rnnviz.training.input_importance import SHUFFLES, input_importance
from rnnviz.training.loop import Finished, LoopSpec
from rnnviz.training.weather import (
    WeatherTraining,
    forecasts,
    prepare_series,
    train_weather,
)
from rnnviz.training.weather_run import run_weather

ROOT = Path(__file__).resolve().parents[2]
HOURS = 24 * 60


def series(hole: bool = False) -> RegularSeries:
    """A temperature that a ``driver`` moves an hour later; ``noise`` has nothing to do with it."""
    rng = np.random.default_rng(1)
    driver = rng.normal(0, 1, HOURS)
    celsius = 12 + 5 * np.sin(2 * np.pi * np.arange(HOURS) / 24) + rng.normal(0, 0.2, HOURS)
    celsius[1:] += 2 * driver[:-1]
    columns = {"driver": 1000 + 10 * driver, "noise": rng.gamma(2, 1, HOURS)}
    if hole:
        columns["driver"][200:240] = np.nan
    inputs = {name: column.astype(np.float32) for name, column in columns.items()}
    start = np.datetime64("2024-03-01T00", "h")
    return RegularSeries(start, celsius.astype(np.float32), True, inputs=inputs)


def spec_for(made: RegularSeries, **shape: object) -> WeatherTraining:
    model = ForecasterSpec.model_validate({"hidden_size": 12, "window": 4, **shape})
    loop = LoopSpec(epochs=6, learning_rate=0.02, average=0.9)
    return for_series(WeatherTraining(model=model, loop=loop, batch_size=64), made)


def test_a_series_without_inputs_trains_as_if_there_were_none():
    made = series()
    spec = spec_for(made.with_inputs(()))
    assert (spec.model.others, spec.model.inputs) == ((), 1)
    kept = []
    for each in (made.with_inputs(()), made):  # a spec that names none reads none
        ready = prepare_series(each, spec)
        assert ready.inputs.shape == (HOURS, 1)
        kept.append([event for event in train_weather(ready, spec) if isinstance(event, Finished)])
    (wanted,), (found,) = kept
    for name, weight in wanted.weights.items():
        assert torch.equal(weight, found.weights[name])


def test_each_input_is_scaled_by_the_training_part_alone():
    made = series()
    spec = spec_for(made, calendar=True)
    ready = prepare_series(made, spec)
    assert (spec.model.others, spec.model.inputs) == (("driver", "noise"), 7)
    end = ready.parts.train_end
    for place, name in enumerate(spec.model.others, start=1):
        seen = made.inputs[name][:end].astype(np.float64)
        scale = ready.scale.others[name]
        assert (scale.mean, scale.std) == pytest.approx((seen.mean(), seen.std()))
        np.testing.assert_allclose(
            ready.inputs[:, place].numpy(),
            (made.inputs[name] - seen.mean()) / seen.std(),
            atol=1e-4,
        )
    later = {name: column.copy() for name, column in made.inputs.items()}
    later["driver"][end:] += 1000
    again = prepare_series(replace(made, inputs=later), spec)
    assert again.scale == ready.scale


def test_an_input_that_stands_still_in_the_training_part_is_read_as_nought():
    made = series()
    still = replace(made, inputs={"still": np.full(HOURS, 3.0, np.float32)})
    ready = prepare_series(still, spec_for(still))
    assert float(ready.inputs[:, 1].abs().max()) == 0


def test_a_network_does_not_read_a_series_that_lacks_its_inputs():
    made = series()
    with pytest.raises(RnnvizError) as error:
        prepare_series(made.with_inputs(["noise"]), spec_for(made))
    assert (error.value.code, error.value.params["columns"]) == ("run_needs_inputs", ("driver",))


def test_no_window_goes_over_a_hole_of_an_input():
    made = series(hole=True)
    ready = prepare_series(made, spec_for(made))
    read, _ = ready.windows
    for part in (ready.parts.train, ready.parts.validation, ready.parts.test):
        assert not torch.isnan(read[torch.from_numpy(part)]).any()


def test_beyond_the_horizon_inputs_are_held_as_a_day_before_and_nothing_later_is_read():
    made = series()
    spec = spec_for(made, horizon=3)
    ready = prepare_series(made, spec)
    starts = ready.parts.test[:5]
    held = held_inputs(ready, starts, 30)
    end = starts + spec.model.window
    wanted = made.inputs["driver"].astype(float)[end[:, None] + np.arange(30) % 24 - 24]
    scale = ready.scale.others["driver"]
    np.testing.assert_allclose(held[:, :, 0].numpy(), scale.to_network(wanted), atol=1e-6)
    later = {name: column.copy() for name, column in made.inputs.items()}
    for column in later.values():
        column[end[0] :] = 77
    changed = prepare_series(replace(made, inputs=later), spec)
    torch.nn.init.normal_(ready.model.head.weight)
    first, same = (
        recursive_forecast(each, ready.model, starts[:1], 30)
        for each in (ready, replace(changed, scale=ready.scale))
    )
    np.testing.assert_array_equal(first, same)


def test_where_the_day_before_is_not_known_the_last_value_stays():
    made = series()
    ready = prepare_series(made, spec_for(made))
    held = held_inputs(ready, np.array([0]), 30)
    scale = ready.scale.others["driver"]
    last = scale.to_network(made.inputs["driver"][3:4].astype(float))
    np.testing.assert_allclose(held[0, :20, 0].numpy(), np.repeat(last, 20))
    np.testing.assert_allclose(
        held[0, 20:24, 0].numpy(),
        scale.to_network(made.inputs["driver"][:4].astype(float)),
        atol=1e-6,
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "run"
    made = series(hole=True)
    return folder, run_weather(made, spec_for(made), folder, "made")


def test_what_an_input_brings_is_told_with_its_spread(run):
    folder, result = run
    driver, noise = result["inputs"]
    assert (driver["column"], noise["column"]) == ("driver", "noise")
    assert driver["rise"] > 1
    assert driver["low"] <= driver["rise"] <= driver["high"]
    assert abs(noise["rise"]) < 0.1
    assert result["test"]["mae"] < 0.5 * result["baselines"]["linear"]["mae"]
    loaded = load_run(folder)
    again = input_importance(loaded.ready, loaded.model)
    assert [round(each.rise, 6) for each in again] == [driver["rise"], noise["rise"]]
    assert SHUFFLES > 1


def test_a_run_without_inputs_says_nothing_of_them(tmp_path):
    alone = series().with_inputs(())
    assert "inputs" not in run_weather(alone, spec_for(alone), tmp_path / "run", "made")


def test_the_next_steps_and_their_band_come_from_the_same_rolling_out(run):
    loaded = load_run(run[0])
    found = next_steps(loaded, 12)
    starts = np.array([HOURS - loaded.model.spec.window])
    ahead = recursive_forecast(loaded.ready, loaded.model, starts, 12)[0]
    np.testing.assert_allclose(found.table["temperature_c"], ahead.round(2))
    once = forecasts(loaded.ready, loaded.model, starts)[0]
    assert ahead[0] == pytest.approx(once[0], abs=1e-4)
    assert 0.7 < found.band.coverage <= 1


def test_the_program_to_take_home_reads_the_same_inputs(run, capsys):
    folder, result = run
    shutil.copy(ROOT / "rnnviz/assets/repeat_run.py", folder)
    arguments, sys.argv = sys.argv, ["repeat_run.py"]
    try:
        runpy.run_path(str(folder / "repeat_run.py"))
    finally:
        sys.argv = arguments
    said = capsys.readouterr().out
    assert "equal" in said
    assert f"MAE {result['test']['mae']:.4f}" in said
