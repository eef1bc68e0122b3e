"""What this program keeps is for its user alone: folders 0700 and files 0600, from their first
moment and whatever the umask. On Windows the folders of a user are private already.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make a folder that nobody else can enter, or close the one that is there. Folders above it
    are made as usual. Raises ``OSError``."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
        close(folder)


def private_file(path: Path) -> None:
    """Make an empty file, or close the one that is there. SQLite gives its side files the same
    rights. Raises ``OSError``."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        close(path)


def private_process() -> None:
    """From now on this process makes everything for its user alone. For a command or a worker: a
    server's threads may be making files for others at this moment."""
    if sys.platform != "win32":
        os.umask(0o077)


def close(path: Path) -> None:
    """Take everybody else's rights to what is our user's. What belongs to another user, a folder
    that all share (``/tmp``) and a disk without rights stay as they are."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        found = path.stat()
        mode = stat.S_IMODE(found.st_mode)
        if found.st_uid == os.geteuid() and mode & 0o077 and not mode & stat.S_ISVTX:
            path.chmod(mode & 0o700)
