"""The program to take home goes on with a newer file, with rnnviz's own forecast."""

from __future__ import annotations

import runpy
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from rnnviz.inference.forecast_band import load_run
from rnnviz.inference.new_data import look_at
from rnnviz.series.join import join
from rnnviz.series.read import read_series
from rnnviz.series.zone import Clock
from tests.newer_files import DAYS, make_run, write_file

SCRIPT = Path(__file__).resolve().parents[2] / "rnnviz" / "assets" / "repeat_run.py"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    make_run(folder, calendar=True, linear_part=True)
    shutil.copy(SCRIPT, folder)
    return folder


def said(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    before, sys.argv = sys.argv, ["repeat_run.py", *arguments]
    try:
        runpy.run_path(str(home / "repeat_run.py"))
    finally:
        sys.argv = before
    return str(capsys.readouterr().out)


def test_its_forecast_is_that_of_rnnviz(home, tmp_path, capsys):
    file = write_file(tmp_path / "new.csv", DAYS - 2, DAYS + 5)
    lines = said(home, capsys, str(file)).splitlines()
    assert lines[1].endswith("equal")
    assert lines[2] == "48 values in both files, 0 differ by more than 0.1 C"
    assert lines[3] == "time,temperature_c,low_c,high_c"
    run = load_run(home)
    newer = read_series(file.read_bytes(), file.name).series
    ahead = look_at(run, join(run.ready.task.series, newer), 24).ahead
    assert ahead is not None
    cells = [line.split(",") for line in lines[4:]]
    assert len(cells) == 24
    assert cells[0][0] == str(ahead.table["time"][0].to_datetime64().astype("datetime64[h]"))
    for place, name in enumerate(("temperature_c", "low_c", "high_c"), start=1):
        made = np.array([float(cell[place]) for cell in cells])
        # Its band comes from fewer roll-outs.
        near = 0.011 if place == 1 else 0.3
        assert made == pytest.approx(ahead.table[name].to_numpy(), abs=near)


def test_a_contradiction_is_printed(home, tmp_path, capsys):
    file = write_file(tmp_path / "new.csv", DAYS - 2, DAYS + 5, lambda values: values + 3)
    assert "CONTRADICT" in said(home, capsys, str(file))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("time,temperature_c\n2024-03-02 00:00,5\n", "newer"),
        ("time,temperature_c\nyesterday,5\n", "line 2"),
        ("time,temperature_c\n2024-06-02 00:00,5\n", "not complete"),
        ("", "newer"),
    ],
)
def test_what_it_cannot_read_is_said_in_a_line(home, tmp_path, capsys, rows, words):
    (tmp_path / "new.csv").write_text(rows)
    with pytest.raises(SystemExit) as end:
        said(home, capsys, str(tmp_path / "new.csv"))
    assert words in str(end.value)


def test_a_file_that_is_not_there_is_said(home, capsys):
    with pytest.raises(SystemExit) as end:
        said(home, capsys, "none.csv")
    assert "none.csv" in str(end.value)


@pytest.mark.parametrize(("utc", "zone"), [(False, "Europe/Berlin"), (True, "Asia/Ho_Chi_Minh")])
def test_where_the_zone_is_known_it_reads_and_writes_offsets(tmp_path, capsys, utc, zone):
    home = tmp_path / "home"
    series = make_run(home, calendar=True, clock=Clock(utc, zone))
    shutil.copy(SCRIPT, home)
    ahead_of_end = series.step.stamps(series.stamp(len(series) - 48), 24 * 5)
    written = series.clock.written(ahead_of_end)
    rows = [f"{when},{5 + k % 24 / 3:.2f}" for k, when in enumerate(written)]
    file = tmp_path / "new.csv"
    file.write_text("\n".join(["time,temperature_c", *rows]), encoding="utf-8")
    lines = said(home, capsys, str(file)).splitlines()
    assert lines[1].endswith("equal")  # so it has the same hours of the day
    assert lines[2].startswith("48 values in both files")
    first = lines[-24].split(",")[0]
    newer = read_series(file.read_bytes(), file.name).series
    found = look_at(load_run(home), join(series, newer), 24).ahead
    assert found is not None
    assert first == found.written["time"][0]
    assert first[19:] in ("+01:00", "+02:00", "+07:00")
