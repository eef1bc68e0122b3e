"""A clock that is set back, on a server, a worker or the database's machine, loses no run."""

from __future__ import annotations

import itertools
import time

import pytest
import sqlalchemy as sa
from small_runs import plain, settings, weather

from rnnviz.runs.execute import execute
from rnnviz.runs.queue import end_lost, lost, take_lease
from rnnviz.runs.tables import RUNS
from rnnviz.training.weather_run import run_weather
from rnnviz.ui.weather import train

HOUR = 3600.0


@pytest.mark.parametrize("wrong", [-HOUR, HOUR])
def test_a_worker_whose_clock_is_wrong_is_not_taken_for_dead(store, workspace, monkeypatch, wrong):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    with monkeypatch.context() as elsewhere:
        right = time.time
        elsewhere.setattr(time, "time", lambda: right() + wrong)
        lease = take_lease(store.database, run.id, "dask-elsewhere")
        lease.beat(0.5, None)
    assert list(lost(store.database, "dask-", silent=60)) == []
    assert store.get(workspace, run.id).status == "running"


def test_who_died_before_the_clock_was_set_back_is_found(store, workspace):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    take_lease(store.database, run.id, "dask-gone")
    with store.database.begin() as connection:
        connection.execute(sa.update(RUNS).values(heartbeat=time.time() + HOUR))
    assert list(lost(store.database, "dask-", silent=60)) == [(run.id, 0)]
    end_lost(store.database, run.id, "dask-", 60, again=True)
    assert execute(run.id, store)
    assert store.get(workspace, run.id).status == "finished"


def test_a_clock_set_back_in_the_middle_changes_no_number(store, workspace, tmp_path, monkeypatch):
    expected = run_weather(weather(), settings(), tmp_path / "direct", "log.csv")
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    right, looks = time.time, itertools.count()
    monkeypatch.setattr(time, "time", lambda: right() - HOUR * next(looks))
    assert execute(run.id, store)
    done = store.get(workspace, run.id)
    assert (done.status, done.error) == ("finished", None)
    assert plain(store.result(workspace, run.id)) == plain(expected)


def test_a_page_does_not_wait_for_the_clock_to_catch_up(store, workspace, monkeypatch):
    """A run that was queued in what is now the future, and no worker."""
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    ticks = itertools.count(step=0.1)
    monkeypatch.setattr(train, "run_store", lambda: store)
    monkeypatch.setattr(train.time, "time", lambda: run.created - HOUR)
    monkeypatch.setattr(train.time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(train.time, "sleep", lambda _: None)
    train._await_first_epoch(run)
    assert next(ticks) < 2
