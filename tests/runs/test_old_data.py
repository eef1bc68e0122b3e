"""What version 0.1.0 wrote still opens, and gives the numbers it gave then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import load_run, next_steps
from rnnviz.runs.execute import execute
from rnnviz.runs.store import RunStore
from rnnviz.training.run_record import read_record

OLD = Path(__file__).resolve().parents[1] / "data" / "v0.1.0"
RENAMED = {
    "mae_skill_score": "gain_over_last_hour",
    "change_correlation": "foresight",
    "persistence": "last_hour",
    "seasonal_naive": "yesterday",
}


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads((OLD / "expected.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OLD, tmp_path / "data"))


def as_then(result: dict[str, Any]) -> dict[str, Any]:
    """A result under the names of version 0.1.0."""
    named = {RENAMED.get(name, name): value for name, value in result.items()}
    named["baselines"] = {RENAMED.get(k, k): v for k, v in result["baselines"].items()}
    return named


def without_clock(result: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in result.items() if k not in ("seconds", "windows_per_second")}


@pytest.mark.parametrize("which", ["finished", "stopped"])
def test_an_old_run_is_listed_with_its_result(folder, expected, which):
    store = RunStore.at(folder)
    workspace, run_id = expected["workspace"], expected[which]
    run = store.get(workspace, run_id)
    assert run.status == which
    assert run.persistence_mae is not None
    assert as_then(store.result(workspace, run_id)) == expected[f"{which}_result"]
    epochs = [[e.epoch, e.mae] for e in store.epochs(workspace, run_id)]
    assert epochs == expected[f"{which}_epochs"]


BORDERS = ("high_c", "low_c")


@pytest.mark.parametrize("which", ["finished", "command"])
def test_an_old_forecaster_forecasts_the_same_hours(folder, expected, which):
    if which == "command":
        run = folder / "made_by_command"
    else:
        run = RunStore.at(folder).files(expected["workspace"], expected[which])
    table = next_steps(load_run(run), 6).table
    then = expected[f"{which}_next"]["temperature_c"]
    assert table["temperature_c"].tolist() == pytest.approx(then, abs=0.011)  # two digits shown
    # Its band follows the latest errors by now: about as wide as then, and around the forecast.
    low, high = table["low_c"], table["high_c"]
    middle, wide = (low + high) / 2, np.subtract(*(expected[f"{which}_next"][n] for n in BORDERS))
    assert middle.tolist() == pytest.approx(then, abs=0.011)
    assert ((high - low) / wide).between(0.5, 2).all()


def test_an_old_run_is_resumed_to_the_same_end(folder, expected):
    store = RunStore.at(folder)
    workspace, run_id = expected["workspace"], expected["stopped"]
    store.resume(workspace, run_id)
    assert execute(run_id, store)
    epochs = [e.mae for e in store.epochs(workspace, run_id)]
    assert epochs == pytest.approx([mae for _, mae in expected["resumed_epochs"]], rel=1e-4)
    result = without_clock(as_then(store.result(workspace, run_id)))
    then = without_clock(expected["resumed_result"])
    assert result["test"]["mae"] == pytest.approx(then["test"]["mae"], rel=1e-4)
    assert result["best_epoch"] == then["best_epoch"]
    assert read_record(store.files(workspace, run_id)).format == 2


def test_a_run_of_a_later_version_says_so(folder, expected):
    run = RunStore.at(folder).files(expected["workspace"], expected["finished"])
    record = json.loads((run / "run.json").read_text("utf-8"))
    (run / "run.json").write_text(json.dumps({**record, "format": 3}), "utf-8")
    with pytest.raises(RnnvizError) as raised:
        load_run(run)
    assert raised.value.code == "run_newer"


@pytest.mark.parametrize(
    "damage", ["", "[]", "null", '{"format": 1}', '{"format": 1, "result": 2}']
)
def test_a_damaged_record_says_so(folder, expected, damage):
    run = RunStore.at(folder).files(expected["workspace"], expected["finished"])
    (run / "run.json").write_text(damage, "utf-8")
    with pytest.raises(RnnvizError) as raised:
        load_run(run)
    assert raised.value.code == "run_damaged"
