"""Tiny series and settings, and waiting for what must come."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from rnnviz.models.specs import ForecasterSpec
from rnnviz.runs.locks import is_held
from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import LoopSpec, WeatherTraining

# For tests about files of SQLite, or about what no database has a part in.
on_sqlite = pytest.mark.parametrize("record", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("record", ["postgresql"], indirect=True)
PATIENCE = 120  # seconds: a busy machine is slow, what never comes never comes
Value = TypeVar("Value")


def until(condition: Callable[[], Value]) -> Value:
    """The first truthy value of ``condition``."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.005)
    raise AssertionError("it never came")


def weather(days: int = 40, hole: bool = True) -> RegularSeries:
    rng = np.random.default_rng(0)
    hours = np.arange(24 * days)
    celsius = 12 + 6 * np.sin(2 * np.pi * hours / 24) + rng.normal(0, 0.3, len(hours))
    if hole:
        celsius[300:310] = np.nan
    return RegularSeries(np.datetime64("2024-03-01T00", "h"), celsius.astype(np.float32), True)


def settings(epochs: int = 4, cell: str = "rnn", seed: int = 0, **loop: object) -> WeatherTraining:
    return WeatherTraining(
        model=ForecasterSpec(cell=cell, hidden_size=8, window=6),
        loop=LoopSpec(**{"epochs": epochs, "learning_rate": 0.01, "average": 0.9, **loop}),
        batch_size=32,
        seed=seed,
    )


# Long enough to be caught in the middle, on any machine: each epoch also writes its files.
LONG = settings(epochs=150)


def plain(result: dict) -> dict:
    """A result without what time and place say."""
    return {k: v for k, v in result.items() if k not in {"seconds", "windows_per_second", "run"}}


def weights(folder: Path) -> bytes:
    return (folder / "model.safetensors").read_bytes()


def pid_in(lock: Path) -> int:
    """The worker's process; 0 in the moment before it has written it down."""
    return int(lock.read_text() or 0)


def end_worker(lock: Path) -> None:
    """``kill -9``, and wait until it is gone."""
    os.kill(until(lambda: pid_in(lock)), signal.SIGKILL)
    until(lambda: not is_held(lock))
