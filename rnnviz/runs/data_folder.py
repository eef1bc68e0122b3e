"""Where runs and uploads are kept."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """``RNNVIZ_DATA``; without it, ``runs-data`` in the current folder."""
    return Path(os.environ.get("RNNVIZ_DATA") or "runs-data")
