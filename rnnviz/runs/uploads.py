"""Uploaded temperature files that a workspace keeps for a while, so that a reload finds them.

One folder an upload, below that of its workspace: ``uploads/<workspace>/<id>`` with the bytes as
they came and a small JSON file beside them, which was changed when the upload was last used.
Readable by the server's user alone, and where ``RNNVIZ_FILES`` says, by other servers. Nothing here
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
from rnnviz.runs.files import remove
from rnnviz.runs.records import is_id, new_id
from rnnviz.runs.shared_files import shared_files
from rnnviz.series.types import ReadOptions

_BYTES, _ABOUT = "file.bin", "about.json"
DAY = 24 * 3600.0  # seconds


class _About(BaseModel):
    """What is kept beside the bytes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    choices: ReadOptions
    used: float = 0.0  # Unix seconds, where other servers have the file, too: to a day


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
        self._shared = shared_files(folder.absolute())
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
            about = self._used_now(_About(name=name, choices=choices))
            _write(draft / _ABOUT, about.model_dump_json().encode())
            draft.replace(folder)
            self._shared.send(folder, [_BYTES, _ABOUT])
        except (OSError, ValueError, RnnvizError):
            remove(draft)
            remove(folder)
            raise RnnvizError("upload_not_kept") from None
        self._make_room(workspace)
        return upload

    def choose(self, workspace: str, upload: str, choices: ReadOptions) -> bool:
        """Keep what was decided about reading a file; False where it is gone."""
        folder = self._folder(workspace, upload)
        about = self._about(folder) if folder else None
        if folder is None or about is None:
            return False
        try:
            self._note(folder, about.model_copy(update={"choices": choices}))
        except (OSError, RnnvizError):
            raise RnnvizError("upload_not_kept") from None
        return True

    def get(self, workspace: str, upload: str) -> Upload | None:
        """The file, which counts as used now; None where this workspace has none of this id."""
        folder = self._folder(workspace, upload)
        about = self._about(folder) if folder else None
        if folder is None or about is None:
            return None
        try:
            self._shared.fetch(folder, [_BYTES])
            data = (folder / _BYTES).read_bytes()
        except (OSError, RnnvizError):
            return None
        # A disk that can only be read: the file is then swept by the day it was written.
        with suppress(OSError, RnnvizError):
            if self._shared.elsewhere and time.time() - about.used > DAY:
                self._note(folder, about)
            os.utime(folder / _ABOUT)
        return Upload(about.name, data, about.choices)

    def names(self, workspace: str) -> Sequence[tuple[str, str]]:
        """Ids and names of what a workspace keeps, the last used first."""
        if not is_id(workspace):
            return ()
        abouts = ((each.name, _about(each)) for each in self._by_use(workspace))
        return [(upload, about.name) for upload, about in abouts if about is not None]

    def workspaces(self) -> Sequence[str]:
        """Those that keep a file."""
        names = self._names(self.folder)
        return [name for name in names if is_id(name) and self._by_use(name)]

    def usage(self, workspace: str) -> tuple[int, int, float]:
        """How many files a workspace keeps, their bytes, and Unix seconds of the last use (0.0
        without any)."""
        kept = self._by_use(workspace) if is_id(workspace) else []
        return len(kept), sum(map(self._shared.size, kept)), max(map(_used, kept), default=0.0)

    def remove_all(self, workspace: str) -> None:
        """Forget all files of a workspace."""
        if is_id(workspace):
            for folder in {*self._by_use(workspace), *_folders(self.folder / workspace)}:
                self._forget(folder)
            with suppress(OSError):  # there is none, or somebody is bringing a file
                (self.folder / workspace).rmdir()

    def remove(self, workspace: str, upload: str) -> None:
        """Forget a file; nothing where it is gone already."""
        folder = self._folder(workspace, upload)
        if folder is not None:
            self._forget(folder)

    def _about(self, folder: Path) -> _About | None:
        """What is kept beside the bytes, as any server left it."""
        with suppress(OSError, RnnvizError):  # else what is here
            self._shared.fetch(folder, [_ABOUT])
        return _about(folder)

    def _note(self, folder: Path, about: _About) -> None:
        with replacing(folder / _ABOUT) as draft:
            _write(draft, self._used_now(about).model_dump_json().encode())
        self._shared.send(folder, [_ABOUT])

    def _used_now(self, about: _About) -> _About:
        return about.model_copy(update={"used": time.time()}) if self._shared.elsewhere else about

    def _forget(self, folder: Path) -> None:
        remove(folder)
        with suppress(RnnvizError):  # ``vacuum`` tries again
            self._shared.forget(folder)

    def _names(self, folder: Path) -> set[str]:
        """The folders in a folder, here or elsewhere."""
        names = {each.name for each in _folders(folder)}
        with suppress(RnnvizError):
            names |= set(self._shared.folders(folder))
        return names

    def _by_use(self, workspace: str) -> list[Path]:
        """The finished uploads of a workspace, the last used first."""
        folder = self.folder / workspace
        finished = [folder / name for name in self._names(folder) if is_id(name)]
        if self._shared.elsewhere:
            finished = [each for each in finished if self._is_current(each)]
        return sorted(finished, key=_used, reverse=True)

    def _is_current(self, folder: Path) -> bool:
        """Whether an upload is there; its file says when it was used by any server."""
        about = self._about(folder)
        if about is not None and about.used > _used(folder):
            with suppress(OSError):
                os.utime(folder / _ABOUT, (about.used, about.used))
        return about is not None

    def _is_used_elsewhere(self, folder: Path, since: float) -> bool:
        return self._shared.elsewhere and self._is_current(folder) and _used(folder) >= since

    def _folder(self, workspace: str, upload: str) -> Path | None:
        return self.folder / workspace / upload if is_id(workspace) and is_id(upload) else None

    def _make_room(self, workspace: str) -> None:
        total = 0
        for place, folder in enumerate(self._by_use(workspace)):
            total += self._shared.size(folder)
            if place >= self.limits.files or (place and total > self.limits.megabytes * 2**20):
                self._forget(folder)

    def _sweep(self) -> None:
        """Remove what nobody has used for long, drafts of a crash too."""
        before = time.time() - self.limits.seconds
        for workspace in _folders(self.folder):
            for folder in _folders(workspace):
                if _used(folder) < before and not self._is_used_elsewhere(folder, before):
                    self._forget(folder)
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
