"""Which other runs answer "what did this column bring?": trained alike, with it and without it.

Two networks trained on the same series differ by the seed alone already; so runs that differ in
nothing but the seed belong together, and their spread says what a difference is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.runs.records import Run
from rnnviz.series.saved import fingerprint
from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining


@dataclass(frozen=True)
class Retrained:
    """Runs with a result that read ``column`` and ones that did not, alike in all else but seed.

    ``same_windows``: whether both are judged on the same windows; not where the column has holes.
    """

    column: str
    with_it: tuple[Run, ...]
    without: tuple[Run, ...]
    same_windows: bool


def retrained(run: Run, series: RegularSeries, runs: Sequence[Run]) -> tuple[Retrained, ...]:
    """One for each of the inputs of ``run``, which was trained on ``series``."""
    found = []
    for column in run.spec.model.others:
        fewer = without_input(series, column)
        same = bool(np.array_equal(series.holes, fewer.holes))
        with_it, without = (_alike(run, each, runs) for each in (series, fewer))
        found.append(Retrained(column, with_it, without, same))
    return tuple(found)


def without_input(series: RegularSeries, column: str) -> RegularSeries:
    """The series with one input less."""
    return series.with_inputs(name for name in series.inputs if name != column)


def _alike(run: Run, series: RegularSeries, runs: Sequence[Run]) -> tuple[Run, ...]:
    wanted, spec = fingerprint(series), _but_for_seed(run.spec)
    return tuple(
        other
        for other in runs
        if other.has_result
        and not other.unfinished
        and other.fingerprint == wanted
        and _but_for_seed(other.spec) == spec
    )


def _but_for_seed(spec: WeatherTraining) -> WeatherTraining:
    """A training without its seed and without the names of its inputs."""
    model = spec.model.model_copy(update={"others": ()})
    return spec.model_copy(update={"seed": 0, "model": model})
