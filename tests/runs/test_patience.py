"""A database that is locked, full or away for a while costs time, never a run."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from small_runs import plain, settings, until, weather

from rnnviz.errors import RnnvizError
from rnnviz.runs import database, worker
from rnnviz.runs import execute as execution
from rnnviz.runs.execute import execute
from rnnviz.runs.queue import Lease, give_up_all, take_lease
from rnnviz.runs.records import EpochRecord, Run
from rnnviz.runs.store import RunStore
from rnnviz.runs.tables import RUNS
from rnnviz.training import learning
from rnnviz.training.weather_run import run_weather

EPOCH = EpochRecord(epoch=1, train_mae=0.5, mae=0.6, rmse=0.8, seconds=0.1, better=True)


@pytest.fixture
def hasty(tmp_path, monkeypatch) -> Iterator[RunStore]:
    """A store whose database does not itself wait for a lock."""
    quick = ("busy_timeout=20", *(line for line in database._SQLITE if "busy" not in line))
    monkeypatch.setattr(database, "_SQLITE", quick)
    made = RunStore.at(tmp_path / "hasty")
    yield made
    made.database.close()


def create(store: RunStore, workspace: str) -> Run:
    return store.create_run(workspace, "", settings(), weather(), "log.csv")


class Locked:
    """Somebody else's transaction, which keeps every writer out until it is over."""

    def __init__(self, store: RunStore) -> None:
        path = store.folder / "runs.sqlite"
        self._other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._other.execute("BEGIN EXCLUSIVE")

    def release(self) -> None:
        self._other.execute("ROLLBACK")
        self._other.close()


@pytest.mark.parametrize("moment", ["begin", "record", "end"])
def test_a_lock_in_the_middle_costs_time_and_no_number(
    hasty, workspace, tmp_path, monkeypatch, moment
):
    run = create(hasty, workspace)
    action, locked = getattr(Lease, moment), []

    def locked_out(*given, **more):
        if not locked:
            locked.append(Locked(hasty))
            threading.Timer(0.4, locked[0].release).start()
        return action(*given, **more)

    monkeypatch.setattr(Lease, moment, locked_out)
    assert execute(run.id, hasty)
    done = hasty.get(workspace, run.id)
    assert (done.status, done.error, done.epoch) == ("finished", None, 4)
    expected = run_weather(weather(), settings(), tmp_path / "direct", "log.csv")
    assert plain(hasty.result(workspace, run.id)) == plain(expected)


def test_a_failure_is_written_down_once_the_database_lets_it(store, workspace, monkeypatch):
    def failing(*_: object):
        raise ZeroDivisionError
        yield

    end, tries = Lease.end, []

    def away(held, *given, **more):
        tries.append(1)
        if len(tries) < 4:
            raise RnnvizError("runs_disk_full")
        end(held, *given, **more)

    monkeypatch.setattr(learning, "train_weather", failing)
    monkeypatch.setattr(Lease, "end", away)
    run = create(store, workspace)
    execute(run.id, store)
    failed = store.get(workspace, run.id)
    assert (failed.status, failed.error.code, len(tries)) == ("failed", "run_failed", 4)


def test_an_epoch_whose_answer_was_lost_is_written_once(store, workspace):
    run = create(store, workspace)
    held = take_lease(store.database, run.id, None)
    held.record(EPOCH, 0.5, None)
    held.record(EPOCH, 0.5, None)
    assert store.epochs(workspace, run.id) == [EPOCH]


def test_an_idle_worker_gives_up_what_still_names_it_until_that_works(
    store, workspace, monkeypatch
):
    """Stop and Resume work again after the worst: the last write failed for good."""
    run = create(store, workspace)
    held = take_lease(store.database, run.id, "here-0")
    assert held is not None
    tries = []

    def away(*given):
        tries.append(1)
        if len(tries) < 4:
            raise RnnvizError("runs_store_unavailable")
        give_up_all(*given)

    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(worker, "LOOK", 0.01)
    monkeypatch.setattr(worker, "give_up_all", away)
    server = Server()
    thread = threading.Thread(target=worker._work, args=(store, "here-0", server))
    thread.start()
    until(lambda: len(tries) > 5)
    server.gone.set()
    thread.join()
    # Asked of the table: the store itself would interrupt it, for nobody holds the lock.
    with store.database.begin() as connection:
        assert connection.scalar(sa.select(RUNS.c.status)) == "interrupted"
    store.resume(workspace, run.id)
    assert execute(run.id, store)
    assert store.get(workspace, run.id).status == "finished"


class Server:
    """The worker's server, in this process."""

    def __init__(self) -> None:
        self.gone = threading.Event()

    def wait(self, seconds: float) -> None:
        self.gone.wait(seconds)


def fails_at_the_third_checkpoint(patch: pytest.MonkeyPatch, error: Exception) -> None:
    save = execution.save_checkpoint

    def saving(folder, state):
        if state.values["epoch"] == 3:
            raise error
        save(folder, state)

    patch.setattr(execution, "save_checkpoint", saving)


def test_a_run_that_failed_with_a_checkpoint_goes_on_from_there(
    store, workspace, tmp_path, monkeypatch
):
    run = create(store, workspace)
    with monkeypatch.context() as patch:
        fails_at_the_third_checkpoint(patch, OSError(28, "No space left on device"))
        execute(run.id, store)
    failed = store.get(workspace, run.id)
    assert (failed.status, failed.error.code) == ("failed", "runs_disk_full")
    assert failed.resumable
    assert store.list(workspace)[0].resumable
    store.resume(workspace, run.id)
    store.request_stop(workspace, run.id)  # … which loses nothing
    assert store.get(workspace, run.id).resumable
    store.resume(workspace, run.id)
    assert execute(run.id, store)
    done = store.get(workspace, run.id)
    assert (done.status, done.error) == ("finished", None)
    expected = run_weather(weather(), settings(), tmp_path / "direct", "log.csv")
    assert plain(store.result(workspace, run.id)) == plain(expected)


@pytest.mark.parametrize(
    "error", [FloatingPointError("nan"), RnnvizError("run_damaged", path="series")]
)
def test_what_would_fail_again_is_not_resumed(store, workspace, monkeypatch, error):
    run = create(store, workspace)
    fails_at_the_third_checkpoint(monkeypatch, error)
    execute(run.id, store)
    failed = store.get(workspace, run.id)
    assert (failed.status, failed.checkpoint, failed.resumable) == ("failed", True, False)
    with pytest.raises(RnnvizError, match="run_not_resumable"):
        store.resume(workspace, run.id)
