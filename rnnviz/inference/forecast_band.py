"""The next steps from a trained forecaster's run, each with a band that says how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from rnnviz.series.conformal import FEWEST, latest, running_half_widths, seasons
from rnnviz.series.levels import LEVELS, USUAL
from rnnviz.series.saved import load_series
from rnnviz.series.windows import Starts, window_starts
from rnnviz.series.zone import NOBODY_KNOWS, Clock
from rnnviz.training.run_record import RECORD, SERIES, WEIGHTS, RunRecord, read_record
from rnnviz.training.weather import PreparedSeries, prepare_series
from rnnviz.uploads.paths import is_file, shown

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
class Band:
    """A band of so many percent: half its width at each of the next steps, (steps,) °C, and how it
    held in the test part, where each forecast had the band that was known at its time.

    ``coverage``: share of the truths that were inside; ``by_step`` the same for each step ahead,
    ``by_season`` for each quarter of the year, 0 being December to February, that the test part
    has.
    """

    half: NDArray[np.float64]
    coverage: float
    by_step: tuple[float, ...]
    by_season: Mapping[int, float]


@dataclass(frozen=True)
class NextSteps:
    """Steps beyond the series, each with a band that shall hold the truth ``level`` times in 100.

    ``bands``: by level, see ``rnnviz.series.conformal``. ``mae`` and ``seasonal_naive_mae``: of
    the same roll-outs in the test part, and of the season before, °C.
    """

    times: pd.DatetimeIndex
    forecast: NDArray[np.float64]  # (steps,) °C
    bands: Mapping[int, Band]
    level: int
    mae: float
    seasonal_naive_mae: float | None
    clock: Clock = NOBODY_KNOWS

    @property
    def written(self) -> pd.DataFrame:
        """The table as it goes into files: local time with its offset from UTC, if known."""
        if not self.clock.known:
            return self.table
        return self.table.assign(time=self.clock.written(self.times))

    @property
    def band(self) -> Band:
        return self.bands[self.level]

    @property
    def table(self) -> pd.DataFrame:
        """time, temperature_c, low_c, high_c, rounded."""
        ahead, half = self.forecast, self.band.half
        return pd.DataFrame(
            {
                "time": self.times,
                "temperature_c": ahead.round(2),
                "low_c": (ahead - half).round(2),
                "high_c": (ahead + half).round(2),
            }
        )

    def at(self, level: int) -> NextSteps:
        """The same with another band."""
        return replace(self, level=level)

    @property
    def better_naive_mae(self) -> float | None:
        """That of the season before, where it is nearer to the truth than the network."""
        naive = self.seasonal_naive_mae
        return naive if naive is not None and naive < self.mae else None


def next_steps(run: WeatherRun, steps: int, level: int = USUAL) -> NextSteps:
    """Forecast the steps after the end of the series. ``level``: one of ``LEVELS``."""
    ready, model = run.ready, run.model
    window = model.spec.window
    whole = window_starts(ready.task.series, window)
    if len(whole) == 0 or whole[-1] != len(ready.task.series) - window:
        raise RnnvizError("run_open_end", window=window)
    ahead = recursive_forecast(ready, model, whole[-1:], steps)[0]
    series = ready.task.series
    tested = _origins(run, ready.parts.test, len(series), steps)
    off = _errors(run, tested, steps)
    task = _task(run, steps)
    naive = np.abs(seasonal_naive(task, tested, tested) - task.truth(tested))
    both = ~np.isnan(naive)
    return NextSteps(
        times=series.step.stamps(series.stamp(len(series)), steps),
        forecast=ahead,
        bands=_bands(run, tested, off, len(series)),
        level=level,
        mae=float(off[both].mean()) if both.any() else float(off.mean()),
        seasonal_naive_mae=float(naive[both].mean()) if both.any() else None,
        clock=series.clock if series.tells_time else NOBODY_KNOWS,
    )


def half_widths_at(
    run: WeatherRun, end: int, steps: int, level: int = USUAL
) -> NDArray[np.float64]:
    """Half the width of the band of a forecast made at ``end`` (after the test part's begin), the
    first step that was not known: (steps,) °C."""
    try:
        tested = _origins(run, run.ready.parts.test, end, steps)
    except RnnvizError:  # the test part is shorter than that
        return band_width(run, steps)
    return _bands(run, tested, _errors(run, tested, steps), end)[level].half


def _bands(run: WeatherRun, tested: Starts, off: Forecasts, end: int) -> dict[int, Band]:
    """The band at ``end``, by level. ``off``: absolute errors of the windows ``tested``; what was
    forecast after these (newer data) counts as well."""
    ready, window, steps = run.ready, run.model.spec.window, off.shape[1]
    step = ready.task.series.step
    begin = int(ready.parts.test[0]) + window
    density = len(tested) / max(1, int(tested[-1] - tested[0]) + 1)
    before, after = _around(run, begin, int(tested[-1]) + window, end, steps, density)
    starts = np.concatenate([before, tested, after])
    errors = np.concatenate([_errors(run, before, steps), off, _errors(run, after, steps)])
    season = seasons(ready.task.series, tested[:, None] + window + np.arange(steps))
    found = {}
    for level in LEVELS:
        widths = running_half_widths(starts + window, errors, begin, end, step, level)
        inside = off <= widths[: len(tested)]
        found[level] = Band(
            half=widths[-1],
            coverage=float(inside.mean()),
            by_step=tuple(float(share) for share in inside.mean(axis=0)),
            by_season={
                int(name): float(inside[season == name].mean()) for name in np.unique(season)
            },
        )
    return found


def _around(
    run: WeatherRun, begin: int, last: int, end: int, steps: int, density: float
) -> tuple[Starts, Starts]:
    """Windows before and after the tested ones whose errors have a say in a band, as dense as
    those; before the test part ``FEWEST`` at least.

    ``begin``: the first step of the test part, ``last``: the step from which the last tested
    forecast begins, ``end``: where the series is taken to end.
    """
    window, step = run.model.spec.window, run.ready.task.series.step
    places = window_starts(run.ready.task.series, window + steps) + window
    come = places[places + steps <= begin]
    if len(come) == 0:
        raise RnnvizError("run_too_short", hours=steps)
    recent = come[latest(come, begin, steps, step)]
    before = _thinned(recent, max(FEWEST, round(len(recent) * min(1.0, density))))
    newer = places[(places > last) & (places + steps <= end)]
    after = _thinned(newer, math.ceil(len(newer) * min(1.0, density)))
    return before - window, after - window


def _thinned(places: Starts, most: int) -> Starts:
    """Evenly picked, the first and the last among them."""
    picked = np.linspace(0, len(places) - 1, min(most, len(places))).astype(int)
    found: Starts = places[picked]
    return found


def band_width(run: WeatherRun, steps: int) -> NDArray[np.float64]:
    """Half the width of the band that newer data are held against, (steps,) °C: it holds nine in
    ten of the errors of all steps before the test part, and does not follow what comes."""
    parts, window = run.ready.parts, run.model.spec.window
    learned = np.concatenate([parts.train, parts.validation])
    before = _errors(run, _origins(run, learned, int(parts.test[0]) + window, steps), steps)
    share = min(1.0, np.ceil((len(before) + 1) * USUAL / 100) / len(before))
    return np.asarray(np.quantile(before, share, axis=0))


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
    return _thinned(usable, most)


def _errors(run: WeatherRun, origins: Starts, steps: int) -> Forecasts:
    """Absolute errors of roll-outs from these windows: (origins, steps)."""
    if len(origins) == 0:
        return np.empty((0, steps))
    truth = _task(run, steps).truth(origins)
    return np.asarray(np.abs(recursive_forecast(run.ready, run.model, origins, steps) - truth))


def _task(run: WeatherRun, steps: int) -> Task:
    return Task(run.ready.task.series, run.model.spec.window, steps)
