"""What Prometheus asks a server for, with ``RNNVIZ_METRICS=1``: its reruns, the record's runs."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator

import sqlalchemy as sa
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from rnnviz.errors import RnnvizError
from rnnviz.runs.store import RunStore
from rnnviz.runs.tables import RUNS
from rnnviz.ui.shell.observed import observers

STATUSES = ("queued", "running", "finished", "stopped", "interrupted", "failed")
_BUCKETS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.5, 5.0, 10.0)  # seconds


def metrics(store: Callable[[], RunStore]) -> Callable[[Request], Awaitable[Response]]:
    """The route; from now on reruns are counted."""
    registry = CollectorRegistry()
    reruns = Histogram(
        "rnnviz_rerun_seconds", "Reruns of a page", ["page"], buckets=_BUCKETS, registry=registry
    )
    observers.append(lambda page, seconds: reruns.labels(page).observe(seconds))
    registry.register(_Record(store))

    async def answer(_: Request) -> Response:
        text = await run_in_threadpool(generate_latest, registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return answer


class _Record(Collector):
    """The runs of all workspaces; nothing while the record cannot be reached."""

    def __init__(self, store: Callable[[], RunStore]) -> None:
        self._store = store

    def describe(self) -> Iterator[Metric]:
        return iter(())  # else it would be collected once, at the start

    def collect(self) -> Iterator[Metric]:
        reachable = GaugeMetricFamily("rnnviz_record_up", "Whether the record answers")
        try:
            counted, oldest, seconds = self._read()
        except RnnvizError:
            reachable.add_metric([], 0)
            yield reachable
            return
        reachable.add_metric([], 1)
        yield reachable
        runs = GaugeMetricFamily("rnnviz_runs", "Runs by status", labels=["status"])
        for status in STATUSES:
            runs.add_metric([status], counted.get(status, 0))
        yield runs
        waiting = "Seconds that the next run has waited"
        yield GaugeMetricFamily("rnnviz_queue_wait_seconds", waiting, value=oldest)
        took = "Mean seconds of the finished runs of the last day"
        yield GaugeMetricFamily("rnnviz_run_seconds", took, value=seconds)

    def _read(self) -> tuple[dict[str, int], float, float]:
        now = time.time()
        by_status = sa.select(RUNS.c.status, sa.func.count()).group_by(RUNS.c.status)
        next_one = sa.select(sa.func.min(RUNS.c.queued)).where(RUNS.c.status == "queued")
        took = sa.select(sa.func.avg(RUNS.c.ended - RUNS.c.started)).where(
            RUNS.c.status == "finished", RUNS.c.ended > now - 24 * 3600
        )
        with self._store().database.begin() as connection:
            counted = {status: count for status, count in connection.execute(by_status)}
            oldest = connection.scalar(next_one)
            seconds = connection.scalar(took)
        return counted, max(0.0, now - oldest) if oldest else 0.0, float(seconds or 0.0)
