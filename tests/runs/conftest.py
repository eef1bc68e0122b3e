"""Stores in temporary folders, launchers that leave no worker behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from small_runs import LONG, end_worker, plain, weather, weights

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
    for name in ("RNNVIZ_DATA", "RNNVIZ_DATABASE_URL", "RNNVIZ_WORKERS", "RNNVIZ_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RNNVIZ_NICE", "0")  # beside other tests they would wait and wait


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
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
