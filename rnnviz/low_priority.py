"""Processes that step back behind the pages."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

NICE = 5  # unless RNNVIZ_NICE says otherwise, 0 to 19


def apart() -> dict[str, Any]:
    """For ``Popen``: Ctrl+C in the server's terminal is not meant for its workers."""
    if sys.platform == "win32":
        below = subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | below}
    return {"start_new_session": True}


def step_back() -> None:
    """Pages come first. Called by the process that was started ``apart``."""
    if sys.platform == "win32":
        return  # whoever started it has seen to it
    asked = os.environ.get("RNNVIZ_NICE", "")
    nice = int(asked) if asked.isdecimal() and int(asked) <= 19 else NICE
    if nice == 0:
        return
    os.nice(nice)
    # Desktop Linux weighs sessions before processes, and ours is a session of its own: without
    # this the line above would count for nothing.
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(nice))
