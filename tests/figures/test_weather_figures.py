from __future__ import annotations

import json
from xml.etree import ElementTree

import numpy as np
import pytest

from rnnviz.figures.forecast import contrast
from rnnviz.figures.live import learning_curves, week_forecast
from rnnviz.figures.palette import Mode
from rnnviz.figures.series import window_rows
from rnnviz.figures.svg import bar_svg, line_svg

MODES: tuple[Mode, ...] = ("light", "dark")
LABELS = {
    **{
        name: name for name in ("x", "y", "train", "validation", "persistence", "truth", "forecast")
    },
    **{"read": "read", "ahead": "ahead", "row": "row {n}", "decimal": ".,", "dates": "names"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("epochs", [0, 1, 5])
def test_the_live_chart_is_plain_data_and_keeps_the_goal_in_sight(mode, epochs):
    errors = [0.9, 50.0, 0.8, 0.7, 0.6][:epochs]
    option = learning_curves(range(1, epochs + 1), errors, errors, 0.75, 20, LABELS, mode)
    data = option["dataset"].pop("source")
    assert list(data["epoch"]) == list(range(1, epochs + 1))
    json.dumps(option, allow_nan=False)
    assert option["yAxis"]["min"] < 0.75 < option["yAxis"]["max"] <= 3 * 0.75 + 0.5
    assert option["xAxis"]["max"] == 20
    assert option["series"][1]["markLine"]["data"] == [{"yAxis": 0.75}]


def test_the_week_is_drawn_before_there_is_a_forecast():
    hours = np.datetime64("2024-01-01T00", "h") + np.arange(3)
    option = week_forecast(hours, np.ones(3), None, LABELS, "light")
    assert option["dataset"]["source"]["forecast"].isna().all()


def test_live_charts_write_numbers_as_the_language_does():
    labels = LABELS | {"decimal": ",.", "dates": "numeric"}
    option = learning_curves([1, 2], [0.9, 0.8], [0.7, 0.65], 0.75, 20, labels, "light")
    marks = option["series"][0]["markLine"]["data"]
    written = [mark["label"]["formatter"] for mark in marks]
    assert [float(text.replace(",", ".")) for text in written] == [m["yAxis"] for m in marks]
    assert not any("." in text for text in written)
    ends = [option["yAxis"][end] for end in ("min", "max")]
    assert [marks[0]["yAxis"], marks[-1]["yAxis"]] == ends
    assert option["yAxis"]["axisLabel"] == {"show": False}
    # The tooltip reads the columns of text.
    table = option["dataset"]["source"]
    assert list(table.iloc[:, 3]) == ["0,900", "0,800"]
    assert list(table.iloc[:, 4]) == ["0,700", "0,650"]
    assert "train: {@[3]} y<br>validation: {@[4]} y" in option["tooltip"]["formatter"]
    hours = np.datetime64("2024-01-31T22", "h") + np.arange(3)
    week = week_forecast(hours, np.array([-1.25, 0, 3]), None, labels, "light")
    table = week["dataset"]["source"]
    assert list(table["hour"]) == ["31/01 22:00", "31/01 23:00", "01/02 00:00"]
    assert list(table.iloc[:, 3]) == ["−1,25", "0,00", "3,00"]
    assert list(table.iloc[:, 4]) == ["–"] * 3


def test_one_epoch_can_be_seen():
    one = learning_curves([1], [0.9], [0.8], 0.75, 200, LABELS, "light")
    many = learning_curves(range(1, 19), [0.9] * 18, [0.8] * 18, 0.75, 200, LABELS, "light")
    assert [line["showSymbol"] for line in one["series"]] == [True, True]
    assert [line["showSymbol"] for line in many["series"]] == [False, False]


def test_each_row_of_windows_begins_one_hour_later():
    values = np.array([24.86, 22.75, 20.07, 17.81, 17.16, 15.01, 14.47])
    figure = window_rows(values, 5, 1, 2, LABELS, "light")
    nodes = [trace for trace in figure.data if trace.mode == "markers+text"]
    assert [list(trace.text) for trace in nodes] == [
        ["24.86", "22.75", "20.07", "17.81", "17.16"],
        ["15.01"],
        ["22.75", "20.07", "17.81", "17.16", "15.01"],
        ["14.47"],
    ]
    assert [trace.marker.symbol for trace in nodes] == ["circle", "square"] * 2


def test_runs_on_other_data_share_no_line():
    same = contrast({"a": [1.0, 0.9]}, [0.8, 0.81], LABELS, "light")
    other = contrast({"a": [1.0, 0.9]}, [0.8, 2.0], LABELS, "light")
    assert len(same.layout.shapes) == 1
    assert len(other.layout.shapes) == 0


def test_runs_that_look_farther_ahead_stay_in_the_picture():
    figure = contrast({"near": [0.6], "far": [3.5]}, [0.6, 3.7], LABELS, "light")
    assert figure.layout.yaxis.range[1] > 3.5


def test_the_name_of_a_run_is_no_markup_in_the_legend():
    figure = contrast({"<b>x</b> & $y$": [1.0]}, [0.8], LABELS, "light")
    assert figure.data[0].name == "&lt;b&gt;x&lt;/b&gt; &amp; $y$"
    assert "<b>" not in figure.data[0].hovertemplate


def test_svg_is_well_formed_whatever_the_names():
    evil = "<script>&\"'"
    wild = np.array([1.0, np.nan, 3.0, 2.0])
    band, level = (evil, wild - 1, wild + 1), (evil, 2.0)
    picture = line_svg([(evil, wild)], [(0.0, evil)], evil, evil, ",", band, level)
    tree = ElementTree.fromstring(picture)
    assert [child.text for child in tree.iter("text")].count(evil) == 5
    assert tree.find("path").attrib["d"].count("M") == 2  # the hole breaks the line
    beside = (evil, [2.0, 0.5])
    bars = ElementTree.fromstring(bar_svg(["a", "b"], (evil, [1.0, 2.0]), evil, "", ",", beside))
    assert "0,5" in [child.text for child in bars.iter("text")]
    heights = [float(bar.attrib["height"]) for bar in bars.iter("rect")]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)


def test_a_flat_line_can_be_drawn():
    ElementTree.fromstring(line_svg([("a", np.full(5, 3.0))], [], "flat"))
