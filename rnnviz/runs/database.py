"""How the database of the run record is opened, and what goes wrong with it comes out coded."""

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
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)

from rnnviz.errors import RnnvizError
from rnnviz.runs.private import private_file
from rnnviz.runs.schema import bring_up_to_date

LOG = logging.getLogger(__name__)

_SQLITE = ("busy_timeout=15000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=1")

# Seconds, the last in milliseconds.
_LIBPQ = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5}
_LIBPQ |= {"keepalives_count": 3, "tcp_user_timeout": 15_000}
# As long as SQLite waits for a lock; nobody keeps others out who was cut off in the middle.
_POSTGRESQL = ("lock_timeout = '15s'", "idle_in_transaction_session_timeout = '60s'")

_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


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
            self._engine = sa.create_engine(address, **({} if sqlite else _server_options(address)))
            if sqlite:
                _make_private(address.database)
                sa.event.listen(self._engine, "connect", _prepare_sqlite)
            elif address.get_backend_name() == "postgresql":
                sa.event.listen(self._engine, "connect", _prepare_postgresql)
            self._prepare_tables()

    @property
    def url(self) -> str:
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A transaction, committed at the end. In SQLite begin it with what writes, if it writes:
        a reader that turns writer cannot wait for another writer."""
        with self._coded(), self._engine.begin() as connection:
            yield connection

    def vacuum(self) -> None:
        """Give what is free in the files back to the disk; on PostgreSQL, to later runs."""
        with self._coded(), self._engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql("VACUUM")

    def size(self) -> int | None:
        """Bytes of the whole database; None where it cannot be told."""
        asked = _SIZES.get(self._engine.dialect.name)
        if asked is None:
            return None
        with self.begin() as connection:
            return int(connection.scalar(sa.text(asked)) or 0)

    def close(self) -> None:
        self._engine.dispose()

    def _prepare_tables(self) -> None:
        for patience in (0.05, 0.2, 0.5, None):
            try:
                return bring_up_to_date(self._engine)
            except DBAPIError as error:
                # SQLite waits for nobody where another process is opening the same new file.
                if patience is None or "locked" not in str(error.orig):
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


_FORBIDDEN = "42501"  # insufficient_privilege, as PostgreSQL has it
# Wrong in what was asked or in the tables: trying again does not help.
_LASTING = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def _code(error: Exception, reason: str) -> str:
    """A connection that was dropped or could not be had is *unavailable*: that passes."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return "runs_store_unavailable"
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _FORBIDDEN:
        return "runs_store_forbidden"
    words = ("malformed", "not a database", "no such")
    if isinstance(error, _LASTING) or any(word in reason for word in words):
        return "runs_store_damaged"
    full = "is full" in reason or "No space left" in reason
    return "runs_disk_full" if full else "runs_store_unavailable"


def _server_options(address: sa.URL) -> dict[str, Any]:
    """A server drops connections that were idle, and all when it restarts: each is tried before it
    is used. One that has vanished without a word is given up after seconds, not after hours."""
    options: dict[str, Any] = {"pool_pre_ping": True, "pool_timeout": 10}
    if address.get_driver_name() in ("psycopg", "psycopg2"):
        chosen = address.query  # what the operator says in the address goes before
        options["connect_args"] = {k: v for k, v in _LIBPQ.items() if k not in chosen}
    return options


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


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    try:
        cursor = connection.cursor()
        for setting in _POSTGRESQL:
            cursor.execute("SET " + setting)
        cursor.close()
        connection.commit()
    except Exception as error:  # the driver's own, which SQLAlchemy does not wrap here
        raise OperationalError("SET", None, error) from None
