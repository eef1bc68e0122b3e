"""A row of the record → a ``Run``."""

from __future__ import annotations

import json
import logging

import sqlalchemy as sa
from pydantic import ValidationError

from rnnviz.errors import RnnvizError
from rnnviz.runs.records import Run
from rnnviz.runs.tables import RUNS
from rnnviz.training.specs import WeatherTraining

LOG = logging.getLogger(__name__)
_OWN = {"spec", "error", "stop", "queued", "lease"}  # columns that Run has otherwise


def run_of(row: sa.RowMapping, place: int | None, checkpoint: bool) -> Run:
    """``row`` has the time of the database as ``now``. Raises ``runs_store_damaged``
    where the row makes no sense.
    """
    try:
        spec = WeatherTraining.model_validate_json(row["spec"])
        error = json.loads(row["error"]) if row["error"] else None
        coded = RnnvizError(error["code"], **error["params"]) if error else None
    except (ValidationError, ValueError, KeyError, TypeError):
        LOG.warning("run %s: its record makes no sense", row["id"])
        raise RnnvizError("runs_store_damaged") from None
    # By the names of the columns here, which one has kept another in the database since 0.1.0.
    plain = {c.key: row[c] for c in RUNS.columns if c.key not in _OWN}
    known = {"place": place, "stopping": row["stop"], "checkpoint": checkpoint}
    if row["status"] == "running" and row["heartbeat"] is not None:
        known["silent"] = max(0.0, row["now"] - row["heartbeat"])
    return Run(**plain, spec=spec, error=coded, **known)
