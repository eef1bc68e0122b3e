"""``--strict``: a file that leaves something to guess is refused, with the options for it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from rnnviz.cli import app

FILE = "time,temp\n" + "\n".join(f"2024-05-01 {h:02}:00,{8 + h % 5}.5" for h in range(24))


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "no_unit.csv"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def inspected(*words: str) -> dict[str, object]:
    return json.loads(CliRunner().invoke(app, ["inspect", *words, "--json"]).stdout)


def test_guesses_are_listed_with_their_alternatives(file: str):
    (guess,) = inspected(file)["guesses"]
    assert (guess["about"], guess["confidence"]) == ("unit", "medium")
    assert guess["taken"] == {"value": "°C", "first": [8.5, 9.5, 10.5, 11.5]}
    assert "°F" in {other["value"] for other in guess["alternatives"]}


def test_a_guess_is_refused_until_its_option_settles_it(file: str):
    refused = inspected(file, "--strict")
    assert refused["error"]["code"] == "series_guessed"
    assert "--unit" in refused["error"]["message"]
    assert inspected(file, "--strict", "--unit", "°C")["guesses"] == []


def test_a_clock_with_summer_time_is_a_guess_that_either_option_settles(tmp_path: Path):
    utc = pd.date_range("2024-03-20", periods=24 * 20, freq="h", tz="UTC")
    clock = utc.tz_convert("Europe/Berlin").strftime("%Y-%m-%d %H:%M")
    rows = [f"{when},{8 + k % 24 / 2}" for k, when in enumerate(clock)]
    path = tmp_path / "clock.csv"
    path.write_text("\n".join(["time,temp (°C)", *rows]), encoding="utf-8")
    (guess,) = inspected(str(path))["guesses"]
    assert (guess["about"], guess["taken"]["value"]) == ("standard_time", False)
    assert guess["taken"]["first"][2] == "2024-03-31 03:00:00"
    assert guess["alternatives"][0]["first"][2] == "2024-03-31 02:00:00"
    assert "--standard-time" in inspected(str(path), "--strict")["error"]["message"]
    for option, said in (("--standard-time", "summer_time_undone"), ("--file-time", "summer_time")):
        report = inspected(str(path), "--strict", option)
        assert report["guesses"] == []
        assert [found["code"] for found in report["findings"]] == [said]


def test_no_run_begins_with_a_guess_where_none_is_wanted(file: str, tmp_path: Path):
    folder = tmp_path / "run"
    result = CliRunner().invoke(app, ["train", "weather", file, "--strict", "--out", str(folder)])
    assert result.exit_code != 0
    assert not folder.exists()
