"""The clock of the database: the one that all who share a record have in common.

Servers and workers are on several machines, whose clocks differ or are set back. Whether a run has
been silent for long is told by one clock alone.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class database_time(FunctionElement[float]):  # noqa: N801 (read as a function of SQL)
    """Unix seconds, in a statement."""

    type = sa.Float()
    inherit_cache = True


@compiles(database_time, "sqlite")
def _on_sqlite(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_time, "postgresql")
def _on_postgresql(*_: Any, **__: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS double precision)"
