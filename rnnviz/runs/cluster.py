"""Runs on a Dask cluster: ``RNNVIZ_DASK=tcp://scheduler:8786``.

Its workers need what the servers have: the same versions, ``RNNVIZ_DATABASE_URL`` and, unless they
share a disk, ``RNNVIZ_FILES``. The record stays the only queue: what Dask is told is a run's id and
its turn, and both can be told again. A worker that dies is noticed by the scheduler, which gives
the same turn to another; where the scheduler died too, silence in the record tells.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from distributed import Client, Future, Status, Worker, fire_and_forget, get_worker

from rnnviz.cluster_versions import versions
from rnnviz.errors import RnnvizError
from rnnviz.runs.housekeeping import keeper
from rnnviz.runs.names import CLUSTER, host_name
from rnnviz.runs.queue import end_lost, give_up_all, lost, waiting
from rnnviz.runs.store import STALE, RunStore

LOG = logging.getLogger(__name__)
WATCH = 1.0  # seconds between two looks at the record
CHECK = 30.0  # and at the workers' versions
PATIENCE = 10.0  # seconds for the scheduler to answer
SLOW = 5.0  # seconds of a look at the cluster, after which pages say that it does not answer
AWAY, DIFFERS = "cluster_away", "cluster_differs"  # what pages are told
LOOK = 0.5  # seconds between two looks of a worker at itself
_CLOSING = (Status.closing, Status.closed, Status.failed)
TRIES = 3  # for a run that gets no further: it may be what kills the workers
_Turn = tuple[str, float]


class DaskLauncher:
    """Has a cluster execute what the record says is waiting. One for the whole server; several
    servers may share a cluster."""

    def __init__(self, store: RunStore, address: str, silent: float = STALE) -> None:
        self._store, self._address, self._silent = store, address, silent
        self._keep_house = keeper(store)
        self._client: Client | None = None
        self._futures: dict[_Turn, Future[Any]] = {}
        self._tries: dict[str, tuple[int, int]] = {}  # the epoch a run was lost at, and how often
        self._checked = -CHECK
        self._trouble = self._told = ""  # for the log, and for pages
        self._begun: float | None = None  # the look that goes on now
        self._wake, self._closed = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def trouble(self) -> str:
        """The scheduler is away or does not answer, or workers have other versions."""
        begun = self._begun
        return AWAY if begun is not None and time.monotonic() - begun > SLOW else self._told

    def submit(self, run_id: str) -> None:
        """The run stands in the queue already: look now."""
        self.ensure_alive()
        self._wake.set()

    def ensure_alive(self) -> None:
        """The cluster is kept by whoever operates it; here only the record is watched."""
        with self._lock:
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._watch, name="runs", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """What was given to the cluster goes on there."""
        self._closed.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _watch(self) -> None:
        while not self._closed.is_set():
            try:
                self._keep_house()
                self._begun = time.monotonic()
                self._look()
            except RnnvizError as error:  # the database is away, as pages see for themselves
                self._tell(str(error))
                self._disconnect()
            except Exception as error:  # the scheduler is away: it may come back
                self._tell(f"{type(error).__name__}: {error}", AWAY)
                self._disconnect()
            self._begun = None
            self._wake.wait(WATCH)
            self._wake.clear()
        self._disconnect()

    def _look(self) -> None:
        client = self._connected()
        self._requeue()
        for turn, future in list(self._futures.items()):
            if future.done():
                del self._futures[turn]
                self._read(turn, future)
        turns = waiting(self._store.database)
        if turns and self._agree(client):
            for turn in turns:
                if turn not in self._futures:
                    self._futures[turn] = self._give(client, turn)

    def _connected(self) -> Client:
        if self._client is None:
            self._client = Client(self._address, timeout=PATIENCE, set_as_default=False)
            self._checked = -CHECK
        elif self._client.status != "running":  # it would try again for ever, and say nothing
            raise OSError("the scheduler is gone")
        if self._told == AWAY:
            self._tell("")
        return self._client

    def _disconnect(self) -> None:
        """What the cluster was given, it keeps; after that the record tells what still waits."""
        self._futures.clear()
        if self._client is not None:
            self._client.close(timeout=PATIENCE)
            self._client = None

    @staticmethod
    def _give(client: Client, turn: _Turn) -> Future[Any]:
        # The same name from every server: the cluster takes it for the same task.
        name = f"rnnviz-{turn[0]}-{turn[1]!r}"
        future = client.submit(execute_on_cluster, *turn, key=name, pure=False)
        fire_and_forget(future)
        return future

    def _read(self, turn: _Turn, future: Future[Any]) -> None:
        if future.status == "error":
            LOG.warning("run %s on the cluster: %r", turn[0], future.exception())
        elif future.status == "finished" and future.result() == "unknown":
            LOG.error(
                "run %s: a worker of the cluster does not find it. Has it the RNNVIZ_DATABASE_URL "
                "of this server?",
                turn[0],
            )

    def _requeue(self) -> None:
        for run_id, epoch in lost(self._store.database, CLUSTER, self._silent):
            before, tries = self._tries.get(run_id, (-1, 0))
            tries = tries + 1 if before == epoch else 1
            self._tries[run_id] = epoch, tries
            again = tries < TRIES
            end_lost(self._store.database, run_id, CLUSTER, self._silent, again=again)
            LOG.warning("run %s was lost; %s", run_id, "it waits again" if again else "given up")

    def _agree(self, client: Client) -> bool:
        """Whether all workers have our versions. Runs wait until they do."""
        if time.monotonic() - self._checked < CHECK:
            return not self._trouble
        ours = versions()
        theirs = client.run(versions)
        self._checked = time.monotonic()
        other = {address: found for address, found in theirs.items() if found != ours}
        self._tell("\n".join(_difference(*each, ours) for each in other.items()), DIFFERS)
        return not other

    def _tell(self, trouble: str, word: str = "") -> None:
        """Each trouble once, and that it is over; ``word`` is what pages are told."""
        self._told = word if trouble else ""
        if trouble and trouble != self._trouble:
            LOG.error("the cluster %s: %s", self._address, trouble)
        elif self._trouble and not trouble:
            LOG.warning("the cluster %s works again", self._address)
        self._trouble = trouble


def execute_on_cluster(run_id: str, turn: float) -> str:
    """What a worker of the cluster does: execute this turn of a run, or go on with it. Whatever
    comes of it stands in the record; the answer is for the log: ``done``, ``not waiting`` or
    ``unknown``."""
    import torch

    from rnnviz.runs.execute import execute_turn
    from rnnviz.runs.patience import Patience
    from rnnviz.runs.worker import minutes_by_default

    torch.set_num_threads(1)
    store = _store()
    if not store.exists(run_id):
        return "unknown"
    with _handed_back(store):
        done = execute_turn(run_id, turn, store, _name(), minutes_by_default(), Patience())
    return "done" if done else "not waiting"


@contextmanager
def _handed_back(store: RunStore) -> Iterator[None]:
    """A worker that closes, as it does when its scheduler is gone, queues what it executes again:
    else it would train on until it is cut off, and be missed after a minute only."""
    over = threading.Event()
    watch = threading.Thread(target=_watch_worker, args=(get_worker(), store, over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch_worker(worker: Worker, store: RunStore, over: threading.Event) -> None:
    while not over.wait(LOOK):
        if worker.status in _CLOSING:
            with contextlib.suppress(RnnvizError):  # once more, as long as we live
                give_up_all(store.database, _name(), again=True)
                return


def _difference(address: str, theirs: Any, ours: dict[str, str]) -> str:
    told = [
        f"{name} {theirs.get(name)} (here {here})"
        for name, here in ours.items()
        if theirs.get(name) != here
    ]
    return f"the worker {address} has {', '.join(told)}: runs wait until both have the same"


@cache
def _store() -> RunStore:
    return RunStore.from_environment()


def _name() -> str:
    return f"{CLUSTER}{host_name()}-{os.getpid()}"
