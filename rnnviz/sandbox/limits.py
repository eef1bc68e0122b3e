"""What one file may take of the server, and what a process does to keep to it."""

from __future__ import annotations

import contextlib
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

_GRACE = 5  # seconds beyond those that the server waits: it may be gone


@dataclass(frozen=True)
class Limits:
    """``memory``: bytes beyond what a child needs to start; ``answer``: of what comes back.

    ``seconds`` for reading and so many more for each ``rate`` bytes, ``wait`` for a child while
    others are at work, ``start`` for a child to be ready. A file of 150 MB and six million rows
    takes 1.3 GB and some seconds, several times as many on a busy machine.
    """

    memory: int = 2 * 2**30
    seconds: float = 14
    wait: float = 5
    start: float = 60
    answer: int = 192 * 2**20
    rate: int = 8 * 2**20

    def seconds_for(self, size: int) -> float:
        """How long a file of ``size`` bytes may take."""
        return self.seconds + size / self.rate


LIMITS = Limits()


def confine(memory: int) -> None:
    """Let this process have so many bytes more than now, write no file and leave no core.

    Without effect on Windows; on macOS the system does not hold to the limit of memory. The limit
    of time and of the answer, which the server keeps, hold everywhere.
    """
    if sys.platform == "win32":
        return
    import resource

    # Not RLIMIT_AS: Arrow and the threads of BLAS reserve gigabytes that they never touch.
    most = _data_bytes() + memory
    for which, limit in (
        (resource.RLIMIT_DATA, most),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter one is set already
            resource.setrlimit(which, (limit, limit))
    # Should the machine run out of memory all the same, this process goes, not the server.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def end_after(seconds: float) -> None:
    """Have the system end this process some time after ``seconds``; 0 takes that back.

    The server does it sooner, unless it has died meanwhile.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE if seconds else 0)


def resident() -> int:
    """Bytes of memory this process holds; 0 where the system does not tell."""
    return _status("VmRSS")


def _data_bytes() -> int:
    return _status("VmData") or 2**29


def _status(name: str) -> int:
    try:
        found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
