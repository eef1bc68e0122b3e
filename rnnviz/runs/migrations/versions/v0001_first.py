"""The tables of version 0.1.0."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("workspace", sa.String(22), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("task", sa.String(20), nullable=False),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("hours", sa.Integer, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("queued", sa.Double, nullable=False),
        sa.Column("started", sa.Double),
        sa.Column("ended", sa.Double),
        sa.Column("worker", sa.String(80)),
        sa.Column("lease", sa.String(22)),
        sa.Column("heartbeat", sa.Double),
        sa.Column("stop", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("epochs", sa.Integer, nullable=False),
        sa.Column("progress", sa.Double, nullable=False),
        sa.Column("seconds_left", sa.Double),
        sa.Column("last_hour_mae", sa.Double),
        sa.Column("has_result", sa.Boolean, nullable=False),
        sa.Column("error", sa.Text),
    )
    op.create_index("ix_runs_workspace", "runs", ["workspace"])
    op.create_index("ix_runs_status", "runs", ["status"])
    op.create_table(
        "epochs",
        sa.Column("run", sa.String(22), sa.ForeignKey("runs.id", ondelete="CASCADE")),
        sa.Column("epoch", sa.Integer, autoincrement=False),
        sa.Column("train_mae", sa.Double, nullable=False),
        sa.Column("mae", sa.Double, nullable=False),
        sa.Column("rmse", sa.Double, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("better", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run", "epoch"),
    )
