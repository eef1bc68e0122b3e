"""A worker process: ``python -m rnnviz.runs.worker NAME``. Started by ``LocalLauncher``.

It holds the lock ``NAME`` as long as it lives, has torch loaded and waits for runs. Its standard
input is a pipe from the server: a line wakes it, the end means that the server is gone. Then it
finishes the run it is at, and leaves what waits to the next server's workers.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time

import numpy as np

from rnnviz.errors import RnnvizError
from rnnviz.logs import set_up_logs
from rnnviz.low_priority import step_back
from rnnviz.runs.locks import Lock
from rnnviz.runs.patience import Patience
from rnnviz.runs.private import private_process
from rnnviz.runs.queue import give_up_all, next_queued
from rnnviz.runs.store import RunStore

LOOK = 0.25  # seconds: runs that come without a wake-up, from another process
PAUSE = 1.0  # seconds, while the database is away
MINUTES = 30  # of training until others have their turn, unless RNNVIZ_RUN_MINUTES says otherwise


def main(name: str) -> None:
    """Serve until the server is gone."""
    private_process()
    set_up_logs()
    store = RunStore.from_environment()
    lock = Lock(store.lock_of(name))
    if not _take(lock):
        return  # another process is this worker
    step_back()
    server = _Server()
    _warm_up()
    _work(store, name, server)


def _work(store: RunStore, name: str, server: _Server) -> None:
    """Take one run after the other until the server is gone."""
    while not server.gone.is_set():
        try:
            # We execute nothing now: what the record still says of us is left from a worker of
            # this name that died, or from a write whose answer was lost.
            give_up_all(store.database, name)
            if next_queued(store.database) is None:  # it looks before it writes
                server.wait(LOOK)
                continue
            from rnnviz.runs.execute import execute_next

            execute_next(store, name, minutes_by_default(), Patience(hurry=server.gone))
        except RnnvizError:  # the database is away, as the log says; it may come back
            server.wait(PAUSE)


def minutes_by_default() -> int:
    """How long one run may hold a worker."""
    asked = os.environ.get("RNNVIZ_RUN_MINUTES", "")
    return int(asked) if asked.isdecimal() and int(asked) > 0 else MINUTES


def _take(lock: Lock) -> bool:
    """Somebody who looks whether the lock is held disturbs for a moment only."""
    for _ in range(20):
        if lock.take():
            return True
        time.sleep(0.02)
    return False


class _Server:
    """The other end of standard input."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        self._woken = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Until woken, or for so long."""
        self._woken.wait(seconds)
        self._woken.clear()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                self._woken.set()
        self.gone.set()
        self._woken.set()


def _warm_up() -> None:
    """Load what training loads, by training: the first run shall not wait for it."""
    import torch

    from rnnviz.runs import execute  # noqa: F401
    from rnnviz.series.types import RegularSeries
    from rnnviz.training.specs import LoopSpec, WeatherTraining
    from rnnviz.training.weather import judge, prepare_series, train_weather

    torch.set_num_threads(1)  # so small a network is slower on two, and pages need the other
    values = np.sin(np.arange(600, dtype=np.float32))
    spec = WeatherTraining(loop=LoopSpec(epochs=1, average=0.9))
    ready = prepare_series(RegularSeries(np.datetime64("2024-01-01T00", "h"), values, True), spec)
    for _ in train_weather(ready, spec):
        pass
    judge(ready, ready.model)


if __name__ == "__main__":
    main(sys.argv[1])
