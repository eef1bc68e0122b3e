"""Uploaded temperature files that a workspace keeps for a while, so that a reload finds them.

One folder an upload, below that of its workspace: ``uploads/<workspace>/<id>`` with the bytes as
they came and a small JSON file beside them. Readable by the server's user alone. Nothing here
reads a file as a series, or needs torch.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rnnviz.atomic_write import DRAFT, replacing
from rnnviz.errors import RnnvizError
from rnnviz.runs.data_folder import data_folder
from rnnviz.runs.files import remove, size
from rnnviz.runs.records import is_id, new_id
from rnnviz.series.types import ReadOptions

_BYTES, _ABOUT = "file.bin", "about.json"


class _About(BaseModel):
    """What is kept beside the bytes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    choices: ReadOptions


@dataclass(frozen=True)
class Upload:
    """A kept file: its bytes and name, and what the user decided about reading it."""

    name: str
    data: bytes
    choices: ReadOptions


@dataclass(frozen=True)
class UploadLimits:
    """How many files and megabytes a workspace keeps, for how long, and what must stay free."""

    files: int = 5
    megabytes: int = 500
    seconds: float = 30 * 24 * 3600
    free_megabytes: int = 200


class UploadStore:
    """Uploads below ``folder/uploads``. Another workspace's ids, and odd ones, name nothing.

    What is written raises ``upload_not_kept`` where the disk does not take it; what is read never
    fails: what cannot be read is not there.
    """

    def __init__(self, folder: Path, limits: UploadLimits | None = None) -> None:
        self.folder = folder.absolute() / "uploads"
        self.limits = limits or UploadLimits()

    @classmethod
    def from_environment(cls) -> UploadStore:
        """In the ``data_folder``, as the runs are."""
        return cls(data_folder())

    def keep(self, workspace: str, name: str, data: bytes, choices: ReadOptions) -> str:
        """Write a file down; its id. Where a limit is passed, those used longest ago go."""
        if not is_id(workspace) or len(data) > self.limits.megabytes * 2**20:
            raise RnnvizError("upload_not_kept")
        upload = new_id()
        folder = self.folder / workspace / upload
        draft = folder.with_name(upload + DRAFT)
        try:
            for made in (self.folder.parent, self.folder, folder.parent):
                made.mkdir(mode=0o700, exist_ok=True, parents=made == self.folder.parent)
            self._sweep()
            if shutil.disk_usage(self.folder).free < self.limits.free_megabytes * 2**20 + len(data):
                raise RnnvizError("upload_not_kept")
            draft.mkdir(mode=0o700)
            _write(draft / _BYTES, data)
            _write(draft / _ABOUT, _About(name=name, choices=choices).model_dump_json().encode())
            draft.replace(folder)
        except (OSError, ValueError):
            remove(draft)
            raise RnnvizError("upload_not_kept") from None
        self._make_room(workspace)
        return upload

    def choose(self, workspace: str, upload: str, choices: ReadOptions) -> bool:
        """Keep what was decided about reading a file; False where it is gone."""
        folder = self._folder(workspace, upload)
        about = _about(folder) if folder else None
        if folder is None or about is None:
            return False
        text = about.model_copy(update={"choices": choices}).model_dump_json()
        try:
            with replacing(folder / _ABOUT) as draft:
                _write(draft, text.encode())
        except OSError:
            raise RnnvizError("upload_not_kept") from None
        return True

    def get(self, workspace: str, upload: str) -> Upload | None:
        """The file, which counts as used now; None where this workspace has none of this id."""
        folder = self._folder(workspace, upload)
        about = _about(folder) if folder else None
        if folder is None or about is None:
            return None
        try:
            data = (folder / _BYTES).read_bytes()
        except OSError:
            return None
        # A disk that can only be read: the file is then swept by the day it was written.
        with suppress(OSError):
            os.utime(folder / _ABOUT)
        return Upload(about.name, data, about.choices)

    def names(self, workspace: str) -> Sequence[tuple[str, str]]:
        """Ids and names of what a workspace keeps, the last used first."""
        if not is_id(workspace):
            return ()
        abouts = ((folder.name, _about(folder)) for folder in _by_use(self.folder / workspace))
        return [(upload, about.name) for upload, about in abouts if about is not None]

    def workspaces(self) -> Sequence[str]:
        """Those that keep a file."""
        folders = _folders(self.folder)
        return [each.name for each in folders if is_id(each.name) and _by_use(each)]

    def usage(self, workspace: str) -> tuple[int, int, float]:
        """How many files a workspace keeps, their bytes, and Unix seconds of the last use (0.0
        without any)."""
        kept = _by_use(self.folder / workspace) if is_id(workspace) else []
        return len(kept), sum(map(size, kept)), max(map(_used, kept), default=0.0)

    def remove_all(self, workspace: str) -> None:
        """Forget all files of a workspace."""
        if is_id(workspace):
            for folder in _folders(self.folder / workspace):
                remove(folder)
            with suppress(OSError):  # there is none, or somebody is bringing a file
                (self.folder / workspace).rmdir()

    def remove(self, workspace: str, upload: str) -> None:
        """Forget a file; nothing where it is gone already."""
        folder = self._folder(workspace, upload)
        if folder is not None:
            remove(folder)

    def _folder(self, workspace: str, upload: str) -> Path | None:
        return self.folder / workspace / upload if is_id(workspace) and is_id(upload) else None

    def _make_room(self, workspace: str) -> None:
        total = 0
        for place, folder in enumerate(_by_use(self.folder / workspace)):
            total += size(folder)
            if place >= self.limits.files or (place and total > self.limits.megabytes * 2**20):
                remove(folder)

    def _sweep(self) -> None:
        """Remove what nobody has used for long, drafts of a crash too."""
        before = time.time() - self.limits.seconds
        for workspace in _folders(self.folder):
            for folder in _folders(workspace):
                if _used(folder) < before:
                    remove(folder)
            if workspace.stat().st_mtime < before and not _folders(workspace):
                remove(workspace)


def _write(path: Path, data: bytes) -> None:
    """The whole file, on the disk, readable by its owner alone."""
    handle = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
    )
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _about(folder: Path) -> _About | None:
    try:
        return _About.model_validate_json((folder / _ABOUT).read_bytes())
    except (OSError, ValidationError):
        return None


def _folders(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return []


def _used(folder: Path) -> float:
    """When it was last used; a draft, when it was begun."""
    for path in (folder / _ABOUT, folder):
        try:
            return path.stat().st_mtime_ns / 1e9
        except OSError:
            continue
    return 0.0


def _by_use(workspace: Path) -> list[Path]:
    """The finished uploads of a workspace, the last used first."""
    finished = [folder for folder in _folders(workspace) if is_id(folder.name)]
    return sorted(finished, key=_used, reverse=True)
