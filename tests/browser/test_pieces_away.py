"""Each piece of a cluster away for ten seconds in the middle of a training: a word, and no more.

Gone: nobody listens at its port. Frozen: it takes what it is sent, and answers nothing.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest
from dask_cluster import Cluster
from driving import key, serve_process
from object_store import ObjectServer
from playwright.sync_api import Page, expect
from postgres import Postgres
from variants import thorough

from rnnviz.i18n import translator
from rnnviz.models.specs import ForecasterSpec
from rnnviz.runs.records import new_id
from rnnviz.runs.store import RunStore
from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import LoopSpec, WeatherTraining
from rnnviz.training.weather_run import run_weather

T = translator("vi")
AWAY = 10_000  # ms
PATIENCE = 600_000  # ms: a machine with other work trains slowly
HOURS = np.arange(24 * 40)
VALUES = 12 + 6 * np.sin(2 * np.pi * HOURS / 24) + np.random.default_rng(0).normal(0, 0.3, 960)
SERIES = RegularSeries(np.datetime64("2024-03-01T00", "h"), VALUES.astype(np.float32), True)
SPEC = WeatherTraining(
    model=ForecasterSpec(hidden_size=8, window=6),
    loop=LoopSpec(epochs=40, average=0.9),
    batch_size=32,
)
RECORD, CLUSTER = T("errors.runs_store_unavailable"), T("weather.cluster_away")
BEGUN = re.compile(T("weather.epoch_of", epoch="([3-9]|[1-9][0-9]+)", epochs=40))
pytestmark = pytest.mark.skipif(not thorough(), reason="takes minutes: make thorough")


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A process and its children take part in nothing."""
    own = psutil.Process(pid)
    family = [own, *own.children(recursive=True)]
    for process in family:
        process.suspend()
    try:
        yield
    finally:
        for process in family:
            process.resume()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that is a mount of its own can be read, and no more."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)


@contextmanager
def mounted(folder: Path) -> Iterator[bool]:
    """Whether ``folder`` is such a mount now: only root may."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "none", str(folder)]
    done = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True).returncode
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "-l", str(folder)], check=True)


class Department:
    """All of a cluster, and its pieces, each with how it is taken away and what the page says."""

    def __init__(self, left: ExitStack, folder: Path) -> None:
        self.objects, self.database = ObjectServer(), Postgres()
        left.callback(self.objects.close)
        left.callback(self.database.close)
        self.common = {
            **self.objects.where,
            "RNNVIZ_DATABASE_URL": self.database.new_schema(),
            "RNNVIZ_FILES": self.objects.address,
        }
        worker = {**self.common, "RNNVIZ_DATA": str(folder / "workers")}
        self.cluster = Cluster(folder, worker, workers=2)
        left.callback(self.cluster.close)
        self.folder = folder / "one"
        self.has_mount = left.enter_context(mounted(self.folder))
        app = {**self.common, "RNNVIZ_DATA": str(self.folder), "RNNVIZ_DASK": self.cluster.address}
        self.app = left.enter_context(serve_process(None, None, **app))[0]

    def pieces(self) -> Iterator[tuple[Callable[[], object], str]]:
        yield self.database_gone, RECORD
        yield lambda: frozen(self.database.server_pid), ""
        yield self.objects_gone, RECORD
        yield lambda: frozen(self.objects.process.pid), ""
        yield self.scheduler_gone, CLUSTER
        yield lambda: frozen(self.cluster.scheduler.pid), ""
        if self.has_mount:
            yield lambda: read_only(self.folder), RECORD

    @contextmanager
    def database_gone(self) -> Iterator[None]:
        self.database.stop()
        yield
        self.database.start()

    @contextmanager
    def objects_gone(self) -> Iterator[None]:
        self.objects.refuse()
        yield
        self.objects.listen()

    @contextmanager
    def scheduler_gone(self) -> Iterator[None]:
        self.cluster.scheduler.send_signal(signal.SIGKILL)
        self.cluster.scheduler.wait()
        yield
        self.cluster.start_scheduler()
        for _ in range(2):  # those that had it go; whoever supervises them starts others
            self.cluster.add_worker()


def test_what_is_away_for_a_while_costs_a_word_and_no_run(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    expected = plain(run_weather(SERIES, SPEC, tmp_path / "direct", "log.csv"))
    with ExitStack() as left:
        all_of_it = Department(left, tmp_path)
        for name, value in all_of_it.common.items():
            monkeypatch.setenv(name, value)
        store, workspace = RunStore.at(tmp_path / "looking"), new_id()
        left.callback(store.database.close)

        for take_away, word in all_of_it.pieces():
            run = store.create_run(workspace, "", SPEC, SERIES, "log.csv")
            page.goto(f"{all_of_it.app}/weather?part=train&lang=vi&ws={workspace}&run={run.id}")
            expect(page.get_by_text(BEGUN).first).to_be_visible(timeout=PATIENCE)
            with take_away():
                if word:
                    expect(page.get_by_text(word).first).to_be_visible(timeout=AWAY)
                page.wait_for_timeout(AWAY)
            # Nobody reloads the page.
            expect(key(page, "weather.to_verdict")).to_be_visible(timeout=PATIENCE)
            expect(page.get_by_text(RECORD)).to_have_count(0)
            expect(page.get_by_text(CLUSTER)).to_have_count(0)
            assert store.get(workspace, run.id).status == "finished"
            assert plain(store.result(workspace, run.id)) == expected
            assert weights(store.files(workspace, run.id)) == weights(tmp_path / "direct")


def plain(result: dict) -> dict:
    """A result without what time and place say."""
    return {k: v for k, v in result.items() if k not in {"seconds", "windows_per_second", "run"}}


def weights(folder: Path) -> bytes:
    return (folder / "model.safetensors").read_bytes()
