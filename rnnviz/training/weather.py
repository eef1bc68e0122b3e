"""Training and judging a temperature forecaster: a regular series + spec → events → a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.correlation import pearson
from rnnviz.errors import RnnvizError
from rnnviz.message_values import ColumnName
from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.baselines import (
    BASELINES,
    NEARLY_ALL,
    Forecasts,
    Score,
    Task,
    mae_skill_score,
    score,
)
from rnnviz.series.boosted_trees import boosted_trees
from rnnviz.series.gain import Gain, gain_over
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import Parts, Starts, calendar, split_in_time
from rnnviz.training.fast_gru import FastGruStep
from rnnviz.training.fast_rnn import FastRnnStep, loss_and_grad
from rnnviz.training.loop import Event, LoopState, fit
from rnnviz.training.specs import LossName
from rnnviz.training.specs import WeatherTraining as WeatherTraining
from rnnviz.training.weather_start import start_for_length

_LossOf = Callable[[tuple[Tensor, Tensor]], Tensor]
# Cells whose step in one layer is written out: faster, and equal to autograd's.
BY_HAND: dict[str, Callable[[Forecaster, LossName], _LossOf]] = {
    "rnn": FastRnnStep,
    "gru": FastGruStep,
}
VARIES = 1e-4  # °C: what changes less is rounding

FEWEST_STEPS = 60  # in an epoch, where the batches do not get too small for it
SMALLEST_BATCH = 16
HALF_RATE = 0.65  # of the epochs: then the rate of a one-cycle has fallen to half of its peak
MOST_STATES = 2**25  # numbers in the states of one call, where nothing is learned


@dataclass(frozen=True)
class Scale:
    """°C ↔ what the network reads: mean and standard deviation of the training part.

    ``others``: the same of each other input, in its own unit.
    """

    mean: float
    std: float
    others: Mapping[str, Scale] = field(default_factory=dict)

    def to_network(self, celsius: np.ndarray) -> np.ndarray:
        return ((celsius - self.mean) / self.std).astype(np.float32)


@dataclass(frozen=True)
class PreparedSeries:
    """A run ready to go. ``inputs`` (steps, inputs) and ``targets`` (steps,) are scaled."""

    model: Forecaster
    task: Task
    parts: Parts
    scale: Scale
    inputs: Tensor
    targets: Tensor

    @property
    def windows(self) -> tuple[Tensor, Tensor]:
        """What is read (steps, window, inputs) and what comes (steps, horizon), from every step.

        Views: no window is copied before its batch needs it.
        """
        window, horizon = self.task.window, self.task.horizon
        read = self.inputs.unfold(0, window, 1).transpose(1, 2)
        return read, self.targets[window:].unfold(0, horizon, 1)


def network_inputs(series: RegularSeries, spec: ForecasterSpec, scale: Scale) -> Tensor:
    """Every step as the network reads it: (steps, inputs), the temperature first, then the others.

    Raises ``run_needs_inputs`` where the series lacks one that the network reads.
    """
    missing = [name for name in spec.others if name not in series.inputs]
    if missing:
        raise RnnvizError("run_needs_inputs", columns=tuple(map(ColumnName, missing)))
    columns = [scale.to_network(series.values)[:, None]]
    for name in spec.others:  # a pressure of 101,325 Pa has few digits left in float32
        exact = series.inputs[name].astype(np.float64)
        columns.append(scale.others[name].to_network(exact)[:, None])
    if spec.calendar:
        columns.append(calendar(series.local_stamps))
    return torch.from_numpy(np.concatenate(columns, axis=1))


def _scale_of(series: RegularSeries, spec: ForecasterSpec, end: int) -> Scale:
    """Mean and spread of the steps before ``end``; an input that stands still there keeps 1."""

    def of(values: np.ndarray) -> tuple[float, float]:
        seen = values[:end]
        seen = seen[~np.isnan(seen)].astype(np.float64)
        return (float(seen.mean()), float(seen.std())) if len(seen) else (0.0, 0.0)

    mean, std = of(series.values)
    others = {name: of(series.inputs[name]) for name in spec.others if name in series.inputs}
    return Scale(
        mean,
        max(std, 1e-3),
        {name: Scale(middle, spread or 1.0) for name, (middle, spread) in others.items()},
    )


def prepare_series(series: RegularSeries, spec: WeatherTraining) -> PreparedSeries:
    """Split in time, scale by the training part alone, make the model."""
    shape = spec.model
    parts = split_in_time(series, shape.window, shape.horizon, spec.validation, spec.test)
    scale = _scale_of(series, shape, parts.train_end)
    inputs = network_inputs(series, shape, scale)
    torch.manual_seed(spec.seed)
    model = Forecaster(shape)
    task = Task(series, shape.window, shape.horizon)
    ready = PreparedSeries(model, task, parts, scale, inputs, inputs[:, 0].contiguous())
    start_for_length(model, *ready.windows, torch.from_numpy(parts.train))
    return ready


def train_weather(
    ready: PreparedSeries, spec: WeatherTraining, resume: LoopState | None = None
) -> Iterator[Event]:
    """Train ``ready.model`` in place. The score of an epoch is minus its validation MAE in °C.

    ``resume``: the ``snapshot()`` of an epoch of the same run; training goes on after it.
    """

    def evaluate(judged: nn.Module) -> Mapping[str, float]:
        assert isinstance(judged, Forecaster)
        found = _score(ready, judged, ready.parts.validation)
        return {"score": -found.mae, "mae": found.mae, "rmse": found.rmse}

    starts = torch.from_numpy(ready.parts.train)
    yield from learn(ready.model, ready.windows, starts, spec, evaluate, resume)


def learn(
    model: nn.Module,
    windows: tuple[Tensor, Tensor],
    starts: Tensor,
    spec: WeatherTraining,
    evaluate: Callable[[nn.Module], Mapping[str, float]],
    resume: LoopState | None = None,
) -> Iterator[Event]:
    """Train ``model`` in place on the ``windows`` (what is read, what comes) of these ``starts``.

    ``evaluate``: scores, see ``fit``.
    """
    read, ahead = windows
    # A short series is cut into smaller batches, or an epoch would hardly move the weights. Whole
    # ones only: a remainder of another size would be one noisy step.
    size = min(spec.batch_size, max(SMALLEST_BATCH, len(starts) // FEWEST_STEPS), len(starts))
    steps = len(starts) // size
    # Smaller batches are noisier: each moves the weights less.
    rate = spec.loop.learning_rate * size / min(spec.batch_size, len(starts))

    def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        # A generator for each epoch: the order does not depend on what came before.
        order = torch.Generator().manual_seed(spec.seed * 1_009 + epoch)
        shuffled = starts[torch.randperm(len(starts), generator=order)]
        for begin in range(0, steps * size, size):
            part = shuffled[begin : begin + size]
            yield read[part], ahead[part]

    def by_autograd(batch: tuple[Tensor, Tensor]) -> Tensor:
        error = model(batch[0]) - batch[1]
        if spec.loss == "huber":
            return loss_and_grad(error, "huber")[0]
        mean: torch.Tensor = (error.abs() if spec.loss == "mae" else error.square()).mean()
        return mean

    by_hand, cell = None, spec.model.cell
    if isinstance(model, Forecaster) and spec.model.num_layers == 1 and cell in BY_HAND:
        by_hand = BY_HAND[cell](model, spec.loss)
    yield from fit(
        model,
        batches,
        steps,
        by_hand or by_autograd,
        evaluate,
        spec.loop.model_copy(update={"learning_rate": rate}),
        own_gradients=by_hand is not None,
        # From a linear part's best start every epoch near the peak of the rate is a step back.
        earliest=round(HALF_RATE * spec.loop.epochs) if spec.model.linear_part else 0,
        resume=resume,
    )


@torch.no_grad()
def forecasts(ready: PreparedSeries, model: Forecaster, starts: Starts) -> Forecasts:
    """What a model forecasts from windows that begin at ``starts``: (windows, horizon) °C."""
    model.eval()
    read = ready.inputs.unfold(0, ready.task.window, 1).transpose(1, 2)
    # All states of a part are in memory at once: 128 MB for the largest network.
    size = MOST_STATES // (ready.task.window * model.spec.hidden_size)
    parts = torch.from_numpy(starts).split(max(1, min(8192, size)))
    scaled = torch.cat([model(read[part]) for part in parts]).numpy().astype(np.float64)
    return scaled * ready.scale.std + ready.scale.mean


def _score(ready: PreparedSeries, model: Forecaster, starts: Starts) -> Score:
    return score(forecasts(ready, model, starts), ready.task.truth(starts))


@dataclass(frozen=True)
class Judgement:
    """How good a forecaster is on steps it never saw, beside what is simple.

    ``change_correlation``: between the change that was forecast and the change that came, at the
    farthest step. Near 0 the forecast only repeats its input, shifted; 1 would be perfect.
    """

    test: Score
    baselines: Mapping[str, Score]
    by_lead: tuple[float, ...]  # MAE 1, 2, … steps ahead
    change_correlation: float
    rival: str  # the best of the baselines that forecast nearly every window
    gain: Gain  # over that
    trees: Score  # boosted trees, which are not simple, on the windows that they forecast
    gain_over_trees: Gain | None  # None where there was too little for trees to learn from

    @property
    def mae_skill_score(self) -> float:
        """Share of the error of persistence that is saved, see ``mae_skill_score``."""
        return mae_skill_score(self.test.mae, self.baselines["persistence"].mae)


def forecasts_of_test(ready: PreparedSeries, model: Forecaster) -> dict[str, Forecasts]:
    """What the network and each of its rivals forecasts of the test part: (windows, horizon) °C."""
    task, train, test = ready.task, ready.parts.train, ready.parts.test
    return {
        "network": forecasts(ready, model, test),
        **{name: baseline(task, train, test) for name, baseline in BASELINES.items()},
        "boosted_trees": boosted_trees(task, train, test),
    }


def judge(
    ready: PreparedSeries, model: Forecaster, found: Mapping[str, Forecasts] | None = None
) -> Judgement:
    """Judge a trained model on the test part. ``found``: its ``forecasts_of_test``, if known."""
    found = forecasts_of_test(ready, model) if found is None else found
    test = ready.parts.test
    truth = ready.task.truth(test)
    forecast = found["network"]
    last = ready.task.read(test)[:, -1]
    simple = {name: found[name] for name in BASELINES}
    baselines = {name: score(made, truth) for name, made in simple.items()}
    usual = {
        name: baselines[name].mae
        for name, made in simple.items()
        if (~np.isnan(made)).mean() >= NEARLY_ALL
    }
    rival = min(usual, key=usual.__getitem__)
    trees = found["boosted_trees"]

    def gain(other: Forecasts) -> Gain:
        both = ~np.isnan(other).any(axis=1)
        own, others = (np.abs(each - truth)[both].mean(axis=1) for each in (forecast, other))
        return gain_over(own, others, test[both], ready.task.series.step)

    return Judgement(
        test=score(forecast, truth),
        baselines=baselines,
        by_lead=tuple(float(error) for error in np.abs(forecast - truth).mean(axis=0)),
        change_correlation=pearson(forecast[:, -1] - last, truth[:, -1] - last, VARIES),
        rival=rival,
        gain=gain(simple[rival]),
        trees=score(trees, truth),
        gain_over_trees=None if np.isnan(trees).all() else gain(trees),
    )
