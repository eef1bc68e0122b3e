"""What the servers and the workers of a cluster must have in common."""

from __future__ import annotations

import platform
from importlib.metadata import version

from rnnviz import __version__

# What has to agree, or a run could not be read, or would end with other numbers.
PACKAGES = ("torch", "numpy", "safetensors", "SQLAlchemy", "distributed")


def versions() -> dict[str, str]:
    """Those of this process."""
    found = {name: version(name) for name in PACKAGES}
    return {"rnnviz": __version__, "python": platform.python_version(), **found}
