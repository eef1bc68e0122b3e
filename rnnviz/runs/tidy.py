"""Removing what died half-way has left in the folder of the runs."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from rnnviz.atomic_write import DRAFT
from rnnviz.errors import RnnvizError
from rnnviz.runs import files
from rnnviz.runs.records import is_id
from rnnviz.training.run_record import SERIES

SAFE = 3600.0  # seconds: what is younger, another process may be making at this moment


def tidy(runs: Path, is_recorded: Callable[[str], bool]) -> None:
    """Remove folders of deleted runs, folders that were begun and never recorded, and drafts of
    files; nothing younger than ``SAFE``, except what was deleted.

    A folder in which something was trained stays, recorded or not: its record may be in another
    database, or was set aside to be restored. What the disk or the database refuses is left for
    the next time.
    """
    with contextlib.suppress(OSError):
        for folder in list(runs.iterdir()):
            if folder.name.endswith(files.GONE):
                files.remove(folder)
            elif is_id(folder.name):
                with contextlib.suppress(OSError, RnnvizError):
                    _tidy(folder, is_recorded)


def _tidy(folder: Path, is_recorded: Callable[[str], bool]) -> None:
    # Old first, the record second: a folder so old was recorded long ago, or never will be.
    inside = list(folder.iterdir())
    drafts = [path for path in inside if path.suffix == DRAFT or path.name.startswith(".tmp")]
    untrained = {path.name for path in inside if path not in drafts} <= {SERIES}
    if untrained and all(map(_old, [folder, *inside])) and not is_recorded(folder.name):
        files.remove(folder)
        return
    for draft in filter(_old, drafts):
        draft.unlink(missing_ok=True)


def _old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > SAFE
