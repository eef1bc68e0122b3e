"""Files that are never half written."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DRAFT = ".new"  # ends the name of a file that is not written yet


@contextmanager
def replacing(path: Path, draft: Path | None = None) -> Iterator[Path]:
    """Write to the path given, and it takes the place of ``path`` in one move: a reader, or who
    comes after a crash, finds the old or the new file, never half of one.

    ``draft``: the path given, in the same folder; where the writing fails it is removed.
    """
    draft = draft or path.with_name(path.name + DRAFT)
    try:
        yield draft
        for patience in (0.01, 0.05, 0.2, 1.0):
            try:
                return os.replace(draft, path)
            except PermissionError:  # on Windows, while somebody is reading the old file
                time.sleep(patience)
        os.replace(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
