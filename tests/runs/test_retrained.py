"""Runs that differ in nothing but a column and the seed are found; others are left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnnviz.models.specs import ForecasterSpec
from rnnviz.runs.records import Run
from rnnviz.runs.retrained import retrained, without_input
from rnnviz.series.saved import fingerprint
from rnnviz.series.types import RegularSeries
from rnnviz.training.for_series import for_series
from rnnviz.training.specs import WeatherTraining

START = np.datetime64("2024-01-01T00", "h")
DRAWN = np.random.default_rng(0)


def column(hole: bool = False) -> np.ndarray:
    values = DRAWN.normal(0, 1, 200).astype(np.float32)
    values[50 : 60 if hole else 50] = np.nan
    return values


SERIES = RegularSeries(
    START, column(), True, inputs={"humidity": column(), "pressure": column(hole=True)}
)


def run(series: RegularSeries, name: str, seed: int = 0, hidden: int = 8, **changes: object) -> Run:
    spec = WeatherTraining(model=ForecasterSpec(hidden_size=hidden), seed=seed)
    made = Run(
        **{
            **dict.fromkeys(Run.__dataclass_fields__),
            "id": name,
            "spec": for_series(spec, series),
            "fingerprint": fingerprint(series),
            "status": "finished",
            "has_result": True,
        }
    )
    return replace(made, **changes)


def test_runs_alike_but_for_a_column_and_the_seed_are_found():
    fewer = without_input(SERIES, "humidity")
    own, twin = run(SERIES, "own"), run(SERIES, "twin", seed=3)
    others = [
        run(fewer, "without"),
        run(fewer, "without, another seed", seed=1),
        run(fewer, "other units", hidden=4),
        run(fewer, "no result", has_result=False),
        run(fewer, "still learning", status="running"),
        run(replace(fewer, values=fewer.values + 1), "another file"),
    ]
    humidity, pressure = retrained(own, SERIES, [own, twin, *others])
    assert (humidity.column, pressure.column) == ("humidity", "pressure")
    assert [each.id for each in humidity.with_it] == ["own", "twin"]
    assert [each.id for each in humidity.without] == ["without", "without, another seed"]
    assert pressure.without == ()
    assert humidity.same_windows
    assert not pressure.same_windows


def test_a_run_that_reads_the_temperature_alone_has_nothing_to_compare():
    alone = SERIES.with_inputs(())
    own = run(alone, "own")
    assert retrained(own, alone, [own]) == ()
