"""Several stations on Weather: chosen on Data, trained as runs, and a table of all on Judge."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import open_page

from rnnviz.i18n import translator
from rnnviz.runs.records import new_id
from rnnviz.ui.shell.workspace import run_store
from tests.several_files import several

VI = translator("vi")
SMALL = {"hidden": "2", "epochs": "1", "window": "2", "lang": "vi"}


@pytest.fixture(autouse=True)
def few_trees(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.TREES", 2)


def opened(stations: str) -> AppTest:
    at = open_page("weather", part="data", ws=new_id(), stations=stations, **SMALL)
    at.file_uploader(key="weather.upload").upload(
        "three.csv", several(("Hill", "Lake"), days=30)
    ).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def table_of(at: AppTest):
    return next(
        each.value for each in at.table if VI("weather.stations.station") in each.value.columns
    )


def test_each_and_all_are_trained_from_a_click_each_and_stand_side_by_side():
    at = opened("each")
    assert VI("weather.stations.choice_how", most=10) in [c.value for c in at.caption]
    at.segmented_control(key="weather.part").set_value("train").run()
    unsure = VI("weather.ask.open", what=VI("weather.ask.short.station"))
    assert not any(unsure in caption.value for caption in at.caption)
    at.button(key="weather.start").click().run()
    ws = at.query_params["ws"]
    runs = run_store().list(ws)
    assert {run.spec.among.station for run in runs} == {"Hill", "Lake"}
    assert len({run.spec.among.group for run in runs}) == 1
    at.segmented_control(key="weather.part").set_value("judge").run()
    table = table_of(at)
    assert sorted(table.iloc[:, 0]) == ["Hill", "Lake"]
    assert VI("weather.stations.all_col") not in table.columns
    again = open_page(
        "weather", part="train", ws=ws, file=at.query_params["file"], stations="all", **SMALL
    )
    again.button(key="weather.start").click().run()
    assert len(run_store().list(ws)) == 3
    again.button(key="weather.to_verdict").click().run()
    assert not again.exception, [e.value for e in again.exception]
    table = table_of(again)
    assert {VI("weather.stations.each_col"), VI("weather.stations.all_col")} <= {*table.columns}
    words = "\n".join(part.value for part in again.markdown)
    assert "Mạng chung" in words
    assert any("chung thời tiết" in caption.value for caption in again.caption)


def test_the_same_stations_are_not_trained_twice():
    at = opened("all")
    at.segmented_control(key="weather.part").set_value("train").run()
    at.button(key="weather.start").click().run()
    at.button(key="weather.start").click().run()
    assert len(run_store().list(at.query_params["ws"])) == 1
