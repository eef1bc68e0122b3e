"""A run and temperature files that go on where its series ends, made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from rnnviz.models.specs import CellKind, ForecasterSpec
from rnnviz.series.types import RegularSeries
from rnnviz.series.zone import NOBODY_KNOWS, Clock
from rnnviz.training.loop import LoopSpec
from rnnviz.training.weather import WeatherTraining
from rnnviz.training.weather_run import run_weather

START = np.datetime64("2024-03-01T00", "h")
DAYS = 60  # of the run's series


def celsius(days: int = 90) -> np.ndarray:
    hours = np.arange(24 * days)
    noise = np.random.default_rng(0).normal(0, 0.3, len(hours))
    return 12 + 6 * np.sin(2 * np.pi * hours / 24) + 4 * np.sin(hours / 170) + noise


WHOLE = celsius()


def make_run(
    folder: Path,
    horizon: int = 2,
    calendar: bool = False,
    cell: CellKind = "gru",
    layers: int = 1,
    clock: Clock = NOBODY_KNOWS,
    linear_part: bool = False,
) -> RegularSeries:
    """A small forecaster of the first ``DAYS``; its series."""
    values = WHOLE[: 24 * DAYS].astype(np.float32)
    series = RegularSeries(START, values, clock.utc, zone=clock.zone)
    shape = ForecasterSpec(
        cell=cell,
        num_layers=layers,
        hidden_size=8,
        window=12,
        horizon=horizon,
        calendar=calendar,
        linear_part=linear_part,
    )
    loop = LoopSpec(epochs=8, learning_rate=0.02, average=0.9)
    run_weather(series, WeatherTraining(model=shape, loop=loop, batch_size=64), folder, "old.csv")
    return series


def write_file(
    path: Path,
    first_day: float,
    last_day: float,
    change: Callable[[np.ndarray], np.ndarray] = lambda values: values,
) -> Path:
    """The hours of these days, counted from the run's beginning."""
    first, last = int(24 * first_day), int(24 * last_day)
    values = change(WHOLE[first:last].copy())
    rows = [f"{START + first + k}:00,{value:.3f}" for k, value in enumerate(values)]
    path.write_text("time,temperature_c\n" + "\n".join(rows).replace("T", " ") + "\n")
    return path
