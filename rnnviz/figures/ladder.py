"""Figures of the Build page: ranges over time, tanh, and parameters over the sentence's length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnnviz.figures.layout import Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode
from rnnviz.figures.sketch import Sketch
from rnnviz.lessons.example import Array
from rnnviz.lessons.ranges import Ranges

_LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "itemclick": False}
_HIGHEST = 1e12  # beyond this the picture says nothing more


def ranges_curve(ranges: Ranges, labels: Labels, mode: Mode) -> go.Figure:
    """The largest absolute value after every step, on a logarithmic axis.

    Labels: ``x``, ``y``, ``added``, ``transformed``, ``squashed``.
    """
    figure = Sketch()
    steps = np.arange(1, len(ranges.added) + 1)
    lines = (("added", "solid"), ("transformed", "dash"), ("squashed", "solid"))
    for (name, dash), colour in zip(lines, (1, 3, 0), strict=True):
        values = np.clip(getattr(ranges, name), 1e-2, _HIGHEST)
        figure.add_scatter(
            x=steps,
            y=values,
            name=labels[name],
            mode="lines",
            line={"color": CATEGORICAL[mode][colour], "width": 2.5, "dash": dash},
            hovertemplate="%{x}: %{y:.4g}<extra>" + labels[name] + "</extra>",
        )
    figure.add_hline(y=1, line_dash="dot", line_color=TEXT[mode], opacity=0.6, line_width=1)
    set_layout(figure, mode, 340, labels)
    figure.update_xaxes(title_text=labels["x"])
    figure.update_yaxes(title_text=labels["y"], type="log", exponentformat="power", dtick=1)
    highest = max(np.clip(getattr(ranges, n), 1e-2, _HIGHEST).max() for n, _ in lines)
    if highest > 1e5:
        figure.update_yaxes(dtick=2)
    figure.update_layout(showlegend=True, legend=_LEGEND, margin={"t": 58})
    return figure.figure()


def tanh_curve(z: Array, names: Sequence[str], labels: Labels, mode: Mode) -> go.Figure:
    """tanh with the sums of one step on it. Labels: ``x``, ``y``."""
    reach = max(3.2, float(np.abs(z).max()) + 0.6)
    x = np.linspace(-reach, reach, 241)
    figure = Sketch()
    figure.add_scatter(
        x=x,
        y=np.tanh(x),
        mode="lines",
        line={"color": TEXT[mode], "width": 2.5},
        hovertemplate="tanh(%{x:.2f}) = %{y:.4f}<extra></extra>",
    )
    for i, value in enumerate(z.tolist()):
        colour = CATEGORICAL[mode][i % 4]
        height = float(np.tanh(value))
        path = {"x": [value, value, -reach], "y": [0, height, height]}
        figure.add_scatter(
            **path, mode="lines", line={"color": colour, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            x=[value],
            y=[height],
            mode="markers+text",
            marker={"size": 12, "color": colour},
            text=[names[i]],
            textposition="bottom right",
            textfont={"color": colour, "size": 14},
            cliponaxis=False,
            hovertemplate="tanh(%{x:.4f}) = %{y:.4f}<extra></extra>",
        )
    for y in (-1, 1):
        figure.add_hline(y=y, line_dash="dot", line_color=TEXT[mode], opacity=0.6, line_width=1)
    set_layout(figure, mode, 300, labels)
    figure.update_xaxes(title_text=labels["x"], range=[-reach, reach])
    figure.update_yaxes(title_text=labels["y"], range=[-1.25, 1.25], tickvals=[-1, 0, 1])
    return figure.figure()


def count_curve(
    words: Sequence[int],
    mlp: Sequence[int],
    rnn: int,
    marks: Sequence[int],
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """Parameters over the sentence's length. ``marks``: positions in ``words`` to point out.

    Labels: ``x``, ``y``, ``mlp``, ``rnn``, ``decimal``.
    """
    figure = Sketch()
    for name, values, colour in (("mlp", list(mlp), 1), ("rnn", [rnn] * len(words), 0)):
        figure.add_scatter(
            x=list(words),
            y=values,
            name=labels[name],
            mode="lines",
            line={"color": CATEGORICAL[mode][colour], "width": 3},
            hovertemplate="%{x:,}: %{y:,}<extra>" + labels[name] + "</extra>",
        )
    figure.add_scatter(
        x=[words[i] for i in marks],
        y=[mlp[i] for i in marks],
        mode="markers",
        marker={"size": 10, "color": CATEGORICAL[mode][1]},
        showlegend=False,
        hoverinfo="skip",
    )
    set_layout(figure, mode, 330, labels)
    figure.update_xaxes(title_text=labels["x"])
    figure.update_yaxes(title_text=labels["y"], rangemode="tozero", tickformat=",")
    figure.update_layout(showlegend=True, legend=_LEGEND, margin={"t": 58})
    return figure.figure()
