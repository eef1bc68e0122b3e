"""What a run has been shown since it was trained: the longer series, and which files are done.

Two small files beside the run's own. They belong to the series that the run learned from, and are
not believed where that is another one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.series.saved import fingerprint, load_series, save_series
from rnnviz.series.types import RegularSeries

DONE, SEEN = "watched.json", "watched.safetensors"


class _Done(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    fingerprint: str  # of the run's own series
    files: tuple[str, ...]  # SHA-256 of what they hold


@dataclass(frozen=True)
class Watched:
    """``series``: the run's, going on with all that was kept; ``done``: digests of files."""

    series: RegularSeries
    done: frozenset[str]


def digest(data: bytes) -> str:
    """By which a file is known again, whatever it is called."""
    return hashlib.sha256(data).hexdigest()


def load_watched(folder: Path, own: RegularSeries) -> Watched:
    """What is kept in a run's folder; ``own`` is the series that the run learned from."""
    try:
        done = _Done.model_validate_json((folder / DONE).read_bytes())
        if done.fingerprint == fingerprint(own):
            return Watched(load_series(folder / SEEN), frozenset(done.files))
    except (OSError, ValidationError, RnnvizError):
        pass
    return Watched(own, frozenset())


def save_watched(folder: Path, own: RegularSeries, watched: Watched) -> None:
    """Keep it, the series first: whoever is cut off between looks at a file twice, never not."""
    done = _Done(fingerprint=fingerprint(own), files=tuple(sorted(watched.done)))
    try:
        with replacing(folder / SEEN) as draft:
            save_series(draft, watched.series)
        with replacing(folder / DONE) as draft:
            draft.write_text(done.model_dump_json(indent=1), encoding="utf-8")
    except OSError:
        raise RnnvizError("output_unwritable", path=folder.name) from None
