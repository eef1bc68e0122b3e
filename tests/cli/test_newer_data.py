"""``forecast RUN --data FILE``: a run lives on with a newer file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rnnviz.inference.forecast_band import load_run
from tests.command_line import rnnviz
from tests.newer_files import DAYS, WHOLE, make_run, write_file

PARTS = {"new", "overlap", "score", "rivals", "coverage", "alarm", "anomalies", "forecast"}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("newer") / "run"
    make_run(folder)
    return folder


def test_a_newer_file_is_scored_and_gone_on_from_in_json(run, tmp_path):
    file = write_file(tmp_path / "new.csv", DAYS - 2, DAYS + 5)
    done = rnnviz("forecast", str(run), "--data", str(file), "--steps", "6", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert set(report) >= PARTS
    assert report["new"]["values"] == 120
    assert report["overlap"]["steps"] == 48
    assert len(report["forecast"]) == 6
    assert not report["overlap"]["contradicts"]
    assert not report["alarm"]["rings"]


def test_a_band_of_another_level_is_asked_for_and_all_are_told(run):
    done = rnnviz("forecast", str(run), "--steps", "6", "--level", "50", "--json")
    assert done.returncode == 0, done.stderr
    covered = json.loads(done.stdout)["forecast_coverage"]
    assert covered["level"] == 50
    assert set(covered["levels"]) == {"50", "80", "90", "95"}
    assert len(covered["by_lead"]) == 6
    assert "inside the 50% band" in done.stderr


def test_it_is_told_in_sentences_and_written_to_a_file(run, tmp_path):
    file = write_file(tmp_path / "new.csv", DAYS - 2, DAYS + 5)
    out = tmp_path / "next.csv"
    done = rnnviz("forecast", str(run), "--data", str(file), "--csv", str(out))
    assert done.returncode == 0, done.stderr
    assert "New: 120 values" in done.stdout
    assert "No alarm" in done.stdout
    assert "too few" not in done.stderr
    assert "Two weeks" not in done.stderr
    assert next(iter(csv.DictReader(out.open())))["time"] == "2024-05-05T00:00:00"


def test_a_contradiction_is_said_loudly(run, tmp_path):
    file = write_file(tmp_path / "other.csv", DAYS - 2, DAYS + 1, lambda values: values + 5)
    done = rnnviz("forecast", str(run), "--data", str(file))
    assert done.returncode == 0
    assert "!! The two files contradict each other: of 48 values in both, 48 differ" in done.stdout


def test_a_unit_is_read_as_in_any_file(run, tmp_path):
    file = write_file(tmp_path / "f.csv", DAYS - 2, DAYS + 1, lambda values: values * 1.8 + 32)
    text = file.read_text().replace("temperature_c", "temperature")
    file.write_text(text)
    done = rnnviz("forecast", str(run), "--data", str(file), "--unit", "°F", "--json")
    assert json.loads(done.stdout)["overlap"]["different"] == 0


def test_a_file_within_the_old_one_has_nothing_new(run, tmp_path):
    file = write_file(tmp_path / "old.csv", 10, 20)
    done = rnnviz("forecast", str(run), "--data", str(file))
    assert done.returncode == 0
    assert "Nothing in this file is newer" in done.stdout
    done = rnnviz("forecast", str(run), "--data", str(file), "--retrain", str(tmp_path / "again"))
    assert (done.returncode, (tmp_path / "again").exists()) == (2, False)


def test_training_again_makes_a_run_beside_the_old_one(run, tmp_path):
    file = write_file(tmp_path / "new.csv", DAYS - 2, DAYS + 5)
    out, before = tmp_path / "again", (run / "run.json").read_bytes()
    ask = ("forecast", str(run), "--data", str(file), "--retrain", str(out), "--json")
    done = rnnviz(*ask)
    assert done.returncode == 0, done.stderr
    again, old = load_run(out), load_run(run)
    assert again.record.spec == old.record.spec
    assert again.record.source == "new.csv"
    assert len(again.ready.task.series) == 24 * (DAYS + 5)
    assert again.ready.task.series.values == pytest.approx(WHOLE[: 24 * (DAYS + 5)], abs=0.002)
    assert json.loads(done.stdout)["retrained"]["test"] == again.record.result["test"]
    assert (run / "run.json").read_bytes() == before
    done = rnnviz(*ask)
    assert done.returncode == 2
    assert "already" in done.stderr


def daily(path: Path) -> Path:
    rows = [f"2024-05-{day:02d},{10 + day % 7}" for day in range(1, 30)]
    path.write_text("date,temperature_c\n" + "\n".join(rows))
    return path


def test_what_cannot_be_joined_is_refused_in_words(run, tmp_path):
    for file, words in (
        (daily(tmp_path / "daily.csv"), "finer step"),
        (write_file(tmp_path / "new.csv", 60, 70), ""),
    ):
        options = () if words else ("--step", "1d")
        done = rnnviz("forecast", str(run), "--data", str(file), *options)
        assert done.returncode == 2
        assert (words or "every hour") in done.stderr
        assert "Traceback" not in done.stderr
    assert rnnviz("forecast", str(run), "--data", str(tmp_path / "none.csv")).returncode == 2


def test_what_is_for_a_newer_file_is_refused_without_one(run, tmp_path):
    for option in (("--unit", "K"), ("--retrain", str(tmp_path / "x"))):
        done = rnnviz("forecast", str(run), *option)
        assert done.returncode == 2
        assert "--data" in done.stderr


def test_the_plain_forecast_has_json_too(run):
    done = rnnviz("forecast", str(run), "--steps", "3", "--json")
    assert len(json.loads(done.stdout)["forecast"]) == 3
