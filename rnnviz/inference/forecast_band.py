"""The next steps from a trained forecaster's run, each with a band that says how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file

from rnnviz.errors import RnnvizError
from rnnviz.inference.recursive_forecast import recursive_forecast
from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import Forecasts, Task, seasonal_naive
from rnnviz.series.saved import load_series
from rnnviz.series.windows import Starts, window_starts
from rnnviz.training.run_record import RECORD, SERIES, WEIGHTS, RunRecord, read_record
from rnnviz.training.weather import PreparedSeries, prepare_series
from rnnviz.uploads.paths import is_file, shown

COVERAGE = 0.9
MOST_ORIGINS, FEWEST_ORIGINS = 2000, 100
MOST_PRODUCTS = 2e10  # in the recursive forecasts behind a band


@dataclass(frozen=True)
class WeatherRun:
    """A finished run: its record, the series and the trained model."""

    record: RunRecord
    ready: PreparedSeries
    model: Forecaster


def load_run(folder: Path) -> WeatherRun:
    """Read a run back; raises ``RnnvizError`` where it is missing or damaged."""
    if not is_file(folder / RECORD):
        raise RnnvizError("run_missing", path=shown(folder))
    record = read_record(folder, called=str(folder))
    try:
        series = load_series(folder / SERIES)
        ready = prepare_series(series, record.spec)
        model = Forecaster(record.spec.model)
        model.load_state_dict(load_file(folder / WEIGHTS))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError):
        raise RnnvizError("run_damaged", path=str(folder)) from None
    return WeatherRun(record, ready, model)


@dataclass(frozen=True)
class NextSteps:
    """Steps beyond the series, with the band that holds the truth nine times in ten.

    The half-width of the band at each lead is the quantile of the errors that the same roll-out
    made in all steps before the test part: those of the validation part alone are of one season
    only, where the file is a year long. ``coverage`` is how often the truth was inside the band in
    the test part, which had no say in its width; ``coverage_by_step`` the same for each step ahead.
    ``mae`` and ``seasonal_naive_mae``: of the same roll-outs there, and of the season before, °C.
    """

    table: pd.DataFrame  # time, temperature_c, low_c, high_c
    coverage: float
    coverage_by_step: tuple[float, ...]
    mae: float
    seasonal_naive_mae: float | None

    @property
    def better_naive_mae(self) -> float | None:
        """That of the season before, where it is nearer to the truth than the network."""
        naive = self.seasonal_naive_mae
        return naive if naive is not None and naive < self.mae else None


def next_steps(run: WeatherRun, steps: int) -> NextSteps:
    """Forecast the steps after the end of the series."""
    ready, model = run.ready, run.model
    window = model.spec.window
    whole = window_starts(ready.task.series, window)
    if len(whole) == 0 or whole[-1] != len(ready.task.series) - window:
        raise RnnvizError("run_open_end", window=window)
    ahead = recursive_forecast(ready, model, whole[-1:], steps)[0]
    width = band_width(run, steps)
    series = ready.task.series
    tested = _origins(run, ready.parts.test, len(series), steps)
    off = _errors(run, tested, steps)
    task = _task(run, steps)
    naive = np.abs(seasonal_naive(task, tested, tested) - task.truth(tested))
    both = ~np.isnan(naive)
    inside = off <= width
    table = pd.DataFrame(
        {
            "time": series.step.stamps(series.stamp(len(series)), steps),
            "temperature_c": ahead.round(2),
            "low_c": (ahead - width).round(2),
            "high_c": (ahead + width).round(2),
        }
    )
    return NextSteps(
        table,
        coverage=float(inside.mean()),
        coverage_by_step=tuple(float(share) for share in inside.mean(axis=0)),
        mae=float(off[both].mean()) if both.any() else float(off.mean()),
        seasonal_naive_mae=float(naive[both].mean()) if both.any() else None,
    )


def band_width(run: WeatherRun, steps: int) -> NDArray[np.float64]:
    """Half the width of the band at each step ahead, (steps,) °C, see ``NextSteps``."""
    parts, window = run.ready.parts, run.model.spec.window
    learned = np.concatenate([parts.train, parts.validation])
    before = _errors(run, _origins(run, learned, int(parts.test[0]) + window, steps), steps)
    level = min(1.0, np.ceil((len(before) + 1) * COVERAGE) / len(before))
    return np.asarray(np.quantile(before, level, axis=0))


def _origins(run: WeatherRun, starts: Starts, end: int, steps: int) -> Starts:
    """Windows whose ``steps`` are known and lie before ``end``; evenly picked, not too many."""
    window = run.model.spec.window
    known = window_starts(run.ready.task.series, window + steps)
    usable = starts[np.isin(starts, known) & (starts + window + steps <= end)]
    if len(usable) == 0:
        raise RnnvizError("run_too_short", hours=steps)
    # A wide network over a long window takes its time: fewer places then.
    spec = run.model.spec
    each = window * spec.hidden_size**2 * spec.num_layers * math.ceil(steps / spec.horizon)
    most = min(len(usable), max(FEWEST_ORIGINS, min(MOST_ORIGINS, int(MOST_PRODUCTS / each))))
    picked: Starts = usable[np.linspace(0, len(usable) - 1, most).astype(int)]
    return picked


def _errors(run: WeatherRun, origins: Starts, steps: int) -> Forecasts:
    """Absolute errors of roll-outs from these windows: (origins, steps)."""
    truth = _task(run, steps).truth(origins)
    return np.asarray(np.abs(recursive_forecast(run.ready, run.model, origins, steps) - truth))


def _task(run: WeatherRun, steps: int) -> Task:
    return Task(run.ready.task.series, run.model.spec.window, steps)
