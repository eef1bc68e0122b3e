"""Figures of a regular series: the whole of it or a stretch, and its sliding windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, DIVERGING, MIDDLE, TEXT, Mode

Hours = NDArray[np.datetime64]
STAMP, DATE = "%Y-%m-%d %H:%M", "%Y-%m-%d"  # as a tooltip says them


def time_axis(figure: go.Figure, labels: Labels) -> None:
    """Where ``labels["dates"]`` is ``numeric``: no English names of months."""
    if labels["dates"] == "numeric":
        day = 86_400_000  # milliseconds
        figure.update_xaxes(
            tickformatstops=[
                {"dtickrange": [None, day - 1], "value": "%H:%M\n%d/%m/%Y"},
                {"dtickrange": [day, "M1"], "value": "%d/%m\n%Y"},
                {"dtickrange": ["M1", None], "value": "%m/%Y"},
            ]
        )


def lines_over_time(
    lines: Sequence[tuple[str, Hours, NDArray[np.floating]]],
    labels: Labels,
    mode: Mode,
    parts: Sequence[tuple[str, np.datetime64, np.datetime64]] = (),
    by_clock: bool = True,
) -> go.Figure:
    """Temperatures over time, already thinned; dragging over the picture selects a stretch.

    ``lines``: name, stamps, °C (NaN breaks the line). ``by_clock``: whether stamps have a time of
    day. ``parts``: named stretches in the background
    (training, validation, test). Labels: ``y``, ``decimal``, ``dates``.
    """
    shown = STAMP if by_clock else DATE
    figure = go.Figure()
    for (name, hours, values), colour in zip(lines, CATEGORICAL[mode], strict=False):
        figure.add_scatter(
            x=hours,
            y=np.round(values, 2),
            name=name,
            mode="lines",
            line={"color": colour, "width": 1.3 if len(hours) > 500 else 2},
            connectgaps=False,
            hovertemplate=f"%{{x|{shown}}}  %{{y:.1f}} °C<extra>{name}</extra>",
        )
    set_layout(figure, mode, 320, labels)
    for number, (name, begin, end) in enumerate(parts):
        figure.add_vrect(
            x0=pd.Timestamp(begin),
            x1=pd.Timestamp(end),
            fillcolor=CATEGORICAL[mode][(0, 4, 1)[number % 3]],
            opacity=0.07,
            line_width=0,
            annotation={"text": name, "font": {"size": 12, "color": TEXT[mode]}, "yanchor": "top"},
            annotation_position="top left",
        )
    figure.update_layout(dragmode="select", selectdirection="h")
    figure.update_yaxes(title_text=labels["y"], fixedrange=True)
    time_axis(figure, labels)
    if len(lines) > 1:
        legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
        figure.update_layout(showlegend=True, legend=legend)
    return figure


def window_rows(
    values: NDArray[np.floating],
    window: int,
    horizon: int,
    rows: int,
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """The first windows of a series, one below the other: circles are read, squares are forecast.

    ``values`` (window + horizon + rows - 1,) °C: one value is one node. Each row slides on by one
    step. Labels: ``read``, ``ahead``, ``row`` (with ``{n}``), ``x``, ``decimal``.
    """
    length = window + horizon
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    figure = go.Figure()
    written = length + rows <= 14  # with more, the figures would run into each other
    for row in range(rows):
        xs = np.arange(row, row + length)
        figure.add_scatter(
            x=xs,
            y=np.full(length, row),
            mode="lines",
            line={"color": "rgba(128,128,128,0.5)", "width": 1},
            hoverinfo="skip",
        )
        for part, symbol in ((slice(0, window), "circle"), (slice(window, length), "square")):
            degrees = values[xs[part]]
            decimal = labels["decimal"][0]
            shown = [f"{v:.2f}".rstrip("0").rstrip(".").replace(".", decimal) for v in degrees]
            named = labels["read" if symbol == "circle" else "ahead"]
            figure.add_scatter(
                x=xs[part],
                y=np.full(len(degrees), row),
                mode="markers+text" if written else "markers",
                marker={
                    "symbol": symbol,
                    "size": 32 if written else max(5, min(22, 900 // (length + rows))),
                    "color": degrees,
                    "colorscale": _warmth(mode),
                    "cmin": low,
                    "cmax": high if high > low else low + 1,
                    "line": {
                        "width": 2.5 if symbol == "square" else 1,
                        "color": TEXT[mode] if symbol == "square" else "rgba(128,128,128,0.6)",
                    },
                },
                text=shown,
                textfont={"size": 11, "color": TEXT[mode]},
                customdata=shown,
                hovertemplate=f"{named}: %{{customdata}} °C<extra></extra>",
            )
    set_layout(figure, mode, 70 + 62 * rows, labels)
    figure.update_xaxes(
        title_text=labels["x"], showgrid=False, zeroline=False, range=[-0.8, length + rows - 1.2]
    )
    figure.update_yaxes(
        tickvals=list(range(rows)),
        ticktext=[labels["row"].format(n=row + 1) for row in range(rows)],
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        range=[rows - 0.4, -0.6],
    )
    return figure


def _warmth(mode: Mode) -> list[list[float | str]]:
    """Cold blue to warm orange, only as strong as figures written on top stay readable."""
    low, high = DIVERGING[mode][2:5], DIVERGING[mode][5:8]
    colours = (*high[::-1], MIDDLE[mode], *low[::-1])
    return [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]
