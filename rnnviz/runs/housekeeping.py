"""What an operator sees of all workspaces, and how those that nobody uses any more go.

A workspace's id is what opens it: whoever is shown one here could open it in the app. Everything
raises what ``RunStore`` raises.
"""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.runs import files
from rnnviz.runs.records import Run, as_plain, is_id
from rnnviz.runs.store import RunStore
from rnnviz.runs.tables import RUNS, WORKSPACES
from rnnviz.runs.tidy import tidy
from rnnviz.runs.uploads import UploadStore

DAY = 24 * 3600.0  # seconds
_UNFINISHED = ("queued", "running")


@dataclass(frozen=True)
class Holding:
    """What one workspace keeps. ``seen``: Unix seconds of the last use, to a day; of runs and
    uploads alike."""

    workspace: str
    runs: int
    unfinished: int
    run_bytes: int
    uploads: int
    upload_bytes: int
    seen: float


def keep_days() -> int | None:
    """``RNNVIZ_KEEP_DAYS``: after so many days without use a workspace goes; None keeps all."""
    asked = os.environ.get("RNNVIZ_KEEP_DAYS", "")
    return int(asked) if asked.isdecimal() and int(asked) > 0 else None


def holdings(store: RunStore, uploads: UploadStore) -> Sequence[Holding]:
    """Every workspace that has runs or uploads, the one used last first."""
    rows = sa.select(RUNS.c.workspace, RUNS.c.id, RUNS.c.status, RUNS.c.created)
    with store.database.begin() as connection:
        runs = connection.execute(rows).all()
        seen = {row.id: row.seen for row in connection.execute(sa.select(WORKSPACES))}
    own: dict[str, list[Any]] = {}
    for run in runs:
        own.setdefault(run.workspace, []).append(run)
    found = []
    for workspace in {*own, *uploads.workspaces()}:
        mine = own.get(workspace, [])
        count, size, used = uploads.usage(workspace)
        found.append(
            Holding(
                workspace=workspace,
                runs=len(mine),
                unfinished=sum(run.status in _UNFINISHED for run in mine),
                run_bytes=sum(store.folders.size(run.id) for run in mine),
                uploads=count,
                upload_bytes=size,
                seen=max([seen.get(workspace, 0.0), used, *(run.created for run in mine)]),
            )
        )
    return sorted(found, key=lambda each: each.seen, reverse=True)


def expired(store: RunStore, uploads: UploadStore, days: float) -> Sequence[Holding]:
    """Workspaces that nobody has used for so many days and in which nothing waits or runs."""
    before = time.time() - days * DAY
    return [each for each in holdings(store, uploads) if each.seen < before and not each.unfinished]


def delete_workspace(store: RunStore, uploads: UploadStore, workspace: str) -> None:
    """Everything of a workspace; runs that wait or run are given up. ``workspace_unknown`` where it
    can be none; one that has nothing is deleted already."""
    if not is_id(workspace):
        raise RnnvizError("workspace_unknown")
    for run in store.list(workspace):
        store.delete(workspace, run.id)
    uploads.remove_all(workspace)
    with store.database.begin() as connection:
        connection.execute(sa.delete(WORKSPACES).where(WORKSPACES.c.id == workspace))


def expire(store: RunStore, uploads: UploadStore, days: float) -> Sequence[Holding]:
    """Delete what is ``expired``; what that was."""
    gone = expired(store, uploads, days)
    for each in gone:
        delete_workspace(store, uploads, each.workspace)
    return gone


def vacuum(store: RunStore) -> None:
    """Remove what died half-way has left, and give the database's free pages back to the disk."""
    tidy(store.folder / "runs", store.exists)
    store.folders.shared.sweep()
    store.database.vacuum()


def export(store: RunStore, uploads: UploadStore, workspace: str, path: Path) -> int:
    """Everything of a workspace in one .zip: a folder a run, with its record as JSON, and the
    uploads. Returns how many runs. ``workspace_unknown`` where there is nothing."""
    runs = store.list(workspace)
    kept = uploads.names(workspace)
    if not runs and not kept:
        raise RnnvizError("workspace_unknown")
    with files.disk(), replacing(path) as draft, zipfile.ZipFile(draft, "w") as archive:
        for run in runs:
            _add_run(archive, store, run)
        for upload, name in kept:
            found = uploads.get(workspace, upload)
            if found is not None:
                archive.writestr(f"uploads/{upload}/{_plain_name(name)}", found.data)
    return len(runs)


def _add_run(archive: zipfile.ZipFile, store: RunStore, run: Run) -> None:
    epochs = [asdict(epoch) for epoch in store.epochs(run.workspace, run.id)]
    record = {**as_plain(run), "history": epochs}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    archive.writestr(f"runs/{run.id}/record.json", text)
    for path in sorted(store.files(run.workspace, run.id).iterdir()):
        if path.is_file():
            archive.write(path, f"runs/{run.id}/{path.name}")


def _plain_name(name: str) -> str:
    """A file's name without folders, whichever system it comes from."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last if last.strip(".") else "file"


def keeper(store: RunStore, every: float = 3600.0) -> Callable[[], None]:
    """What a server calls now and then: once in ``every`` seconds it deletes what is expired, if
    ``RNNVIZ_KEEP_DAYS`` says after how long."""
    last = -every

    def look() -> None:
        nonlocal last
        days, now = keep_days(), time.monotonic()
        if days is None or now - last < every:
            return
        last = now
        expire(store, UploadStore(store.folder), days)

    return look
