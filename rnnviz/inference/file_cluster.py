"""A file of reviews read by the workers of a Dask cluster, piece by piece: ``RNNVIZ_DASK``.

Trainings come first there. A worker that dies costs its piece again: the scheduler gives it to
another. The pieces are those that one machine reads, so every number is the same to the last bit.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from itertools import islice
from typing import Any

from rnnviz.cluster_versions import versions
from rnnviz.inference.answers import PlainAnswer, Span, answers, answers_out

AHEAD = 2  # pieces for each thread of the cluster: one is read, one waits there
PRIORITY = -10  # below that of a training
PATIENCE = 10.0  # seconds for the scheduler to answer
SILENT = 60.0  # and for a piece: trainings may have all workers
LOOK = 0.05
_LOG = logging.getLogger(__name__)


def read_on_cluster(
    address: str,
    texts: Sequence[str],
    spans: Iterable[Span],
    model: str,
    words: bool,
    wanted: Callable[[], bool],
) -> Generator[list[PlainAnswer], None, None]:
    """The answers of each span of the texts, in order. It ends early where they are not ``wanted``
    any more, or the cluster has other versions or nothing to say; it raises what Dask does where
    the cluster cannot be reached."""
    from distributed import Client

    waiting: deque[Any] = deque()
    left = iter(spans)
    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        if any(found != versions() for found in client.run(versions).values()):
            _LOG.warning("workers of %s have other versions: the file is read here", address)
            return
        most = AHEAD * max(1, sum(client.nthreads().values()))
        try:
            while True:
                for start, end in islice(left, most - len(waiting)):
                    piece = list(texts[start:end])
                    future = client.submit(
                        read_piece, piece, model, words, pure=False, priority=PRIORITY
                    )
                    waiting.append(future)
                if not waiting or not _has_come(waiting[0], wanted):
                    return
                yield waiting.popleft().result()
        finally:
            client.cancel(list(waiting))


def _has_come(future: Any, wanted: Callable[[], bool]) -> bool:
    end = time.monotonic() + SILENT
    while not future.done():
        if not wanted() or time.monotonic() > end:
            return False
        time.sleep(LOOK)  # Dask's own ``wait`` asks for a client of the whole process
    return bool(future.status == "finished")


def read_piece(texts: list[str], model: str, words: bool) -> list[PlainAnswer]:
    """What a worker of the cluster does."""
    import torch

    from rnnviz.models.shipped import load_shipped

    torch.set_num_threads(1)
    return answers_out(answers(texts, load_shipped(model), words))
