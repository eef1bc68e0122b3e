"""A forecaster's run on disk, from training to the next hours: safetensors and JSON, no pickle."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from rnnviz.errors import RnnvizError
from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import Score
from rnnviz.series.saved import fingerprint, load_series, save_series
from rnnviz.series.types import HourlySeries
from rnnviz.series.windows import window_starts
from rnnviz.training.loop import EpochDone, Event, Finished
from rnnviz.training.run_record import RECORD, RunRecord, read_record
from rnnviz.training.weather import (
    Judgement,
    PreparedSeries,
    WeatherTraining,
    judge,
    prepare_series,
    recursive_forecast,
    train_weather,
)
from rnnviz.uploads.paths import is_file, shown

WEIGHTS, SERIES = "model.safetensors", "series.safetensors"
DIGITS = 6  # of a record: rounded again on the page, four of them gave 0.5550 for 0.5549
COVERAGE = 0.9
MOST_ORIGINS, FEWEST_ORIGINS = 2000, 100
MOST_PRODUCTS = 2e10  # in the roll-outs behind a band


@dataclass(frozen=True)
class WeatherRun:
    """A finished run: its record, the series and the trained model."""

    record: RunRecord
    ready: PreparedSeries
    model: Forecaster


def run_weather(
    series: HourlySeries,
    spec: WeatherTraining,
    out: Path,
    source: str,
    listen: Callable[[Event], None] = lambda event: None,
) -> dict[str, Any]:
    """Train, judge and save a forecaster in ``out``; returns the result that is printed."""
    begun = time.perf_counter()
    ready = prepare_series(series, spec)
    epochs, training = 0, 0.0
    finished: Finished | None = None
    last = time.perf_counter()
    try:
        for event in train_weather(ready, spec):
            training += time.perf_counter() - last
            if isinstance(event, EpochDone):
                epochs += 1
            elif isinstance(event, Finished):
                finished = event
            listen(event)
            last = time.perf_counter()
    except FloatingPointError:
        raise RnnvizError("training_diverged", rate=spec.loop.learning_rate) from None
    assert finished is not None
    model = Forecaster(spec.model)
    model.load_state_dict(finished.weights)
    windows = len(ready.parts.train)
    facts = {
        "best_epoch": finished.best_epoch,
        "epochs": epochs,
        "train_windows": windows,
        "windows_per_second": round(epochs * windows / training),
        "seconds": round(time.perf_counter() - begun, 2),
        "run": str(out),
    }
    result = judged_result(ready, model, facts)
    save_run(out, series, spec, source, finished.weights, result)
    return result


def judged_result(
    ready: PreparedSeries, model: Forecaster, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """The result of a run: how the trained ``model`` is judged, and the ``facts`` of training."""
    return {**judgement_report(judge(ready, model)), **facts}


def judgement_report(judgement: Judgement) -> dict[str, Any]:
    """A judgement as plain values, in °C."""

    def plain(found: Score) -> dict[str, float | None]:
        values = {"mae": found.mae, "rmse": found.rmse}
        return {k: None if np.isnan(v) else round(v, DIGITS) for k, v in values.items()}

    return {
        "test": plain(judgement.test),
        "baselines": {name: plain(found) for name, found in judgement.baselines.items()},
        "mae_skill_score": round(judgement.mae_skill_score, DIGITS),
        "change_correlation": round(judgement.change_correlation, DIGITS),
        "mae_by_lead": [round(error, DIGITS) for error in judgement.by_lead],
    }


def save_run(
    out: Path,
    series: HourlySeries,
    spec: WeatherTraining,
    source: str,
    weights: dict[str, torch.Tensor],
    result: dict[str, Any],
) -> None:
    """Write a run's folder, as ``load_run`` reads it."""
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in weights.items()}, out / WEIGHTS)
    save_series(out / SERIES, series)
    record = RunRecord(
        spec=spec,
        source=source,
        fingerprint=fingerprint(series),
        start=str(series.start),
        utc=series.utc,
        result=result,
    )
    # The record comes last: a half-written run is not taken for one.
    (out / RECORD).write_text(record.model_dump_json(indent=1), encoding="utf-8")


def load_run(folder: Path) -> WeatherRun:
    """Read a run back; raises ``RnnvizError`` where it is missing or damaged."""
    if not is_file(folder / RECORD):
        raise RnnvizError("run_missing", path=shown(folder))
    record = read_record(folder)
    try:
        series = load_series(folder / SERIES)
        ready = prepare_series(series, record.spec)
        model = Forecaster(record.spec.model)
        model.load_state_dict(load_file(folder / WEIGHTS))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError):
        raise RnnvizError("run_damaged", path=str(folder)) from None
    return WeatherRun(record, ready, model)


@dataclass(frozen=True)
class NextHours:
    """Hours beyond the series, with the band that holds the truth nine times in ten.

    The half-width of the band at each lead is the quantile of the errors that the same roll-out
    made in all hours before the test part: those of the validation part alone are of one season
    only, where the file is a year long. ``coverage`` is how often the truth was inside the band in
    the test part, which had no say in its width.
    """

    table: pd.DataFrame  # time, temperature_c, low_c, high_c
    coverage: float


def next_hours(run: WeatherRun, hours: int) -> NextHours:
    """Forecast the hours after the end of the series."""
    ready, model = run.ready, run.model
    window = model.spec.window
    whole = window_starts(ready.task.series, window)
    if len(whole) == 0 or whole[-1] != len(ready.task.series) - window:
        raise RnnvizError("run_open_end", window=window)
    ahead = recursive_forecast(ready, model, whole[-1:], hours)[0]
    learned = np.concatenate([ready.parts.train, ready.parts.validation])
    before = _errors(run, learned, int(ready.parts.test[0]) + window, hours)
    level = min(1.0, np.ceil((len(before) + 1) * COVERAGE) / len(before))
    width = np.quantile(before, level, axis=0)
    inside = _errors(run, ready.parts.test, len(ready.task.series), hours) <= width
    begin = ready.task.series.hours[-1] + pd.Timedelta(hours=1)
    table = pd.DataFrame(
        {
            "time": pd.date_range(begin, periods=hours, freq="h"),
            "temperature_c": ahead.round(2),
            "low_c": (ahead - width).round(2),
            "high_c": (ahead + width).round(2),
        }
    )
    return NextHours(table, float(inside.mean()))


def _errors(run: WeatherRun, starts: np.ndarray, end: int, hours: int) -> np.ndarray:
    """Absolute errors of roll-outs from windows whose ``hours`` are known and lie before hour
    ``end``; evenly picked, not too many: (origins, hours)."""
    window = run.model.spec.window
    known = window_starts(run.ready.task.series, window + hours)
    usable = starts[np.isin(starts, known) & (starts + window + hours <= end)]
    if len(usable) == 0:
        raise RnnvizError("run_too_short", hours=hours)
    # A wide network over a long window takes its time: fewer places then.
    spec = run.model.spec
    each = window * spec.hidden_size**2 * spec.num_layers * math.ceil(hours / spec.horizon)
    most = min(len(usable), max(FEWEST_ORIGINS, min(MOST_ORIGINS, int(MOST_PRODUCTS / each))))
    origins = usable[np.linspace(0, len(usable) - 1, most).astype(int)]
    values = run.ready.task.series.values.astype(np.float64)
    truth = values[origins[:, None] + window + np.arange(hours)]
    return np.abs(recursive_forecast(run.ready, run.model, origins, hours) - truth)
