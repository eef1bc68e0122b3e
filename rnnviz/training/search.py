"""Good settings for a series, found by trying: successive halving on the validation part.

All candidates learn for an epoch, the better half of them for three, the best of those for nine; of
a long series from every so many windows. Each trial anneals its own rate to the end, so that short
ones can be compared. The test part is never looked at: its figure is not one that was chosen by.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rnnviz.series.types import RegularSeries, SeriesError
from rnnviz.training.fitting import candidates
from rnnviz.training.for_series import for_series
from rnnviz.training.loop import EpochDone
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.weather import PreparedSeries, prepare_series, train_weather

RUNGS = (1, 3, 9)  # epochs of a trial
MOST_WINDOWS = 15_000  # that a trial learns from in an epoch


@dataclass(frozen=True)
class Trial:
    """One try: ``mae`` (°C) on the validation part after ``epochs``; None where it diverged."""

    spec: WeatherTraining
    epochs: int
    mae: float | None
    seconds: float


def search(
    series: RegularSeries,
    spec: WeatherTraining,
    seconds: float,
    stopped: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Trial]:
    """Yield every trial as it ends; what was best is ``best_of`` them.

    ``seconds``: no trial begins that would end later, as far as can be foreseen; the first is made
    in any case. ``stopped`` is asked before each.
    """
    end = clock() + seconds
    left = [for_series(one, series) for one in candidates(series, spec)]
    cost: dict[str, float] = {}  # seconds of an epoch
    for epochs in RUNGS:
        rung: list[Trial] = []
        for one in left:
            key = one.model_dump_json()
            if stopped() or (cost and clock() + epochs * cost.get(key, 0.0) > end):
                return
            trial = _try(series, one, epochs, clock)
            if trial is None:
                continue
            cost[key] = trial.seconds / epochs
            rung.append(trial)
            yield trial
        rung.sort(key=_by_error)
        left = [trial.spec for trial in rung[: max(1, len(rung) // 2)]]
        if len(left) == 1:
            return


def best_of(trials: list[Trial]) -> WeatherTraining:
    """The settings of the smallest error among the trials that learned longest."""
    longest = max(trial.epochs for trial in trials)
    return min((trial for trial in trials if trial.epochs == longest), key=_by_error).spec


def _by_error(trial: Trial) -> float:
    return float("inf") if trial.mae is None else trial.mae


def _try(
    series: RegularSeries, spec: WeatherTraining, epochs: int, clock: Callable[[], float]
) -> Trial | None:
    """None where the series is too short for such windows."""
    begun = clock()
    short = spec.model_copy(update={"loop": spec.loop.model_copy(update={"epochs": epochs})})
    try:
        ready = _thinned(prepare_series(series, short))
    except SeriesError:
        return None
    mae: float | None = None
    try:
        for event in train_weather(ready, short):
            if isinstance(event, EpochDone):
                mae = min(event.scores["mae"], mae if mae is not None else float("inf"))
    except FloatingPointError:
        mae = None
    return Trial(spec, epochs, mae, clock() - begun)


def _thinned(ready: PreparedSeries) -> PreparedSeries:
    every = -(-len(ready.parts.train) // MOST_WINDOWS)
    return replace(ready, parts=replace(ready.parts, train=ready.parts.train[::every]))
