"""The steps that a file's series can have: its own, and longer ones."""

from __future__ import annotations

from rnnviz.series.read_options import STEPS, ReadOptions, StepName
from rnnviz.series.step import HOUR, Step
from rnnviz.series.types import SeriesReading


def step_choices(reading: SeriesReading) -> tuple[StepName, ...]:
    """Its own first; between two rows nothing is made up, so no finer one."""
    longer = (name for name in STEPS if name != "own" and Step.read(name).seconds > reading.step)
    return ("own", *longer)


def step_taken(reading: SeriesReading, choices: ReadOptions) -> StepName:
    """The step of the series as one of ``step_choices``."""
    if choices.step is not None:
        return choices.step if choices.step in step_choices(reading) else "own"
    return "1h" if reading.step < HOUR.seconds else "own"
