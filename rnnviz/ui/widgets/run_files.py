"""Everything about a run that can be taken home, as files."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.series.step import HOUR
from rnnviz.training.run_record import RUN_FILES
from rnnviz.ui.shell.workspace import run_store
from rnnviz.ui.widgets.run_report import report_html
from rnnviz.ui.widgets.run_results import RunResult, finished_result, first_ahead, steps_ahead
from rnnviz.uploads.safe_csv import csv_bytes

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import NextSteps

SCRIPT = "repeat_run.py"
NOTEBOOK = "look_inside.ipynb"


def take_home_files(t: Translator, result: RunResult, ahead: NextSteps | None) -> dict[str, bytes]:
    """Everything there is to take home, by file name."""
    run, found = result.run, result.diagnostics
    folder = run_store().files(run.workspace, run.id)
    made: dict[str, bytes] = {}
    if ahead is not None:
        made["forecast.csv"] = csv_bytes(ahead.written)
    stamps, series = (
        found.step.stamps(found.start, len(found.truth)),
        result.trained.ready.task.series,
    )
    plain = stamps.to_numpy().astype("datetime64[s]")
    when = series.clock.written(stamps) if series.tells_time else plain
    tested = pd.DataFrame(
        {
            "time": when,
            "temperature_c": found.truth.round(2),
            "forecast_c": found.forecast.round(2),
            f"same_as_last_{'hour_' if found.step == HOUR else ''}c": found.persistence.round(2),
        }
    )
    made["test_forecasts.csv"] = csv_bytes(tested.dropna())
    epochs = run_store().epochs(run.workspace, run.id)
    made["report.html"] = report_html(t, result, epochs, ahead).encode()
    for name in RUN_FILES:
        made[name] = (folder / name).read_bytes()
    for name in (SCRIPT, NOTEBOOK):
        made[name] = (files("rnnviz") / "assets" / name).read_bytes()
    return made


def zipped(made: dict[str, bytes], stem: str) -> bytes:
    """All files in one archive, in a folder of their own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in made.items():
            archive.writestr(f"{stem}/{name}", data)
    return buffer.getvalue()


def zip_of_run(t: Translator, run: Run) -> bytes:
    """Everything about a run that has a result, worked out when it is asked for."""
    result = finished_result(run)
    if result is None:
        raise RnnvizError("run_unknown")
    try:
        ahead = steps_ahead(result, first_ahead(result.trained.ready.task.series.step))
    except RnnvizError:
        ahead = None
    return zipped(take_home_files(t, result, ahead), file_stem(run.name))


def file_stem(name: str) -> str:
    """A run's name as the beginning of a file's name, letters without their marks."""
    letters = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-").lower()[:40] or "run"
