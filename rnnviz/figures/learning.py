"""An embedding while it learns: points that move from epoch to epoch, and the falling losses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.palette import BACKGROUND, CATEGORICAL, TEXT, Mode, diverging_scale
from rnnviz.figures.text import Labels, _layout, _short

FRAME = 90  # milliseconds a snapshot


def word_dance(
    words: Sequence[str],
    tables: NDArray[np.float64],
    epochs: Sequence[int],
    leaning: NDArray[np.float64],
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """Words as points in the plane, one frame a snapshot: tables (snapshots, words, 2).

    ``leaning`` (words,) from -1 to 1 gives the colour. Plays in the browser; labels: ``x``, ``y``,
    ``play``, ``pause``, ``epoch``, ``hover``.
    """
    names = [_short(word) for word in words]
    tables = np.round(tables, 3)
    figure = go.Figure(
        go.Scatter(
            x=tables[0, :, 0],
            y=tables[0, :, 1],
            mode="markers+text",
            text=names,
            textposition="top center",
            textfont={"color": TEXT[mode], "size": 13},
            marker={
                "size": 11,
                "color": np.round(leaning, 2),
                "cmin": -1,
                "cmax": 1,
                "colorscale": diverging_scale(mode),
                "line": {"color": CATEGORICAL[mode][5], "width": 1},
            },
            hovertemplate=labels["hover"] + "<extra></extra>",
        )
    )
    figure.frames = [
        go.Frame(name=str(epoch), data=[{"x": table[:, 0], "y": table[:, 1]}], traces=[0])
        for epoch, table in zip(epochs, tables, strict=True)
    ]
    _layout(figure, mode, 560)
    reach = float(np.abs(tables).max()) * 1.12 or 1.0
    figure.update_xaxes(title=labels["x"], range=[-reach, reach])
    figure.update_yaxes(title=labels["y"], range=[-reach, reach])
    if len(epochs) > 1:
        _add_player(figure, epochs, labels, mode)
    return figure


def _add_player(figure: go.Figure, epochs: Sequence[int], labels: Labels, mode: Mode) -> None:
    steady = {"frame": {"duration": FRAME, "redraw": False}, "fromcurrent": True}
    steady["transition"] = {"duration": FRAME, "easing": "linear"}
    at_once = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate"}
    at_once["transition"] = {"duration": 0}
    ink = {"color": TEXT[mode], "size": 14}
    figure.update_layout(
        margin={"b": 96},
        updatemenus=[
            {
                "type": "buttons",
                "direction": "left",
                "x": 0,
                "y": -0.16,
                "xanchor": "left",
                "yanchor": "top",
                "pad": {"t": 6},
                "bgcolor": BACKGROUND[mode],
                "bordercolor": CATEGORICAL[mode][5],
                "font": ink,
                "showactive": False,
                "buttons": [
                    {"label": labels["play"], "method": "animate", "args": [None, steady]},
                    {"label": labels["pause"], "method": "animate", "args": [[None], at_once]},
                ],
            }
        ],
        sliders=[
            {
                "x": 0.3,
                "len": 0.7,
                "y": -0.12,
                "pad": {"t": 6},
                "currentvalue": {"prefix": labels["epoch"] + " ", "font": ink},
                "font": {"color": "rgba(0,0,0,0)"},  # the tick labels; the current one is enough
                "ticklen": 0,
                "bordercolor": CATEGORICAL[mode][5],
                "bgcolor": BACKGROUND[mode],
                "steps": [
                    {"label": str(e), "method": "animate", "args": [[str(e)], at_once]}
                    for e in epochs
                ],
            }
        ],
    )


def loss_curves(losses: dict[str, NDArray[np.float64]], labels: Labels, mode: Mode) -> go.Figure:
    """Losses over the epochs, one line a name. Labels: ``x``, ``y``."""
    figure = go.Figure()
    for (name, values), colour in zip(losses.items(), CATEGORICAL[mode], strict=False):
        figure.add_scatter(
            x=list(range(len(values))),
            y=np.round(values, 4),
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5},
            hovertemplate="%{x}: %{y:.2f}<extra>" + name + "</extra>",
        )
    _layout(figure, mode, 240)
    figure.update_xaxes(title=labels["x"])
    figure.update_yaxes(title=labels["y"], rangemode="tozero")
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"color": TEXT[mode]}},
    )
    return figure
