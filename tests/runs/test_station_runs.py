"""Runs on several stations in the record: one a station, or one for all of them."""

from __future__ import annotations

import numpy as np
import pytest
from small_runs import on_sqlite, settings, weights

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import load_run, next_steps
from rnnviz.inference.station_table import load_stations, station_table
from rnnviz.runs.checkpoint import save_checkpoint
from rnnviz.runs.execute import execute
from rnnviz.runs.records import Run
from rnnviz.runs.store import RunStore
from rnnviz.series.read import read_stations
from rnnviz.training.several_run import NETWORK
from rnnviz.training.station_plan import STATIONS, Plan, plan
from rnnviz.training.weather import forecasts
from tests.several_files import several

SPEC = settings(epochs=2)
pytestmark = on_sqlite


@pytest.fixture(autouse=True)
def few_trees(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.TREES", 2)


@pytest.fixture(scope="module")
def planned() -> Plan:
    return plan(read_stations(several(days=40), "three.csv"), SPEC)


def create(store: RunStore, workspace: str, planned: Plan, station: str, learned: str) -> Run:
    part = planned.parts[station]
    beside = planned.beside(station, learned)
    return store.create_run(workspace, station, part.spec, part.series, "three.csv", beside)


def test_one_network_for_all_is_executed_and_opens_as_the_run_of_its_station(
    store, workspace, planned
):
    run = create(store, workspace, planned, "Lake", "all")
    assert (run.spec.among.station, run.spec.among.learned) == ("Lake", "all")
    assert execute(run.id, store)
    done = store.get(workspace, run.id)
    assert (done.status, done.epoch, done.has_result) == ("finished", 2, True)
    result = store.result(workspace, run.id)
    learned = sum(
        len(ready.ready.parts.train)
        for ready in load_stations(store.files(workspace, run.id, STATIONS, NETWORK)).values()
    )
    assert result["train_windows"] == learned
    loaded = load_run(store.files(workspace, run.id))
    assert len(next_steps(loaded, 5).table) == 5
    own = load_stations(store.files(workspace, run.id))["Lake"]
    first = loaded.ready.parts.test[:50]
    assert np.allclose(
        forecasts(loaded.ready, loaded.model, first), forecasts(own.ready, own.model, first)
    )


def test_the_table_of_recorded_runs_has_both_ways_side_by_side(store, workspace, planned):
    each = [create(store, workspace, planned, name, "each") for name in planned.parts]
    together = create(store, workspace, planned, "Hill", "all")
    assert {run.spec.among.group for run in (*each, together)} == {planned.group}
    for run in (*each, together):
        assert execute(run.id, store)
    trained = {run.spec.among.station: load_run(store.files(workspace, run.id)) for run in each}
    table = station_table(trained, load_stations(store.files(workspace, together.id)))
    assert {row["station"] for row in table["stations"]} == {"Hill", "Lake", "Town"}
    for run in each:
        row = next(row for row in table["stations"] if row["station"] == run.spec.among.station)
        assert row["each"]["mae"] == store.result(workspace, run.id)["test"]["mae"]
        assert "all_over_each" in row
    own = store.result(workspace, together.id)["test"]["mae"]
    hill = next(row for row in table["stations"] if row["station"] == "Hill")
    assert hill["all"]["mae"] == pytest.approx(own, abs=1e-5)


def saved_and_interrupted(folder, state) -> None:
    save_checkpoint(folder, state)
    raise KeyboardInterrupt


def test_it_goes_on_after_its_last_epoch_with_the_same_numbers(
    store, workspace, planned, monkeypatch
):
    longer = planned.parts["Hill"].spec.model_copy(update={"loop": settings(epochs=3).loop})
    part, beside = planned.parts["Hill"], planned.beside("Hill", "all")

    def made() -> Run:
        return store.create_run(workspace, "", longer, part.series, "three.csv", beside)

    whole, halved = made(), made()
    execute(whole.id, store)
    monkeypatch.setattr("rnnviz.runs.execute.save_checkpoint", saved_and_interrupted)
    with pytest.raises(KeyboardInterrupt):
        execute(halved.id, store)
    monkeypatch.undo()
    assert store.get(workspace, halved.id).epoch == 1
    store.resume(workspace, halved.id)
    execute(halved.id, store)
    one, other = (store.files(workspace, run.id) for run in (whole, halved))
    assert weights(one) == weights(other)


def test_a_run_whose_stations_are_damaged_says_so(store, workspace, planned):
    run = create(store, workspace, planned, "Lake", "all")
    (store.folder_of(run.id) / STATIONS).write_bytes(b"nothing")
    execute(run.id, store)
    done = store.get(workspace, run.id)
    assert (done.status, done.error.code) == ("failed", "run_damaged")
    with pytest.raises(RnnvizError):
        load_stations(store.folder_of(run.id))
