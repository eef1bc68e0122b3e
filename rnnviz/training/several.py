"""One network for several stations of a file, each scaled by its own training part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.models.forecaster import Forecaster
from rnnviz.models.station_forecaster import StationForecaster, for_station
from rnnviz.training.loop import Event, LoopState
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.station_plan import Part
from rnnviz.training.weather import PreparedSeries, forecasts, learn, prepare_series
from rnnviz.training.weather_start import SHORT, start_for_length


@dataclass(frozen=True)
class Pool:
    """One network for all stations, ready to go.

    ``ready``: each station by itself, scaled and split. ``inputs`` (steps, inputs + 1): the steps
    of all stations, one behind the other, with the number of the station; ``starts``: first steps
    of the training windows in them.
    """

    model: StationForecaster
    ready: Mapping[str, PreparedSeries]
    inputs: Tensor
    starts: Tensor

    @property
    def windows(self) -> tuple[Tensor, Tensor]:
        """As ``PreparedSeries.windows``; those that reach into the next station are not in
        ``starts``."""
        shape = self.model.forecaster.spec
        read = self.inputs.unfold(0, shape.window, 1).transpose(1, 2)
        return read, self.inputs[shape.window :, 0].unfold(0, shape.horizon, 1)


def prepare_pool(parts: Mapping[str, Part], spec: WeatherTraining) -> Pool:
    """Scale and split each station, put all behind each other, make the model."""
    ready = {name: prepare_series(part.series, part.spec) for name, part in parts.items()}
    blocks, starts, begin = [], [], 0
    for number, one in enumerate(ready.values()):
        marks = torch.full((len(one.inputs), 1), float(number))
        blocks.append(torch.cat([one.inputs, marks], dim=1))
        starts.append(torch.from_numpy(one.parts.train) + begin)
        begin += len(one.inputs)
    torch.manual_seed(spec.seed)
    shape = next(iter(parts.values())).spec.model
    model = StationForecaster(shape, len(parts))
    pool = Pool(model, ready, torch.cat(blocks), torch.cat(starts))
    _start(pool)
    return pool


@torch.no_grad()
def _start(pool: Pool) -> None:
    """Where the network begins, as one that learns from as many windows of a single station."""
    read, ahead = pool.windows
    starts = pool.starts
    if len(starts) < SHORT:  # they are looked at, with the vectors of their stations
        read, ahead = pool.model.with_vectors(read[starts]), ahead[starts]
        starts = torch.arange(len(starts))
    start_for_length(pool.model.forecaster, read, ahead, starts)


def train_pool(
    pool: Pool, spec: WeatherTraining, resume: LoopState | None = None
) -> Iterator[Event]:
    """Train in place. Scores are over the validation windows of all stations, °C."""

    def evaluate(judged: nn.Module) -> Mapping[str, float]:
        off = np.concatenate(
            [
                (forecasts(one, model, one.parts.validation) - one.task.truth(one.parts.validation))
                for one, model in zip(
                    pool.ready.values(),
                    models_of(judged.state_dict(), pool.ready).values(),
                    strict=True,
                )
            ]
        )
        mae, rmse = float(np.abs(off).mean()), float(np.sqrt(np.mean(off**2)))
        return {"score": -mae, "mae": mae, "rmse": rmse}

    yield from learn(pool.model, pool.windows, pool.starts, spec, evaluate, resume)


def models_of(
    weights: Mapping[str, Tensor], ready: Mapping[str, PreparedSeries]
) -> dict[str, Forecaster]:
    """An ordinary forecaster for each station, which computes what the one network does for it."""
    found = {}
    for number, (name, one) in enumerate(ready.items()):
        found[name] = Forecaster(one.model.spec)
        found[name].load_state_dict(for_station(weights, number))
    return found
