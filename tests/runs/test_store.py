"""The record: who sees what, what is refused, what happens to damaged files and many writers."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from small_runs import on_sqlite, settings, weather

from rnnviz.errors import RnnvizError
from rnnviz.runs import files
from rnnviz.runs.locks import Lock
from rnnviz.runs.queue import (
    LeaseLostError,
    give_up_all,
    next_queued,
    take_lease,
    take_next,
)
from rnnviz.runs.records import EpochRecord, Limits, Run, is_id, new_id
from rnnviz.runs.store import STALE, RunStore
from rnnviz.runs.tables import RUNS
from rnnviz.series.types import SeriesError
from rnnviz.training.run_record import RECORD, SERIES, RunRecord

EPOCH = EpochRecord(epoch=1, train_mae=0.5, mae=0.6, rmse=0.8, seconds=0.1, better=True)


def create(store: RunStore, workspace: str, name: str = "") -> Run:
    return store.create_run(workspace, name, settings(), weather(), "log.csv")


def code_of(action, *arguments) -> str:
    with pytest.raises(RnnvizError) as error:
        action(*arguments)
    return error.value.code


def test_a_run_is_written_down_as_it_was_given(store, workspace):
    run = create(store, workspace, "  my\n first  ")
    assert (run.name, run.source, run.status, run.place) == ("my first", "log.csv", "queued", 1)
    assert run.spec == settings()
    assert is_id(run.id)
    series = store.series(workspace, run.id)
    np.testing.assert_array_equal(series.values, weather().values)
    assert (series.start, series.utc, run.hours) == (weather().start, True, len(weather()))
    again = RunStore.at(store.folder)
    assert again.get(workspace, run.id) == run
    again.database.close()


def test_an_id_is_never_taken_for_an_option(monkeypatch):
    drawn = iter(["-NOVrG5V7hF8LS6wZCL_mQ", "NOVrG5V7hF8LS6wZCL_-mQ"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: next(drawn))
    assert new_id() == "NOVrG5V7hF8LS6wZCL_-mQ"


def test_the_newest_run_comes_first_and_the_queue_is_in_order(store, workspace):
    ids = [create(store, ws).id for ws in (workspace, new_id(), workspace)]
    runs = store.list(workspace)
    assert [run.id for run in runs] == [ids[2], ids[0]]
    assert [run.place for run in runs] == [3, 1]
    assert next_queued(store.database) == ids[0]


@pytest.mark.parametrize(
    "method",
    [
        *("get", "delete", "request_stop", "resume", "epochs", "result", "preview"),
        *("series", "files", "rename"),
    ],
)
def test_nobody_sees_or_touches_another_workspace(store, workspace, method):
    run = create(store, workspace)
    other = new_id()
    assert store.list(other) == []
    arguments = ["new name"] if method == "rename" else []
    assert code_of(getattr(store, method), other, run.id, *arguments) == "run_unknown"
    assert code_of(getattr(store, method), workspace, new_id(), *arguments) == "run_unknown"
    assert store.get(workspace, run.id) == run


ODD = [
    *("", "x", "../x", "..", "/etc/passwd", "a" * 10_000, "a" * 23, "\ud800" * 22, "a\0" * 11),
    *("a" * 21 + "\n", "é" * 22, None, 7, b"a" * 22, ["a" * 22], {}),
]


@on_sqlite
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:20])
@pytest.mark.parametrize(
    "method",
    [
        *("get", "delete", "request_stop", "resume", "epochs", "result", "preview"),
        *("series", "files", "rename"),
    ],
)
def test_what_can_be_no_id_is_unknown_and_touches_nothing(store, workspace, method, odd):
    beside = store.folder / "x"  # where ../x would lead
    beside.mkdir()
    (beside / files.PREVIEW).write_bytes(b"secret")
    arguments = ["new name"] if method == "rename" else []
    action = getattr(store, method)
    assert code_of(action, workspace, odd, *arguments) == "run_unknown"
    assert code_of(action, odd, new_id(), *arguments) == "workspace_unknown"
    assert code_of(store.folder_of, odd) == "run_unknown"
    assert not store.exists(odd)
    assert code_of(store.list, odd) == "workspace_unknown"
    assert beside.is_dir()


@pytest.mark.parametrize("bad", ["", "me", "../../../../etc/passwd", "a" * 23, None, 7])
def test_only_an_unguessable_workspace_gets_runs(store, bad):
    assert code_of(create, store, bad) == "workspace_unknown"


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_name_can_be_given(store, workspace, name):
    run = next(iter(store.list(workspace)), None) or create(store, workspace, "before")
    store.rename(workspace, run.id, name)
    found = store.get(workspace, run.id).name
    assert 0 < len(found) <= store.limits.name_length
    assert found.isprintable()
    assert found == (store.clean_name(name) or "before")
    store.rename(workspace, run.id, "before")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(runs=1), "runs_too_many"),
        (Limits(megabytes=0), "runs_too_big"),
        (Limits(unfinished=1), "runs_waiting"),
        (Limits(free_megabytes=10**12), "runs_disk_full"),
    ],
)
def test_limits_are_kept_and_leave_nothing_behind(store, workspace, limits, code):
    create(store, workspace)
    store.limits = limits
    assert code_of(create, store, workspace) == code
    assert len(list((store.folder / "runs").iterdir())) == 1


def test_a_series_too_short_for_the_settings_is_refused_at_once(store, workspace):
    with pytest.raises(SeriesError) as error:
        store.create_run(workspace, "", settings(), weather(days=5, hole=False), "log.csv")
    assert error.value.code == "series_too_short"
    assert store.list(workspace) == []


def test_deleting_removes_record_and_files(store, workspace):
    run = create(store, workspace)
    held = take_lease(store.database, run.id, None)
    held.record(EPOCH, 0.5, None)
    store.delete(workspace, run.id)
    assert not store.folder_of(run.id).exists()
    assert store.list(workspace) == []
    with pytest.raises(LeaseLostError):
        held.record(replace(EPOCH, epoch=2), 0.6, None)


def test_stopping_what_waits_takes_it_out_of_the_queue(store, workspace):
    first, second = create(store, workspace), create(store, workspace)
    store.request_stop(workspace, first.id)
    run = store.get(workspace, first.id)
    assert (run.status, run.place, run.has_result) == ("stopped", None, False)
    assert store.get(workspace, second.id).place == 1
    store.resume(workspace, first.id)
    assert store.get(workspace, first.id).place == 2  # at the back


def test_only_what_was_cut_short_can_be_resumed(store, workspace):
    run = create(store, workspace)
    assert code_of(store.resume, workspace, run.id) == "run_not_resumable"
    held = take_lease(store.database, run.id, None)
    assert code_of(store.resume, workspace, run.id) == "run_not_resumable"
    held.end("finished", True)
    assert code_of(store.resume, workspace, run.id) == "run_not_resumable"
    store.request_stop(workspace, run.id)
    assert store.get(workspace, run.id).status == "finished"


def test_a_lock_that_is_free_or_a_heartbeat_that_is_old_says_interrupted(store, workspace):
    held = Lock(store.lock_of("here-0"))
    assert held.take()
    runs = [create(store, workspace) for _ in range(4)]
    (store.folder / "workers" / "dead.lock").write_text("")
    for run, worker in zip(runs, ("here-0", "dead", "elsewhere", None), strict=True):
        assert take_lease(store.database, run.id, worker)

    def statuses() -> list[str]:
        return [store.get(workspace, run.id).status for run in runs]

    assert statuses() == ["running", "interrupted", "running", "running"]
    with store.database.begin() as connection:
        connection.execute(sa.update(RUNS).values(heartbeat=time.time() - STALE - 1))
    # The lock knows better than an old heartbeat: the machine may have slept.
    assert statuses() == ["running", "interrupted", "interrupted", "interrupted"]
    with store.database.begin() as connection:  # one of the future: a clock was set back
        future = {"status": "running", "heartbeat": time.time() + 3600}
        connection.execute(sa.update(RUNS).values(**future))
    assert statuses() == ["running", "interrupted", "interrupted", "interrupted"]
    held.release()
    assert statuses()[0] == "interrupted"


def test_who_was_given_up_may_write_no_more(store, workspace):
    run = create(store, workspace)
    late = take_lease(store.database, run.id, "here-0")
    give_up_all(store.database, "here-0")
    store.resume(workspace, run.id)
    now = take_lease(store.database, run.id, "here-0")
    now.record(EPOCH, 0.5, 3.0)
    for write in (
        lambda: late.record(replace(EPOCH, epoch=2), 0.5, 1.0),
        lambda: late.beat(0.9, 1.0),
        lambda: late.end("finished", True),
        lambda: late.begin(1.0, 0),
        late.stop_wanted,
    ):
        with pytest.raises(LeaseLostError):
            write()
    assert store.epochs(workspace, run.id) == [EPOCH]
    assert store.epochs(workspace, run.id, since=1) == []
    found = store.get(workspace, run.id)
    assert (found.status, found.epoch, found.progress, found.seconds_left) == (
        *("running", 1, 0.5, 3.0),
    )


def test_many_writers_at_once_lose_nothing_and_claim_nothing_twice(store, workspace):
    store.limits = Limits(unfinished=100)
    claimed: list[str] = []
    errors: list[BaseException] = []

    def work() -> None:
        own = RunStore.at(store.folder, Limits(unfinished=100))  # as another process would
        try:
            for _ in range(4):
                create(own, workspace)
            while (held := take_next(own.database, None, new_id())) is not None:
                claimed.append(held.run_id)
                held.record(EPOCH, 1.0, None)
                held.end("finished", False)
        except BaseException as error:
            errors.append(error)
        own.database.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(claimed) == len(set(claimed)) == 24
    assert {run.status for run in store.list(workspace)} == {"finished"}


def test_a_run_whose_taking_was_not_heard_of_is_given_again(store, workspace):
    first, second = create(store, workspace), create(store, workspace)
    token = new_id()
    for _ in range(2):
        held = take_next(store.database, "here-0", token)
        assert (held.run_id, held.source) == (first.id, "log.csv")
    assert take_next(store.database, "here-1", new_id()).run_id == second.id
    assert take_next(store.database, "here-1", new_id()) is None


@on_sqlite
def test_a_damaged_database_is_named_not_repaired(store, workspace, tmp_path):
    create(store, workspace)
    store.database.close()
    database = store.folder / "runs.sqlite"
    for leftover in store.folder.glob("runs.sqlite-*"):
        leftover.unlink()
    database.write_bytes(b"this was a database once" * 500)
    assert code_of(store.list, workspace) == "runs_store_damaged"
    assert code_of(RunStore.at, store.folder) == "runs_store_damaged"
    assert database.read_bytes().startswith(b"this was")


def test_a_database_that_lost_its_tables_is_named(store, workspace):
    with store.database.begin() as connection:
        connection.execute(sa.text("DROP TABLE epochs"))
        connection.execute(sa.text("DROP TABLE runs"))
    assert code_of(store.list, workspace) == "runs_store_damaged"


def test_a_row_that_makes_no_sense_is_named(store, workspace):
    create(store, workspace)
    with store.database.begin() as connection:
        connection.execute(sa.update(RUNS).values(spec='{"loop": {"epochs": -1}}'))
    assert code_of(store.list, workspace) == "runs_store_damaged"


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert code_of(RunStore.at, tmp_path / "file" / "data") == "runs_store_unavailable"


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x/y", "postgresql+none://x"])
def test_an_address_of_no_database_is_named(tmp_path, url):
    assert code_of(RunStore, url, tmp_path) == "runs_bad_url"


def finished(store: RunStore, workspace: str) -> Run:
    """A run that was not trained, with a result."""
    run = create(store, workspace)
    held = take_lease(store.database, run.id, None)
    record = RunRecord(
        spec=run.spec,
        source="",
        fingerprint="",
        start="2024-01-01T00",
        utc=True,
        result={"epochs": 1},
    )
    (store.folder_of(run.id) / RECORD).write_text(record.model_dump_json(), encoding="utf-8")
    held.end("finished", True)
    return store.get(workspace, run.id)


def test_the_results_of_a_list_are_read_without_looking_its_runs_up_again(
    store, workspace, monkeypatch
):
    made = {finished(store, workspace).id for _ in range(3)} | {create(store, workspace).id}
    runs = store.list(workspace)
    assert {run.id for run in runs} == made
    expected = [store.result(workspace, run.id) for run in runs]
    with monkeypatch.context() as patched:
        patched.setattr(store, "_read", None)
        assert [store.result_of(run) for run in runs] == expected
    assert [result and result["epochs"] for result in expected].count(1) == 3


def test_a_run_that_was_deleted_meanwhile_is_unknown_and_not_damaged(store, workspace):
    run = finished(store, workspace)
    store.delete(workspace, run.id)
    assert code_of(store.result_of, run) == "run_unknown"


@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_damaged_files_of_a_run_are_named(store, workspace, content):
    run = create(store, workspace)
    held = take_lease(store.database, run.id, None)
    held.end("finished", True)
    folder = store.files(workspace, run.id)
    for name in (SERIES, RECORD, files.PREVIEW):
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(content)
    assert code_of(store.series, workspace, run.id) == "run_damaged"
    assert code_of(store.result, workspace, run.id) == "run_damaged"
    if content is None:
        assert store.preview(workspace, run.id) is None
    else:
        assert code_of(store.preview, workspace, run.id) == "run_damaged"
    assert store.get(workspace, run.id).status == "finished"
