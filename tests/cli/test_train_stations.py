"""``train weather --stations``: a network for each station, one for all, and the table of both."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from rnnviz.cli import app
from rnnviz.errors import RnnvizError
from tests.several_files import celsius, rows_of, several

SMALL = ("--epochs", "2", "--hidden", "4", "--window", "4")


@pytest.fixture(autouse=True)
def few_trees(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.TREES", 2)


def printed(*arguments: str) -> dict:
    result = CliRunner().invoke(app, ["train", "weather", *arguments, *SMALL, "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "three.csv"
    path.write_bytes(several())
    return str(path)


def test_each_and_all_stand_side_by_side_beside_what_is_simple(file, tmp_path):
    found = printed(file, "--stations", "both", "--out", str(tmp_path / "runs"))
    rows = {row["station"]: row for row in found["stations"]}
    assert rows.keys() == {"Hill", "Lake", "Town"}
    assert found["left_out"] == {}
    for row in rows.values():
        assert row["values"] == 1440
        for kind in ("each", "all"):
            side = row[kind]
            assert side["verdict"] in ("beats", "ties", "loses")
            assert side["low"] <= side["rival_mae"] - side["mae"] <= side["high"]
        assert row["each"]["windows"] == row["all"]["windows"]
        assert row["each"]["rival_mae"] == row["all"]["rival_mae"]
    over = found["overall"]
    for kind in ("each", "all"):
        mean = sum(row[kind]["mae"] for row in rows.values()) / len(rows)
        assert over[kind]["mae"] == pytest.approx(mean, abs=1e-5)
    assert over["all_over_each"]["mean"] == pytest.approx(
        over["each"]["mae"] - over["all"]["mae"], abs=1e-5
    )
    saved = [
        1 - min(r[k]["mae"] / r[k]["rival_mae"] for k in ("each", "all")) for r in found["stations"]
    ]
    assert saved == sorted(saved, reverse=True)


def test_the_network_of_each_station_is_an_ordinary_run_that_forecasts(file, tmp_path):
    found = printed(file, "--stations", "all", "--out", str(tmp_path / "runs"))
    assert "each" not in found["runs"]
    assert "all_over_each" not in found["overall"]
    folder = found["runs"]["all"]["Lake"]
    ahead = CliRunner().invoke(app, ["forecast", folder, "--steps", "3", "--json"])
    assert ahead.exit_code == 0, ahead.stderr
    assert len(json.loads(ahead.stdout)["forecast"]) == 3


def test_a_network_of_its_own_is_what_the_station_gets_by_itself(file, tmp_path):
    found = printed(file, "--stations", "each", "--out", str(tmp_path / "runs"))
    alone = printed(file, "--station", "Town", "--out", str(tmp_path / "alone"))
    own = next(row["each"] for row in found["stations"] if row["station"] == "Town")
    assert own["mae"] == alone["test"]["mae"]
    assert own["rival"] == alone["against"]["rival"]


def test_people_read_the_table_and_how_far_it_goes(file, tmp_path):
    result = CliRunner().invoke(
        app, ["train", "weather", file, "--stations", "all", *SMALL, "--out", str(tmp_path / "r")]
    )
    assert result.exit_code == 0, result.stderr
    assert "Hill (1,440 values)" in result.stdout
    assert "Over all stations, one network for all is off by" in result.stdout
    assert "share their weather" in result.stdout
    assert "all stations, epoch 1" in result.stderr


def test_a_station_that_cannot_take_part_is_told(tmp_path):
    values = celsius(60, 3)
    frames = [
        rows_of("Hill", values[0]),
        rows_of("Lake", values[1]),
        rows_of("Old", values[2][:90]),
    ]
    path = tmp_path / "short.csv"
    pd.concat(frames).sort_values("time", kind="stable").to_csv(path, index=False)
    arguments = ["train", "weather", str(path), "--stations", "all", *SMALL, "--json"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "runs")])
    assert json.loads(result.stdout)["left_out"] == {"Old": "few"}
    assert "Old takes no part: it has too few values" in result.stderr


def test_a_file_of_one_station_says_so_in_words(tmp_path):
    path = tmp_path / "one.csv"
    rows_of("Hill", celsius(20, 1)[0]).to_csv(path, index=False)
    result = CliRunner().invoke(app, ["train", "weather", str(path), "--stations", "all"])
    assert result.exit_code != 0
    assert isinstance(result.exception, RnnvizError)
    assert result.exception.code == "series_one_station"
