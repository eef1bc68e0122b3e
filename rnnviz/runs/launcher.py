"""Who sees to it that recorded runs are executed."""

from __future__ import annotations

from typing import Protocol

from rnnviz.runs.store import RunStore


class Launcher(Protocol):
    """What a page needs of whoever executes runs. To stop one, ``RunStore.request_stop``."""

    def submit(self, run_id: str) -> None:
        """A run was queued (created or resumed): have it executed, in its turn."""

    def ensure_alive(self) -> None:
        """Have what executes runs up and warm. Cheap: call it whenever a page about runs opens."""


class LocalLauncher:
    """Worker processes on this machine; a small thread replaces those that die.

    One launcher for the whole server (``st.cache_resource``). ``workers`` run at once; by default
    ``RNNVIZ_WORKERS`` or half the processors. Several servers on one folder share the workers.
    Workers outlive a server that dies: they finish their run; the next server goes on from there.
    """

    def __init__(self, store: RunStore, workers: int | None = None) -> None:
        raise NotImplementedError

    def submit(self, run_id: str) -> None:
        raise NotImplementedError

    def ensure_alive(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Let idle workers go; busy ones finish their run first."""
        raise NotImplementedError
