"""The folders of runs, one a run, with what other machines have of them (``shared_files.py``)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rnnviz.errors import RnnvizError
from rnnviz.runs import files
from rnnviz.runs.private import private_file
from rnnviz.runs.records import Run, is_id
from rnnviz.runs.shared_files import shared_files
from rnnviz.series.saved import save_series
from rnnviz.series.types import RegularSeries
from rnnviz.training.run_record import RECORD, SERIES
from rnnviz.training.station_plan import STATIONS, Part, save_parts


class RunFolders:
    """The folders in ``root/runs``. All raise ``runs_store_unavailable`` where files that are kept
    elsewhere cannot be reached, unless another way is said."""

    def __init__(self, root: Path) -> None:
        self.all = root / "runs"
        self.shared = shared_files(root)
        self._ended: dict[str, float | None] = {}  # runs whose result was fetched as of that end

    def of(self, run_id: str) -> Path:
        """Never outside our folder: ``run_unknown`` where this can be no run's id."""
        if not is_id(run_id):
            raise RnnvizError("run_unknown")
        return self.all / run_id

    def make(
        self, run_id: str, series: RegularSeries, parts: Mapping[str, Part] | None = None
    ) -> None:
        """A new folder with the series that the run learns from, and with all stations if it
        learns from several."""
        folder = self.of(run_id)
        folder.mkdir(0o700)
        private_file(folder / SERIES)
        save_series(folder / SERIES, series)
        if parts is not None:
            private_file(folder / STATIONS)
            save_parts(folder / STATIONS, parts)
        self.shared.send(folder, [SERIES] if parts is None else [SERIES, STATIONS])

    def fetched(self, run_id: str, *names: str) -> Path:
        """The folder with these files as they were left last, by whatever machine."""
        self.shared.fetch(self.of(run_id), names)
        return self.of(run_id)

    def result(self, run: Run) -> dict[str, Any]:
        """The result in ``run.json``. It changes only where the run goes on and ends again."""
        if run.ended is None or self._ended.get(run.id) != run.ended:
            self.fetched(run.id, RECORD)
            self._ended[run.id] = run.ended
        return files.load_result(self.of(run.id))

    def has_checkpoint(self, run_id: str) -> bool:
        """Whether training could go on; where the files cannot be reached, as far as is known."""
        with contextlib.suppress(RnnvizError):
            self.fetched(run_id, files.CHECKPOINT)
        return (self.of(run_id) / files.CHECKPOINT).is_file()

    def size(self, run_id: str) -> int:
        """Bytes; 0 where that cannot be told."""
        return self.shared.size(self.of(run_id))

    def remove(self, run_id: str) -> None:
        """Of a run that is recorded no more. What cannot be reached now is left to ``vacuum``."""
        with contextlib.suppress(RnnvizError):
            self.shared.forget(self.of(run_id))
        files.remove(self.of(run_id))
