"""The values a run is known by. Everything here is plain and frozen, and needs no torch."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.errors import RnnvizError
from rnnviz.series.step import Step
from rnnviz.training.specs import WeatherTraining

Status = Literal["queued", "running", "finished", "stopped", "interrupted", "failed"]
RESUMABLE: tuple[Status, ...] = ("interrupted", "stopped")
# Failures that would come again: the same numbers diverge, the same file is damaged.
HOPELESS = frozenset({"training_diverged", "run_damaged"})


def new_id() -> str:
    """An id nobody can guess: 128 random bits, safe in a URL and as a folder's name.

    None begins with a dash: a command would take it for an option.
    """
    while (drawn := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return drawn


def is_id(text: object) -> bool:
    """Whether ``text`` could be such an id. Whatever comes from an address must pass this."""
    return isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]{22}", text) is not None


@dataclass(frozen=True)
class Run:
    """One run as its record says. Times are Unix seconds (UTC).

    ``status``: *queued* (``place`` says where, 1 is next), *running*, *finished*; *stopped* by the
    user (``has_result`` unless it was before the end of the first epoch); *interrupted*: its worker
    is gone (``RunStore.resume`` goes on from the last checkpoint); *failed*: see ``error``, and
    ``resumable`` whether it can go on.
    ``epoch`` of ``epochs`` are done, ``progress`` (0 to 1) counts batches too. ``seconds_left`` is
    an estimate and an upper bound, for training may end early; None until it can be told.
    ``worker``: which process of which machine has or had it; for operators, not for pages.
    ``persistence_mae``: what persistence scores on the validation part (°C), for the chart.
    """

    id: str
    workspace: str
    name: str
    task: str  # "weather"
    spec: WeatherTraining
    source: str  # name of the file the series came from
    fingerprint: str  # SHA-256 of the hourly series
    hours: int  # length of the series, in its own steps
    status: Status
    created: float
    started: float | None
    ended: float | None
    heartbeat: float | None
    epoch: int
    epochs: int
    progress: float
    seconds_left: float | None
    place: int | None
    stopping: bool  # a stop was asked for and not yet obeyed
    persistence_mae: float | None
    has_result: bool
    error: RnnvizError | None  # for ``t.error(run.error)``
    checkpoint: bool = False  # whether it failed and left one
    worker: str | None = None
    silent: float = 0.0  # seconds since its worker was heard of, while it runs

    @property
    def unfinished(self) -> bool:
        """Whether it still waits or runs: the page should look again."""
        return self.status in ("queued", "running")

    @property
    def resumable(self) -> bool:
        """Whether it can be trained further: it was cut short, or failed with a checkpoint and for
        a reason that may have passed."""
        hopeless = self.error is not None and self.error.code in HOPELESS
        return self.status in RESUMABLE or (self.checkpoint and not hopeless)


def as_plain(run: Run) -> dict[str, object]:
    """A run as JSON can hold it; without the workspace, which is a secret."""
    plain = {field.name: getattr(run, field.name) for field in fields(run)}
    plain |= {"spec": run.spec.model_dump(), "error": run.error.code if run.error else None}
    plain.pop("workspace")
    return plain


@dataclass(frozen=True)
class EpochRecord:
    """One epoch. Errors in °C, all of the weights after this epoch.

    ``train_mae`` is over windows of the training part, evenly picked, at most as many as the
    validation part has: the same measure as ``mae``, so that the two curves can be compared.
    ``better``: the best validation MAE so far. ``seconds``: training and judging this epoch.
    """

    epoch: int
    train_mae: float
    mae: float
    rmse: float
    seconds: float
    better: bool


@dataclass(frozen=True)
class Preview:
    """A stretch of the validation part as forecast after ``epoch``.

    Each step as it was forecast ``lead`` steps before (the horizon). NaN marks a hole. The line of
    persistence is ``truth`` shifted by ``lead``.
    """

    epoch: int
    lead: int
    start: np.datetime64
    step: Step
    truth: NDArray[np.float32]  # (steps,) °C
    forecast: NDArray[np.float32]  # (steps,) °C


@dataclass(frozen=True)
class Limits:
    """How much one workspace may keep and have waiting, and how much disk must stay free."""

    runs: int = 100
    megabytes: int = 500
    unfinished: int = 10
    free_megabytes: int = 200
    name_length: int = 80
