"""Runs in real worker processes: from the queue to the result, through every kind of death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from small_runs import (
    LONG,
    end_worker,
    on_postgresql,
    on_sqlite,
    pid_in,
    plain,
    settings,
    until,
    weather,
    weights,
)

from rnnviz.errors import RnnvizError
from rnnviz.runs.launcher import LocalLauncher
from rnnviz.runs.locks import is_held
from rnnviz.runs.records import Run
from rnnviz.runs.store import RunStore
from rnnviz.runs.tables import RUNS
from rnnviz.training.weather_run import run_weather

ROOT = Path(__file__).resolve().parents[2]


def create(store: RunStore, workspace: str, spec=LONG) -> Run:
    return store.create_run(workspace, "", spec, weather(), "log.csv")


def locks(store: RunStore) -> list[Path]:
    return sorted((store.folder / "workers").glob("*.lock"))


def worker_of(store: RunStore, run: Run) -> Path:
    with store.database.begin() as connection:
        return store.lock_of(connection.scalar(sa.select(RUNS.c.worker).where(RUNS.c.id == run.id)))


def lease_of(store: RunStore, run: Run) -> str:
    with store.database.begin() as connection:
        return connection.scalar(sa.select(RUNS.c.lease).where(RUNS.c.id == run.id))


def over(store: RunStore, workspace: str, run: Run) -> Run:
    until(lambda: not store.get(workspace, run.id).unfinished)
    return store.get(workspace, run.id)


def running(store: RunStore, workspace: str, run: Run, epoch: int = 2) -> None:
    until(lambda: store.get(workspace, run.id).epoch >= epoch)


@pytest.mark.costly
def test_runs_go_one_after_the_other_in_order_with_their_places(store, workspace, launch, tmp_path):
    launcher = launch()
    long = create(store, workspace)
    launcher.submit(long.id)
    running(store, workspace, long)
    waiting = [create(store, workspace, settings(seed=seed)) for seed in (1, 2)]
    for run in waiting:
        launcher.submit(run.id)
    assert [store.get(workspace, run.id).place for run in (long, *waiting)] == [None, 1, 2]
    store.request_stop(workspace, long.id)
    first, second, third = (over(store, workspace, run) for run in (long, *waiting))
    assert [run.status for run in (first, second, third)] == ["stopped", "finished", "finished"]
    assert first.has_result
    assert first.ended <= second.started < second.ended <= third.started
    for run, seed in zip(waiting, (1, 2), strict=True):
        folder = tmp_path / f"direct{seed}"
        expected = run_weather(weather(), settings(seed=seed), folder, "log.csv")
        assert plain(store.result(workspace, run.id)) == plain(expected)
        assert weights(store.files(workspace, run.id)) == weights(folder)


@pytest.mark.costly
def test_two_workers_run_two_at_once_and_no_more(store, workspace, launch):
    launcher = launch(workers=2)
    runs = [create(store, workspace) for _ in range(3)]
    for run in runs:
        launcher.submit(run.id)
    for run in runs[:2]:
        running(store, workspace, run)
    assert store.get(workspace, runs[2].id).place == 1
    for run in reversed(runs):
        store.request_stop(workspace, run.id)
    done = [over(store, workspace, run) for run in runs]
    assert {run.status for run in done} == {"stopped"}
    assert done[1].started < done[0].ended
    assert len(locks(store)) == 2


@on_sqlite
def test_a_worker_gives_way_to_pages(store, launch, monkeypatch):
    monkeypatch.delenv("RNNVIZ_NICE")
    launch()
    lock = until(lambda: next((lock for lock in locks(store) if is_held(lock)), None))
    pid = until(lambda: pid_in(lock))
    until(lambda: os.getpriority(os.PRIO_PROCESS, pid) >= os.getpriority(os.PRIO_PROCESS, 0) + 5)


@pytest.mark.costly
def test_a_killed_worker_shows_at_once_and_its_run_goes_on_with_the_same_numbers(
    store, workspace, launch, undisturbed
):
    launcher = launch()
    run = create(store, workspace)
    launcher.submit(run.id)
    running(store, workspace, run, epoch=3)
    first = worker_of(store, run)
    dead = pid_in(first)
    end_worker(first)
    interrupted = store.get(workspace, run.id)
    assert (interrupted.status, interrupted.resumable) == ("interrupted", True)
    assert 3 <= interrupted.epoch < LONG.loop.epochs
    assert interrupted.ended == interrupted.heartbeat
    # Another worker comes by itself, and leaves the run alone until it is asked.
    until(lambda: is_held(first) and pid_in(first) not in (0, dead))
    assert store.get(workspace, run.id).status == "interrupted"
    store.resume(workspace, run.id)
    launcher.submit(run.id)
    assert over(store, workspace, run).status == "finished"
    assert plain(store.result(workspace, run.id)) == undisturbed[0]
    assert weights(store.files(workspace, run.id)) == undisturbed[1]
    numbers = [epoch.epoch for epoch in store.epochs(workspace, run.id)]
    assert numbers == list(range(1, LONG.loop.epochs + 1))


@on_postgresql
def test_a_database_that_crashes_in_the_middle_costs_time_and_no_number(
    store, workspace, launch, postgres, undisturbed
):
    launcher = launch()
    run = create(store, workspace)
    launcher.submit(run.id)
    running(store, workspace, run)
    log = worker_of(store, run).with_suffix(".log")
    postgres.stop()
    try:
        with pytest.raises(RnnvizError, match="runs_store_unavailable") as away:
            store.list(workspace)
        assert str(postgres.port) not in str(away.value)
        until(lambda: "the record of the runs" in log.read_text())  # the worker has noticed
    finally:
        postgres.start()
    waiting = create(store, workspace, settings())  # … and nothing needs to be started again
    launcher.submit(waiting.id)
    done = [over(store, workspace, each) for each in (run, waiting)]
    assert [each.status for each in done] == ["finished", "finished"]
    assert plain(store.result(workspace, run.id)) == undisturbed[0]
    assert weights(store.files(workspace, run.id)) == undisturbed[1]
    numbers = [epoch.epoch for epoch in store.epochs(workspace, run.id)]
    assert numbers == list(range(1, LONG.loop.epochs + 1))


@pytest.mark.costly
def test_a_killed_server_loses_nothing_and_the_next_doubles_nothing(
    store, workspace, launch, undisturbed
):
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("owner.py")), str(store.folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    at_work, waiting = create(store, workspace), create(store, workspace, settings())
    running(store, workspace, at_work)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    lock, lease = worker_of(store, at_work), lease_of(store, at_work)
    orphan = pid_in(lock)
    seen = store.get(workspace, at_work.id)
    assert seen.status == "running"
    running(store, workspace, at_work, seen.epoch + 3)  # it goes on without a server
    launcher = launch()
    launcher.submit(waiting.id)
    assert (pid_in(lock), lease_of(store, at_work)) == (orphan, lease)  # the same worker has it
    first, second = (over(store, workspace, run) for run in (at_work, waiting))
    assert (first.status, second.status) == ("finished", "finished")
    assert first.ended <= second.started  # still one at a time
    assert plain(store.result(workspace, at_work.id)) == undisturbed[0]
    numbers = [epoch.epoch for epoch in store.epochs(workspace, at_work.id)]
    assert numbers == list(range(1, LONG.loop.epochs + 1))
    until(
        lambda: pid_in(lock) not in (0, orphan)
    )  # the orphan has gone, the new server's worker is here


@on_sqlite
def test_without_a_server_idle_workers_go(store, launch):
    launcher = launch()
    until(lambda: any(is_held(lock) for lock in locks(store)))
    launcher.close()
    until(lambda: not any(is_held(lock) for lock in locks(store)))


@pytest.mark.costly
def test_servers_on_one_folder_share_the_workers(store, workspace, launch):
    first, second = launch(), launch()
    runs = [create(store, workspace, settings()) for _ in range(2)]
    first.submit(runs[0].id)
    second.submit(runs[1].id)
    done = [over(store, workspace, run) for run in runs]
    assert [run.status for run in done] == ["finished", "finished"]
    assert done[0].ended <= done[1].started
    assert len(locks(store)) == 1


@on_sqlite
def test_a_worker_that_cannot_start_is_not_started_again_and_again(
    store, workspace, launch, monkeypatch
):
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def counting(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", counting)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    launcher = launch()
    run = create(store, workspace, settings())
    for _ in range(200):
        launcher.submit(run.id)
        started[-1].wait()
    assert 2 <= len(started) <= 4
    assert store.get(workspace, run.id).place == 1  # nothing is lost meanwhile


@on_sqlite
def test_a_machine_that_starts_no_process_is_named(store, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    launcher = LocalLauncher(store, 1)
    with pytest.raises(RnnvizError) as error:
        launcher.ensure_alive()
    assert error.value.code == "runs_store_unavailable"
    launcher.close()
