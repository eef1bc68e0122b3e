"""A forecaster learns what can be learned, is judged on what it never saw, and comes back."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import WeatherRun, half_widths_at, load_run, next_steps
from rnnviz.inference.recursive_forecast import recursive_forecast
from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import CELL_KINDS, ForecasterSpec
from rnnviz.series.baselines import BASELINES
from rnnviz.series.levels import LEVELS
from rnnviz.series.types import RegularSeries
from rnnviz.training.loop import EpochDone, Finished, LoopSpec, LoopState
from rnnviz.training.run_record import RECORD, RUN_FILES, read_record
from rnnviz.training.weather import (
    WeatherTraining,
    forecasts,
    judge,
    prepare_series,
    train_weather,
)
from rnnviz.training.weather_run import run_weather, save_run


def weather(days: int = 90, noise: float = 0.3, hole: bool = True) -> RegularSeries:
    rng = np.random.default_rng(0)
    hours = np.arange(24 * days)
    celsius = 12 + 6 * np.sin(2 * np.pi * hours / 24) + 4 * np.sin(hours / 170)
    celsius = celsius + rng.normal(0, noise, len(hours))
    if hole:
        celsius[500:530] = np.nan
    return RegularSeries(np.datetime64("2024-03-01T00", "h"), celsius.astype(np.float32), True)


def settings(cell: str = "rnn", **changes) -> WeatherTraining:
    shape = {"cell": cell, "hidden_size": 16, "window": 6, **changes.pop("model", {})}
    loop = LoopSpec(epochs=changes.pop("epochs", 12), learning_rate=0.02, average=0.9)
    return WeatherTraining(model=ForecasterSpec(**shape), loop=loop, batch_size=64, **changes)


def trained(series: RegularSeries, spec: WeatherTraining):
    ready = prepare_series(series, spec)
    events = list(train_weather(ready, spec))
    model = Forecaster(spec.model)
    model.load_state_dict(events[-1].weights)
    return ready, model, events


@pytest.mark.parametrize("cell", CELL_KINDS)
@pytest.mark.parametrize("layers", [1, 2])
def test_it_beats_the_last_hour_where_there_is_something_to_learn(cell, layers):
    ready, model, events = trained(weather(), settings(cell, model={"num_layers": layers}))
    found = judge(ready, model)
    assert found.mae_skill_score > 0.4
    assert found.change_correlation > 0.8
    assert isinstance(events[-1], Finished)
    best = max(e.scores["score"] for e in events if isinstance(e, EpochDone))
    assert events[-1].scores["score"] == best


def test_the_same_seed_gives_the_same_numbers_and_another_does_not():
    results = [trained(weather(40), settings(epochs=2, seed=seed))[1] for seed in (1, 1, 2)]
    weights = [model.state_dict()["rnn.weight_hh_l0"] for model in results]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_an_untrained_forecaster_is_the_last_hour():
    ready = prepare_series(weather(), settings())
    found = judge(ready, Forecaster(ready.model.spec))
    assert found.test.mae == pytest.approx(found.baselines["persistence"].mae, rel=1e-4)
    assert found.mae_skill_score == pytest.approx(0, abs=1e-4)
    assert found.change_correlation == 0


def test_hours_that_do_not_change_leave_nothing_to_beat():
    series = weather(hole=False)
    celsius = series.values.copy()
    celsius[-len(celsius) // 5 :] = 20  # the sensor stands still in the whole test part
    ready = prepare_series(replace(series, values=celsius), settings())
    found = judge(ready, ready.model)
    assert found.baselines["persistence"].mae == 0
    assert found.test.mae > 0
    assert found.mae_skill_score == 0


def test_a_short_series_starts_from_its_straight_line_and_gets_no_worse():
    ready = prepare_series(weather(), settings())
    begun = judge(ready, ready.model)
    line = begun.baselines["linear"].mae
    assert begun.test.mae < 1.05 * line
    for _ in train_weather(ready, settings()):
        pass
    assert judge(ready, ready.model).test.mae < 1.02 * line


@pytest.mark.parametrize("cell", CELL_KINDS)
@pytest.mark.parametrize("horizon", [1, 6])
def test_beside_a_linear_part_training_begins_at_least_squares(cell, horizon):
    series = weather()
    model = {"window": 48, "calendar": True, "linear_part": True, "horizon": horizon}
    ready = prepare_series(series, settings(cell, model=model))
    train, test = ready.parts.train, ready.parts.test
    by_hand = BASELINES["linear_long"](ready.task, train, test)
    found = forecasts(ready, ready.model, test)
    np.testing.assert_allclose(found, by_hand, atol=0.05)  # °C: it has a little ridge
    truth = ready.task.truth(test)
    spec = settings(cell, epochs=6, model=model)
    _, trained_model, events = trained(series, spec)
    after = forecasts(ready, trained_model, test)
    assert np.abs(after - truth).mean() < 1.05 * np.abs(by_hand - truth).mean()
    assert isinstance(events[-1], Finished)


def test_early_in_a_linear_parts_training_nothing_ends_it():
    shape = {"window": 24, "linear_part": True, "hidden_size": 4}
    loop = LoopSpec(epochs=20, learning_rate=1.0, patience=1)  # far too high: nothing gets better
    spec = settings(model=shape).model_copy(update={"loop": loop})
    epochs = [event for event in trained(weather(), spec)[2] if isinstance(event, EpochDone)]
    assert len(epochs) == 13
    alone = spec.model_copy(update={"model": spec.model.model_copy(update={"linear_part": False})})
    epochs = [event for event in trained(weather(), alone)[2] if isinstance(event, EpochDone)]
    assert len(epochs) < 13


def test_what_comes_later_changes_neither_scale_nor_training():
    series, spec = weather(40, hole=False), settings(epochs=2)
    changed = series.values.copy()
    changed[-90:] += 5  # the test part
    other = RegularSeries(series.start, changed, True)
    (a, model_a, _), (b, model_b, _) = trained(series, spec), trained(other, spec)
    assert a.scale == b.scale
    assert torch.equal(model_a.rnn.weight_hh_l0, model_b.rnn.weight_hh_l0)


def test_rolling_out_is_forecasting_again_and_again():
    spec = settings(model={"horizon": 2, "calendar": True})
    ready, model, _ = trained(weather(40, hole=False), spec)
    starts = ready.parts.test[:3]
    once = forecasts(ready, model, starts)
    np.testing.assert_allclose(recursive_forecast(ready, model, starts, 2), once, atol=1e-4)
    far = recursive_forecast(ready, model, starts, 5)
    assert far.shape == (3, 5)
    np.testing.assert_allclose(far[:, :2], once, atol=1e-4)
    # By hand: put the first two forecasts in the place of what is measured, then forecast again.
    values = ready.task.series.values.copy()
    for start, ahead in zip(starts, once, strict=True):
        put = values.copy()
        put[start + 6 : start + 8] = ahead
        series = RegularSeries(ready.task.series.start, put, True)
        again = prepare_series(series, spec)
        later = forecasts(again, model, np.array([start + 2]))
        row = starts.tolist().index(start)
        # The scale must be the old one: it comes from the training part, which is unchanged.
        np.testing.assert_allclose(later[0], far[row, 2:4], atol=1e-3)


def test_a_run_comes_back_from_disk_and_forecasts(tmp_path):
    spec = settings(epochs=6)
    result = run_weather(weather(), spec, tmp_path / "run", "weather.csv")
    assert set(result["baselines"]) == set(BASELINES)
    trees = result["rivals"].pop("boosted_trees")
    assert result["rivals"] == result["baselines"]
    assert 0 < trees["mae"] <= trees["rmse"]
    off = trees["mae"] - result["test"]["mae"]
    assert result["against_trees"]["mean"] == pytest.approx(off, abs=1e-5)
    assert result["against"]["rival"] in BASELINES
    assert result["windows_per_second"] > 0
    run = load_run(tmp_path / "run")
    assert run.record.spec == spec
    # Two decimals of the record are two decimals of what it records.
    assert judge(run.ready, run.model).test.mae == pytest.approx(result["test"]["mae"], abs=1e-6)
    ahead = next_steps(run, 30)
    assert len(ahead.table) == 30
    assert ahead.table["time"].iloc[0] == weather().stamps[-1] + np.timedelta64(1, "h")
    assert (ahead.table["low_c"] < ahead.table["high_c"]).all()
    assert 0.75 < ahead.band.coverage <= 1
    assert not list((tmp_path / "run").glob("*.pt"))


def test_each_step_has_its_band_at_every_level_and_the_test_part_tells_how_it_held(tmp_path):
    spec = settings(epochs=6, model={"horizon": 3})
    run_weather(weather(), spec, tmp_path / "run", "weather.csv")
    found = next_steps(load_run(tmp_path / "run"), 3)
    widths = [found.bands[level].half for level in LEVELS]
    assert (np.diff(widths, axis=0) > 0).all()
    for level, band in found.bands.items():
        assert np.abs(np.array(band.by_step) - level / 100).max() < 0.06
        assert np.mean(band.by_step) == pytest.approx(band.coverage)
        assert set(band.by_season) == {1}  # the end of May
    narrow = found.at(50).table
    half = (narrow["high_c"] - narrow["low_c"]).to_numpy() / 2
    np.testing.assert_allclose(half, found.bands[50].half, atol=0.011)


def test_a_band_knows_nothing_of_what_comes_after_its_forecast(tmp_path):
    spec = settings(epochs=1, model={"horizon": 3})
    run_weather(weather(), spec, tmp_path / "run", "weather.csv")
    run = load_run(tmp_path / "run")
    task = run.ready.task
    origin = int(run.ready.parts.test[0]) + task.window + 60
    values = task.series.values.copy()
    values[origin:] += 20
    poisoned = prepare_series(RegularSeries(task.series.start, values, True), spec)
    assert poisoned.scale == run.ready.scale
    other = WeatherRun(run.record, poisoned, run.model)
    for level in LEVELS:
        clean, spoiled = (half_widths_at(each, origin, 3, level) for each in (run, other))
        np.testing.assert_array_equal(clean, spoiled)
    assert (half_widths_at(other, origin + 48, 3) > half_widths_at(run, origin + 48, 3)).all()


@pytest.mark.parametrize("spoil", ["missing", "json", "weights"])
def test_a_spoiled_run_is_named(tmp_path, spoil):
    folder = tmp_path / "run"
    run_weather(weather(40), settings(epochs=1), folder, "weather.csv")
    if spoil == "missing":
        (folder / RECORD).unlink()
    elif spoil == "json":
        (folder / RECORD).write_text(json.dumps({"format": 1}))
    else:
        (folder / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(RnnvizError) as error:
        load_run(folder)
    assert error.value.code == ("run_missing" if spoil == "missing" else "run_damaged")


def test_a_record_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    spec, folder = settings(epochs=1), tmp_path / "run"
    weights = Forecaster(spec.model).state_dict()
    save_run(folder, weather(40), spec, "old.csv", weights, {})
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        save_run(folder, weather(40), spec, "new.csv", weights, {})
    assert read_record(folder).source == "old.csv"
    assert sorted(path.name for path in folder.iterdir()) == sorted(RUN_FILES)


def test_a_training_that_goes_astray_ends_in_a_clear_error(tmp_path, monkeypatch):
    def astray(ready, spec):
        raise FloatingPointError("the loss became nan in epoch 1")
        yield

    monkeypatch.setattr("rnnviz.training.weather_run.train_weather", astray)
    with pytest.raises(RnnvizError) as error:
        run_weather(weather(40), settings(), tmp_path / "run", "x.csv")
    assert error.value.code == "training_diverged"
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
@pytest.mark.parametrize("stop_after", [1, 3])
def test_a_resumed_run_gives_the_numbers_of_one_that_never_stopped(tmp_path, cell, stop_after):
    series, spec = weather(40), settings(cell, epochs=5)
    whole = list(train_weather(prepare_series(series, spec), spec))
    for event in train_weather(prepare_series(series, spec), spec):
        if isinstance(event, EpochDone) and event.epoch == stop_after:
            state = event.snapshot()
            break
    # Through the files that a checkpoint is made of.
    save_file(dict(state.tensors), tmp_path / "state.safetensors")
    values = json.loads(json.dumps(dict(state.values)))
    torch.manual_seed(99)
    again = LoopState(load_file(tmp_path / "state.safetensors"), values)
    rest = list(train_weather(prepare_series(series, spec), spec, resume=again))
    epochs = [(e.epoch, e.train_loss, e.scores) for e in whole if isinstance(e, EpochDone)]
    resumed = [(e.epoch, e.train_loss, e.scores) for e in rest if isinstance(e, EpochDone)]
    assert resumed == epochs[stop_after:]
    assert rest[-1].best_epoch == whole[-1].best_epoch
    for name, value in whole[-1].weights.items():
        assert torch.equal(value, rest[-1].weights[name])


def test_a_snapshot_of_the_last_epoch_only_finishes():
    series, spec = weather(40), settings(epochs=2)
    *_, last, end = train_weather(prepare_series(series, spec), spec)
    states = [
        event.snapshot()
        for event in train_weather(prepare_series(series, spec), spec)
        if isinstance(event, EpochDone)
    ]
    (only,) = train_weather(prepare_series(series, spec), spec, resume=states[-1])
    assert isinstance(last, EpochDone)
    assert only.scores == end.scores
