"""The schema of the record: made new, or brought up to date, when a database is opened.

A database without tables gets today's (``tables.py``) in one go; an older one goes through the
steps in ``migrations/``, which end at the same tables. Alembic, which takes a second to import, is
imported for such a step alone. Only one process at a time is at it, and it is done as a whole or
not at all.
"""

from __future__ import annotations

import logging
from pathlib import Path

import sqlalchemy as sa

from rnnviz.errors import RnnvizError
from rnnviz.runs.tables import METADATA, RUNS

LOG = logging.getLogger(__name__)
VERSIONS = ("0001", "0002")  # of the steps in migrations/, the oldest first
HERE = Path(__file__).resolve().parent
_LOCK = 0x726E6E76697A  # "rnnviz", for those who share a database with others
_VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), primary_key=True),
)


def bring_up_to_date(engine: sa.Engine) -> None:
    """Raises ``runs_store_newer`` where a later version of rnnviz has been here, and what
    SQLAlchemy raises."""
    with engine.connect() as connection:
        if version_of(connection) == VERSIONS[-1]:
            return
    with engine.begin() as connection:
        _alone(connection)
        found = version_of(connection)  # another process may have been faster
        if found is None and not sa.inspect(connection).has_table(RUNS.name):
            METADATA.create_all(connection)
            _VERSION.create(connection)
            connection.execute(sa.insert(_VERSION).values(version_num=VERSIONS[-1]))
        elif found is not None and found not in VERSIONS:
            raise RnnvizError("runs_store_newer")
        elif found != VERSIONS[-1]:
            migrate(connection, found)


def version_of(connection: sa.Connection) -> str | None:
    """The step that a database has come to; None before the first one, and in 0.1.0."""
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(sa.select(_VERSION.c.version_num))


def migrate(connection: sa.Connection, found: str | None, to: str = "head") -> None:
    """From step ``found`` on; None means the tables of 0.1.0, which wrote down no step.

    All in the transaction of ``connection``.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    if found is None and sa.inspect(connection).has_table(RUNS.name):
        command.stamp(config, VERSIONS[0])
    command.upgrade(config, to)
    LOG.info("the record of the runs: its tables are those of step %s now", version_of(connection))


def _alone(connection: sa.Connection) -> None:
    """Wait until no other process is at it, and keep others out until the transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
