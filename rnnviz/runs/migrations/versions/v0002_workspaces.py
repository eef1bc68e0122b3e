"""When each workspace was last used, and an index in the order of the queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("ix_runs_status", "runs")
    op.create_index("ix_runs_turn", "runs", ["status", "queued", "id"])
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("seen", sa.Double, nullable=False),
    )
    op.execute(
        "INSERT INTO workspaces (id, seen) "
        "SELECT workspace, MAX(COALESCE(ended, started, created)) FROM runs GROUP BY workspace"
    )
