"""Trying again what a passing trouble of the database or the disk has prevented."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from rnnviz.errors import RnnvizError

# The database is away, locked or has no room: nothing is wrong with what was to be written.
PASSING = frozenset({"runs_store_unavailable", "runs_disk_full"})
FIRST, LONGEST = 0.1, 2.0  # seconds between attempts, the first and the longest
LAST = 60.0  # seconds for what must still be written once there is a hurry

Value = TypeVar("Value")


class Patience:
    """How long whoever executes a run waits for the record: ``seconds``, but only ``LAST`` more
    once ``hurry`` is set, for then the process has to go."""

    def __init__(self, seconds: float = math.inf, hurry: threading.Event | None = None) -> None:
        self._seconds = seconds
        self._hurry = hurry or threading.Event()

    def insist(self, action: Callable[[], Value]) -> Value:
        """The value of ``action`` as soon as it succeeds. What does not pass by waiting is raised
        at once, what does when the patience is at its end. ``action`` may have succeeded although
        it raised, the answer lost on the way: it must bear to be done twice."""
        end, pause = time.monotonic() + self._seconds, FIRST
        hurried = False
        while True:
            try:
                return action()
            except RnnvizError as error:
                if self._hurry.is_set() and not hurried:
                    hurried, pause = True, FIRST
                    end = min(end, time.monotonic() + LAST)
                if error.code not in PASSING or time.monotonic() >= end:
                    raise
            if hurried:
                time.sleep(pause)
            else:
                self._hurry.wait(pause)
            pause = min(2 * pause, LONGEST)
