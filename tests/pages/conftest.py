"""Pages under test keep their runs in a folder of their own, and execute them at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from rnnviz.ui.shell import workspace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "series"))  # small files to upload


@pytest.fixture(scope="session", autouse=True)
def _runs_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    outer = os.environ.get("RNNVIZ_DATA")
    os.environ["RNNVIZ_DATA"] = str(tmp_path_factory.mktemp("runs"))
    yield
    if outer is None:
        del os.environ["RNNVIZ_DATA"]
    else:
        os.environ["RNNVIZ_DATA"] = outer


@pytest.fixture(scope="session", autouse=True)
def _errors_in_full() -> None:
    """A test that fails says why; users are told no details (``.streamlit/config.toml``)."""
    st.config.set_option("client.showErrorDetails", "full")


LAUNCHING = ("shell.workspace", "shell.new_run", "weather.train")


class AtOnce:
    """A launcher that executes a run before ``submit`` returns."""

    trouble = ""

    def submit(self, run_id: str) -> None:
        from rnnviz.runs.execute import execute

        execute(run_id, workspace.run_store())

    def ensure_alive(self) -> None:
        pass


class Never:
    """A launcher that leaves runs waiting."""

    trouble = ""

    def submit(self, run_id: str) -> None:
        pass

    def ensure_alive(self) -> None:
        pass


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker process belongs to a test of a page."""
    for module in LAUNCHING:
        monkeypatch.setattr(f"rnnviz.ui.{module}.launcher", AtOnce)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs stay in the queue."""
    for module in LAUNCHING:
        monkeypatch.setattr(f"rnnviz.ui.{module}.launcher", Never)
    monkeypatch.setattr("rnnviz.ui.weather.train.FIRST", 0)  # no epoch will come
