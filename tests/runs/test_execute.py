"""One function executes a recorded run: the same numbers whatever happens on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from small_runs import LONG, on_sqlite, plain, settings, until, weather, weights

from rnnviz.inference.forecast_band import load_run, next_steps
from rnnviz.models.specs import CELL_KINDS
from rnnviz.runs import execute as module
from rnnviz.runs.checkpoint import CHECKPOINT
from rnnviz.runs.execute import execute
from rnnviz.runs.heartbeat import Heartbeat
from rnnviz.runs.queue import Lease
from rnnviz.runs.records import Run
from rnnviz.runs.store import RunStore
from rnnviz.series.windows import split_in_time
from rnnviz.training import learning
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.weather import forecasts, judge
from rnnviz.training.weather_run import run_weather


def create(store: RunStore, workspace: str, spec: WeatherTraining) -> Run:
    return store.create_run(workspace, "", spec, weather(), "log.csv")


@pytest.mark.costly
@pytest.mark.parametrize("cell", CELL_KINDS)
def test_a_recorded_run_has_the_numbers_of_the_command_line(store, workspace, tmp_path, cell):
    run = create(store, workspace, settings(cell=cell))
    assert execute(run.id, store)
    expected = run_weather(weather(), settings(cell=cell), tmp_path / "direct", "log.csv")
    done = store.get(workspace, run.id)
    assert (done.status, done.epoch, done.progress, done.has_result) == ("finished", 4, 1.0, True)
    assert plain(store.result(workspace, run.id)) == plain(expected)
    folder = store.files(workspace, run.id)
    assert weights(folder) == weights(tmp_path / "direct")
    assert not (folder / CHECKPOINT).exists()
    assert len(next_steps(load_run(folder), 24).table) == 24


def test_every_epoch_is_written_down_in_degrees(store, workspace):
    run = create(store, workspace, settings())
    execute(run.id, store)
    epochs = store.epochs(workspace, run.id)
    assert [epoch.epoch for epoch in epochs] == [1, 2, 3, 4]
    best = min(epochs, key=lambda epoch: epoch.mae)
    assert [epoch for epoch in epochs if epoch.better][-1] == best
    assert all(0 < epoch.mae <= epoch.rmse and epoch.seconds > 0 for epoch in epochs)
    # The training error is the same measure: on this even series, about the same number.
    assert epochs[-1].train_mae == pytest.approx(epochs[-1].mae, rel=0.3)
    loaded = load_run(store.files(workspace, run.id))
    validation = loaded.ready.parts.validation
    error = forecasts(loaded.ready, loaded.model, validation) - loaded.ready.task.truth(validation)
    assert best.mae == pytest.approx(np.abs(error).mean(), abs=1e-6)
    last = judge(loaded.ready, loaded.model).baselines["persistence"].mae
    assert store.get(workspace, run.id).persistence_mae == pytest.approx(last, rel=0.2)


@on_sqlite
@pytest.mark.parametrize(("days", "horizon"), [(40, 1), (120, 1), (120, 3)])
def test_the_preview_is_one_week_of_the_validation_part(store, workspace, days, horizon):
    series = weather(days)
    hole = slice(int(len(series) * 0.82), int(len(series) * 0.82) + 4)
    values = series.values.copy()
    values[hole] = np.nan
    series = type(series)(series.start, values, True)
    shape = settings().model.model_copy(update={"horizon": horizon})
    spec = settings(epochs=1).model_copy(update={"model": shape})
    run = store.create_run(workspace, "", spec, series, "log.csv")
    assert store.preview(workspace, run.id) is None
    execute(run.id, store)
    preview = store.preview(workspace, run.id)
    begin = int((preview.start - series.start) / np.timedelta64(1, "h"))
    hours = len(preview.truth)
    parts = split_in_time(series, 6, horizon, 0.1, 0.1)
    assert parts.train_end <= begin < begin + hours <= len(series) * 0.9 + 1
    assert (hours == 168) == (days == 120)
    assert (preview.epoch, preview.lead) == (1, horizon)
    np.testing.assert_array_equal(preview.truth, series.values[begin : begin + hours])
    loaded = load_run(store.files(workspace, run.id))
    for hour in (0, hours // 2, hours - 1):
        start = begin + hour - horizon + 1 - 6
        if start in parts.validation:
            alone = forecasts(loaded.ready, loaded.model, np.array([start]))[0, -1]
            assert preview.forecast[hour] == pytest.approx(alone, abs=1e-4)
        else:
            assert np.isnan(preview.forecast[hour])
    assert np.isfinite(preview.forecast).mean() > 0.8


class KilledError(BaseException):
    """What a Ctrl+C would be."""


def kill_at(moment: str, patch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KilledError

    def die_at(epoch: int, number: Callable[..., int], action: Callable[..., None]):
        return lambda *given: die() if number(*given) == epoch else action(*given)

    if moment == "first epoch":
        patch.setattr(Lease, "record", die)
    elif moment == "record":  # the third epoch is in the record and not in the checkpoint
        save = die_at(3, lambda folder, state: state.values["epoch"], module.save_checkpoint)
        patch.setattr(module, "save_checkpoint", save)
    elif moment == "checkpoint":  # the third is the last in both
        patch.setattr(Lease, "record", die_at(4, lambda held, e, *_: e.epoch, Lease.record))
    else:
        patch.setattr(module, "save_run", die)


@pytest.mark.costly
@pytest.mark.parametrize("cell", ["rnn", "lstm"])
@pytest.mark.parametrize("moment", ["first epoch", "record", "checkpoint", "judging"])
def test_whenever_it_dies_it_ends_with_the_same_numbers(
    store, workspace, tmp_path, monkeypatch, cell, moment
):
    spec = settings(epochs=6, cell=cell, patience=3)
    expected = run_weather(weather(), spec, tmp_path / "direct", "log.csv")

    run = create(store, workspace, spec)
    with monkeypatch.context() as patch:
        kill_at(moment, patch)
        with pytest.raises(KilledError):
            execute(run.id, store)
    assert store.get(workspace, run.id).status == "interrupted"
    store.resume(workspace, run.id)
    assert execute(run.id, store)
    assert plain(store.result(workspace, run.id)) == plain(expected)
    assert weights(store.files(workspace, run.id)) == weights(tmp_path / "direct")
    epochs = [epoch.epoch for epoch in store.epochs(workspace, run.id)]
    assert epochs == list(range(1, expected["epochs"] + 1))


@pytest.mark.costly
def test_a_damaged_checkpoint_costs_time_not_numbers(store, workspace, undisturbed):
    run = create(store, workspace, LONG)
    stop_in_the_middle(store, workspace, run)
    (store.files(workspace, run.id) / CHECKPOINT).write_bytes(b"half a file")
    store.resume(workspace, run.id)
    execute(run.id, store)
    assert plain(store.result(workspace, run.id)) == undisturbed[0]


def stop_in_the_middle(store: RunStore, workspace: str, run: Run) -> Run:
    thread = threading.Thread(target=execute, args=(run.id, store))
    thread.start()
    until(lambda: store.get(workspace, run.id).epoch >= 3)
    store.request_stop(workspace, run.id)
    thread.join()
    return store.get(workspace, run.id)


@pytest.mark.costly
def test_stop_keeps_the_best_epoch_and_judges_it(store, workspace, undisturbed):
    run = create(store, workspace, LONG)
    stopped = stop_in_the_middle(store, workspace, run)
    assert (stopped.status, stopped.has_result, stopped.stopping) == ("stopped", True, False)
    assert 3 <= stopped.epoch < LONG.loop.epochs
    result = store.result(workspace, run.id)
    epochs = store.epochs(workspace, run.id)
    best = min(epochs, key=lambda epoch: epoch.mae)
    assert (result["best_epoch"], result["epochs"]) == (best.epoch, len(epochs))
    loaded = load_run(store.files(workspace, run.id))
    assert judge(loaded.ready, loaded.model).test.mae == pytest.approx(
        result["test"]["mae"], abs=1e-4
    )
    assert set(result) == {*undisturbed[0], "seconds", "windows_per_second", "run"}
    # And it can still be trained to the end, as if nothing had happened.
    store.resume(workspace, run.id)
    assert store.get(workspace, run.id).has_result
    execute(run.id, store)
    assert plain(store.result(workspace, run.id)) == undisturbed[0]
    assert weights(store.files(workspace, run.id)) == undisturbed[1]


@pytest.mark.costly
def test_when_its_time_is_up_a_run_keeps_its_best_and_can_go_on(store, workspace, monkeypatch):
    clock = iter(range(10_000))  # a minute each time somebody looks
    monkeypatch.setattr(module, "_now", lambda: 60.0 * next(clock))
    run = create(store, workspace, settings(epochs=2))
    execute(run.id, store, minutes=1)
    late = store.get(workspace, run.id)
    assert (late.status, late.error.code) == ("failed", "run_too_slow")  # not even one epoch
    run = create(store, workspace, settings(epochs=2))
    execute(run.id, store, minutes=60)  # an epoch has 48 steps
    late = store.get(workspace, run.id)
    assert (late.status, late.has_result, late.epoch) == ("stopped", True, 1)
    assert (late.error.code, late.error.params) == ("run_time_up", {"minutes": 60})
    store.resume(workspace, run.id)
    assert store.get(workspace, run.id).error is None
    execute(run.id, store)
    assert store.get(workspace, run.id).status == "finished"


def test_a_stop_before_the_first_epoch_leaves_no_result(store, workspace, monkeypatch):
    run = create(store, workspace, settings())
    monkeypatch.setattr(Heartbeat, "stop_wanted", lambda heartbeat: True)
    execute(run.id, store)
    stopped = store.get(workspace, run.id)
    assert (stopped.status, stopped.has_result, stopped.resumable) == ("stopped", False, True)
    assert store.result(workspace, run.id) is None


def test_a_stop_while_waiting_to_be_resumed_loses_nothing(store, workspace, monkeypatch):
    run = create(store, workspace, settings())
    kill_at("judging", monkeypatch)
    with pytest.raises(KilledError):
        execute(run.id, store)
    store.resume(workspace, run.id)
    store.request_stop(workspace, run.id)
    assert store.get(workspace, run.id).status == "interrupted"


def test_what_goes_wrong_stands_in_the_record(store, workspace, monkeypatch):
    def astray(*_: object):
        raise FloatingPointError("the loss became nan in epoch 1")
        yield

    def failing(*_: object):
        raise ZeroDivisionError
        yield

    found = []
    for training in (astray, failing):
        monkeypatch.setattr(learning, "train_weather", training)
        run = create(store, workspace, settings())
        execute(run.id, store)
        failed = store.get(workspace, run.id)
        assert failed.status == "failed"
        assert not failed.resumable
        found.append((failed.error.code, failed.error.params))
    assert found == [
        ("training_diverged", {"rate": 0.01}),
        ("run_failed", {"kind": "ZeroDivisionError"}),
    ]


def test_a_run_whose_series_is_damaged_fails_with_a_reason(store, workspace):
    run = create(store, workspace, settings())
    (store.files(workspace, run.id) / "series.safetensors").write_bytes(b"")
    execute(run.id, store)
    assert store.get(workspace, run.id).error.code == "run_damaged"


def test_a_run_deleted_in_the_middle_is_given_up_and_leaves_nothing(store, workspace):
    run = create(store, workspace, LONG)
    thread = threading.Thread(target=execute, args=(run.id, store))
    thread.start()
    until(lambda: store.get(workspace, run.id).epoch >= 2)
    store.delete(workspace, run.id)
    thread.join()
    assert not store.folder_of(run.id).exists()


def test_only_one_executes_a_run(store, workspace):
    run = create(store, workspace, settings())
    assert execute(run.id, store)
    assert not execute(run.id, store)


def test_progress_and_time_left_are_told_while_it_runs(store, workspace):
    run = create(store, workspace, LONG)
    thread = threading.Thread(target=execute, args=(run.id, store))
    thread.start()
    seen = [until(lambda e=e: (r := store.get(workspace, run.id)).epoch >= e and r) for e in (2, 9)]
    store.request_stop(workspace, run.id)
    thread.join()
    assert 0 < seen[0].progress < seen[1].progress < 1
    assert seen[1].seconds_left > 0
    assert store.get(workspace, run.id).seconds_left is None
