"""A sketch becomes what Plotly makes of the same calls, and the checks it leaves out hold."""

from __future__ import annotations

import json
import time
from typing import Any

import plotly.graph_objects as go
import pytest

from rnnviz.figures.layout import set_layout
from rnnviz.figures.sketch import Sketch


def draw(figure: Any) -> None:
    """Everything a sketch can do."""
    figure.add_scatter(x=[1, 2], y=[3, 4], line={"color": "red", "width": 2}, name="a")
    figure.add_bar(x=[1, 2], y=[3, 4], marker={"color": ["red", "blue"]})
    figure.add_heatmap(z=[[1, 2], [3, 4]], colorscale=[[0, "red"], [1, "blue"]])
    figure.add_hline(y=1, line_dash="dot", line_color="red", opacity=0.5, line_width=1)
    figure.add_hline(y=2, line={"dash": "dot"})
    figure.add_vline(x=2, line_color="red", line_width=2)
    figure.add_hrect(y0=0, y1=0.5, fillcolor="red", line_width=0)
    figure.add_annotation(x=1, y=2, text="here", showarrow=False)
    figure.update_xaxes(title_text="words", range=[0, 1])
    figure.update_layout(barmode="stack", legend={"x": 0}, margin={"t": 40})
    set_layout(figure, "dark", 300, {})
    figure.update_yaxes(title_text="share", tickvals=[0, 1])
    figure.update_layout(legend={"y": 1.02}, margin={"b": 4})


def test_a_sketch_is_what_plotly_makes_of_the_same_calls():
    sketch, figure = Sketch(), go.Figure()
    draw(sketch)
    draw(figure)
    assert json.loads(sketch.figure().to_json()) == json.loads(figure.to_json())


@pytest.mark.parametrize("properties", [{"range": [0, 1]}, {"title_font": {"color": "red"}}])
def test_what_is_set_again_keeps_what_it_had_besides(properties):
    sketch = Sketch()
    sketch.update_xaxes(title_text="words", **properties)
    sketch.update_xaxes(title_text="steps")
    axis = sketch.figure().layout.xaxis
    assert axis.title.text == "steps"
    assert axis.range == (0, 1) or axis.title.font.color == "red"


def test_two_sketches_share_nothing():
    legend = {"x": 0}
    one, other = Sketch(), Sketch()
    for sketch, x in ((one, 1), (other, 2)):
        sketch.update_layout(legend=legend)
        sketch.update_layout(legend={"x": x})
    assert legend == {"x": 0}
    assert one.figure().layout.legend.x == 1


def test_a_sketch_costs_a_fraction_of_what_the_checks_do():
    def seconds(make: Any) -> float:
        start = time.thread_time()
        figure = make()
        draw(figure)
        _ = figure.figure() if isinstance(figure, Sketch) else figure
        return time.thread_time() - start

    seconds(Sketch), seconds(go.Figure)  # what is loaded once
    ours, plotly = (min(seconds(make) for _ in range(5)) for make in (Sketch, go.Figure))
    assert ours < plotly / 3
