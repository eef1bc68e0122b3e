"""A forecaster's run on disk: its files, what it says of itself in ``run.json``, and what older
versions called that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from rnnviz.errors import RnnvizError
from rnnviz.training.specs import WeatherTraining

# What a run's folder holds at its end.
WEIGHTS, SERIES, RECORD = RUN_FILES = ("model.safetensors", "series.safetensors", "run.json")
FORMAT: Literal[2] = 2
# What format 1 (version 0.1.0) called the results.
_RESULT_1 = {"gain_over_last_hour": "mae_skill_score", "foresight": "change_correlation"}
_BASELINE_1 = {"last_hour": "persistence", "yesterday": "seasonal_naive"}


class RunRecord(BaseModel):
    """Enough to repeat a run and to forecast with it; ``result`` is what is printed at its end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[2] = FORMAT
    spec: WeatherTraining
    source: str
    fingerprint: str  # SHA-256 of the series
    start: str
    utc: bool
    zone: str = ""  # none in older runs
    result: dict[str, Any]


def read_record(folder: Path, called: str | None = None) -> RunRecord:
    """The record of the run in ``folder``, whichever version wrote it.

    Raises ``run_damaged`` where it is not to be read, ``run_newer`` where a later version wrote it;
    both name the folder as it is ``called``, by default without the way there.
    """
    name = folder.name if called is None else called
    try:
        raw = json.loads((folder / RECORD).read_text("utf-8"))
        found = raw.get("format")
        if isinstance(found, int) and found > FORMAT:
            raise RnnvizError("run_newer", path=name)
        return RunRecord.model_validate(_from_format_1(raw) if found == 1 else raw)
    except (OSError, ValueError, AttributeError, KeyError, TypeError, ValidationError):
        raise RnnvizError("run_damaged", path=name) from None


def _from_format_1(raw: dict[str, Any]) -> dict[str, Any]:
    result = {_RESULT_1.get(name, name): value for name, value in raw["result"].items()}
    result["baselines"] = {
        _BASELINE_1.get(name, name): value for name, value in result["baselines"].items()
    }
    return {**raw, "format": FORMAT, "result": result}
