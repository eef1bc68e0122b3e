"""A store that starts removes what died half-way has left, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from small_runs import on_sqlite, settings, weather

from rnnviz.errors import RnnvizError
from rnnviz.runs import files, tidy
from rnnviz.runs.records import new_id
from rnnviz.runs.store import RunStore
from rnnviz.training.run_record import RECORD, SERIES


def age(path: Path, seconds: float) -> None:
    when = time.time() - seconds
    for entry in [*path.rglob("*"), path]:
        os.utime(entry, (when, when))


def folder_with(store: RunStore, *names: str, seconds: float) -> Path:
    folder = store.folder_of(new_id())
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"x")
    age(folder, seconds)
    return folder


def start_again(store: RunStore) -> None:
    RunStore.at(store.folder).database.close()


OLD, YOUNG = 2 * tidy.SAFE, tidy.SAFE / 2


@on_sqlite
@pytest.mark.parametrize("names", [(), (SERIES,), (SERIES, "preview.safetensors.new")])
def test_a_folder_that_was_never_recorded_goes_once_it_is_old(store, names):
    old, young = (folder_with(store, *names, seconds=age) for age in (OLD, YOUNG))
    start_again(store)
    assert (old.exists(), young.exists()) == (False, True)


@on_sqlite
@pytest.mark.parametrize("name", [files.CHECKPOINT, RECORD, files.PREVIEW])
def test_what_was_trained_stays_for_a_record_that_may_come_back(store, name):
    folder = folder_with(store, SERIES, name, seconds=OLD)
    start_again(store)
    assert folder.exists()


def test_a_run_that_waits_for_long_keeps_its_files(store, workspace):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    age(store.folder_of(run.id), OLD)
    start_again(store)
    assert len(store.series(workspace, run.id)) == len(weather())


def test_a_run_that_is_being_written_down_is_left_alone(store, workspace, monkeypatch):
    """Another store starts between the folder and the record."""
    begin = store.database.begin

    def begin_late():
        start_again(store)
        return begin()

    monkeypatch.setattr(store.database, "begin", begin_late)
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    assert len(store.series(workspace, run.id)) == len(weather())


@on_sqlite
def test_old_drafts_go_and_new_ones_stay(store, workspace):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    folder = store.folder_of(run.id)
    for name, seconds in (("checkpoint.safetensors.new", OLD), ("preview.safetensors.new", YOUNG)):
        (folder / name).write_bytes(b"half a fi")
        age(folder / name, seconds)
    start_again(store)
    assert {path.name for path in folder.iterdir()} == {SERIES, "preview.safetensors.new"}


@on_sqlite
def test_what_was_deleted_and_could_not_be_removed_goes_at_the_next_start(
    store, workspace, monkeypatch
):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    (store.folder_of(run.id) / RECORD).write_bytes(b"x")
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        store.delete(workspace, run.id)
    assert not store.folder_of(run.id).exists()
    start_again(store)
    assert list((store.folder / "runs").iterdir()) == []


@on_sqlite
def test_a_database_that_is_away_costs_nothing(store):
    folder = folder_with(store, seconds=OLD)

    def away(_: str) -> bool:
        raise RnnvizError("runs_store_unavailable")

    tidy.tidy(store.folder / "runs", away)
    assert folder.exists()
