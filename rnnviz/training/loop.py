"""The training loop: it yields events and knows neither screen nor disk nor task.

A task hands over a model, a way to make one epoch's batches, a loss and a validation score;
whoever iterates decides what to do with the events, and stops by no longer iterating.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from rnnviz.training.optimise import FlatAdamW, FlatParameters, clip, one_cycle
from rnnviz.training.specs import LoopSpec as LoopSpec

Batch = TypeVar("Batch")


@dataclass(frozen=True)
class LoopState:
    """Where a run stands after an epoch: all that is needed to go on as if it had never stopped.

    ``tensors`` can go into a safetensors file as they are, ``values`` into JSON.
    """

    tensors: Mapping[str, Tensor]
    values: Mapping[str, Any]

    @property
    def best(self) -> Finished:
        """The best epoch so far, as if training ended here."""
        weights = {
            name.removeprefix("best."): value
            for name, value in self.tensors.items()
            if name.startswith("best.")
        }
        return Finished(self.values["best_epoch"], self.values["best_scores"], weights, False)


def _no_snapshot() -> LoopState:
    raise RuntimeError("this event did not come from a running loop")


@dataclass(frozen=True)
class BatchDone:
    """One optimiser step: ``step`` of ``steps`` in this epoch, both counted from 1."""

    epoch: int
    step: int
    steps: int
    loss: float


@dataclass(frozen=True)
class EpochDone:
    """One epoch: mean training loss, validation scores, ``better`` if they are the best so far.

    ``weights`` are the ones the scores belong to, live: whoever keeps them makes a copy.
    ``snapshot()`` copies the state of the loop; call it before asking for the next event.
    """

    epoch: int
    train_loss: float
    scores: Mapping[str, float]
    better: bool
    weights: dict[str, Tensor]
    snapshot: Callable[[], LoopState] = _no_snapshot


@dataclass(frozen=True)
class Finished:
    """The end: the best epoch, its scores and its weights."""

    best_epoch: int
    scores: Mapping[str, float]
    weights: dict[str, Tensor]
    stopped_early: bool


Event = BatchDone | EpochDone | Finished


def fit(
    model: nn.Module,
    batches: Callable[[int], Iterable[Batch]],
    steps: int,
    loss_of: Callable[[Batch], Tensor],
    evaluate: Callable[[nn.Module], Mapping[str, float]],
    spec: LoopSpec,
    *,
    own_gradients: bool = False,
    earliest: int = 0,
    resume: LoopState | None = None,
) -> Iterator[Event]:
    """Train ``model`` in place and yield an event after every batch and every epoch.

    ``batches(epoch)`` gives the ``steps`` batches of an epoch; ``evaluate`` returns scores of
    which the one called ``score`` is maximised. Raises ``FloatingPointError`` when the loss is no
    longer a number. Seeding is the caller's. ``own_gradients``: ``loss_of`` leaves the gradients
    in the parameters itself. ``earliest``: the first epoch after which ``spec.patience`` may end
    the training. ``resume``: go on after the epoch of this snapshot; the numbers are then those of
    a run that was never interrupted, to the last bit, if ``batches`` depends on the epoch alone.
    """
    progress = _Progress(model, spec, earliest)
    if resume is not None:
        progress.restore(resume)
    total_steps = spec.epochs * steps + 1
    rate, beta1 = spec.learning_rate, 0.9
    while not progress.over:
        epoch = progress.epoch + 1
        model.train()
        total = 0.0
        done = 0
        for batch in batches(epoch):
            if own_gradients:
                loss = loss_of(batch)
            else:
                progress.flat.grad.zero_()
                loss = loss_of(batch)
                loss.backward()
            value = loss.item()
            if not math.isfinite(value):
                raise FloatingPointError(f"the loss became {value} in epoch {epoch}")
            step = (epoch - 1) * steps + done
            if spec.schedule == "one_cycle":
                rate, beta1 = one_cycle(step, total_steps, spec.learning_rate)
            progress.step(step, rate, beta1)
            total += value
            done += 1
            yield BatchDone(epoch, done, steps, value)
        judged = progress.judged
        judged.eval()
        scores = dict(evaluate(judged))
        better = progress.count(epoch, scores)
        mean_loss = total / max(done, 1)
        yield EpochDone(epoch, mean_loss, scores, better, judged.state_dict(), progress.snapshot)
    best = progress.best
    assert best is not None  # at least one epoch ran
    model.load_state_dict(best.weights)
    yield Finished(best.best_epoch, best.scores, best.weights, progress.epoch < spec.epochs)


class _Progress:
    """What changes while a model learns, and nothing else."""

    def __init__(self, model: nn.Module, spec: LoopSpec, earliest: int) -> None:
        self._model, self._spec, self._earliest = model, spec, earliest
        # Copied first: a copy of views would be views of the same vector.
        averaged = copy.deepcopy(model) if spec.average else None
        self.flat = FlatParameters(model)
        self._optimiser = FlatAdamW(self.flat, spec.weight_decay)
        self._average = FlatParameters(averaged) if averaged is not None else None
        self.judged = averaged if averaged is not None else model
        self.epoch = 0
        self.since_best = 0
        self.best: Finished | None = None

    @property
    def over(self) -> bool:
        tired = 0 < self._spec.patience <= self.since_best and self.epoch >= self._earliest
        return tired or self.epoch >= self._spec.epochs

    @torch.no_grad()
    def step(self, step: int, rate: float, beta1: float) -> None:
        if self._spec.clip:
            clip(self.flat.grad, self._spec.clip)
        self._optimiser.step(step + 1, rate, beta1)
        if self._average is not None:
            # Early on the average follows fast, or it would remember the random start.
            decay = min(self._spec.average, (1 + step) / (10 + step))
            self._average.values.lerp_(self.flat.values, 1 - decay)

    def count(self, epoch: int, scores: Mapping[str, float]) -> bool:
        """Enter an epoch; whether it is the best so far."""
        better = self.best is None or scores["score"] > self.best.scores["score"]
        self.epoch = epoch
        self.since_best = 0 if better else self.since_best + 1
        if better:
            kept = {name: value.clone() for name, value in self.judged.state_dict().items()}
            self.best = Finished(epoch, scores, kept, False)
        return better

    def snapshot(self) -> LoopState:
        assert self.best is not None
        tensors = {
            "values": self.flat.values.clone(),
            "mean": self._optimiser.mean.clone(),
            "square": self._optimiser.square.clone(),
            "random": torch.get_rng_state(),
            **{f"best.{name}": value for name, value in self.best.weights.items()},
        }
        if self._average is not None:
            tensors["average"] = self._average.values.clone()
        values = {
            "epoch": self.epoch,
            "since_best": self.since_best,
            "best_epoch": self.best.best_epoch,
            "best_scores": dict(self.best.scores),
        }
        return LoopState(tensors, values)

    @torch.no_grad()
    def restore(self, state: LoopState) -> None:
        """Raises ``KeyError`` or ``RuntimeError`` where the state is another model's."""
        tensors, values = state.tensors, state.values
        self.flat.values.copy_(tensors["values"])
        self._optimiser.mean.copy_(tensors["mean"])
        self._optimiser.square.copy_(tensors["square"])
        if self._average is not None:
            self._average.values.copy_(tensors["average"])
        self.best = state.best
        self.epoch, self.since_best = values["epoch"], values["since_best"]
        torch.set_rng_state(tensors["random"])
