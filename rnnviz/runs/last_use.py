"""When each workspace was last used: what ``housekeeping`` goes by."""

from __future__ import annotations

import contextlib
import time

import sqlalchemy as sa

from rnnviz.errors import RnnvizError
from rnnviz.runs.database import Database

AGAIN = 24 * 3600.0  # seconds after which a use is written down again
_NOTE = sa.text(
    "INSERT INTO workspaces (id, seen) VALUES (:id, :seen) "
    "ON CONFLICT (id) DO UPDATE SET seen = excluded.seen"
)


class LastUse:
    """Written down once a day and server: who only reads writes nearly never."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[str, float] = {}

    def note(self, workspace: str) -> None:
        """A database that cannot be written to is not worth an error here."""
        now = time.time()
        if abs(now - self._noted.get(workspace, 0.0)) < AGAIN:
            return
        self._noted[workspace] = now
        with contextlib.suppress(RnnvizError), self._database.begin() as connection:
            connection.execute(_NOTE, {"id": workspace, "seen": now})
