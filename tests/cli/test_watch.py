"""``rnnviz watch``: what comes into a folder is held against a run, once each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rnnviz.cli.watch import QUIET
from rnnviz.runs.watched import DONE, SEEN, load_watched
from rnnviz.series.saved import load_series
from rnnviz.training.run_record import SERIES
from tests.command_line import ROOT, rnnviz
from tests.newer_files import DAYS, make_run, write_file


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("watched") / "run"
    make_run(folder)
    return folder


@pytest.fixture
def run(trained: Path) -> Path:
    for name in (DONE, SEEN):
        (trained / name).unlink(missing_ok=True)
    return trained


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def arrive(path: Path, first: float, last: float, **change) -> Path:
    """A file that has been there for a while."""
    write_file(path, first, last, **change)
    before = time.time() - 2 * QUIET
    os.utime(path, (before, before))
    return path


def watched(run: Path, inbox: Path, *more: str) -> list[dict]:
    done = rnnviz("watch", str(run), str(inbox), "--once", "--json", "--steps", "3", *more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_file_goes_on_from_the_one_before_and_is_done_once(run, inbox):
    arrive(inbox / "day-61.csv", DAYS, DAYS + 1)
    arrive(inbox / "day-62.csv", DAYS + 1, DAYS + 2)
    first, second = watched(run, inbox)
    assert (first["file"], second["file"]) == ("day-61.csv", "day-62.csv")
    assert [found["new"]["gap"] for found in (first, second)] == [0, 0]
    assert second["score"]["windows"] == 23
    assert watched(run, inbox) == []
    arrive(inbox / "day-63.csv", DAYS + 2, DAYS + 3)
    (third,) = watched(run, inbox)
    assert third["new"]["gap"] == 0
    assert third["forecast"][0]["time"] == "2024-05-03T00:00:00"
    own = load_series(run / SERIES)
    assert len(load_watched(run, own).series) == 24 * (DAYS + 3)
    assert len(own) == 24 * DAYS  # what the run learned from is what it was


def test_a_file_that_goes_on_growing_is_done_again_with_what_is_new(run, inbox):
    arrive(inbox / "log.csv", DAYS - 1, DAYS + 1)
    watched(run, inbox)
    arrive(inbox / "log.csv", DAYS - 1, DAYS + 2)
    (again,) = watched(run, inbox)
    assert (again["new"]["values"], again["overlap"]["steps"]) == (24, 48)


def test_a_file_that_cannot_be_read_is_told_and_the_next_one_done(run, inbox):
    (inbox / "a.csv").write_bytes(b"\x00\x01 no table \xff")
    arrive(inbox / "b.csv", DAYS, DAYS + 1)
    os.utime(inbox / "a.csv", (0, 0))
    (inbox / ".hidden.csv").write_text("x")
    (inbox / "c.csv.part").write_text("x")
    (inbox / "folder").mkdir()
    broken, good = watched(run, inbox)
    assert set(broken) == {"file", "error"}
    assert "{" not in broken["error"]["message"]
    assert good["new"]["values"] == 24


def test_what_contradicts_is_told_and_not_kept(run, inbox):
    arrive(inbox / "a.csv", DAYS - 3, DAYS + 1, change=lambda values: values + 9)
    (told,) = watched(run, inbox)
    assert told["overlap"]["contradicts"]
    assert len(load_watched(run, load_series(run / SERIES)).series) == 24 * DAYS


def test_a_file_that_was_just_written_is_waited_for(run, inbox):
    begun = time.perf_counter()
    write_file(inbox / "now.csv", DAYS, DAYS + 1)
    (found,) = watched(run, inbox, "--every", "0.2")
    assert found["new"]["values"] == 24
    assert time.perf_counter() - begun > 0.2


def test_in_sentences_with_the_latest_forecast_in_a_file(run, inbox, tmp_path):
    arrive(inbox / "a.csv", DAYS - 1, DAYS + 1)
    out = tmp_path / "next.csv"
    done = rnnviz("watch", str(run), str(inbox), "--once", "--csv", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("== a.csv\nNew: 24 values")
    assert "Forecast from 2024-05-01 00:00:00" in done.stdout
    assert len(out.read_text().splitlines()) == 25


def test_the_state_of_another_series_is_not_believed(run, inbox):
    arrive(inbox / "a.csv", DAYS, DAYS + 1)
    watched(run, inbox)
    text = (run / DONE).read_text()
    (run / DONE).write_text(text.replace('"fingerprint": "', '"fingerprint": "0'))
    assert len(watched(run, inbox)) == 1


def test_a_folder_that_is_not_there_is_refused(run, tmp_path):
    done = rnnviz("watch", str(run), str(tmp_path / "none"), "--once")
    assert done.returncode == 2
    assert "no folder" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no signals of this kind")
def test_control_c_ends_it_without_a_traceback(run, inbox):
    arrive(inbox / "a.csv", DAYS, DAYS + 1)
    ask = [sys.executable, "-m", "rnnviz", "watch", str(run), str(inbox), "--json", "--every", "9"]
    going = subprocess.Popen(
        ask, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert going.stdout is not None
    assert json.loads(going.stdout.readline())["file"] == "a.csv"
    going.send_signal(signal.SIGINT)
    _, said = going.communicate(timeout=60)
    assert going.returncode == 0
    assert "Stopped watching." in said
    assert "Traceback" not in said
