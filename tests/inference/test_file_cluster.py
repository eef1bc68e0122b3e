"""A file of reviews read by a Dask cluster that is really there: the numbers of one machine."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_cluster import Cluster

from rnnviz.inference import file_job
from rnnviz.inference.answers import CHUNK, Answer, answer_stream, spans_of
from rnnviz.inference.file_job import FileJob
from rnnviz.models.shipped import load_shipped

file_cluster = pytest.importorskip("rnnviz.inference.file_cluster")
Client = pytest.importorskip("distributed", reason="Dask is not installed").Client
PATIENCE = 300
WORDS = ("a", "the", "film", "good", "bad", "wonderful", "boring", "plot", "not", "but", "of", "xy")
_RANDOM = random.Random(3)
TEXTS = [
    " ".join(_RANDOM.choice(WORDS) for _ in range(_RANDOM.randint(0, 60)))
    for _ in range(12 * CHUNK + 17)
]


@pytest.fixture(scope="module")
def expected() -> list[Answer]:
    return list(answer_stream(TEXTS, load_shipped("rnn")))


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    made = Cluster(tmp_path, {}, workers=2)
    monkeypatch.setenv("RNNVIZ_DASK", made.address)
    until(lambda: workers_of(made) == 2)
    yield made
    made.close()


def never(model: str) -> None:
    raise OSError("read on this machine")


def workers_of(cluster: Cluster) -> int:
    """How many have come; 0 while the scheduler is starting."""
    try:
        with Client(cluster.address, timeout=5, set_as_default=False) as client:
            return len(client.nthreads())
    except OSError:
        return 0


def same(found: list[Answer], expected: list[Answer]) -> bool:
    """To the last bit; NaN, of a text without words, is NaN."""
    return repr(found) == repr(expected)


def until(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_worker_that_dies_costs_its_piece_again_and_no_bit_is_another(
    started, expected, monkeypatch
):
    monkeypatch.setattr(file_job, "_started", never)
    job = FileJob(TEXTS, "rnn", False)
    until(lambda: job.answers or not job.unfinished)
    started.workers[0].kill()
    job.wait(PATIENCE)
    assert (job.status, job.error) == ("done", None)
    assert same(job.answers, expected)
    # Stopped in the middle of a chunk, as an older version might have left it, and gone on with.
    job = FileJob(TEXTS, "rnn", False, done=expected[: CHUNK + 5])
    job.wait(PATIENCE)
    assert same(job.answers, expected)
    job = FileJob(TEXTS * 50, "rnn", False)
    until(lambda: job.answers or not job.unfinished)
    job.stop()
    job.wait(PATIENCE)
    assert job.status == "stopped"
    assert len(job.answers) < 50 * len(TEXTS)


@pytest.mark.parametrize("trouble", ["away", "silent", "versions"])
def test_where_the_cluster_does_not_read_this_machine_does(trouble, expected, monkeypatch, request):
    if trouble == "away":
        monkeypatch.setenv("RNNVIZ_DASK", "tcp://127.0.0.1:9")
        monkeypatch.setattr(file_cluster, "PATIENCE", 0.5)
    else:
        request.getfixturevalue("started")
        if trouble == "silent":
            monkeypatch.setattr(file_cluster, "SILENT", -1.0)
        else:
            monkeypatch.setattr(file_cluster, "versions", lambda: {"rnnviz": "another"})
    job = FileJob(TEXTS, "rnn", False)
    job.wait(PATIENCE)
    assert (job.status, job.error) == ("done", None)
    assert same(job.answers, expected)


def test_the_chunks_of_a_file_are_those_of_a_stream():
    assert spans_of(TEXTS)[:2] == [(0, CHUNK), (CHUNK, 2 * CHUNK)]
    assert spans_of(TEXTS)[-1][1] == len(TEXTS)
    assert spans_of([]) == []
