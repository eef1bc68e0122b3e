"""The record of all runs: what pages read and ask for. Workers write through ``queue``.

Every method takes the workspace and answers ``run_unknown`` for a run of another one, and for what
can be no id; ``workspace_unknown`` where the workspace can be none. All raise
``RnnvizError``: ``runs_store_damaged`` or ``runs_store_unavailable`` where the database or the
folder cannot be used. Cheap enough to call at every rerun (a list of 50 runs: a few ms). A store
may be shared by threads. Nothing here needs torch.
"""

from __future__ import annotations

import builtins
import logging
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rnnviz.errors import RnnvizError
from rnnviz.logs import facts
from rnnviz.runs import files
from rnnviz.runs.data_folder import data_folder
from rnnviz.runs.database import Database
from rnnviz.runs.database_clock import database_time
from rnnviz.runs.last_use import LastUse
from rnnviz.runs.locks import is_held
from rnnviz.runs.names import CLUSTER
from rnnviz.runs.private import private_folder
from rnnviz.runs.records import RESUMABLE, EpochRecord, Limits, Preview, Run, is_id, new_id
from rnnviz.runs.run_folders import RunFolders
from rnnviz.runs.run_rows import run_of
from rnnviz.runs.tables import EPOCHS, RUNS
from rnnviz.runs.tidy import tidy
from rnnviz.series.saved import fingerprint, load_series
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import split_in_time
from rnnviz.training.for_series import for_series
from rnnviz.training.run_record import RUN_FILES, SERIES
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.station_plan import Beside

LOG = logging.getLogger(__name__)
STALE = 60.0  # seconds without a heartbeat, where the worker's lock cannot be seen


class RunStore:
    """Runs in a database (``url``) with their files in ``folder/runs/<id>`` (``folders``),
    and where ``RNNVIZ_FILES`` says, so that other machines have them.

    The folder is for this user alone: one that is there already is closed to all others.
    """

    def __init__(self, url: str, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder.absolute()
        self.limits = limits or Limits()
        with files.disk():
            for folder in (self.folder, self.folder / "runs", self.folder / "workers"):
                private_folder(folder)
        self.folders = RunFolders(self.folder)
        self.database = Database(url)
        self._identity = self._look()
        self._last_use = LastUse(self.database)
        tidy(self.folder / "runs", self.exists)

    @classmethod
    def from_environment(cls, limits: Limits | None = None) -> RunStore:
        """In the ``data_folder``; the database as ``at`` has it."""
        return cls.at(data_folder(), limits)

    @classmethod
    def at(cls, folder: Path, limits: Limits | None = None) -> RunStore:
        """In this folder, and in the database of the environment, if there is one."""
        own = f"sqlite:///{folder.absolute() / 'runs.sqlite'}"
        return cls(os.environ.get("RNNVIZ_DATABASE_URL") or own, folder, limits)

    def is_there(self) -> bool:
        """Whether folder and record are still those that were opened: a disk may have been taken
        away, the record set aside. If not, open another store. Cheap."""
        return self._look() == self._identity

    def _look(self) -> builtins.list[tuple[int, int] | None]:
        return [files.identity(self.folder / name) for name in ("runs", "workers", "runs.sqlite")]

    def create_run(
        self,
        workspace: str,
        name: str,
        spec: WeatherTraining,
        series: RegularSeries,
        source: str,
        beside: Beside | None = None,
    ) -> Run:
        """Write down a run and its series, one ``beside`` others perhaps; it is queued. Then call
        ``Launcher.submit``.

        ``runs_too_many``, ``runs_too_big``, ``runs_waiting``, ``runs_disk_full`` where a limit is
        reached, ``series_too_short`` where the series does not suffice for the spec. An empty
        name becomes the source's.
        """
        if not is_id(workspace):
            raise RnnvizError("workspace_unknown")
        beside = beside or Beside()
        spec = for_series(spec, series).model_copy(update={"among": beside.among})
        split_in_time(series, spec.model.window, spec.model.horizon, spec.validation, spec.test)
        self._check_limits(workspace)
        run_id, now = new_id(), time.time()
        try:
            with files.disk():
                self.folders.make(run_id, series, beside.parts)
            with self.database.begin() as connection:
                connection.execute(
                    sa.insert(RUNS).values(
                        id=run_id,
                        workspace=workspace,
                        name=self.clean_name(name) or self.clean_name(source),
                        task="weather",
                        spec=spec.model_dump_json(),
                        source=self.clean_name(source),
                        fingerprint=fingerprint(series),
                        hours=len(series),
                        status="queued",
                        created=now,
                        queued=now,
                        epochs=spec.loop.epochs,
                    )
                )
        except BaseException:
            self.folders.remove(run_id)
            raise
        LOG.info("run %s is queued", run_id, extra=facts(run=run_id, workspace=workspace))
        return self.get(workspace, run_id)

    def get(self, workspace: str, run_id: str) -> Run:
        """The run as it stands now."""
        found = self._read(workspace, RUNS.c.id == run_id) if is_id(run_id) else ()
        if not found:
            raise RnnvizError("run_unknown")
        return found[0]

    def list(self, workspace: str) -> Sequence[Run]:
        """All runs of a workspace, the newest first."""
        return self._read(workspace, sa.true())

    def rename(self, workspace: str, run_id: str, name: str) -> None:
        """Another name; it is cut at ``Limits.name_length``, and an empty one changes nothing."""
        run = self.get(workspace, run_id)
        self._change(workspace, run_id, name=self.clean_name(name) or run.name)

    def delete(self, workspace: str, run_id: str) -> None:
        """Remove a run and its files; one that runs is given up."""
        self.get(workspace, run_id)
        with self.database.begin() as connection:
            connection.execute(sa.delete(RUNS).where(*_mine(workspace, run_id)))
        self.folders.remove(run_id)

    def request_stop(self, workspace: str, run_id: str) -> None:
        """Ask for a stop. A queued run is stopped at once; a running one within a batch, and then
        its best epoch is judged and saved. Nothing happens to one that is over."""
        self.get(workspace, run_id)
        # One that waited to be resumed is what it was before: its checkpoint was not judged yet.
        unjudged = (RUNS.c.epoch > 0) & ~RUNS.c.has_result
        before = sa.case((unjudged, "interrupted"), else_="stopped")
        here = {"status": before, "ended": time.time(), "worker": None}  # nobody shall go on
        mine = _mine(workspace, run_id)
        with self.database.begin() as connection:
            for status, values in (
                ("queued", here),
                ("running", {"stop": True}),
            ):
                stop = sa.update(RUNS).where(*mine, RUNS.c.status == status).values(**values)
                connection.execute(stop)

    def resume(self, workspace: str, run_id: str) -> None:
        """Queue a run again that is ``resumable``; it goes on after its last checkpoint, with the
        numbers it would have had. Then ``Launcher.submit``. Else ``run_not_resumable``."""
        if not self.get(workspace, run_id).resumable:
            raise RnnvizError("run_not_resumable")
        self._check_waiting(self.list(workspace))
        again = {"status": "queued", "queued": time.time(), "ended": None, "stop": False}
        again["error"] = None  # that the time was up, perhaps
        self._change(workspace, run_id, RUNS.c.status.in_((*RESUMABLE, "failed")), **again)

    def epochs(self, workspace: str, run_id: str, since: int = 0) -> Sequence[EpochRecord]:
        """The epochs after number ``since``, in order."""
        self.get(workspace, run_id)
        rows = sa.select(EPOCHS).where(EPOCHS.c.run == run_id, EPOCHS.c.epoch > since)
        with self.database.begin() as connection:
            found = connection.execute(rows.order_by(EPOCHS.c.epoch)).mappings().all()
        return [EpochRecord(**{k: v for k, v in row.items() if k != "run"}) for row in found]

    def result(self, workspace: str, run_id: str) -> dict[str, Any] | None:
        """What ``train weather --json`` prints, once the run is finished or was stopped."""
        return self.result_of(self.get(workspace, run_id))

    def result_of(self, run: Run) -> dict[str, Any] | None:
        """The same for a run that was just read: its record is not looked up again."""
        try:
            return self.folders.result(run) if run.has_result else None
        except RnnvizError:
            self.get(run.workspace, run.id)  # deleted meanwhile: that is the reason to name
            raise

    def preview(self, workspace: str, run_id: str) -> Preview | None:
        """The latest forecast of one validation week; None before the first epoch."""
        return files.load_preview(self.files(workspace, run_id, files.PREVIEW))

    def series(self, workspace: str, run_id: str) -> RegularSeries:
        """The hourly series it learns from: for charts, and to run again with other settings."""
        return load_series(self.files(workspace, run_id, SERIES) / SERIES)

    def files(self, workspace: str, run_id: str, *names: str) -> Path:
        """The folder with the ``RUN_FILES`` (once it has a result), as ``load_run`` of
        ``rnnviz.inference.forecast_band`` reads them, or with these files only."""
        self.get(workspace, run_id)
        return self.folders.fetched(run_id, *(names or RUN_FILES))

    def bytes_of(self, runs: Sequence[Run]) -> int:
        """What their files take."""
        return sum(self.folders.size(run.id) for run in runs)

    # What workers and launchers need, whatever the workspace.

    def folder_of(self, run_id: str) -> Path:
        """Never outside our folder: ``run_unknown`` where this can be no run's id."""
        return self.folders.of(run_id)

    def lock_of(self, worker: str) -> Path:
        """The lock that says whether a worker of this machine lives."""
        return self.folder / "workers" / f"{worker}.lock"

    def exists(self, run_id: str) -> bool:
        """Whether a run is still there, in whatever workspace."""
        if not is_id(run_id):
            return False
        with self.database.begin() as connection:
            return connection.scalar(sa.select(RUNS.c.id).where(RUNS.c.id == run_id)) is not None

    def unfinished(self) -> int:
        """How many runs wait or run, in all workspaces."""
        count = sa.select(sa.func.count()).where(RUNS.c.status.in_(("queued", "running")))
        with self.database.begin() as connection:
            return connection.scalar(count) or 0

    def _read(self, workspace: str, which: sa.ColumnElement[bool]) -> builtins.list[Run]:
        if not is_id(workspace):
            raise RnnvizError("workspace_unknown")
        rows = sa.select(RUNS, database_time().label("now"))
        rows = rows.where(RUNS.c.workspace == workspace, which)
        queue = sa.select(RUNS.c.id).where(RUNS.c.status == "queued")
        with self.database.begin() as connection:
            found = connection.execute(rows.order_by(RUNS.c.created.desc())).mappings().all()
            waiting = connection.scalars(queue.order_by(RUNS.c.queued, RUNS.c.id)).all()
        if found:
            self._last_use.note(workspace)
        dead = [row for row in found if row["status"] == "running" and not self._alive(row)]
        if dead:
            self._interrupt(dead)
            return self._read(workspace, which)
        places = {run_id: place for place, run_id in enumerate(waiting, start=1)}
        return [self._run(row, places.get(row["id"])) for row in found]

    def _run(self, row: sa.RowMapping, place: int | None) -> Run:
        left = row["status"] == "failed" and self.folders.has_checkpoint(row["id"])
        return run_of(row, place, left)

    def _alive(self, row: sa.RowMapping) -> bool:
        """The lock knows exactly; the heartbeat is for workers of other machines."""
        held = is_held(self.lock_of(row["worker"])) if row["worker"] else None
        if held is not None:
            return held
        # What a cluster lost waits again by itself: a page that called it dead would look no more.
        known = (row["worker"] or "").startswith(CLUSTER)
        # A heartbeat of the future says as little: a clock was set back.
        since: float = abs(row["now"] - row["heartbeat"])
        return since < (3 * STALE if known else STALE)

    def _interrupt(self, rows: Sequence[sa.RowMapping]) -> None:
        over = {"status": "interrupted", "lease": None, "stop": False, "seconds_left": None}
        with self.database.begin() as connection:
            for row in rows:
                held = (RUNS.c.id == row["id"]) & (RUNS.c.lease == row["lease"])
                ended = {**over, "ended": row["heartbeat"]}
                connection.execute(sa.update(RUNS).where(held).values(**ended))

    def _change(
        self, workspace: str, run_id: str, *where: sa.ColumnElement[bool], **values: object
    ) -> None:
        change = sa.update(RUNS).where(*_mine(workspace, run_id), *where).values(**values)
        with self.database.begin() as connection:
            connection.execute(change)

    def _check_limits(self, workspace: str) -> None:
        limits, runs = self.limits, self.list(workspace)
        self._check_waiting(runs)
        if len(runs) >= limits.runs:
            raise RnnvizError("runs_too_many", count=limits.runs)
        if self.bytes_of(runs) >= limits.megabytes * 2**20:
            raise RnnvizError("runs_too_big", size=limits.megabytes)
        with files.disk():
            if shutil.disk_usage(self.folder).free < limits.free_megabytes * 2**20:
                raise RnnvizError("runs_disk_full")

    def _check_waiting(self, runs: Sequence[Run]) -> None:
        if sum(run.unfinished for run in runs) >= self.limits.unfinished:
            raise RnnvizError("runs_waiting", count=self.limits.unfinished)

    def clean_name(self, name: str) -> str:
        """A name as it is kept: one line, nothing invisible, not too long; perhaps empty."""
        seen = "".join(mark for mark in " ".join(name.split()) if mark.isprintable())
        return seen[: self.limits.name_length].strip()


def _mine(workspace: str, run_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (RUNS.c.workspace == workspace, RUNS.c.id == run_id)
