"""A data folder that cannot be used, or vanishes, costs a sentence and no restart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_pages import open_page

from rnnviz.i18n import translator
from rnnviz.models.specs import ForecasterSpec
from rnnviz.runs.records import Run, new_id
from rnnviz.runs.store import RunStore
from rnnviz.series.sample import sample_series
from rnnviz.training.specs import LoopSpec, WeatherTraining
from rnnviz.ui.shell import workspace

AWAY = translator("en")("errors.runs_store_unavailable")
SPEC = WeatherTraining(model=ForecasterSpec(hidden_size=2, window=2), loop=LoopSpec(epochs=1))


@pytest.fixture
def data(tmp_path, monkeypatch) -> Iterator[Path]:
    monkeypatch.setenv("RNNVIZ_DATA", str(tmp_path / "place" / "data"))
    workspace.st.cache_resource.clear()
    yield tmp_path / "place" / "data"
    workspace.st.cache_resource.clear()


def create(ws: str) -> Run:
    return workspace.run_store().create_run(ws, "mine", SPEC, sample_series(), "sample")


def test_a_folder_that_cannot_be_used_at_start_is_used_once_it_can(data):
    data.parent.write_text("a file, where a folder should be")
    ws = new_id()
    at = open_page("runs", ws=ws)
    assert not at.exception
    assert [error.value for error in at.error] == [AWAY]
    data.parent.unlink()
    assert not open_page("runs", ws=ws).error
    assert create(ws).status == "queued"


@pytest.mark.parametrize("what", ["folder", "record", "swapped"])
def test_a_folder_that_vanishes_is_made_anew(data, what):
    ws = new_id()
    create(ws)
    if what == "folder":
        shutil.rmtree(data)
    elif what == "record":  # set aside by whoever operates the server
        for path in data.glob("runs.sqlite*"):
            path.rename(data.parent / path.name)
    else:
        data.rename(data.with_name("before"))
        shutil.copytree(data.with_name("before"), data)
    at = open_page("runs", ws=ws)
    assert not at.exception
    assert not at.error
    assert create(ws).status == "queued"
    assert len(list((data / "runs").iterdir())) == (1 if what == "folder" else 2)
    # What the server sees is what lies in the folder now.
    fresh = RunStore.at(data)
    assert fresh.list(ws) == workspace.run_store().list(ws)
    fresh.database.close()
