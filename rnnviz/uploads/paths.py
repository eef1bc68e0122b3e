"""Whether a path can be read or written, asked before any work is done."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from rnnviz.errors import RnnvizError

_SHOWN = 80  # characters of a path in a message


def printable(path: Path | str) -> str:
    """A path whole, with the sign for what is lost where a character cannot be printed."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(path))


def shown(path: Path | str) -> str:
    """A path for a message: not its 5,000 characters, and nothing that cannot be printed."""
    text = printable(path)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def is_file(path: Path) -> bool:
    """``path.is_file()``, and False for a path that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long; with a NUL
        return False


def is_folder(path: Path) -> bool:
    """``path.is_dir()``, and False for a path that no folder can have."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path) -> bytes:
    """What a file holds; raises ``file_missing``, ``file_is_folder`` or ``file_unreadable``."""
    if is_folder(path):
        raise RnnvizError("file_is_folder", path=shown(path))
    if not is_file(path):
        raise RnnvizError("file_missing", path=shown(path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise RnnvizError("file_unreadable", path=shown(path), reason=error.strerror) from None


def check_output(path: Path, *sources: Path) -> None:
    """Raise unless a file can be written at ``path`` that is none of the ``sources``.

    A file that is there already may be written anew.
    """
    if is_folder(path):
        raise RnnvizError("output_is_folder", path=shown(path))
    for source in sources:
        if is_file(path) and is_file(source) and path.samefile(source):
            raise RnnvizError("output_is_input", path=shown(path))
    if not is_folder(path.parent):
        raise RnnvizError("output_no_folder", path=shown(path), folder=shown(path.parent))
    if _exists(path) and not is_file(path):  # a device, a pipe
        raise RnnvizError("output_unwritable", path=shown(path))
    # A result is written beside its place first, so it is the folder that must allow it.
    if not os.access(path.parent, os.W_OK | os.X_OK) or not _can_begin(path):
        raise RnnvizError("output_unwritable", path=shown(path))


def check_folder(path: Path) -> None:
    """Raise unless ``path`` is a folder that can be written in, or one that can be made."""
    there = path
    while not _exists(there) and there != there.parent:
        there = there.parent
    if not is_folder(there):
        raise RnnvizError("output_is_file", path=shown(path), file=shown(there))
    if not os.access(there, os.W_OK | os.X_OK) or not _can_begin(path / "x", there):
        raise RnnvizError("output_unwritable", path=shown(path))


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole: a name that nobody's file has, and short."""
    return path.with_name(f".{os.getpid()}-{secrets.token_hex(4)}.part")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _can_begin(path: Path, folder: Path | None = None) -> bool:
    """Whether the system takes such a name, and lets a file begin in the folder.

    Tried and taken away: what a mount or a quota allows is not told by the folder's permissions.
    """
    probe = (folder or path.parent) / f".{os.getpid()}.part"
    try:
        os.lstat(path)  # a name too long, or with a NUL
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        return False
    try:
        with probe.open("xb"):
            pass
        probe.unlink()
    except (OSError, ValueError):
        return False
    return True
