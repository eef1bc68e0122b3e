"""The queue of training runs: which is next, and the lease of whoever executes one.

What is written into a run's record while it trains goes through its lease. A lease has a token, new
each time. Every write names it; once the run was deleted, resumed by another or found dead, no row
answers to it any more and ``LeaseLostError`` says: give up, quietly.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from rnnviz.errors import RnnvizError
from rnnviz.runs.database import Database
from rnnviz.runs.database_clock import database_time
from rnnviz.runs.records import EpochRecord, Status, new_id
from rnnviz.runs.tables import EPOCHS, RUNS


class LeaseLostError(Exception):
    """The run is no longer ours."""


def next_queued(database: Database) -> str | None:
    """The run whose turn it is, of whatever workspace."""
    turn = sa.select(RUNS.c.id).where(RUNS.c.status == "queued")
    with database.begin() as connection:
        return connection.scalar(turn.order_by(RUNS.c.queued, RUNS.c.id).limit(1))


def take_lease(
    database: Database, run_id: str, worker: str | None, turn: float | None = None
) -> Lease | None:
    """Take a queued run; None where somebody else was faster or it no longer waits, or where its
    ``turn`` (``queued``) is another."""
    which = RUNS.c.id == run_id if turn is None else _of_turn(run_id, turn)
    return _take(database, which, worker, new_id())


def take_next(database: Database, worker: str | None, token: str) -> Lease | None:
    """Take the run whose turn it is; None where none waits.

    Workers that ask at once get different runs: on PostgreSQL each skips what another is taking
    (SKIP LOCKED), on SQLite one waits for the other. Asked again with the same ``token``, because
    the answer was lost, it gives the run that was taken then.
    """
    before = sa.select(*_WHAT).where(RUNS.c.status == "running", RUNS.c.lease == token)
    with database.begin() as connection:
        taken = connection.execute(before).one_or_none()
    if taken is not None:
        return Lease(database, taken.id, token, taken.spec, taken.source)
    waiting = RUNS.alias("waiting")  # a table of its own, or it would be that of the update
    turn = sa.select(waiting.c.id).where(waiting.c.status == "queued")
    turn = turn.order_by(waiting.c.queued, waiting.c.id).limit(1)
    first = turn.with_for_update(skip_locked=True).scalar_subquery()
    return _take(database, RUNS.c.id == first, worker, token)


def take_over(database: Database, run_id: str, turn: float, worker: str) -> Lease | None:
    """Take a run again whose holder is gone, as only who gave out its ``turn`` (``queued``) knows;
    a holder that lives after all has lost it. None where that turn is over."""
    return _take(database, _of_turn(run_id, turn), worker, new_id(), "running")


def _of_turn(run_id: str, turn: float) -> sa.ColumnElement[bool]:
    return (RUNS.c.id == run_id) & (RUNS.c.queued == turn)


_WHAT = (RUNS.c.id, RUNS.c.spec, RUNS.c.source)


def _take(
    database: Database,
    which: sa.ColumnElement[bool],
    worker: str | None,
    token: str,
    status: Status = "queued",
) -> Lease | None:
    beat: sa.ColumnElement[float] = database_time()
    taking = (
        sa.update(RUNS)
        .where(which, RUNS.c.status == status)
        .values(status="running", worker=worker, lease=token, heartbeat=beat, seconds_left=None)
        .values(started=sa.func.coalesce(RUNS.c.started, time.time()))
        .returning(*_WHAT)
    )
    with database.begin() as connection:
        taken = connection.execute(taking).one_or_none()
    return None if taken is None else Lease(database, taken.id, token, taken.spec, taken.source)


def waiting(database: Database) -> Sequence[tuple[str, float]]:
    """All runs that wait, with their turns (``queued``), the next first."""
    rows = sa.select(RUNS.c.id, RUNS.c.queued).where(RUNS.c.status == "queued")
    with database.begin() as connection:
        found = connection.execute(rows.order_by(RUNS.c.queued, RUNS.c.id)).all()
    return [(row.id, row.queued) for row in found]


def lost(database: Database, workers: str, silent: float) -> Sequence[tuple[str, int]]:
    """Runs that one of the ``workers`` (how their names begin) executes no more, with the epochs
    they have: it was cut short there, or has said nothing for ``silent`` seconds."""
    with database.begin() as connection:
        rows = connection.execute(sa.select(RUNS.c.id, RUNS.c.epoch).where(_lost(workers, silent)))
        return [(row.id, row.epoch) for row in rows]


def end_lost(database: Database, run_id: str, workers: str, silent: float, *, again: bool) -> None:
    """Queue a run ``again`` that is ``lost``; or leave it to the user, as where a stop was asked
    for. Nothing where somebody else did."""
    now = time.time()
    one = (RUNS.c.id == run_id) & _lost(workers, silent)
    over = {"lease": None, "seconds_left": None, "worker": None, "stop": False}
    left = sa.update(RUNS).where(one, RUNS.c.stop if again else sa.true())
    queued = sa.update(RUNS).where(one)
    with database.begin() as connection:
        ended = sa.func.coalesce(RUNS.c.ended, RUNS.c.heartbeat)
        connection.execute(left.values(status="interrupted", ended=ended, **over))
        if again:
            connection.execute(queued.values(status="queued", queued=now, ended=None, **over))


def _lost(workers: str, silent: float) -> sa.ColumnElement[bool]:
    # A heartbeat of the future says as little: the clock was set back, and the next would tell.
    since = sa.func.abs(database_time() - RUNS.c.heartbeat)
    quiet = (RUNS.c.status == "running") & (since > silent)
    cut_short = (RUNS.c.status == "interrupted") & RUNS.c.error.is_(None)
    return RUNS.c.worker.startswith(workers, autoescape=True) & (quiet | cut_short)


def give_up_all(database: Database, worker: str, *, again: bool = False) -> None:
    """Runs that ``worker`` held and can no longer be executing are interrupted; or wait ``again``,
    unless they were to stop.

    Nearly always there are none: it looks before it writes, so that it may be asked often.
    """
    held = (RUNS.c.status == "running") & (RUNS.c.worker == worker)
    with database.begin() as connection:
        if connection.scalar(sa.select(RUNS.c.id).where(held).limit(1)) is None:
            return
    over = {"lease": None, "seconds_left": None}
    queued = sa.update(RUNS).where(held, ~RUNS.c.stop, sa.literal(again))
    left = sa.update(RUNS).where(held).values(status="interrupted", stop=False)
    with database.begin() as connection:
        connection.execute(queued.values(status="queued", queued=time.time(), worker=None, **over))
        connection.execute(left.values(ended=RUNS.c.heartbeat, **over))


@dataclass(frozen=True)
class Lease:
    """A hold on one running run, and what is to be executed."""

    database: Database
    run_id: str
    token: str
    spec: str  # JSON
    source: str

    def _update(self, connection: sa.Connection, **values: object) -> None:
        mine = (RUNS.c.id == self.run_id) & (RUNS.c.lease == self.token)
        if connection.execute(sa.update(RUNS).where(mine).values(**values)).rowcount == 0:
            raise LeaseLostError(self.run_id)

    def begin(self, persistence_mae: float, epoch: int) -> None:
        """Training starts after ``epoch``; what was written down beyond it is forgotten, for it
        comes again."""
        with self.database.begin() as connection:
            known = {"persistence_mae": persistence_mae, "epoch": epoch, "has_result": False}
            self._update(connection, **known)
            beyond = (EPOCHS.c.run == self.run_id) & (EPOCHS.c.epoch > epoch)
            connection.execute(sa.delete(EPOCHS).where(beyond))

    def stop_wanted(self) -> bool:
        """Whether the user asked for a stop."""
        asked = sa.select(RUNS.c.stop).where(RUNS.c.id == self.run_id, RUNS.c.lease == self.token)
        with self.database.begin() as connection:
            stop = connection.scalar(asked)
        if stop is None:
            raise LeaseLostError(self.run_id)
        return bool(stop)

    def beat(self, progress: float, seconds_left: float | None) -> None:
        """Say: still alive, so far."""
        with self.database.begin() as connection:
            self._update(
                connection,
                heartbeat=database_time(),
                progress=progress,
                seconds_left=seconds_left,
            )

    def record(self, epoch: EpochRecord, progress: float, seconds_left: float | None) -> None:
        """Write down an epoch; once more makes no difference."""
        told = {"progress": progress, "seconds_left": seconds_left}
        with self.database.begin() as connection:
            self._update(connection, epoch=epoch.epoch, heartbeat=database_time(), **told)
            same = (EPOCHS.c.run == self.run_id) & (EPOCHS.c.epoch == epoch.epoch)
            connection.execute(sa.delete(EPOCHS).where(same))
            connection.execute(sa.insert(EPOCHS).values(run=self.run_id, **asdict(epoch)))

    def trained(self) -> tuple[int, float]:
        """Epochs so far, and the seconds they took."""
        total = sa.select(sa.func.count(), sa.func.sum(EPOCHS.c.seconds))
        with self.database.begin() as connection:
            row = connection.execute(total.where(EPOCHS.c.run == self.run_id)).one()
        return row[0], row[1] or 0.0

    def end(
        self, status: Status, has_result: bool | None = None, error: RnnvizError | None = None
    ) -> None:
        """The run is over; ``has_result`` None leaves that as it was."""
        values: dict[str, object] = {"status": status, "ended": time.time(), "seconds_left": None}
        if has_result is not None:
            values["has_result"] = has_result
        if status == "finished":
            values["progress"] = 1.0
        if error is not None:
            values["error"] = json.dumps({"code": error.code, "params": error.params}, default=str)
        with self.database.begin() as connection:
            self._update(connection, **values, lease=None, stop=False)
