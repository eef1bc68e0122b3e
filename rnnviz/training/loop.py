"""The training loop: it yields events and knows neither screen nor disk nor task.

A task hands over a model, a way to make one epoch's batches, a loss and a validation score;
whoever iterates decides what to do with the events, and stops by no longer iterating.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn

from rnnviz.training.specs import LoopSpec as LoopSpec

Batch = TypeVar("Batch")


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
    """

    epoch: int
    train_loss: float
    scores: Mapping[str, float]
    better: bool
    weights: dict[str, Tensor]


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
    fused: bool = False,
) -> Iterator[Event]:
    """Train ``model`` in place and yield an event after every batch and every epoch.

    ``batches(epoch)`` gives the ``steps`` batches of an epoch; ``evaluate`` returns scores of
    which the one called ``score`` is maximised. Raises ``FloatingPointError`` when the loss is no
    longer a number. Seeding is the caller's. ``own_gradients``: ``loss_of`` leaves the gradients
    in the parameters itself. ``fused``: one kernel for the whole optimiser step; for small models
    that is most of the time, but the last bits of the numbers differ.
    """
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=spec.learning_rate, weight_decay=spec.weight_decay, fused=fused
    )
    scheduler = None
    if spec.schedule == "one_cycle":
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, max_lr=spec.learning_rate, total_steps=spec.epochs * steps + 1, pct_start=0.3
        )
    averaged = copy.deepcopy(model) if spec.average else None
    best: Finished | None = None
    since_best = 0
    for epoch in range(1, spec.epochs + 1):
        model.train()
        total = 0.0
        done = 0
        for batch in batches(epoch):
            if own_gradients:
                loss = loss_of(batch)
            else:
                optimiser.zero_grad(set_to_none=True)
                loss = loss_of(batch)
                loss.backward()
            if spec.clip:
                nn.utils.clip_grad_norm_(model.parameters(), spec.clip)
            optimiser.step()
            if scheduler is not None:
                scheduler.step()
            if averaged is not None:
                _average(averaged, model, spec.average, (epoch - 1) * steps + done)
            value = loss.item()
            if not math.isfinite(value):
                raise FloatingPointError(f"the loss became {value} in epoch {epoch}")
            total += value
            done += 1
            yield BatchDone(epoch, done, steps, value)
        judged = averaged if averaged is not None else model
        judged.eval()
        scores = dict(evaluate(judged))
        better = best is None or scores["score"] > best.scores["score"]
        since_best = 0 if better else since_best + 1
        weights = judged.state_dict()
        if better:
            kept = {name: value.clone() for name, value in weights.items()}
            best = Finished(epoch, scores, kept, False)
        yield EpochDone(epoch, total / max(done, 1), scores, better, weights)
        if spec.patience and since_best >= spec.patience:
            break
    assert best is not None  # at least one epoch ran
    model.load_state_dict(best.weights)
    yield Finished(best.best_epoch, best.scores, best.weights, epoch < spec.epochs)


@torch.no_grad()
def _average(averaged: nn.Module, model: nn.Module, decay: float, step: int) -> None:
    # Early on the average follows fast, or it would remember the random start.
    decay = min(decay, (1 + step) / (10 + step))
    for mean, value in zip(averaged.parameters(), model.parameters(), strict=True):
        mean.lerp_(value, 1 - decay)
