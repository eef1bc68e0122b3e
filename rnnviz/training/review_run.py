"""A training run on reviews from the command line: a progress bar, and a checkpoint on disk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor

from rnnviz.models.checkpoint import Checkpoint, ModelInfo, save_checkpoint
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.text.reviews import load_reviews
from rnnviz.training.calibration import LengthScale, length_scale, scaled_head
from rnnviz.training.examples import slice_of
from rnnviz.training.loop import BatchDone, EpochDone, Finished
from rnnviz.training.reviews import Prepared, predict, prepare, train_events
from rnnviz.training.specs import ReviewTraining
from rnnviz.training.word_vectors import read_word_vectors
from rnnviz.uploads.paths import is_file, is_folder, shown


def fitted_scale(
    model: ReviewClassifier, rows: Sequence[list[int]], labels: Sequence[int], seed: int
) -> LengthScale:
    """How sure the model may be: by these texts, whole and one span of each, so of all lengths."""
    dice = random.Random(seed)
    texts = [*rows, *(row[slice_of(len(row), 1.0, dice)] for row in rows)]
    answers = np.array([*labels, *labels], np.float64)
    probability = predict(model, texts).double().clamp(1e-7, 1 - 1e-7)
    words = np.array([len(row) for row in texts], np.float64)
    return length_scale(torch.logit(probability).numpy(), answers, words)


def calibrated(
    ready: Prepared, done: Finished, spec: ReviewTraining
) -> tuple[dict[str, float], dict[str, Tensor], float]:
    """The scores and weights of the best epoch, as sure of itself as it is right, and its power of
    the length.

    Judged by half of the validation films: what is said of the probabilities can then be said of
    the other half. Without any, nothing changes.
    """
    places = ready.calibration
    if not spec.calibrate or not places:
        return dict(done.scores), done.weights, 0.0
    rows = [ready.validation_rows[k] for k in places]
    labels = [ready.validation_labels[k] for k in places]
    found = fitted_scale(ready.model, rows, labels, spec.seed)
    return (
        {**done.scores, "scale": found.scale},
        scaled_head(done.weights, found.scale),
        found.power,
    )


def run_with_bar(
    data: Path,
    out: Path,
    spec: ReviewTraining,
    weigh: Path | None = None,
    before: Checkpoint | None = None,
    vectors: Path | None = None,
) -> dict[str, float]:
    """Train on the reviews in ``data``, save the best epoch in ``out``, return its metrics.

    ``before``: a checkpoint to go on from, whose shape ``spec.model`` is. ``vectors``: a file of
    word vectors, where ``spec.start`` is that.

    The best checkpoint so far is on disk after every epoch: an interrupted run loses only the
    epoch it was in.
    """
    console = Console(stderr=True)
    if is_file(data) or is_folder(data):
        console.print(f"reading {shown(data.name)}", markup=False)
    reviews = load_reviews(data)
    fingerprint = reviews.fingerprint()
    weighed = frozenset(load_reviews(weigh).texts) if weigh else frozenset()
    find_vectors = None if vectors is None else partial(read_word_vectors, vectors)
    ready = prepare(reviews, spec, weighed, before, find_vectors)
    console.print(
        f"{len(ready.examples.rows)} reviews to learn from, {len(ready.validation_rows)} kept back"
    )
    metrics: dict[str, float] = {}

    def save(
        epoch: int, scores: dict[str, float], weights: dict[str, Tensor], power: float = 0.0
    ) -> None:
        metrics.clear()
        metrics["epoch"] = float(epoch)
        metrics.update({f"validation_{k}": v for k, v in scores.items() if k != "score"})
        info = ModelInfo(
            spec=ready.model.spec,
            seed=spec.seed,
            corpus=reviews.source,
            fingerprint=fingerprint,
            training=spec.model_dump(exclude={"model", "language"}),
            metrics=metrics,
            embedding_start=spec.start,
            language=spec.language,
            length_power=power,
            before=None if before is None else before.info.training,
        )
        save_checkpoint(out, info, ready.vocabulary.words, ready.vocabulary.counts, weights)

    columns = (
        TextColumn("epoch {task.fields[epoch]}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.3f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("train", total=None, epoch=1, loss=float("nan"))
        for event in train_events(ready, spec):
            match event:
                case BatchDone():
                    total = event.steps * spec.loop.epochs
                    bar.update(task, total=total, advance=1, epoch=event.epoch, loss=event.loss)
                case EpochDone():
                    scores = " ".join(f"{k} {v:.4f}" for k, v in event.scores.items())
                    bar.console.print(f"epoch {event.epoch}: loss {event.train_loss:.4f} {scores}")
                    if event.better:
                        save(event.epoch, dict(event.scores), event.weights)
                case Finished():
                    save(event.best_epoch, *calibrated(ready, event, spec))
    return metrics
