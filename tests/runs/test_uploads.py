"""Kept uploads: found again, for their workspace only, bounded, never half of one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from rnnviz.errors import RnnvizError
from rnnviz.runs.records import new_id
from rnnviz.runs.uploads import Upload, UploadLimits, UploadStore
from rnnviz.series.types import ReadOptions

DATA = b"time,temperature\n2024-01-01 00:00,3\n"
NONE = ReadOptions()


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(tmp_path / "data")


def age(store: UploadStore, workspace: str, upload: str, seconds: float) -> None:
    path = store.folder / workspace / upload / "about.json"
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_bytes_name_and_choices_come_back(store):
    ws, chosen = new_id(), ReadOptions(unit="°F", fill_hours=12)
    upload = store.keep(ws, "Gärten <b>.csv", DATA, chosen)
    again = UploadStore(store.folder.parent)
    assert again.get(ws, upload) == Upload("Gärten <b>.csv", DATA, chosen)
    assert again.choose(ws, upload, ReadOptions(drop_spikes=True))
    assert store.get(ws, upload).choices == ReadOptions(drop_spikes=True)
    assert store.names(ws) == [(upload, "Gärten <b>.csv")]
    store.remove(ws, upload)
    assert store.get(ws, upload) is None
    assert list(store.names(ws)) == []


def test_another_workspace_and_odd_ids_name_nothing(store):
    ws, other = new_id(), new_id()
    upload = store.keep(ws, "a.csv", DATA, NONE)
    (store.folder / "secret").mkdir()
    odd = ["", "..", "../secret", f"{ws}/{upload}", "a" * 21 + "/", "x" * 23, upload + "\n"]
    for workspace, name in [(other, upload), *((ws, name) for name in odd), ("..", upload)]:
        assert store.get(workspace, name) is None
        assert not store.choose(workspace, name, NONE)
        store.remove(workspace, name)
    assert list(store.names(other)) == list(store.names("..")) == []
    assert store.get(ws, upload) is not None
    with pytest.raises(RnnvizError, match="upload_not_kept"):
        store.keep("../elsewhere", "a.csv", DATA, NONE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_only_the_server_may_read_them(store):
    ws = new_id()
    folder = store.folder / ws / store.keep(ws, "a.csv", DATA, NONE)
    store.choose(ws, folder.name, ReadOptions(fill_hours=0))
    for path in (store.folder, folder.parent, folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_workspace_keeps_the_last_used_few(tmp_path):
    store, ws, other = UploadStore(tmp_path, UploadLimits(files=2)), new_id(), new_id()
    theirs = store.keep(other, "theirs.csv", DATA, NONE)
    first, second = (store.keep(ws, name, DATA, NONE) for name in ("1", "2"))
    for upload in (first, second):
        age(store, ws, upload, 100)
    assert store.get(ws, first)  # used again
    third = store.keep(ws, "3", DATA, NONE)
    assert {upload for upload, _ in store.names(ws)} == {first, third}
    assert store.get(other, theirs)


def test_a_workspace_keeps_so_many_bytes(tmp_path):
    store, ws = UploadStore(tmp_path, UploadLimits(megabytes=1)), new_id()
    first = store.keep(ws, "1", bytes(600_000), NONE)
    age(store, ws, first, 10)
    second = store.keep(ws, "2", bytes(600_000), NONE)
    assert [upload for upload, _ in store.names(ws)] == [second]
    with pytest.raises(RnnvizError, match="upload_not_kept"):
        store.keep(ws, "3", bytes(2**20 + 1), NONE)


def test_what_nobody_has_used_for_a_month_is_swept(store):
    ws, other = new_id(), new_id()
    old = store.keep(ws, "old.csv", DATA, NONE)
    draft = store.folder / ws / f"{new_id()}.new"
    draft.mkdir()
    os.utime(draft, (0, 0))
    age(store, ws, old, 31 * 24 * 3600)
    store.keep(other, "new.csv", DATA, NONE)
    assert store.get(ws, old) is None
    assert not draft.exists()


def test_a_disk_that_takes_nothing_says_so_and_leaves_nothing_behind(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RnnvizError, match="upload_not_kept"):
        UploadStore(tmp_path / "file").keep(new_id(), "a.csv", DATA, NONE)
    with pytest.raises(RnnvizError, match="upload_not_kept"):
        UploadStore(tmp_path, UploadLimits(free_megabytes=2**40)).keep(new_id(), "a", DATA, NONE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    store, ws = UploadStore(tmp_path), new_id()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RnnvizError, match="upload_not_kept"):
        store.keep(ws, "a.csv", DATA, NONE)
    assert list((store.folder / ws).iterdir()) == []


@pytest.mark.parametrize(
    "about", [b"", b"{", b'{"name": 3}', b'{"name": "a", "choices": {"x": 1}}']
)
def test_a_damaged_upload_is_not_there(store, about):
    ws = new_id()
    upload = store.keep(ws, "a.csv", DATA, NONE)
    (store.folder / ws / upload / "about.json").write_bytes(about)
    assert store.get(ws, upload) is None
    assert list(store.names(ws)) == []
