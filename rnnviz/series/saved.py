"""An hourly series on disk, as safetensors; and its fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.errors import RnnvizError
from rnnviz.series.types import HourlySeries


def fingerprint(series: HourlySeries) -> str:
    """SHA-256 of the values."""
    return hashlib.sha256(series.values.tobytes()).hexdigest()


def save_series(path: Path, series: HourlySeries) -> None:
    """One float32 an hour, and in the header the first hour and whether the clock is UTC."""
    header = {"start": str(series.start), "utc": str(int(series.utc))}
    save_file({"celsius": np.ascontiguousarray(series.values)}, path, header)


def load_series(path: Path) -> HourlySeries:
    """Read it back; ``run_damaged`` where it cannot be."""
    try:
        with safe_open(path, framework="numpy") as file:
            header = file.metadata()
            values = file.get_tensor("celsius")
        return HourlySeries(np.datetime64(header["start"], "h"), values, header["utc"] == "1")
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        raise RnnvizError("run_damaged", path=path.parent.name) from None
