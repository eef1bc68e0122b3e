"""Who sees to it that recorded runs are executed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rnnviz.errors import RnnvizError
from rnnviz.low_priority import apart
from rnnviz.runs.files import disk
from rnnviz.runs.housekeeping import keeper
from rnnviz.runs.locks import is_held
from rnnviz.runs.names import host_name
from rnnviz.runs.private import private_file
from rnnviz.runs.store import RunStore

WATCH = 1.0  # seconds between looks at the workers
BRIEF = 15.0  # a worker that ends sooner than that has a problem that will not go away at once
LOG_BYTES = 2**20
ROOT = Path(__file__).resolve().parents[2]  # where ``python -m rnnviz`` works


class Launcher(Protocol):
    """What a page needs of whoever executes runs. To stop one, ``RunStore.request_stop``."""

    @property
    def trouble(self) -> str:
        """Why runs wait longer than they should, as the catalogues name it; empty: they do not."""

    def submit(self, run_id: str) -> None:
        """A run was queued (created or resumed): have it executed, in its turn."""

    def ensure_alive(self) -> None:
        """Have what executes runs up and warm. Cheap: call it whenever a page about runs opens."""

    def close(self) -> None:
        """Let go of it; what is being executed goes on to its end."""


@dataclass
class _Slot:
    """A place for one worker."""

    name: str
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0


class LocalLauncher:
    """Worker processes on this machine; a small thread replaces those that die.

    One launcher for the whole server (``st.cache_resource``). ``workers`` run at once; by default
    ``RNNVIZ_WORKERS`` or half the processors. One more than busy is kept warm, up to that number.
    Several servers on one folder share the workers. Workers outlive a server that dies: they
    finish their run; the next server goes on from there.
    """

    def __init__(self, store: RunStore, workers: int | None = None) -> None:
        self._store = store
        count = workers or workers_by_default()
        self._slots = [_Slot(f"{host_name()}-{number}") for number in range(count)]
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._keep_house = keeper(store)
        self._thread: threading.Thread | None = None

    trouble = ""  # workers that die are replaced

    def submit(self, run_id: str) -> None:
        """The run stands in the queue already: wake whoever is idle."""
        self.ensure_alive()
        with self._lock:
            for slot in self._slots:
                if slot.child is not None and slot.child.stdin is not None:
                    with contextlib.suppress(OSError):  # it has just died: the next takes the run
                        slot.child.stdin.write(b"\n")
                        slot.child.stdin.flush()

    def ensure_alive(self) -> None:
        if self._closed.is_set():
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="runs", daemon=True)
                self._thread.start()
            with disk():  # no process, no file more
                self._fill()

    def close(self) -> None:
        """Idle workers go; busy ones finish their run first."""
        self._closed.set()
        with self._lock:
            for slot in self._slots:
                if slot.child is not None and slot.child.stdin is not None:
                    with contextlib.suppress(OSError):
                        slot.child.stdin.close()

    def _watch(self) -> None:
        while not self._closed.wait(WATCH):
            with contextlib.suppress(RnnvizError, OSError):
                self._keep_house()
            # The database is away, or no process can be started: next time, perhaps.
            with contextlib.suppress(RnnvizError, OSError), self._lock:
                self._fill()

    def _fill(self) -> None:
        wanted = min(len(self._slots), self._store.unfinished() + 1)
        free = []
        for slot in self._slots:
            if self._is_taken(slot):
                wanted -= 1
            else:
                free.append(slot)
        for slot in free[: max(wanted, 0)]:
            if time.monotonic() >= slot.not_before:
                self._start(slot)

    def _is_taken(self, slot: _Slot) -> bool:
        """Whether a worker of ours or of another server is in this place."""
        if slot.child is not None:
            if slot.child.poll() is None:
                return True
            brief = time.monotonic() - slot.started < BRIEF
            slot.failures = slot.failures + 1 if brief else 0
            if slot.failures > 1:
                slot.not_before = time.monotonic() + min(2.0**slot.failures, 60)
            slot.child = None
        return is_held(self._store.lock_of(slot.name)) is True

    def _start(self, slot: _Slot) -> None:
        environment = {
            **os.environ,
            "RNNVIZ_DATA": str(self._store.folder),
            "RNNVIZ_DATABASE_URL": self._store.database.url,
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
        }
        log_path = self._store.lock_of(slot.name).with_suffix(".log")
        mode = "wb" if log_path.is_file() and log_path.stat().st_size > LOG_BYTES else "ab"
        private_file(log_path)
        with log_path.open(mode) as log:
            slot.child = subprocess.Popen(
                [sys.executable, "-m", "rnnviz.runs.worker", slot.name],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                **apart(),
            )
        slot.started = time.monotonic()


def launcher_of(store: RunStore) -> Launcher:
    """As the environment says: the Dask cluster ``RNNVIZ_DASK``, else workers of this machine.
    ``cluster_not_installed`` where Dask is not."""
    address = os.environ.get("RNNVIZ_DASK", "")
    if not address:
        return LocalLauncher(store)
    try:
        from rnnviz.runs.cluster import DaskLauncher
    except ImportError:
        raise RnnvizError("cluster_not_installed") from None
    return DaskLauncher(store, address)


def workers_by_default() -> int:
    """``RNNVIZ_WORKERS``, or half the processors."""
    asked = os.environ.get("RNNVIZ_WORKERS", "")
    if asked.isdecimal() and 1 <= int(asked) <= 64:
        return int(asked)
    return max(1, min(4, (os.cpu_count() or 1) // 2))
