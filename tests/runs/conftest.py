"""Stores in temporary folders, launchers that leave no worker behind."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from postgres import Postgres
from small_runs import LONG, end_worker, plain, weather, weights
from variants import thorough

from rnnviz.runs.launcher import LocalLauncher
from rnnviz.runs.locks import is_held
from rnnviz.runs.records import new_id
from rnnviz.runs.store import RunStore
from rnnviz.training.weather_run import run_weather


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _no_outer_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "DATABASE_URL", "FILES", "DASK", "WORKERS", "WORKSPACE"):
        monkeypatch.delenv(f"RNNVIZ_{name}", raising=False)
    monkeypatch.setenv("RNNVIZ_NICE", "0")  # beside other tests they would wait and wait


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for all tests of this process; whoever stops it starts it again."""
    pytest.importorskip("psycopg", reason="PostgreSQL: psycopg is not installed")
    try:
        server = Postgres()
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here, so this was not tested on it: {error}")
    yield server
    server.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what takes seconds and is tried on SQLite, unless asked for."""
    if thorough():
        return
    for item in list(items):
        spec = getattr(item, "callspec", None)
        if (
            spec is not None
            and spec.params.get("record") == "postgresql"
            and item.get_closest_marker("costly")
        ):
            items.remove(item)
            config.hook.pytest_deselected(items=[item])


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kind of database that holds the record; ``RunStore.at`` then opens an empty one."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        monkeypatch.setenv("RNNVIZ_DATABASE_URL", server.new_schema())
    return str(request.param)


@pytest.fixture
def store(tmp_path: Path, record: str) -> Iterator[RunStore]:
    made = RunStore.at(tmp_path / "data")
    yield made
    made.database.close()


@pytest.fixture
def workspace() -> str:
    return new_id()


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, bytes]:
    """What ``train weather`` makes of ``LONG``: the result and the weights."""
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    return plain(run_weather(weather(), LONG, folder, "log.csv")), weights(folder)


@pytest.fixture
def launch(store: RunStore) -> Iterator[Callable[..., LocalLauncher]]:
    """Makes launchers; at the end no worker is left."""
    made: list[LocalLauncher] = []

    def make(workers: int = 1) -> LocalLauncher:
        made.append(LocalLauncher(store, workers))
        made[-1].ensure_alive()
        return made[-1]

    yield make
    for launcher in made:
        launcher.close()
    for lock in (store.folder / "workers").glob("*.lock"):
        if is_held(lock):
            end_worker(lock)
