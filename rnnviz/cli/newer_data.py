"""Newer data for a trained run on the command line: what ``forecast --data`` and ``watch`` say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator
from rnnviz.series.levels import USUAL
from rnnviz.series.read_options import STEPS, ReadOptions
from rnnviz.uploads.paths import check_folder, check_output, part_of, printable, shown

if TYPE_CHECKING:  # torch, pandas: imported where they are needed
    import pandas as pd

    from rnnviz.inference.forecast_band import WeatherRun
    from rnnviz.inference.new_data import NewData
    from rnnviz.series.join import Joined
    from rnnviz.series.types import RegularSeries

_MARKS = {"plain": "", "warning": "! ", "alarm": "!! "}


@dataclass(frozen=True)
class Wanted:
    """What was asked of ``forecast --data``; ``retrain``: the folder of a new run."""

    choices: ReadOptions
    steps: int
    csv: Path | None = None
    retrain: Path | None = None
    as_json: bool = False
    level: int = USUAL


def forecast_on(folder: Path, data: Path, wanted: Wanted) -> None:
    """Score the run on what is new in ``data``, and go on from its end."""
    from rnnviz.inference.forecast_band import load_run
    from rnnviz.inference.new_data import look_at
    from rnnviz.inference.new_data_report import new_data_report
    from rnnviz.series.join import join

    if wanted.csv is not None:
        check_output(wanted.csv, data)
    if wanted.retrain is not None:
        _check_new_folder(wanted.retrain)
    run = load_run(folder)
    newer = read_newer(run, data, wanted.choices)
    joined = join(run.ready.task.series, newer)
    found = look_at(run, joined, wanted.steps, wanted.level)
    report = new_data_report(found)
    if not wanted.as_json:
        print("\n".join(said_lines(translator("en"), found)))
    _write_or_print(found, wanted)
    if wanted.retrain is not None:
        report["retrained"] = _train_again(run, joined, wanted.retrain, data.name)
    if wanted.as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))


def read_newer(run: WeatherRun, data: Path, choices: ReadOptions) -> RegularSeries:
    """A newer file as a series of the run's step; what was found in it goes to stderr."""
    from rnnviz.cli.inspect_report import finding_report, read_file

    shape = run.record.spec.model
    choices = choices.model_copy(update={"inputs": shape.others})
    reading = read_file(data, reading_for(shape.step, choices))
    t = translator("en")
    for finding in reading.findings:
        if finding.code == "short":  # it need not teach a network anything
            continue
        said = finding_report(finding, t)
        print(said["message"], said["action"], file=sys.stderr)
    return reading.series


def write_table(path: Path, table: pd.DataFrame) -> None:
    """A table as a CSV, never half written; ``output_unwritable`` where that cannot be."""
    from rnnviz.uploads.safe_csv import csv_bytes

    try:
        with replacing(path, part_of(path)) as part:
            part.write_bytes(csv_bytes(table))
    except OSError:
        raise RnnvizError("output_unwritable", path=shown(path)) from None


def _write_or_print(found: NewData, wanted: Wanted) -> None:
    if found.ahead is None:
        assert found.open_end is not None
        if wanted.csv is not None:
            raise found.open_end
        if not wanted.as_json:
            print(_MARKS["warning"] + translator("en").error(found.open_end))
    elif wanted.csv is not None:
        write_table(wanted.csv, found.ahead.written)
    elif not wanted.as_json:
        print(found.ahead.written.to_string(index=False))


def _check_new_folder(out: Path) -> None:
    """A new run stands beside the old one, never in its place."""
    check_folder(out)
    if (out / "run.json").exists():
        raise RnnvizError("retrain_taken", path=shown(out))


def _train_again(run: WeatherRun, joined: Joined, out: Path, source: str) -> dict[str, Any]:
    """The same settings and seed on old and new values together: its result."""
    import torch

    from rnnviz.inference.forecast_verdict import last_words, verdict_words
    from rnnviz.training.weather_run import run_weather

    if len(joined.new) == 0:
        raise RnnvizError("retrain_nothing_new")
    torch.set_num_threads(1)  # so small a network is slower on two
    result = run_weather(joined.series, run.record.spec, out, source)
    t = translator("en").counting(joined.series.step.kind)
    print(verdict_words(t, result), last_words(t, result), file=sys.stderr)
    print(f"saved: {printable(out)}", file=sys.stderr)
    return result


def reading_for(step: str, choices: ReadOptions) -> ReadOptions:
    """How a newer file is read for a run of this step, unless the user chose another."""
    if choices.step is not None:
        return choices
    found = next((name for name in STEPS if name == step), "own")
    return choices.model_copy(update={"step": found})


def said_lines(t: Any, found: NewData) -> Iterator[str]:
    """What was found, a sentence a line, then the values that are far out."""
    from rnnviz.inference.new_data_words import far_words, new_data_words, stamp_said

    step = found.joined.series.step
    t = t.counting(step.kind)
    for said in new_data_words(t, found):
        yield _MARKS[said.loud] + said.text
    if found.score is None:
        return
    yield far_words(t, found.score)
    for far in found.score.anomalies:
        when = stamp_said(t, step, far.when)
        truth, forecast = t.number(far.truth, 1), t.number(far.forecast, 1)
        yield f"  {when:<20} {truth:>6} °C, forecast {forecast:>6} °C, {t.number(far.widths, 1)} ×"
