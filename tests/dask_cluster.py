"""A Dask cluster of the tests' own: a scheduler and its workers, each a process."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALONE = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "120")


class Cluster:
    """A scheduler and its workers, on free ports of this machine."""

    def __init__(self, logs: Path, settings: dict[str, str], workers: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._logs, self._settings, self._left = logs, settings, contextlib.ExitStack()
        self.start_scheduler()
        self.workers = [self._start("worker", self.address, *ALONE) for _ in range(workers)]

    def start_scheduler(self) -> None:
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"
        )

    def add_worker(self) -> None:
        self.workers.append(self._start("worker", self.address, *ALONE))

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        log = self._left.enter_context((self._logs / f"{what}.log").open("ab"))
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *words],
            env={**os.environ, "OMP_NUM_THREADS": "1", "RNNVIZ_NICE": "0", **self._settings},
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        self._left.callback(process.wait)
        self._left.callback(process.kill)
        return process

    def close(self) -> None:
        self._left.close()
