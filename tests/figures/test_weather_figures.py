from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from rnnviz.figures.forecast import contrast
from rnnviz.figures.live import learning_curves, week_forecast
from rnnviz.figures.palette import Mode
from rnnviz.figures.series import window_rows
from rnnviz.figures.svg import bar_svg, line_svg
from rnnviz.figures.vega import column

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
    picture = learning_curves(range(1, epochs + 1), errors, errors, 0.75, 20, LABELS, mode)
    json.dumps(picture.spec, allow_nan=False)
    curves = picture.data.groupby("curve")
    assert curves.get_group("persistence")["value"].tolist() == [0.75]
    assert picture.data["value"].max() <= 3 * 0.75
    if epochs:
        assert curves.get_group("train")["along"].tolist() == list(range(1, epochs + 1))
        assert curves.get_group("validation")["validation"].tolist()[0] == "0.900 y"


def test_only_the_tables_change_while_a_run_goes_on():
    """What keeps the pictures from blinking, from a place in the queue to the last epoch."""
    told = [(0, None), (0, 0.7), (1, 0.7), (40, 0.7)]
    curves = [
        learning_curves(range(1, n + 1), [0.9] * n, [0.8] * n, goal, 200, LABELS, "light")
        for n, goal in told
    ]
    hours = np.datetime64("2024-01-01T00", "h") + np.arange(3)
    none = np.array([])
    weeks = [
        week_forecast(hours[:0], none, None, LABELS, "light"),
        week_forecast(hours, np.ones(3), None, LABELS, "light"),
        week_forecast(hours, np.ones(3), np.zeros(3), LABELS, "light"),
    ]
    for pictures in (curves, weeks):
        assert all(picture.spec == pictures[0].spec for picture in pictures)
        columns = [picture.data.columns.tolist() for picture in pictures]
        assert all(names == columns[0] for names in columns)


def test_a_run_that_goes_astray_leaves_the_picture_and_comes_back():
    wild = [0.9, 5.0, 9.0, 7.0, 0.8]
    data = learning_curves(range(1, 6), wild, [0.8] * 5, 1.0, 20, LABELS, "light").data
    train = data[data["curve"] == "train"]
    np.testing.assert_array_equal(train["value"], [0.9, 3.0, np.nan, 3.0, 0.8])
    assert train["train"].tolist()[2] == "9.000 y"  # the tooltip says how far
    gone = learning_curves(range(1, 4), [0.9, 5.0, np.nan], [0.8] * 3, 1.0, 20, LABELS, "light")
    values = gone.data[gone.data["curve"] == "train"]
    np.testing.assert_array_equal(values["value"], [0.9, 3.0, np.nan])
    assert values["train"].tolist()[2] == "–"
    assert values["dot"].tolist() == [True, False, True]
    first = learning_curves([1, 2, 3], [9.0, 9.0, 0.9], [0.8] * 3, 1.0, 20, LABELS, "light").data
    seen = first[first["curve"] == "train"]["value"]
    np.testing.assert_array_equal(seen, [np.nan, 3.0, 0.9])


def test_the_week_is_drawn_before_there_is_a_forecast():
    hours = np.datetime64("2024-01-01T00", "h") + np.arange(3)
    data = week_forecast(hours, np.ones(3), None, LABELS, "light").data
    assert data.groupby("curve")["value"].count().to_dict() == {"truth": 3, "forecast": 0}


def test_live_charts_write_numbers_as_the_language_does():
    labels = LABELS | {"decimal": ",.", "dates": "numeric"}
    picture = learning_curves([1, 2], [0.9, 0.8], [0.7, 0.65], 0.75, 20, labels, "light")
    assert set(_axes(picture.spec, "y")) == {
        r"replace(replace(datum.label, regexp('\\.?0{4,}$'), ''), '.', ',')"
    }
    data = picture.data[picture.data["curve"] == "train"]
    assert data["train"].tolist() == ["0,900 y", "0,800 y"]
    assert data["validation"].tolist() == ["0,700 y", "0,650 y"]
    hours = np.datetime64("2024-01-31T22", "h") + np.arange(3)
    week = week_forecast(hours, np.array([-1.25, 0, 3]), None, labels, "light")
    assert set(_axes(week.spec, "x")) == {"utcFormat(datum.value, '%d/%m')"}
    data = week.data[week.data["curve"] == "truth"]
    assert data["x"].tolist() == ["31/01, 22:00", "31/01, 23:00", "01/02, 00:00"]
    assert data["truth"].tolist() == ["−1,25 y", "0,00 y", "3,00 y"]
    assert data["forecast"].tolist() == ["–"] * 3
    stamps = pd.to_datetime(data["along"], unit="ms").to_numpy()
    np.testing.assert_array_equal(stamps.astype("datetime64[h]"), hours)


def _axes(spec, side):
    """How the axes on this side of all layers write their labels."""
    sides = [layer["encoding"].get(side, {}) for layer in spec["layer"]]
    return [one["axis"]["labelExpr"] for one in sides if "axis" in one]


@pytest.mark.parametrize("name", ["a.b", "a[0]", "it's", 'a "b"', "back\\slash"])
def test_a_name_with_signs_is_still_one_column(name):
    assert re.sub(r"\\(.)", r"\1", column(name)) == name
    assert not re.search(r"(?<!\\)[.\[\]'\"]", column(name))


def test_one_epoch_can_be_seen():
    one = learning_curves([1], [0.9], [0.8], 0.75, 200, LABELS, "light")
    many = learning_curves(range(1, 19), [0.9] * 18, [0.8] * 18, 0.75, 200, LABELS, "light")
    few = learning_curves(range(1, 19), [0.9] * 18, [0.8] * 18, 0.75, 20, LABELS, "light")
    assert [picture.data["dot"].sum() for picture in (one, many, few)] == [2, 0, 36]


@pytest.mark.parametrize("planned", [1, 2, 5, 9, 20, 33, 60, 200, 1000])
def test_the_axis_names_the_first_and_the_last_epoch(planned):
    picture = learning_curves([], [], [], None, planned, LABELS, "light")
    (axis,) = {
        tuple(layer["encoding"]["x"]["axis"]["values"])
        for layer in picture.spec["layer"]
        if "axis" in layer["encoding"].get("x", {})
    }
    assert (axis[0], axis[-1]) == (1, max(planned, 2))
    assert list(axis) == sorted(set(axis))
    assert len(axis) <= 10


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
