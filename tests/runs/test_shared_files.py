"""A run's files where no disk is shared: two machines, each with a folder of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from object_store import object_store
from small_runs import settings, weather, weights

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import load_run
from rnnviz.runs import execute as module
from rnnviz.runs import files
from rnnviz.runs.execute import execute
from rnnviz.runs.housekeeping import vacuum
from rnnviz.runs.records import new_id
from rnnviz.runs.shared_files import ObjectStore
from rnnviz.runs.store import RunStore
from rnnviz.runs.uploads import UploadLimits, UploadStore
from rnnviz.series.types import ReadOptions
from rnnviz.training.run_record import RUN_FILES

SPEC = settings()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with object_store() as (address, _):
        yield address


@pytest.fixture(params=["memory", "s3"])
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    base = request.getfixturevalue("s3") if request.param == "s3" else "memory://"
    monkeypatch.setenv("RNNVIZ_FILES", f"{base}/{uuid.uuid4().hex}")
    return f"{base}/{uuid.uuid4().hex}"


@pytest.fixture
def machines(tmp_path: Path, address: str) -> Iterator[tuple[RunStore, RunStore]]:
    """Two machines with one record, and nothing else in common but the objects."""
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    both = RunStore(url, tmp_path / "one"), RunStore(url, tmp_path / "two")
    yield both
    for store in both:
        store.database.close()


def test_what_one_machine_trains_the_other_shows(machines, workspace):
    app, worker = machines
    run = app.create_run(workspace, "", SPEC, weather(), "log.csv")
    assert execute(run.id, worker)
    assert app.result(workspace, run.id) == worker.result(workspace, run.id)
    assert app.preview(workspace, run.id).epoch == 4
    folder = app.files(workspace, run.id)
    assert folder.is_relative_to(app.folder)
    assert weights(folder) == weights(worker.folder_of(run.id))
    assert load_run(folder).record.source == "log.csv"
    # The checkpoint has gone for both; the limits count what lies there.
    found = app.get(workspace, run.id)
    sizes = [(worker.folder_of(run.id) / name).stat().st_size for name in RUN_FILES]
    assert app.bytes_of([found]) >= sum(sizes)
    app.delete(workspace, run.id)
    assert app.bytes_of([found]) == 0
    assert not folder.exists()
    # Of what another machine deleted a copy is left, until somebody tidies up.
    assert worker.folder_of(run.id).exists()
    vacuum(worker)
    assert not worker.folder_of(run.id).exists()


def test_a_machine_goes_on_where_another_died(machines, workspace, monkeypatch, tmp_path):
    app, other = machines
    undisturbed = app.create_run(workspace, "", SPEC, weather(), "log.csv")
    execute(undisturbed.id, app)
    run = app.create_run(workspace, "", SPEC, weather(), "log.csv")
    begun = module.save_checkpoint

    def dies_after_two(folder: Path, state) -> None:
        if state.values["epoch"] == 3:
            raise KeyboardInterrupt
        begun(folder, state)

    monkeypatch.setattr(module, "save_checkpoint", dies_after_two)
    with pytest.raises(KeyboardInterrupt):
        execute(run.id, other)
    monkeypatch.setattr(module, "save_checkpoint", begun)
    assert app.get(workspace, run.id).status == "interrupted"
    app.resume(workspace, run.id)
    assert execute(run.id, app)
    assert [epoch.epoch for epoch in app.epochs(workspace, run.id)] == [1, 2, 3, 4]
    one, two = (app.files(workspace, each.id) for each in (run, undisturbed))
    assert weights(one) == weights(two)


def test_what_is_fetched_is_what_was_sent(address, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here / "runs" / "a", there):
        folder.mkdir(parents=True)
    sender, reader = ObjectStore(address, here), ObjectStore(address, there)
    mine, copy = here / "runs" / "a", there / "runs" / "a"
    for data in (b"", b"first", b"again", bytes(300_000)):
        (mine / "x").write_bytes(data)
        sender.send(mine, ["x"])
        reader.fetch(copy, ["x", "never sent"])
        assert (copy / "x").read_bytes() == data
        assert [path.name for path in copy.iterdir()] == ["x"]
    # Half an object is no file, and the copy of before stays.
    path = sender._path(mine, "x")
    sender._fs.pipe_file(path, sender._fs.cat_file(path)[:-1])
    with pytest.raises(RnnvizError, match="run_damaged"):
        reader.fetch(copy, ["x"])
    assert (copy / "x").read_bytes() == bytes(300_000)
    assert list(reader.folders(there / "runs")) == ["a"]
    sender.forget(mine)
    reader.fetch(copy, ["x"])
    assert list(copy.iterdir()) == []
    assert list(reader.folders(there / "runs")) == []
    sender.forget(mine)  # once more is no fault


def test_an_upload_is_there_on_the_other_server(address, tmp_path):
    limits = UploadLimits(files=2)
    one, two = (UploadStore(tmp_path / name, limits) for name in ("one", "two"))
    ws = new_id()
    upload = one.keep(ws, "garden.csv", b"a,b\n", ReadOptions(unit="°F"))
    assert two.choose(ws, upload, ReadOptions(fill_hours=3))
    assert one.get(ws, upload).choices == ReadOptions(fill_hours=3)
    assert two.get(ws, upload).data == b"a,b\n"
    assert two.names(ws) == one.names(ws) == [(upload, "garden.csv")]
    assert two.workspaces() == [ws]
    assert two.usage(ws)[:2] == one.usage(ws)[:2]
    for _ in range(2):
        two.keep(ws, "more.csv", b"c", ReadOptions())
    assert one.get(ws, upload) is None  # a workspace keeps two, whichever server took them
    one.remove_all(ws)
    assert list(two.names(ws)) == []


def test_files_that_cannot_be_reached_are_said_and_lose_nothing(machines, workspace, monkeypatch):
    app, _ = machines
    run = app.create_run(workspace, "", SPEC, weather(), "log.csv")

    def away(*_: object, **__: object) -> None:
        raise ConnectionError("the store is away")

    with monkeypatch.context() as patch:
        for name in ("pipe_file", "cat_file", "info", "rm", "ls"):
            patch.setattr(app.folders.shared._fs, name, away)
        with pytest.raises(RnnvizError, match="runs_store_unavailable"):
            app.create_run(workspace, "", SPEC, weather(), "log.csv")
        with pytest.raises(RnnvizError, match="runs_store_unavailable"):
            app.series(workspace, run.id)
        assert [each.id for each in app.list(workspace)] == [run.id]
        app.delete(workspace, run.id)
    # What could not be removed then goes with the house-keeping.
    assert run.id in app.folders.shared.folders(app.folder / "runs")
    vacuum(app)
    assert run.id not in app.folders.shared.folders(app.folder / "runs")
    vacuum(app)


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        OSError("An error occurred (XMinioStorageFull) when calling the PutObject operation"),
        OSError("An error occurred (507) when calling the PutObject operation"),
    ],
)
def test_objects_without_room_are_said_to_have_none_and_the_next_run_is_kept(
    machines, workspace, monkeypatch, error
):
    app, _ = machines

    def full(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(app.folders.shared._fs, "pipe_file", full)
        with pytest.raises(RnnvizError, match="runs_disk_full"):
            app.create_run(workspace, "", SPEC, weather(), "log.csv")
        assert list(app.list(workspace)) == []
    run = app.create_run(workspace, "", SPEC, weather(), "log.csv")
    assert execute(run.id, app)


def test_what_was_there_before_the_address_was_given_stays(tmp_path, workspace, monkeypatch):
    monkeypatch.delenv("RNNVIZ_FILES", raising=False)
    before = RunStore.at(tmp_path)
    run = before.create_run(workspace, "", SPEC, weather(), "log.csv")
    execute(run.id, before)
    upload = UploadStore(tmp_path).keep(workspace, "a.csv", b"a", ReadOptions())
    monkeypatch.setenv("RNNVIZ_FILES", f"memory://{uuid.uuid4().hex}")
    store = RunStore.at(tmp_path)
    assert store.result(workspace, run.id) == before.result(workspace, run.id)
    assert len(store.series(workspace, run.id)) == len(weather())
    assert UploadStore(tmp_path).get(workspace, upload).data == b"a"
    vacuum(store)
    assert load_run(store.files(workspace, run.id)).record.source == "log.csv"
    before.database.close()
    store.database.close()


def test_a_folder_without_room_is_said(machines, workspace, monkeypatch):
    app, other = machines
    run = app.create_run(workspace, "", SPEC, weather(), "log.csv")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RnnvizError, match="runs_disk_full"):
        other.series(workspace, run.id)


@pytest.mark.parametrize("wrong", ["nonsense://x", "gs://none", "://", "/mnt/x", "file:///mnt/x"])
def test_an_address_that_cannot_be_used_is_said(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv("RNNVIZ_FILES", wrong)
    with pytest.raises(RnnvizError, match="files_address"):
        RunStore.at(tmp_path)


def test_the_checkpoint_of_a_failed_run_is_seen_from_elsewhere(machines, workspace, monkeypatch):
    app, worker = machines
    run = app.create_run(workspace, "", SPEC, weather(), "log.csv")

    def breaks(self, best) -> None:
        raise OSError("no")

    monkeypatch.setattr(module._Execution, "_save", breaks)
    execute(run.id, worker)
    found = app.get(workspace, run.id)
    assert (found.status, found.resumable) == ("failed", True)
    assert (app.folder_of(run.id) / files.CHECKPOINT).is_file()
