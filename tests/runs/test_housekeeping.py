"""What an operator sees and removes, and what goes by itself."""

from __future__ import annotations

import json
import os
import time
import zipfile

import command_line
import pytest
import sqlalchemy as sa
from small_runs import on_sqlite, settings, weather

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.runs import housekeeping
from rnnviz.runs.housekeeping import DAY, delete_workspace, expire, export, holdings, keeper, vacuum
from rnnviz.runs.queue import take_lease
from rnnviz.runs.records import new_id
from rnnviz.runs.store import RunStore
from rnnviz.runs.tables import WORKSPACES
from rnnviz.runs.uploads import UploadStore
from rnnviz.series.types import ReadOptions


@pytest.fixture
def uploads(store) -> UploadStore:
    return UploadStore(store.folder)


def done(store: RunStore, workspace: str) -> str:
    """A run that neither waits nor runs."""
    run = store.create_run(workspace, "đêm", settings(), weather(), "log.csv")
    store.request_stop(workspace, run.id)
    return run.id


def keep(uploads: UploadStore, workspace: str, name: str = "a.csv") -> str:
    return uploads.keep(workspace, name, b"12345", ReadOptions())


def unused(store: RunStore, uploads: UploadStore, workspace: str, days: float) -> None:
    """As if nobody had been there for so long."""
    then = time.time() - days * DAY
    with store.database.begin() as connection:
        connection.execute(
            sa.update(WORKSPACES).where(WORKSPACES.c.id == workspace).values(seen=then)
        )
        connection.execute(
            sa.text("UPDATE runs SET created = :then WHERE workspace = :ws"),
            {"then": then, "ws": workspace},
        )
    for path in (uploads.folder / workspace).rglob("*"):
        os.utime(path, (then, then))


def test_every_workspace_is_told_with_what_it_keeps(store, uploads, workspace):
    other = new_id()
    for _ in range(2):
        done(store, workspace)
    store.create_run(workspace, "", settings(), weather(), "log.csv")
    keep(uploads, other)
    found = {each.workspace: each for each in holdings(store, uploads)}
    assert set(found) == {workspace, other}
    mine, theirs = found[workspace], found[other]
    assert (mine.runs, mine.unfinished, mine.uploads, mine.upload_bytes) == (3, 1, 0, 0)
    assert (theirs.runs, theirs.unfinished, theirs.uploads, theirs.run_bytes) == (0, 0, 1, 0)
    assert mine.run_bytes > 1000
    assert theirs.upload_bytes > 5
    assert all(abs(each.seen - time.time()) < DAY for each in found.values())


def test_only_what_nobody_has_used_for_so_long_goes(store, uploads, workspace):
    """Unused, used by looking, used by a file, and at work."""
    old, looked_at, with_file, at_work = workspace, new_id(), new_id(), new_id()
    for each in (old, looked_at, with_file):
        done(store, each)
    run = store.create_run(at_work, "", settings(), weather(), "log.csv")
    assert take_lease(store.database, run.id, None)
    keep(uploads, old)
    for each in (old, looked_at, with_file, at_work):
        unused(store, uploads, each, days=31)
    keep(uploads, with_file)
    again = RunStore.at(store.folder)
    again.list(looked_at)  # a server that has not noted its use today
    again.database.close()

    assert [each.workspace for each in expire(store, uploads, 30)] == [old]
    assert {each.workspace for each in holdings(store, uploads)} == {looked_at, with_file, at_work}
    assert store.list(old) == []
    assert uploads.names(old) == []
    assert len(list((store.folder / "runs").iterdir())) == 3
    assert expire(store, uploads, 30) == []


def test_looking_notes_the_use_once_a_day(store, workspace):
    done(store, workspace)
    statements: list[str] = []
    engine = store.database._engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for _ in range(3):
        store.list(workspace)
        store.list(new_id())  # nobody has anything there: it is not noted
    assert not any("workspaces" in each for each in statements)


def test_a_workspace_is_deleted_whole_and_no_other(store, uploads, workspace):
    other = new_id()
    for each in (workspace, other):
        done(store, each)
        keep(uploads, each)
    delete_workspace(store, uploads, workspace)
    delete_workspace(store, uploads, workspace)  # once more makes no difference
    assert [each.workspace for each in holdings(store, uploads)] == [other]
    for odd in ("", "../x", other[:-1]):
        with pytest.raises(RnnvizError, match="workspace_unknown"):
            delete_workspace(store, uploads, odd)


def test_an_export_holds_records_files_and_uploads(store, uploads, workspace, tmp_path):
    run = done(store, workspace)
    upload = keep(uploads, workspace, "../../odd\\näme.csv")
    assert export(store, uploads, workspace, tmp_path / "all.zip") == 1
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = set(archive.namelist())
        record = json.loads(archive.read(f"runs/{run}/record.json"))
        assert archive.read(f"uploads/{upload}/näme.csv") == b"12345"
    assert f"runs/{run}/series.safetensors" in names
    assert not any(".." in name for name in names)
    assert (record["name"], record["status"], record["history"]) == ("đêm", "stopped", [])
    assert workspace not in json.dumps(record)
    with pytest.raises(RnnvizError, match="workspace_unknown"):
        export(store, uploads, new_id(), tmp_path / "none.zip")
    assert not (tmp_path / "none.zip").exists()


def test_vacuum_leaves_what_is_recorded(store, workspace):
    run = done(store, workspace)
    vacuum(store)
    assert [each.id for each in store.list(workspace)] == [run]
    assert store.database.size() > 10_000


@on_sqlite
@pytest.mark.parametrize("days", ["", "0", "-1", "soon", "30"])
def test_a_server_expires_only_where_it_is_told_to(store, uploads, workspace, monkeypatch, days):
    monkeypatch.setenv("RNNVIZ_KEEP_DAYS", days)
    done(store, workspace)
    unused(store, uploads, workspace, days=31)
    look = keeper(store)
    look()
    assert len(holdings(store, uploads)) == (0 if days == "30" else 1)
    monkeypatch.setattr(housekeeping, "expire", None)
    look()  # not again within the hour


@pytest.fixture
def admin(store, monkeypatch):
    monkeypatch.setenv("RNNVIZ_DATA", str(store.folder))
    return lambda *words: command_line.rnnviz("admin", *words)


def test_the_command_lists_measures_expires_exports_and_deletes(
    store, uploads, workspace, admin, tmp_path
):
    other = new_id()
    for each in (workspace, other):
        done(store, each)
    unused(store, uploads, other, days=31)
    listed = json.loads(admin("list", "--json").stdout)
    assert [each["workspace"] for each in listed] == [workspace, other]
    assert workspace in admin("list").stdout
    measured = json.loads(admin("sizes", "--json").stdout)
    assert (measured["workspaces"], measured["runs"]) == (2, 2)
    assert min(measured["database_bytes"], measured["run_bytes"], measured["free_bytes"]) > 0
    assert "database" in admin("sizes").stdout

    for words in (["--dry-run"], []):
        gone = json.loads(admin("expire", "--days", "30", "--json", *words).stdout)
        assert [each["workspace"] for each in gone] == [other]
    assert admin("vacuum").returncode == 0
    path = tmp_path / "all.zip"
    assert "1 runs" in admin("export", workspace, "--out", str(path)).stdout
    assert path.stat().st_size > 1000
    assert "deleted: 1 runs" in admin("delete", workspace, "--yes").stdout
    assert holdings(store, uploads) == []


@on_sqlite
def test_what_the_command_cannot_do_is_said_in_one_line(store, admin, tmp_path):
    for words in (
        ["expire"],
        ["delete", new_id(), "--yes"],
        ["delete", "../x", "--yes"],
        ["export", "../x", "--out", str(tmp_path / "x.zip")],
        ["export", new_id(), "--out", str(tmp_path)],
    ):
        call = admin(*words)
        assert (call.returncode, call.stdout, call.stderr.count("\n")) == (2, "", 1), words
        assert "Traceback" not in call.stderr
    for language in LANGUAGES:
        assert "RNNVIZ_KEEP_DAYS" in translator(language)("errors.expire_after_what")
