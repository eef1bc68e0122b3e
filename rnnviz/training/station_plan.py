"""Several stations of a file: which take part, and what each learns from. Nothing needs torch.

Whether each station has a network or all have one, a station's windows are those before the same
two instants, so that no part of one reaches into another's later part, and both ways are judged on
the same windows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.errors import RnnvizError
from rnnviz.series.saved import fingerprint
from rnnviz.series.several import Reason, SeveralSeries
from rnnviz.series.step import Step
from rnnviz.series.types import RegularSeries, SeriesError
from rnnviz.series.windows import split_in_time
from rnnviz.training.for_series import for_series
from rnnviz.training.specs import Among, WeatherTraining

STATIONS = "stations.safetensors"  # in a run's folder, what one network for all learns from
Learned = Literal["each", "all"]  # of ``Among``


@dataclass(frozen=True)
class Part:
    """A station that takes part, and its training: the shares that cut it at the instants."""

    series: RegularSeries
    spec: WeatherTraining


@dataclass(frozen=True)
class Beside:
    """Which stations a run is among, and what it learns from if one network learns from all."""

    among: Among | None = None
    parts: Mapping[str, Part] | None = None


@dataclass(frozen=True)
class Plan:
    """The stations that take part, by name, and the others with the reason."""

    parts: Mapping[str, Part]
    left_out: Mapping[str, Reason]
    group: str
    first: str

    def among(self, station: str, learned: Learned) -> Among:
        """What the run of one station is among."""
        return Among(
            group=self.group,
            learned=learned,
            station=station,
            stations=tuple(self.parts),
            left_out=dict(self.left_out),
        )

    def beside(self, station: str, learned: Learned) -> Beside:
        """The same with what it learns from."""
        return Beside(self.among(station, learned), self.parts if learned == "all" else None)


def plan(found: SeveralSeries, spec: WeatherTraining) -> Plan:
    """Who takes part. Raises ``stations_too_few`` where fewer than two have enough values."""
    borders = _borders(found.series, spec)
    parts: dict[str, Part] = {}
    left_out = dict(found.left_out)
    for name, series in found.series.items():
        own = _cut_at(series, spec, *borders)
        if own is None:
            left_out[name] = "few"
        else:
            parts[name] = Part(series, own)
    if len(parts) < 2:
        raise RnnvizError("stations_too_few", count=len(found.series), enough=len(parts))
    first = found.taken if found.taken in parts else next(iter(parts))
    return Plan(parts, left_out, _group(parts, spec), first)


def _group(parts: Mapping[str, Part], spec: WeatherTraining) -> str:
    """The same for the same stations and settings, whatever file or order they came from."""
    stations = sorted((name, fingerprint(part.series)) for name, part in parts.items())
    settings = spec.model_copy(update={"among": None}).model_dump(mode="json")
    text = json.dumps([stations, settings], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _borders(
    stations: Mapping[str, RegularSeries], spec: WeatherTraining
) -> tuple[np.datetime64, np.datetime64]:
    """When the validation and the test part begin: shares of the time from the first value of any
    station to the last of any."""
    step = next(iter(stations.values())).step
    begin = min(series.start for series in stations.values())
    last = max(series.stamp(len(series) - 1) for series in stations.values())
    count = int((last - begin).astype(np.int64)) // step.count + 1
    test = count - round(spec.test * count)
    return step.stamp(begin, test - round(spec.validation * count)), step.stamp(begin, test)


def _cut_at(
    series: RegularSeries,
    spec: WeatherTraining,
    validation_begin: np.datetime64,
    test_begin: np.datetime64,
) -> WeatherTraining | None:
    """The training of a station whose parts begin at these instants; None where one is too short.

    Where most of a station is holes, ``split_in_time`` would cut elsewhere: too short, too.
    """
    count = len(series)
    stamps = series.step.shift(series.start, np.arange(count))
    middle, end = np.searchsorted(stamps, np.array([validation_begin, test_begin]))
    validation, test = (end - middle) / count, (count - end) / count
    if not (0 < validation < 0.5 and 0 < test < 0.5):
        return None
    shares = {"validation": float(validation), "test": float(test)}
    own = for_series(spec.model_copy(update=shares), series)
    shape = own.model
    try:
        parts = split_in_time(series, shape.window, shape.horizon, own.validation, own.test)
    except SeriesError:
        return None
    last_chosen_by = parts.validation[-1] + shape.window + shape.horizon - 1
    first_judged = parts.test[0] + shape.window
    return own if parts.train_end == middle and last_chosen_by < end <= first_judged else None


def save_parts(path: Path, parts: Mapping[str, Part]) -> None:
    """Every station's values and inputs as float32, the rest as JSON in the header."""
    tensors, about = {}, []
    for number, (name, part) in enumerate(parts.items()):
        series = part.series
        tensors[f"{number}"] = np.ascontiguousarray(series.values)
        for place, column in enumerate(series.inputs.values()):
            tensors[f"{number}.{place}"] = np.ascontiguousarray(column)
        about.append(
            {
                "name": name,
                "start": str(series.start),
                "step": str(series.step),
                "utc": series.utc,
                "zone": series.zone,
                "inputs": [*series.inputs],
                "spec": part.spec.model_dump(mode="json"),
            }
        )
    save_file(tensors, path, {"stations": json.dumps(about)})


def load_parts(path: Path) -> dict[str, Part]:
    """Read them back; ``run_damaged`` where they cannot be."""
    found = {}
    try:
        with safe_open(path, framework="numpy") as file:
            for number, each in enumerate(json.loads(file.metadata()["stations"])):
                step = Step.read(each["step"])
                inputs = {
                    str(name): file.get_tensor(f"{number}.{place}")
                    for place, name in enumerate(each["inputs"])
                }
                series = RegularSeries(
                    step.start_of(each["start"]),
                    file.get_tensor(f"{number}"),
                    bool(each["utc"]),
                    step,
                    inputs,
                    str(each.get("zone", "")),
                )
                spec = WeatherTraining.model_validate(each["spec"])
                found[str(each["name"])] = Part(series, spec)
    except (OSError, SafetensorError, ValidationError, KeyError, TypeError, ValueError):
        raise RnnvizError("run_damaged", path=path.parent.name) from None
    return found
