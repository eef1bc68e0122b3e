"""The heartbeat of a run: a thread beside the training that tells and asks."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from rnnviz.errors import RnnvizError
from rnnviz.runs.queue import Lease, LeaseLostError

ASK = 0.1  # seconds: how soon a stop is seen
TELL = 1.0


class Heartbeat:
    """While entered, writes heartbeats with ``progress`` and ``seconds_left``, and learns whether
    a stop is wanted or the run was taken away. The training asks it between batches."""

    def __init__(self, lease: Lease) -> None:
        self.progress = 0.0
        self.seconds_left: float | None = None
        self._lease = lease
        self._stop, self._lost, self._over = (threading.Event() for _ in range(3))
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def stop_wanted(self) -> bool:
        """Raises ``LeaseLostError`` where there is nothing left to stop."""
        if self._lost.is_set():
            raise LeaseLostError(self._lease.run_id)
        return self._stop.is_set()

    def _beat(self) -> None:
        told = 0.0
        while not self._over.is_set():
            try:
                if self._lease.stop_wanted():
                    self._stop.set()
                if time.monotonic() - told >= TELL:
                    self._lease.beat(self.progress, self.seconds_left)
                    told = time.monotonic()
            except LeaseLostError:
                self._lost.set()
                return
            except RnnvizError:
                pass  # the database is busy or away for a moment: training goes on
            self._over.wait(ASK)
