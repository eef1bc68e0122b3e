"""``python -m rnnviz runs …`` as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import command_line
import pytest
from command_line import fresh_rnnviz
from small_runs import settings, until, weather

from rnnviz.runs.execute import execute
from rnnviz.runs.launcher import LocalLauncher
from rnnviz.runs.locks import is_held
from rnnviz.runs.records import new_id


@pytest.fixture
def rnnviz(store, workspace, monkeypatch):
    """Calls the command line, here unless ``by`` says otherwise."""

    def call(
        *arguments: str,
        by: Callable[..., CompletedProcess[str]] = command_line.rnnviz,
        **other: str,
    ) -> CompletedProcess[str]:
        known = {"RNNVIZ_DATA": str(store.folder), "RNNVIZ_WORKSPACE": workspace, **other}
        with monkeypatch.context() as patch:
            for name, value in known.items():
                patch.setenv(name, value)
            return by(*arguments)

    return call


def said(call: CompletedProcess[str]) -> Any:
    assert call.returncode == 0, call.stderr
    return json.loads(call.stdout)


@pytest.mark.costly
def test_runs_are_listed_shown_resumed_and_deleted(store, workspace, rnnviz):
    done = store.create_run(workspace, "đã xong", settings(), weather(), "log.csv")
    execute(done.id, store)
    stopped = store.create_run(workspace, "stopped", settings(), weather(), "log.csv")
    store.request_stop(workspace, stopped.id)

    listed = rnnviz("runs", "list", by=fresh_rnnviz)
    assert listed.returncode == 0, listed.stderr
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [stopped.id, done.id]
    assert "đã xong" in listed.stdout
    plain = said(rnnviz("runs", "list", "--json"))
    assert [run["status"] for run in plain] == ["stopped", "finished"]
    assert workspace not in json.dumps(plain)

    shown = said(rnnviz("runs", "show", done.id, by=fresh_rnnviz))
    assert [epoch["epoch"] for epoch in shown["history"]] == [1, 2, 3, 4]
    assert shown["result"]["test"] == store.result(workspace, done.id)["test"]

    resumed = said(rnnviz("runs", "resume", stopped.id, by=fresh_rnnviz))
    assert resumed["test"] == shown["result"]["test"]  # the same seed

    assert rnnviz("runs", "delete", done.id, by=fresh_rnnviz).returncode == 0
    assert [run.id for run in store.list(workspace)] == [stopped.id]


@pytest.fixture
def log(tmp_path: Path) -> str:
    """A file of hourly temperatures."""
    series = weather(days=25, hole=False)
    rows = zip(series.stamps, series.values, strict=True)
    path = tmp_path / "log.csv"
    path.write_text("time,celsius\n" + "".join(f"{when},{value:.2f}\n" for when, value in rows))
    return str(path)


SMALL = ["--epochs", "2", "--hidden", "4", "--window", "6", "--json"]


def test_a_run_is_put_into_the_record_and_waits_there(store, workspace, rnnviz, log):
    added = said(rnnviz("runs", "add", log, *SMALL, "--name", "đêm"))
    assert (added["status"], added["test"], added["worker"]) == ("queued", None, None)
    run = store.get(workspace, added["run"])
    assert (run.name, run.source, run.place, run.spec.loop.epochs) == ("đêm", "log.csv", 1, 2)
    assert execute(run.id, store)
    assert store.result(workspace, run.id)["test"]["mae"] > 0


@pytest.mark.costly
def test_a_run_that_is_waited_for_is_executed_and_tells_its_scores(store, workspace, rnnviz, log):
    added = said(rnnviz("runs", "add", log, *SMALL, "--wait"))
    run = store.get(workspace, added["run"])
    assert added == {
        "run": run.id,
        "status": "finished",
        "test": store.result_of(run)["test"],
        "worker": run.worker,
        "error": None,
    }
    lock = store.lock_of(run.worker)  # it was a worker's; without this command it goes
    until(lambda: not is_held(lock))


def test_a_run_that_fails_tells_so_in_json_in_words_and_as_its_status(rnnviz, log, monkeypatch):
    def diverging(*_: object):
        raise FloatingPointError
        yield

    monkeypatch.setattr("rnnviz.training.learning.train_weather", diverging)
    here = lambda launcher, run_id: execute(run_id, launcher._store)  # noqa: E731
    monkeypatch.setattr(LocalLauncher, "submit", here)
    done = rnnviz("runs", "add", log, *SMALL, "--wait")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    told = json.loads(done.stdout)
    assert (told["status"], told["test"]) == ("failed", None)
    assert told["error"] == "training_diverged"


def test_what_cannot_be_done_is_said_in_one_line(store, workspace, rnnviz, tmp_path):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    (tmp_path / "file").write_text("")
    for done in (
        rnnviz("runs", "show", new_id()),
        rnnviz("runs", "show", run.id, RNNVIZ_WORKSPACE=new_id()),
        rnnviz("runs", "resume", run.id),
        rnnviz("runs", "list", RNNVIZ_DATABASE_URL="nonsense"),
        rnnviz("runs", "list", RNNVIZ_DATA=str(tmp_path / "file")),
    ):
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert "unexpected" not in done.stderr
    assert store.get(workspace, run.id).status == "queued"


@pytest.mark.parametrize("odd", ["", "me", "../x", "a" * 10_000, "\udcff" * 22])
def test_what_can_be_no_id_is_said_in_one_line(workspace, rnnviz, odd):
    for arguments, more in (
        (["list", "--workspace", odd], {}),
        (["list"], {"RNNVIZ_WORKSPACE": odd} if odd else {"RNNVIZ_WORKSPACE": "  "}),
        *(([verb, odd], {}) for verb in ("show", "resume", "delete")),
    ):
        done = rnnviz("runs", *arguments, **more)
        assert done.returncode == 2, arguments
        assert (done.stdout, len(done.stderr.splitlines())) == ("", 1), done.stderr
        assert "Traceback" not in done.stderr
