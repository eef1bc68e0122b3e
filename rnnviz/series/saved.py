"""A regular series on disk, as safetensors; and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.errors import RnnvizError
from rnnviz.series.step import HOUR, Step
from rnnviz.series.types import RegularSeries
from rnnviz.series.zone import UTC, Clock

_INPUT = "input:"


def fingerprint(series: RegularSeries) -> str:
    """SHA-256 of the values, of the inputs with their names where there are any, and of the zone
    where there is one but UTC."""
    digest = hashlib.sha256(series.values.tobytes())
    for name, column in series.inputs.items():
        digest.update(json.dumps(name).encode())
        digest.update(column.tobytes())
    if series.zone not in ("", UTC):  # another hour of the day, other numbers
        digest.update(f"zone {series.zone}".encode())
    return digest.hexdigest()


def save_series(path: Path, series: RegularSeries) -> None:
    """One float32 a step, and one of each input, ``input:`` before its name; in the header the
    first stamp, the step, whether the clock is UTC, its zone where that is known, and the inputs in
    order as JSON."""
    header = {
        "start": str(series.start),
        "step": str(series.step),
        "utc": str(int(series.utc)),
    }
    columns = {"celsius": np.ascontiguousarray(series.values)}
    for name, column in series.inputs.items():
        columns[_INPUT + name] = np.ascontiguousarray(column)
    if series.zone:
        header["zone"] = series.zone
    if series.inputs:
        header["inputs"] = json.dumps([*series.inputs])
    save_file(columns, path, header)


def load_series(path: Path) -> RegularSeries:
    """Read it back; ``run_damaged`` where it cannot be."""
    try:
        with safe_open(path, framework="numpy") as file:
            header = file.metadata()
            values = file.get_tensor("celsius")
            names = json.loads(header.get("inputs", "[]"))  # none in older files
            inputs = {str(name): file.get_tensor(f"{_INPUT}{name}") for name in names}
        step = Step.read(header.get("step", str(HOUR)))  # before 0.3 every series was hourly
        start = step.start_of(header["start"])
        clock = Clock(header["utc"] == "1", header.get("zone", ""))
        return RegularSeries(start, values, clock.utc, step, inputs, clock.zone)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        raise RnnvizError("run_damaged", path=path.parent.name) from None
