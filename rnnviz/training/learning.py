"""What a recorded run learns from, for whoever executes it: its series, or several stations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import torch

from rnnviz.errors import RnnvizError
from rnnviz.models.forecaster import Forecaster
from rnnviz.series.types import RegularSeries
from rnnviz.training.loop import Event, LoopState
from rnnviz.training.several import models_of, prepare_pool, train_pool
from rnnviz.training.several_run import NETWORK, save_network
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.station_plan import STATIONS, load_parts
from rnnviz.training.weather import PreparedSeries, prepare_series, train_weather

Weights = Mapping[str, torch.Tensor]


class Learning:
    """One series by itself. ``ready``: as the run is shown and judged."""

    def __init__(self, series: RegularSeries, spec: WeatherTraining) -> None:
        self.ready, self._spec = prepare_series(series, spec), spec

    @property
    def all_ready(self) -> tuple[PreparedSeries, ...]:
        """Every series that is learned from."""
        return (self.ready,)

    def train(self, resume: LoopState | None) -> Iterator[Event]:
        """The events of training; see ``fit``."""
        return train_weather(self.ready, self._spec, resume)

    def own(self, weights: Weights) -> Weights:
        """The weights of the run's own ``Forecaster``."""
        return weights

    def models(self, weights: Weights) -> tuple[Forecaster, ...]:
        """A forecaster for each of ``all_ready``."""
        model = Forecaster(self._spec.model)
        model.load_state_dict(dict(weights))
        return (model,)

    def save(self, folder: Path, weights: Weights) -> tuple[str, ...]:
        """Write what a run's folder holds of this besides what every run's does; which files."""
        return ()


class StationsLearning(Learning):
    """One network for several stations; the run is that of one of them."""

    def __init__(self, folder: Path, spec: WeatherTraining) -> None:
        parts = load_parts(folder / STATIONS)
        if spec.among is None or spec.among.station not in parts:
            raise RnnvizError("run_damaged", path=folder.name)
        self._pool, self._spec = prepare_pool(parts, spec), spec
        self._place = list(parts).index(spec.among.station)
        self.ready = self._pool.ready[spec.among.station]

    @property
    def all_ready(self) -> tuple[PreparedSeries, ...]:
        return tuple(self._pool.ready.values())

    def train(self, resume: LoopState | None) -> Iterator[Event]:
        return train_pool(self._pool, self._spec, resume)

    def own(self, weights: Weights) -> Weights:
        return self.models(weights)[self._place].state_dict()

    def models(self, weights: Weights) -> tuple[Forecaster, ...]:
        return tuple(models_of(weights, self._pool.ready).values())

    def save(self, folder: Path, weights: Weights) -> tuple[str, ...]:
        save_network(folder, weights)
        return (NETWORK,)


def learning_of(folder: Path, series: RegularSeries, spec: WeatherTraining) -> Learning:
    """What the run in ``folder`` learns from; ``run_damaged`` where it is not to be read."""
    if spec.among is not None and spec.among.learned == "all":
        return StationsLearning(folder, spec)
    return Learning(series, spec)
