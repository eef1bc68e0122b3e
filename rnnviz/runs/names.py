"""Names that can be told apart: of runs, and of machines."""

from __future__ import annotations

import platform
import re
from collections.abc import Collection

CLUSTER = "dask-"  # how the names of a cluster's workers begin


def numbered(name: str, taken: Collection[str], longest: int) -> str:
    """``name``, or with the next number behind it where it is taken, within ``longest`` letters."""
    bare = re.sub(r" \(\d+\)$", "", name)
    ends = ["", *(f" ({number})" for number in range(2, len(taken) + 3))]
    return next(new for end in ends if (new := bare[: longest - len(end)] + end) not in taken)


def host_name() -> str:
    """This machine as workers are named after it: letters, figures and dashes."""
    return re.sub(r"[^A-Za-z0-9]", "-", platform.node())[:40] or "here"
