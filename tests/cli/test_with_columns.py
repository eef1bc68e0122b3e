"""``inspect`` lists other columns; ``train weather --with`` reads them and says what they bring."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from rnnviz.cli import app
from rnnviz.errors import RnnvizError

HOURS = 24 * 40


def garden(path, begin=0):
    """From the hour ``begin`` on, as if the same logger had been read later."""
    drawn = np.random.default_rng(2)
    celsius = 10 + 5 * np.sin(np.arange(HOURS) * 2 * np.pi / 24) + drawn.normal(0, 0.5, HOURS)
    frame = pd.DataFrame(
        {
            "time": pd.date_range("2023-01-01", periods=HOURS, freq="h").astype(str),
            "temp_c": celsius.round(1),
            "humidity": drawn.normal(60, 9, HOURS).round(),
            "pressure": drawn.normal(1010, 5, HOURS).round(1),
            "soon": np.append(celsius[1:].round(1), 3.0),
        }
    )
    frame.iloc[begin:].to_csv(path, index=False)
    return str(path)


@pytest.fixture
def file(tmp_path):
    whole = garden(tmp_path / "garden.csv")
    rows = (tmp_path / "garden.csv").read_text().splitlines()
    (tmp_path / "garden.csv").write_text("\n".join(rows[: HOURS - 99]))  # the last days come later
    return whole


def printed(*arguments: str) -> dict:
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_inspect_lists_the_other_columns_and_reads_those_that_are_wished_for(file):
    found = printed("inspect", file)
    assert found["other_columns"] == ["humidity", "pressure", "soon"]
    assert found["inputs"] == []
    assert printed("inspect", file, "--with", "pressure")["inputs"] == ["pressure"]


def test_training_reads_them_and_the_forecast_says_how_they_go_on(file, tmp_path):
    run = str(tmp_path / "run")
    small = ("--epochs", "2", "--hidden", "4", "--out", run)
    beside = ("--with", "humidity", "--with", "pressure")
    result = printed("train", "weather", file, *beside, *small)
    assert [each["column"] for each in result["inputs"]] == ["humidity", "pressure"]
    told = CliRunner().invoke(app, ["forecast", run, "--steps", "5"])
    assert told.exit_code == 0
    assert "the other columns are not known" in told.stderr
    assert "other columns" not in CliRunner().invoke(app, ["forecast", run, "--steps", "1"]).stderr


def test_a_newer_file_brings_the_other_columns_on(file, tmp_path):
    run = str(tmp_path / "run")
    small = ("--epochs", "1", "--hidden", "4", "--out", run)
    printed("train", "weather", file, "--with", "humidity", *small)
    newer = garden(tmp_path / "newer.csv", HOURS - 200)
    found = printed("forecast", run, "--data", newer, "--steps", "3")
    assert found["new"]["values"] == 100
    assert found["score"]["windows"] == 100
    assert found["overlap"]["different"] == 0
    without = tmp_path / "without.csv"
    pd.read_csv(newer).drop(columns="humidity").to_csv(without, index=False)
    result = CliRunner().invoke(app, ["forecast", run, "--data", str(without)])
    assert isinstance(result.exception, RnnvizError)
    assert result.exception.code == "series_no_such_input"


def test_no_forecast_is_scored_that_read_a_hole_of_another_column(file, tmp_path):
    run, lines = str(tmp_path / "run"), Path(file).read_text().splitlines()
    for place in range(-6, 0):  # the humidity of the last hours is missing
        cells = lines[place].split(",")
        lines[place] = ",".join([*cells[:2], "", *cells[3:]])
    Path(file).write_text("\n".join(lines))
    small = ("--epochs", "1", "--hidden", "4", "--out", run)
    printed("train", "weather", file, "--with", "humidity", *small)
    newer = garden(tmp_path / "newer.csv", HOURS - 99)
    assert printed("forecast", run, "--data", newer, "--steps", "3")["old_forecast"] is None


def test_a_column_that_tells_the_answer_is_refused(file):
    result = CliRunner().invoke(app, ["inspect", file, "--with", "soon", "--json"])
    assert json.loads(result.stdout)["error"]["code"] == "series_input_shifted"
