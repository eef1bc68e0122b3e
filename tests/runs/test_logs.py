"""What the logs say: enough to find a run, nothing that opens a workspace."""

from __future__ import annotations

import json
import logging

import pytest
from small_runs import on_sqlite, settings, weather

from rnnviz.logs import hashed, set_up_logs
from rnnviz.runs.execute import execute
from rnnviz.training import learning


@pytest.fixture
def own_logs():
    log = logging.getLogger("rnnviz")
    before = log.handlers[:], log.level, log.propagate
    yield
    log.handlers[:], log.level, log.propagate = before


@on_sqlite
def test_a_run_is_told_as_json_without_its_workspace(
    store, workspace, own_logs, capsys, monkeypatch
):
    monkeypatch.setenv("RNNVIZ_LOG", "json")
    set_up_logs()
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    execute(run.id, store)
    broken = store.create_run(workspace, "", settings(), weather(), "log.csv")

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(learning, "prepare_series", breaks)
    execute(broken.id, store)
    said = capsys.readouterr().err
    lines = [json.loads(line) for line in said.splitlines()]
    assert workspace not in said
    assert {line["workspace"] for line in lines if "workspace" in line} == {hashed(workspace)}
    one = [line for line in lines if line["run"] == run.id]
    assert [line["message"].rpartition(" ")[2] for line in one] == ["queued", "begins", "finished"]
    assert one[-1]["status"] == "finished"
    assert one[-1]["seconds"] > 0
    (error,) = (line for line in lines if "error" in line)
    assert (error["run"], error["level"]) == (broken.id, "error")
    assert "ZeroDivisionError" in error["error"]


def test_people_get_plain_lines(own_logs, capsys, monkeypatch):
    monkeypatch.delenv("RNNVIZ_LOG", raising=False)
    set_up_logs()
    logging.getLogger("rnnviz.runs").info("all is %s", "well")
    assert capsys.readouterr().err.endswith(" INFO all is well\n")
