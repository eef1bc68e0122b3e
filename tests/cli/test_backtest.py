"""``rnnviz backtest``: the same choices as ``train weather``, folds and their spread."""

from __future__ import annotations

import json

import pytest

from tests.command_line import rnnviz
from tests.newer_files import write_file

SMALL = ("--hidden", "4", "--epochs", "1", "--horizon", "2", "--folds", "2")


@pytest.fixture(autouse=True)
def few_trees(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.TREES", 2)


def test_folds_their_summary_and_the_band_in_json(tmp_path):
    file = write_file(tmp_path / "two_months.csv", 0, 60)
    done = rnnviz("backtest", str(file), *SMALL, "--rolling", "sliding", "--json", "--level", "80")
    assert done.returncode == 0, done.stderr
    assert "fold 2 of 2" in done.stderr
    report = json.loads(done.stdout)
    assert (report["window"], report["level"]) == ("sliding", 80)
    assert [fold["origin"] for fold in report["folds"]] == [
        "2024-03-31T00:00:00",
        "2024-04-15T00:00:00",
    ]
    assert {"network", "persistence", "linear", "boosted_trees"} <= set(report["summary"])
    assert len(report["band"]["by_lead"]) == len(report["band"]["by_fold"]) == 2


def test_it_is_told_in_lines_and_a_short_file_in_one(tmp_path):
    file = write_file(tmp_path / "two_months.csv", 0, 60)
    done = rnnviz("backtest", str(file), *SMALL)
    assert done.returncode == 0, done.stderr
    assert "The 90% band held" in done.stdout
    assert " of 2, by " in done.stdout
    short = write_file(tmp_path / "short.csv", 0, 6)
    refused = rnnviz("backtest", str(short), *SMALL)
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()[-1]) > 20
