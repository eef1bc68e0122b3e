"""A forecaster's run on disk, trained and judged: safetensors and JSON, no pickle."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import Score
from rnnviz.series.gain import Gain
from rnnviz.series.saved import fingerprint, save_series
from rnnviz.series.types import RegularSeries
from rnnviz.training.backtest import scores_alike
from rnnviz.training.for_series import for_series
from rnnviz.training.input_importance import input_importance
from rnnviz.training.loop import EpochDone, Event, Finished
from rnnviz.training.run_record import RECORD, SERIES, WEIGHTS, RunRecord
from rnnviz.training.search import Trial
from rnnviz.training.specs import Among
from rnnviz.training.weather import (
    Judgement,
    PreparedSeries,
    WeatherTraining,
    forecasts_of_test,
    judge,
    prepare_series,
    train_weather,
)

DIGITS = 6  # of a record: rounded again on the page, four of them gave 0.5550 for 0.5549


def run_weather(
    series: RegularSeries,
    spec: WeatherTraining,
    out: Path,
    source: str,
    listen: Callable[[Event], None] = lambda event: None,
    trials: Sequence[Trial] = (),
    among: Among | None = None,
) -> dict[str, Any]:
    """Train, judge and save a forecaster in ``out``; returns the result that is printed.

    ``trials``: the search that found these settings, for the record. ``among``: the stations that
    this series is one of.
    """
    spec = for_series(spec, series).model_copy(update={"among": among})
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
        **({"trials": [_plain_trial(trial) for trial in trials]} if trials else {}),
    }
    result = judged_result(ready, model, facts)
    save_run(out, series, spec, source, finished.weights, result)
    return result


def _plain_trial(trial: Trial) -> dict[str, Any]:
    shape = trial.spec.model
    return {
        "cell": shape.cell,
        "hidden_size": shape.hidden_size,
        "num_layers": shape.num_layers,
        "window": shape.window,
        "calendar": shape.calendar,
        "linear_part": shape.linear_part,
        "learning_rate": trial.spec.loop.learning_rate,
        "epochs": trial.epochs,
        "validation_mae": trial.mae and round(trial.mae, DIGITS),
        "seconds": round(trial.seconds, 2),
    }


def judged_result(
    ready: PreparedSeries, model: Forecaster, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """The result of a run: how the trained ``model`` is judged, and the ``facts`` of training."""
    step = str(ready.task.series.step)
    found = forecasts_of_test(ready, model)
    judged = judgement_report(judge(ready, model, found))
    report = {"step": step, **judged, "alike": scores_alike(ready, model, found), **facts}
    if ready.model.spec.others:
        report["inputs"] = [
            {
                "column": each.column,
                "rise": round(each.rise, DIGITS),
                "low": round(each.low, DIGITS),
                "high": round(each.high, DIGITS),
            }
            for each in input_importance(ready, model)
        ]
    return report


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
        "rivals": {
            name: plain(found)
            for name, found in {**judgement.baselines, "boosted_trees": judgement.trees}.items()
        },
        "against": {"rival": judgement.rival, **plain_gain(judgement.gain)},
        "against_trees": judgement.gain_over_trees and plain_gain(judgement.gain_over_trees),
        "mae_by_lead": [round(error, DIGITS) for error in judgement.by_lead],
    }


def plain_gain(gain: Gain) -> dict[str, float | None]:
    """A gain as plain values, in °C; None where it is not known."""
    return {name: _finite(value) for name, value in asdict(gain).items()}


def _finite(value: float) -> float | None:
    return round(value, DIGITS) if np.isfinite(value) else None


def save_run(
    out: Path,
    series: RegularSeries,
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
        zone=series.zone,
        result=result,
    )
    # The record comes last: a half-written run is not taken for one.
    with replacing(out / RECORD) as draft:
        draft.write_text(record.model_dump_json(indent=1), encoding="utf-8")
