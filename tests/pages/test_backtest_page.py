"""A backtest on Judge: folds are runs, told with their spread, and found again."""

from __future__ import annotations

from conftest import LAUNCHING, Never
from streamlit.testing.v1 import AppTest
from test_pages import open_page

from rnnviz.i18n import translator
from rnnviz.runs.execute import execute
from rnnviz.runs.records import new_id
from rnnviz.ui.shell.workspace import run_store

VI = translator("vi")
SMALL = {"hidden": "2", "epochs": "1", "window": "2", "folds": "3", "lang": "vi"}


def first_columns(at: AppTest) -> list[list[str]]:
    return [list(table.value.iloc[:, 0]) for table in at.table]


def test_folds_are_runs_and_what_they_say_stands_beside_its_spread(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.TREES", 2)
    at = open_page("weather", part="train", ws=new_id(), **SMALL)
    at.button(key="weather.start").click().run()
    at.button(key="weather.to_verdict").click().run()
    at.button(key="weather.backtest.start").click().run()
    assert not at.exception, [e.value for e in at.exception]
    assert not [button for button in at.button if button.key == "weather.backtest.start"]
    words = "\n".join(part.value for part in at.markdown)
    assert "trong ngoặc là đoạn thấp nhất và cao nhất" in words
    assert ["50%", "80%", "90%", "95%"] in first_columns(at)
    assert any(VI("weather.season_0") in column for column in first_columns(at))
    ws = at.query_params["ws"]
    assert len(run_store().list(ws)) == 4
    again = open_page("weather", part="judge", ws=ws, run=at.query_params["run"], **SMALL)
    assert ["50%", "80%", "90%", "95%"] in first_columns(again)


def test_fifty_folds_take_turns_and_stop_together(monkeypatch):
    monkeypatch.setattr("rnnviz.series.boosted_trees.TREES", 2)
    many = {**SMALL, "folds": "50"}
    at = open_page("weather", part="train", ws=new_id(), **many)
    at.button(key="weather.start").click().run()
    at.button(key="weather.to_verdict").click().run()
    ws, run = (at.query_params[name] for name in ("ws", "run"))
    for module in LAUNCHING:
        monkeypatch.setattr(f"rnnviz.ui.{module}.launcher", Never)
    at.button(key="weather.backtest.start").click().run()
    assert not at.exception, [e.value for e in at.exception]

    def waiting() -> list[str]:
        return [each.id for each in run_store().list(ws) if each.unfinished]

    first = waiting()
    assert len(first) == run_store().limits.unfinished
    for each in first[:3]:
        execute(each, run_store())
    at.run()
    told = [bar.proto.text for bar in at.get("progress")]
    assert VI("weather.backtest.progress", done=3, count=50) in told
    assert len(set(waiting()) - set(first)) == 3
    # The same after a reload, which knows no more than the record.
    for each in waiting():
        execute(each, run_store())
    again = open_page("weather", part="judge", ws=ws, run=run, **many)
    assert again.button(key="weather.backtest.start")
    again.button(key="weather.backtest.start").click().run()
    again.button(key="weather.backtest.stop").click().run()
    assert not waiting()
    again.run()
    assert not waiting()
    assert len(run_store().list(ws)) == 24  # one that was judged, 13 folds and 10 that were stopped
