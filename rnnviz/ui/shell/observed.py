"""How long reruns take, told to whoever wants to know (``rnnviz/ui/server/metrics.py``)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

observers: list[Callable[[str, float], None]] = []  # each gets a page's name, and seconds


@contextmanager
def observed(page: str) -> Iterator[None]:
    """A rerun of a page, also one that is given up for a newer."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        for tell in observers:
            tell(page, time.perf_counter() - begun)
