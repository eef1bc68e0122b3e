"""The files of runs where several machines reach them: ``RNNVIZ_FILES``, an address for fsspec.

Without it the folder of the runs is all there is. With it (``s3://bucket/rnnviz``) that folder is
each machine's copy: what was written there is sent, and what is to be read is fetched before,
where it has changed. An object holds the SHA-256 of a file and then the file, so that half of one,
or a damaged one, is never taken for it. Nothing here needs torch.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.runs import files

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

LOG = logging.getLogger(__name__)
GONE = ".gone"  # ends the name of a note on a folder that is still to be forgotten
_DIGEST = hashlib.sha256().digest_size
# What says that an object is another than before, as the backends call it.
_MARKS = ("ETag", "etag", "LastModified", "last_modified", "mtime", "created", "size")

# How object stores say that they have no room: HTTP's code, MinIO's and Ceph's.
_FULL = ("(507)", "Insufficient Storage", "StorageFull", "minimum free drive", "QuotaExceeded")

Value = TypeVar("Value")


class SharedFiles(Protocol):
    """Where the files of a folder are besides the folder itself. ``folder`` is one of the store's
    own; the files' names have no path. All raise ``runs_store_unavailable`` where it cannot be
    reached, ``runs_disk_full`` where it or the folder has no room."""

    elsewhere: bool  # whether there is more than the folder

    def send(self, folder: Path, names: Iterable[str]) -> None:
        """Others may read these files of the folder from now on, as they are."""

    def fetch(self, folder: Path, names: Iterable[str]) -> None:
        """Make these files of the folder what was sent last; one that was not, is not there.
        ``run_damaged`` where one is not what was sent."""

    def forget(self, folder: Path, names: Iterable[str] | None = None) -> None:
        """Remove these files for all, or all of the folder; the folder's own stay. A folder that
        cannot be reached now is left to ``sweep``."""

    def size(self, folder: Path) -> int:
        """Bytes of all files of the folder; 0 where that cannot be told."""

    def folders(self, folder: Path) -> Sequence[str]:
        """The names of the folders in a folder elsewhere; none where there is no such folder."""

    def sweep(self) -> None:
        """Forget what could not be reached when it was to be forgotten, and remove the copies here
        of what others have forgotten."""


class FolderOnly:
    """One machine, or a disk that all share: nothing is to be done."""

    elsewhere = False

    def send(self, folder: Path, names: Iterable[str]) -> None: ...

    def fetch(self, folder: Path, names: Iterable[str]) -> None: ...

    def forget(self, folder: Path, names: Iterable[str] | None = None) -> None: ...

    def size(self, folder: Path) -> int:
        return files.size(folder)

    def folders(self, folder: Path) -> Sequence[str]:
        return ()

    def sweep(self) -> None: ...


class ObjectStore:
    """Objects below ``url``, for the folders below ``root``. May be shared by threads."""

    elsewhere = True

    def __init__(self, url: str, root: Path) -> None:
        self._root = root
        self._fs, self._base = _opened(url)
        self._notes = root / "shared"
        self._known: dict[str, tuple[object, ...]] = {}  # what the copy here is a copy of
        self._lock = threading.Lock()

    def send(self, folder: Path, names: Iterable[str]) -> None:
        for name in names:
            path = self._path(folder, name)
            with files.disk():
                data = (folder / name).read_bytes()
            sealed = hashlib.sha256(data).digest() + data
            self._reach(partial(self._fs.pipe_file, path, sealed))
            self._note(folder)
            with self._lock:
                self._known.pop(path, None)  # whose marks it got is not told: fetched once more

    def fetch(self, folder: Path, names: Iterable[str]) -> None:
        for name in names:
            self._fetch(folder, name)

    def forget(self, folder: Path, names: Iterable[str] | None = None) -> None:
        if names is None:
            self._note(folder, GONE)
            self._reach(partial(self._fs.rm, self._path(folder), recursive=True))
            self._forget_notes(folder.name)
        else:
            for name in names:
                self._reach(partial(self._fs.rm_file, self._path(folder, name)))

    def size(self, folder: Path) -> int:
        try:
            return sum(max(0, (each["size"] or 0) - _DIGEST) for each in self._inside(folder))
        except RnnvizError:
            return 0

    def folders(self, folder: Path) -> Sequence[str]:
        inside = self._inside(folder)
        return [each["name"].rpartition("/")[2] for each in inside if each["type"] == "directory"]

    def sweep(self) -> None:
        for note in list(self._notes.glob(f"*{GONE}")):
            folder = self._root / note.read_text(encoding="utf-8")
            self.forget(folder)
            files.remove(folder)
        for note in list(self._notes.glob("*")):
            folder = self._root / note.read_text(encoding="utf-8")
            if not self._inside(folder):
                files.remove(folder)
                self._forget_notes(folder.name)

    # A folder that was there before it was sent anywhere, or the address was another, is nobody's
    # copy: nothing of it may be removed because it is not elsewhere.
    def _note(self, folder: Path, suffix: str = "") -> None:
        """Remember that what lies in a folder here is a copy; or that it is to be forgotten."""
        note = self._notes / f"{folder.name}{suffix}"
        if not note.is_file():
            with files.disk():
                self._notes.mkdir(0o700, parents=True, exist_ok=True)
                note.write_text(folder.relative_to(self._root).as_posix(), encoding="utf-8")

    def _forget_notes(self, name: str) -> None:
        with files.disk():
            for suffix in ("", GONE):
                (self._notes / f"{name}{suffix}").unlink(missing_ok=True)

    def _inside(self, folder: Path) -> Sequence[dict[str, Any]]:
        path = self._path(folder)
        self._fs.invalidate_cache(path)
        return self._reach(partial(self._fs.ls, path, detail=True)) or []

    def _fetch(self, folder: Path, name: str) -> None:
        path, copy = self._path(folder, name), folder / name
        marks = self._marks(path)
        if marks is None:
            if (self._notes / folder.name).is_file():
                with files.disk():
                    copy.unlink(missing_ok=True)
            return
        with self._lock:
            if self._known.get(path) == marks and copy.is_file():
                return
        sealed = self._reach(partial(self._fs.cat_file, path))
        if sealed is None:  # removed in this moment
            return
        data = sealed[_DIGEST:]
        if hashlib.sha256(data).digest() != sealed[:_DIGEST]:
            LOG.warning("%s is not what was sent", path)
            raise RnnvizError("run_damaged", path=folder.name)
        draft = copy.with_name(f"{name}.{threading.get_ident()}.new")  # others fetch it, too
        with files.disk():
            for made in (folder.parent, folder):
                made.mkdir(0o700, parents=True, exist_ok=True)
            with replacing(copy, draft) as written:
                written.write_bytes(data)
        self._note(folder)
        with self._lock:
            self._known[path] = marks

    def _marks(self, path: str) -> tuple[object, ...] | None:
        self._fs.invalidate_cache(path)
        found = self._reach(partial(self._fs.info, path))
        return None if found is None else tuple(str(found.get(mark)) for mark in _MARKS)

    def _path(self, folder: Path, name: str = "") -> str:
        below = (folder / name).relative_to(self._root).as_posix()
        return f"{self._base}/{below}"

    def _reach(self, action: Callable[[], Value]) -> Value | None:
        """What ``action`` gives; None where there is no such object."""
        try:
            return action()
        except FileNotFoundError:
            return None
        except Exception as error:  # each backend has errors of its own
            LOG.warning("the files of the runs: %s: %s", type(error).__name__, error)
            full = files.is_full(error) or any(word in str(error) for word in _FULL)
            raise RnnvizError("runs_disk_full" if full else "runs_store_unavailable") from None


def shared_files(root: Path) -> SharedFiles:
    """As ``RNNVIZ_FILES`` says; ``files_address`` where that is no address that can be used."""
    url = os.environ.get("RNNVIZ_FILES", "")
    return ObjectStore(url, root) if url else FolderOnly()


def _opened(url: str) -> tuple[AbstractFileSystem, str]:
    import fsspec

    kind, mark, _ = url.partition("://")
    try:
        # A disk that is shared is shared by RNNVIZ_DATA, whose files are never half written.
        if not (kind and mark) or kind in ("file", "local"):
            raise ValueError("no address of objects")
        fs, base = fsspec.core.url_to_fs(url, **_options(url))
    except (ImportError, ValueError) as error:
        LOG.warning("RNNVIZ_FILES: %s", error)
        raise RnnvizError("files_address", kind=kind) from None
    fs.retries = 1  # s3fs has it as an attribute alone
    return fs, str(base).rstrip("/")


def _options(url: str) -> dict[str, Any]:
    """S3 looks up what it does not know in listings that it keeps: another may have written.

    One that is away is said to be so in seconds, for a page waits: by themselves botocore and s3fs
    try up to 25 times: more than 10 s where nobody listens, minutes where nobody answers. Whoever
    executes a run has patience of his own.
    """
    if not url.startswith("s3:"):
        return {}
    tries = {"retries": {"mode": "standard", "total_max_attempts": 2}, "read_timeout": 10}
    return {"use_listings_cache": False, "config_kwargs": tries}
