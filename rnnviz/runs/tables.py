"""The tables of the run record, in portable SQL, and how a database is opened."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)

from rnnviz.errors import RnnvizError
from rnnviz.runs.private import private_file

LOG = logging.getLogger(__name__)

METADATA = sa.MetaData()

RUNS = sa.Table(
    "runs",
    METADATA,
    sa.Column("id", sa.String(22), primary_key=True),
    sa.Column("workspace", sa.String(22), nullable=False, index=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("task", sa.String(20), nullable=False),
    sa.Column("spec", sa.Text, nullable=False),  # JSON
    sa.Column("source", sa.String(200), nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("hours", sa.Integer, nullable=False),
    sa.Column("status", sa.String(12), nullable=False, index=True),
    sa.Column("created", sa.Double, nullable=False),
    sa.Column("queued", sa.Double, nullable=False),  # its turn: resuming goes to the back
    sa.Column("started", sa.Double),
    sa.Column("ended", sa.Double),
    # Who executes it. Each lease has a token of its own: whoever lost it may write no more.
    sa.Column("worker", sa.String(80)),
    sa.Column("lease", sa.String(22)),
    sa.Column("heartbeat", sa.Double),
    sa.Column("stop", sa.Boolean, nullable=False, default=False),
    sa.Column("epoch", sa.Integer, nullable=False, default=0),
    sa.Column("epochs", sa.Integer, nullable=False),
    sa.Column("progress", sa.Double, nullable=False, default=0.0),
    sa.Column("seconds_left", sa.Double),
    sa.Column("last_hour_mae", sa.Double, key="persistence_mae"),  # the name of version 0.1.0
    sa.Column("has_result", sa.Boolean, nullable=False, default=False),
    sa.Column("error", sa.Text),  # JSON: code and params
)

EPOCHS = sa.Table(
    "epochs",
    METADATA,
    sa.Column("run", sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("train_mae", sa.Double, nullable=False),
    sa.Column("mae", sa.Double, nullable=False),
    sa.Column("rmse", sa.Double, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("better", sa.Boolean, nullable=False),
)


_SQLITE = ("busy_timeout=15000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=1")


class Database:
    """A database of runs. ``begin`` gives a transaction; what goes wrong comes out coded.

    What the driver says may name hosts, users and paths: it goes to the log, the same once a
    minute, and never into the error.
    """

    def __init__(self, url: str) -> None:
        self._logged = ("", 0.0)  # what, and when
        with self._coded():
            address = sa.make_url(url)
            sqlite = address.get_backend_name() == "sqlite"
            # A server drops connections that were idle, and all when it restarts.
            self._engine = sa.create_engine(address, pool_pre_ping=not sqlite)
            if sqlite:
                _make_private(address.database)
                sa.event.listen(self._engine, "connect", _prepare_sqlite)
            self._create_tables()

    @property
    def url(self) -> str:
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A transaction, committed at the end. In SQLite begin it with what writes, if it writes:
        a reader that turns writer cannot wait for another writer."""
        with self._coded(), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def _create_tables(self) -> None:
        for patience in (0.05, 0.2, 0.5, None):
            try:
                return METADATA.create_all(self._engine)
            except DBAPIError as error:
                # Another process is making the same tables at this moment.
                busy = any(word in str(error.orig) for word in ("already exists", "locked"))
                if patience is None or not busy:
                    raise
                time.sleep(patience)
        return None

    @contextmanager
    def _coded(self) -> Iterator[None]:
        try:
            yield
        except (ArgumentError, NoSuchModuleError, ImportError):
            raise RnnvizError("runs_bad_url") from None
        except (SQLAlchemyError, sqlite3.Error) as error:
            reason = str(error.orig if isinstance(error, DBAPIError) else error)
            before, when = self._logged
            if reason != before or time.monotonic() - when > 60:  # we are asked again and again
                self._logged = (reason, time.monotonic())
                LOG.warning("the record of the runs: %s", reason)
            raise RnnvizError(_code(error, reason)) from None


# Wrong in what was asked or in the tables: trying again does not help.
_LASTING = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def _code(error: Exception, reason: str) -> str:
    """A connection that was dropped or could not be had is *unavailable*: that passes."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return "runs_store_unavailable"
    words = ("malformed", "not a database", "no such")
    if isinstance(error, _LASTING) or any(word in reason for word in words):
        return "runs_store_damaged"
    return "runs_disk_full" if "is full" in reason else "runs_store_unavailable"


def _make_private(database: str | None) -> None:
    """A file of SQLite, unless it lives in memory or is named by an address of its own."""
    if database and database != ":memory:" and not database.startswith("file:"):
        with contextlib.suppress(OSError):  # SQLite will say it
            private_file(Path(database))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: readers never wait for the writer; the writers wait for each other.
    for setting in _SQLITE:
        cursor.execute("PRAGMA " + setting)
    cursor.close()
