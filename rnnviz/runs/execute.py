"""Executing a recorded run: the one function that a worker, a command or a cluster calls."""

from __future__ import annotations

import contextlib
import copy
import logging
import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import ValidationError

from rnnviz.errors import RnnvizError
from rnnviz.logs import facts
from rnnviz.runs import files
from rnnviz.runs.checkpoint import load_checkpoint, remove_checkpoint, save_checkpoint
from rnnviz.runs.heartbeat import Heartbeat
from rnnviz.runs.patience import Patience
from rnnviz.runs.queue import Lease, LeaseLostError, take_lease, take_next, take_over
from rnnviz.runs.records import EpochRecord, Status, new_id
from rnnviz.runs.store import RunStore
from rnnviz.runs.validation_preview import ValidationWeek
from rnnviz.series.baselines import BASELINES, score
from rnnviz.series.saved import load_series
from rnnviz.training.learning import Learning, learning_of
from rnnviz.training.loop import BatchDone, EpochDone, Finished
from rnnviz.training.run_record import RECORD, SERIES, WEIGHTS
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.station_plan import STATIONS
from rnnviz.training.weather import PreparedSeries, forecasts
from rnnviz.training.weather_run import judged_result, save_run

LOG = logging.getLogger(__name__)
_now = time.monotonic


def execute(
    run_id: str,
    store: RunStore,
    worker: str | None = None,
    minutes: float = math.inf,
    patience: Patience | None = None,
) -> bool:
    """Execute a queued run to its end and write everything into its record.

    Goes on after the checkpoint, if there is one. False where the run does not wait (any more).
    ``worker`` names the lock that is held as long as this process lives; without it, heartbeats
    alone tell that the run is alive. After ``minutes`` of training the run is stopped as by the
    user, with ``run_time_up`` in its record: others are waiting. Whatever goes wrong with the run
    stands in the record. A database that is away or locked only makes it wait, with ``patience``
    (by default as long as it takes): training goes on where it was, and the end is written down
    once that can be done. Raises ``RnnvizError`` where the run could not be taken or the patience
    came to its end.
    """
    held = take_lease(store.database, run_id, worker)
    if held is None:
        return False
    _execute(held, store, minutes, patience or Patience())
    return True


def execute_next(store: RunStore, worker: str, minutes: float, patience: Patience) -> bool:
    """The same for the run whose turn it is; False where none waits. It waits with ``patience``
    for the database, so that no run is taken without being executed."""
    token = new_id()
    held = patience.insist(lambda: take_next(store.database, worker, token))
    if held is None:
        return False
    _execute(held, store, minutes, patience)
    return True


def execute_turn(
    run_id: str, turn: float, store: RunStore, worker: str, minutes: float, patience: Patience
) -> bool:
    """The same for whoever was given this ``turn`` (``queued``) of a run, and nobody else was: one
    that was begun by a process that is gone goes on here, after its last checkpoint."""
    held = patience.insist(lambda: _take_turn(store, run_id, turn, worker))
    if held is None:
        return False
    _execute(held, store, minutes, patience)
    return True


def _take_turn(store: RunStore, run_id: str, turn: float, worker: str) -> Lease | None:
    return take_lease(store.database, run_id, worker, turn) or take_over(
        store.database, run_id, turn, worker
    )


def _execute(held: Lease, store: RunStore, minutes: float, patience: Patience) -> None:
    try:
        _see_through(held, store, minutes, patience)
    except LeaseLostError:
        pass  # deleted or given up
    except BaseException:  # Ctrl+C in a terminal
        with contextlib.suppress(LeaseLostError, RnnvizError):
            held.end("interrupted")
        raise
    if not patience.insist(lambda: store.exists(held.run_id)):
        store.folders.remove(held.run_id)  # deleted while we were writing


def _see_through(held: Lease, store: RunStore, minutes: float, patience: Patience) -> None:
    """Execute a run that is held, and write down how it ended."""
    status: Status = "failed"
    has_result: bool | None = None
    begun = _now()
    LOG.info("run %s begins", held.run_id, extra=facts(run=held.run_id))
    try:
        with Heartbeat(held) as heartbeat:
            status, has_result, note = _Execution(held, store, heartbeat, minutes, patience).run()
    except LeaseLostError:
        raise
    except RnnvizError as error:
        note = error
    except Exception as error:
        LOG.exception("run %s failed", held.run_id, extra=facts(run=held.run_id))
        kind = type(error).__name__
        failed = RnnvizError("run_failed", kind=kind)
        note = RnnvizError("runs_disk_full") if files.is_full(error) else failed
    patience.insist(lambda: held.end(status, has_result, note))
    about = facts(run=held.run_id, status=status, seconds=round(_now() - begun, 2))
    LOG.info("run %s: %s", held.run_id, status, extra=about)
    if status == "finished":
        folder = store.folder_of(held.run_id)
        remove_checkpoint(folder)
        with contextlib.suppress(RnnvizError):  # it is in nobody's way
            store.folders.shared.forget(folder, [files.CHECKPOINT])


class _Execution:
    """One execution of a run, from its record and files to its result."""

    def __init__(
        self,
        held: Lease,
        store: RunStore,
        heartbeat: Heartbeat,
        minutes: float,
        patience: Patience,
    ) -> None:
        self._insist, self._shared = patience.insist, store.folders.shared
        self._held, self._heartbeat = held, heartbeat
        self._folder = folder = store.folder_of(held.run_id)
        self._minutes, self._until = minutes, _now() + 60 * minutes
        try:
            self._spec = WeatherTraining.model_validate_json(held.spec)
        except ValidationError:
            raise RnnvizError("run_damaged", path=folder.name) from None
        self._insist(lambda: self._shared.fetch(folder, [SERIES, STATIONS, files.CHECKPOINT]))
        self._series = load_series(folder / SERIES)
        self._learning = learning_of(folder, self._series, self._spec)
        self._ready = self._learning.ready
        # A copy before training starts: judging it draws no random number.
        self._shown = copy.deepcopy(self._ready.model)
        self._week = ValidationWeek(self._ready)
        self._pace = _Pace(self._spec.loop.epochs)

    def run(self) -> tuple[Status, bool | None, RnnvizError | None]:
        """Train, judge, save; returns the status, whether there is a result (None: as was), and
        why it was stopped, where that was not the user."""
        state = load_checkpoint(self._folder)
        best = state.best if state is not None else None
        begun = int(state.values["epoch"]) if state is not None else 0
        persistence = persistence_mae(self._learning.all_ready)
        self._insist(lambda: self._held.begin(persistence, begun))
        status: Status = "stopped"
        note: RnnvizError | None = None
        try:
            for event in self._learning.train(state):
                if isinstance(event, BatchDone):
                    self._heartbeat.progress, self._heartbeat.seconds_left = self._pace.batch(event)
                elif isinstance(event, EpochDone):
                    snapshot = event.snapshot()
                    best = snapshot.best
                    self._epoch(event)
                    save_checkpoint(self._folder, snapshot)
                    self._send(files.CHECKPOINT)
                    self._pace.go_on()
                else:
                    best, status = event, "finished"
                    break
                if self._heartbeat.stop_wanted():
                    break
                if _now() >= self._until:
                    note = RnnvizError("run_time_up", minutes=round(self._minutes))
                    break
        except FloatingPointError:
            rate = self._spec.loop.learning_rate
            raise RnnvizError("training_diverged", rate=rate) from None
        if best is None and note is not None:
            raise RnnvizError("run_too_slow", minutes=round(self._minutes))
        if best is None:
            return status, None, None
        self._save(best)
        return status, True, note

    def _epoch(self, event: EpochDone) -> None:
        seconds = self._pace.epoch()
        self._shown.load_state_dict(self._learning.own(event.weights))
        record = EpochRecord(
            epoch=event.epoch,
            train_mae=_train_mae(self._learning, event.weights),
            mae=event.scores["mae"],
            rmse=event.scores["rmse"],
            seconds=seconds,
            better=event.better,
        )
        files.save_preview(self._folder, self._week.forecast(self._shown, event.epoch))
        self._send(files.PREVIEW)
        # The record before the checkpoint: an epoch beyond the checkpoint comes again, one that
        # is in the checkpoint alone would be missing.
        progress, seconds_left = self._heartbeat.progress, self._heartbeat.seconds_left
        self._insist(lambda: self._held.record(record, progress, seconds_left))

    def _save(self, best: Finished) -> None:
        weights = dict(self._learning.own(best.weights))
        self._shown.load_state_dict(weights)
        epochs, seconds = self._insist(self._held.trained)
        windows = sum(len(ready.parts.train) for ready in self._learning.all_ready)
        facts: dict[str, Any] = {
            "best_epoch": best.best_epoch,
            "epochs": epochs,
            "train_windows": windows,
            "windows_per_second": round(epochs * windows / max(seconds, 1e-9)),
            "seconds": round(seconds, 2),
            "run": self._folder.name,  # downloads hold it: no path of the server
        }
        result = judged_result(self._ready, self._shown, facts)
        source = self._held.source
        more = self._learning.save(self._folder, best.weights)
        save_run(self._folder, self._series, self._spec, source, weights, result)
        self._send(*more, WEIGHTS, RECORD)

    def _send(self, *names: str) -> None:
        self._insist(lambda: self._shared.send(self._folder, names))


class _Pace:
    """How far training is and how long it may still take, from what it has done so far."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._batches = 0
        self._training = 0.0  # seconds, without our own writing
        self._since = self._epoch_since = time.perf_counter()

    def batch(self, event: BatchDone) -> tuple[float, float | None]:
        """Progress, 0 to 1, and the seconds left once there is something to judge by."""
        self._batches += 1
        now = time.perf_counter()
        self._training += now - self._since
        self._since = now
        total = self._epochs * event.steps
        done = (event.epoch - 1) * event.steps + event.step
        if self._training < 0.5 and self._batches < event.steps:
            return done / total, None
        return done / total, self._training / self._batches * (total - done)

    def epoch(self) -> float:
        """Seconds that this epoch took, judging included."""
        now = time.perf_counter()
        self._training += now - self._since
        return now - self._epoch_since

    def go_on(self) -> None:
        self._since = self._epoch_since = time.perf_counter()


def persistence_mae(all_ready: Sequence[PreparedSeries]) -> float:
    """MAE of persistence on the validation part, °C; of several series, on all windows of them."""
    off = []
    for ready in all_ready:
        parts = ready.parts
        guess = BASELINES["persistence"](ready.task, parts.train, parts.validation)
        off.append((guess, ready.task.truth(parts.validation)))
    return score(*map(np.concatenate, zip(*off, strict=True))).mae


def _train_mae(learning: Learning, weights: Mapping[str, Any]) -> float:
    """MAE on windows of the training part, evenly picked, at most as many as validation has."""
    off = []
    for ready, model in zip(learning.all_ready, learning.models(weights), strict=True):
        train, most = ready.parts.train, len(ready.parts.validation)
        picked = train[np.linspace(0, len(train) - 1, min(len(train), most)).astype(int)]
        off.append((forecasts(ready, model, picked), ready.task.truth(picked)))
    return score(*map(np.concatenate, zip(*off, strict=True))).mae
