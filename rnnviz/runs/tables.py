"""The tables of the run record, in portable SQL.

A change here needs a step in ``migrations/``, and its name in ``VERSIONS`` of ``schema.py``: a test
compares what both end at.
"""

from __future__ import annotations

import sqlalchemy as sa

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
    sa.Column("status", sa.String(12), nullable=False),
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
    sa.Index("ix_runs_turn", "status", "queued", "id"),
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

WORKSPACES = sa.Table(
    "workspaces",
    METADATA,
    sa.Column("id", sa.String(22), primary_key=True),
    sa.Column("seen", sa.Double, nullable=False),  # when somebody last looked at its runs
)
