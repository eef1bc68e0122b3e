"""A regular series on disk, as safetensors; and its fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.errors import RnnvizError
from rnnviz.series.step import HOUR, Step
from rnnviz.series.types import RegularSeries


def fingerprint(series: RegularSeries) -> str:
    """SHA-256 of the values."""
    return hashlib.sha256(series.values.tobytes()).hexdigest()


def save_series(path: Path, series: RegularSeries) -> None:
    """One float32 a step; in the header the first stamp, the step and whether the clock is UTC."""
    header = {
        "start": str(series.start),
        "step": str(series.step),
        "utc": str(int(series.utc)),
    }
    save_file({"celsius": np.ascontiguousarray(series.values)}, path, header)


def load_series(path: Path) -> RegularSeries:
    """Read it back; ``run_damaged`` where it cannot be."""
    try:
        with safe_open(path, framework="numpy") as file:
            header = file.metadata()
            values = file.get_tensor("celsius")
        step = Step.read(header.get("step", str(HOUR)))  # before 0.3 every series was hourly
        return RegularSeries(step.start_of(header["start"]), values, header["utc"] == "1", step)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        raise RnnvizError("run_damaged", path=path.parent.name) from None
