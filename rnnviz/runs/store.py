"""The record of all runs: what pages read and ask for. Workers write through ``claims``.

Every method takes the workspace and answers ``run_unknown`` for a run of another one. All raise
``RnnvizError``: ``runs_store_damaged`` or ``runs_store_unavailable`` where the database or the
folder cannot be used. Cheap enough to call at every rerun (a list of 50 runs: a few ms). A store
may be shared by threads. Nothing here needs torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rnnviz.runs.records import EpochRecord, Limits, Preview, Run
from rnnviz.series.types import HourlySeries
from rnnviz.training.specs import WeatherTraining


class RunStore:
    """Runs in a database (``url``) with their files in ``folder/runs/<id>``."""

    def __init__(self, url: str, folder: Path, limits: Limits | None = None) -> None:
        raise NotImplementedError

    @classmethod
    def from_environment(cls) -> RunStore:
        """At ``RNNVIZ_DATA`` (a folder, by default ``runs-data``) and ``RNNVIZ_DATABASE_URL``."""
        raise NotImplementedError

    def create_run(
        self, workspace: str, name: str, spec: WeatherTraining, series: HourlySeries, source: str
    ) -> Run:
        """Write down a run and its series; it is queued. Then call ``Launcher.submit``.

        ``runs_too_many``, ``runs_too_big``, ``runs_waiting``, ``runs_disk_full`` where a limit is
        reached, ``series_too_short`` where the series does not suffice for the spec. An empty
        name becomes the source's.
        """
        raise NotImplementedError

    def get(self, workspace: str, run_id: str) -> Run:
        """The run as it stands now."""
        raise NotImplementedError

    def list(self, workspace: str) -> Sequence[Run]:
        """All runs of a workspace, the newest first."""
        raise NotImplementedError

    def rename(self, workspace: str, run_id: str, name: str) -> None:
        """Another name; it is cut at ``Limits.name_length``."""
        raise NotImplementedError

    def delete(self, workspace: str, run_id: str) -> None:
        """Remove a run and its files; one that runs is given up."""
        raise NotImplementedError

    def request_stop(self, workspace: str, run_id: str) -> None:
        """Ask for a stop. A queued run is stopped at once; a running one within a batch, and then
        its best epoch is judged and saved. Nothing happens to one that is over."""
        raise NotImplementedError

    def resume(self, workspace: str, run_id: str) -> None:
        """Queue an interrupted or stopped run again; it goes on after its last checkpoint, with
        the numbers it would have had. Then ``Launcher.submit``. Else ``run_not_resumable``."""
        raise NotImplementedError

    def epochs(self, workspace: str, run_id: str, since: int = 0) -> Sequence[EpochRecord]:
        """The epochs after number ``since``, in order."""
        raise NotImplementedError

    def result(self, workspace: str, run_id: str) -> dict[str, Any] | None:
        """What ``train weather --json`` prints, once the run is finished or was stopped."""
        raise NotImplementedError

    def preview(self, workspace: str, run_id: str) -> Preview | None:
        """The latest forecast of one validation week; None before the first epoch."""
        raise NotImplementedError

    def series(self, workspace: str, run_id: str) -> HourlySeries:
        """The hourly series it learns from: for charts, and to run again with other settings."""
        raise NotImplementedError

    def files(self, workspace: str, run_id: str) -> Path:
        """The folder with ``run.json``, ``model.safetensors``, ``series.safetensors`` (once it
        has a result), as ``rnnviz.training.weather_run.load_run`` reads them."""
        raise NotImplementedError
