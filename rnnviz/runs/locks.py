"""A file lock that says whether a process on this machine lives: the system frees it at death.

Who lives holds it alone; who looks takes it shared for a moment, so that any number may look at
once and none takes another for the holder. filelock has no such look: its native locks are
exclusive, and its shared ones are SQLite databases (see ``docs/log.md`` for what that costs).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, shared: bool) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class Lock:
    """Held until ``release`` or the end of the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether it is ours now; never waits."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle, shared=False)
        except OSError:
            os.close(handle)
            return False
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())  # for whoever looks into the folder
        self._handle = handle
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_held(path: Path) -> bool | None:
    """Whether a living process holds the lock; None where there never was one."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        _take(handle, shared=True)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
