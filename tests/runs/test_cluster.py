"""Runs on a Dask cluster that is really there: a scheduler and workers, each a process."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_cluster import Cluster
from small_runs import LONG, on_postgresql, on_sqlite, plain, settings, until, weather, weights

from rnnviz import cluster_versions
from rnnviz.errors import RnnvizError
from rnnviz.runs.launcher import LocalLauncher, launcher_of
from rnnviz.runs.queue import end_lost, give_up_all, lost, take_lease, take_over
from rnnviz.runs.records import Run
from rnnviz.runs.store import RunStore
from rnnviz.training.backtest import backtest, fold_training, folds
from rnnviz.training.weather_run import run_weather

cluster = pytest.importorskip("rnnviz.runs.cluster", reason="Dask is not installed")


@pytest.fixture
def started(tmp_path: Path, store: RunStore) -> Iterator[Cluster]:
    where = {"RNNVIZ_DATA": str(store.folder), "RNNVIZ_DATABASE_URL": store.database.url}
    made = Cluster(tmp_path, where, workers=2)
    yield made
    made.close()


@pytest.fixture
def launcher(started: Cluster, store: RunStore) -> Iterator[cluster.DaskLauncher]:
    made = cluster.DaskLauncher(store, started.address, silent=3.0)
    yield made
    made.close()


def executing(store: RunStore, run: Run, beyond: int = 1) -> Run:
    """The run once it has more than ``beyond`` epochs."""

    def look() -> Run | None:
        now = store.get(run.workspace, run.id)
        return now if now.epoch > beyond and now.status == "running" else None

    return until(look)


def finished(store: RunStore, run: Run) -> Run:
    def look() -> Run | None:
        now = store.get(run.workspace, run.id)
        return None if now.unfinished or now.status == "interrupted" else now

    return until(look)


def pid_of(run: Run) -> int:
    return int(run.worker.rsplit("-", 1)[1])


@on_postgresql
def test_the_cluster_dies_piece_by_piece_and_the_numbers_stay(
    store, workspace, started, launcher, tmp_path
):
    expected = run_weather(weather(), LONG, tmp_path / "direct", "log.csv")
    run = store.create_run(workspace, "", LONG, weather(), "log.csv")
    launcher.submit(run.id)
    first = executing(store, run)
    os.kill(pid_of(first), signal.SIGKILL)
    second = until(
        lambda: (now := executing(store, run, first.epoch)).worker != first.worker and now
    )
    # The scheduler and the last worker at once: nobody is left who knows of the run but the record.
    started.scheduler.kill()
    os.kill(pid_of(second), signal.SIGKILL)
    started.scheduler.wait()
    started.start_scheduler()
    started.add_worker()
    done = finished(store, run)
    assert (done.status, done.epoch) == ("finished", LONG.loop.epochs)
    assert pid_of(done) == started.workers[-1].pid
    assert plain(store.result(workspace, run.id)) == plain(expected)
    assert weights(store.files(workspace, run.id)) == weights(tmp_path / "direct")


@on_sqlite
def test_runs_wait_for_equal_versions_then_run_at_once_and_are_stopped(
    store, workspace, started, launcher, monkeypatch, caplog
):
    monkeypatch.setattr(cluster, "CHECK", 0.1)
    # So long that the first does not end before the second worker, on a busy machine, begins.
    endless = settings(epochs=1000)
    runs = [store.create_run(workspace, "", endless, weather(), "log.csv") for _ in range(3)]
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(cluster_versions, "PACKAGES", (*cluster_versions.PACKAGES, "pytest"))
        launcher.submit(runs[0].id)
        until(lambda: "has pytest None (here" in caplog.text)
        assert {run.status for run in store.list(workspace)} == {"queued"}
    one, two = (executing(store, run) for run in runs[:2])
    assert "works again" in caplog.text
    assert one.worker != two.worker
    assert store.get(workspace, runs[2].id).place == 1
    store.delete(workspace, runs[2].id)
    for run in (one, two):
        store.request_stop(workspace, run.id)
        assert finished(store, run).status == "stopped"
        assert store.result(workspace, run.id) is not None
    short = store.create_run(workspace, "", settings(), weather(), "log.csv")
    launcher.submit(short.id)
    assert finished(store, short).status == "finished"


@on_sqlite
def test_the_folds_of_a_backtest_are_spread_and_their_numbers_stay(
    store, workspace, started, launcher
):
    spec = settings(epochs=30)
    planned = folds(weather(), spec, 4, "expanding")
    expected = list(backtest(weather(), spec, planned))
    runs = []
    for fold in planned:
        piece, own = fold_training(weather(), spec, fold)
        runs.append(store.create_run(workspace, "", own, piece, "log.csv"))
    launcher.submit(runs[0].id)
    first = executing(store, runs[0])
    os.kill(pid_of(first), signal.SIGKILL)
    done = [finished(store, run) for run in runs]
    assert {run.status for run in done} == {"finished"}
    assert done[0].worker != first.worker
    assert [store.result(workspace, run.id)["alike"] for run in runs] == expected


@on_sqlite
def test_the_environment_says_who_executes(store, monkeypatch):
    assert isinstance(launcher_of(store), LocalLauncher)
    monkeypatch.setenv("RNNVIZ_DASK", "tcp://127.0.0.1:9")
    assert isinstance(launcher_of(store), cluster.DaskLauncher)
    monkeypatch.setitem(sys.modules, "rnnviz.runs.cluster", None)
    with pytest.raises(RnnvizError, match="cluster_not_installed"):
        launcher_of(store)


def test_a_turn_is_taken_over_and_the_one_before_has_lost_it(store, workspace):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    with store.database.begin() as connection:
        turn = connection.exec_driver_sql("SELECT queued FROM runs").scalar_one()
    assert take_over(store.database, run.id, turn, "dask-a") is None  # nobody has begun
    assert take_lease(store.database, run.id, "dask-a", turn + 1) is None
    first = take_lease(store.database, run.id, "dask-a", turn)
    second = take_over(store.database, run.id, turn, "dask-b")
    with pytest.raises(Exception, match=run.id):
        first.beat(0.5, None)
    second.beat(0.5, None)
    assert take_over(store.database, run.id, turn + 1, "dask-c") is None
    assert list(lost(store.database, "dask-", silent=60)) == []
    assert list(lost(store.database, "other-", silent=-60)) == []
    assert list(lost(store.database, "dask-", silent=-60)) == [(run.id, 0)]
    end_lost(store.database, run.id, "dask-", -60, again=True)
    assert store.get(workspace, run.id).status == "queued"
    assert list(lost(store.database, "dask-", silent=-60)) == []


def test_a_worker_that_goes_hands_back_what_it_executes(store, workspace):
    runs = [store.create_run(workspace, "", settings(), weather(), "log.csv") for _ in range(3)]
    for run, worker in zip(runs, ("dask-a", "dask-a", "dask-b"), strict=True):
        take_lease(store.database, run.id, worker)
    store.request_stop(workspace, runs[1].id)
    give_up_all(store.database, "dask-a", again=True)
    found = [store.get(workspace, run.id) for run in runs]
    assert [run.status for run in found] == ["queued", "interrupted", "running"]
    assert (found[0].place, found[1].stopping, found[2].worker) == (1, False, "dask-b")


def test_a_page_leaves_a_silent_run_to_its_cluster_for_a_while(store, workspace):
    for silent, status in ((100, "running"), (300, "interrupted")):
        run = store.create_run(workspace, "", settings(), weather(), "log.csv")
        take_lease(store.database, run.id, "dask-a")
        with store.database.begin() as connection:
            changed = f"UPDATE runs SET heartbeat = heartbeat - {silent} WHERE id = '{run.id}'"
            connection.exec_driver_sql(changed)
        found = store.get(workspace, run.id)
        assert found.status == status
        assert found.silent >= 100 or status == "interrupted"


def test_what_kills_its_workers_or_was_to_stop_is_left_to_the_user(store, workspace):
    for again, stop in ((False, False), (True, True)):
        run = store.create_run(workspace, "", settings(), weather(), "log.csv")
        take_lease(store.database, run.id, "dask-a")
        if stop:
            store.request_stop(workspace, run.id)
        end_lost(store.database, run.id, "dask-", -60, again=again)
        found = store.get(workspace, run.id)
        assert (found.status, found.stopping, found.resumable) == ("interrupted", False, True)
        assert list(lost(store.database, "dask-", silent=-60)) == []
