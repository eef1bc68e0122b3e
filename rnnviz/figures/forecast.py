"""Figures of a forecaster: curves of learning, errors by hour, month and horizon, residuals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import LEGEND, Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode, faint
from rnnviz.figures.series import DATE, STAMP, time_axis


def contrast(
    curves: Mapping[str, Sequence[float | None]],
    persistence: Sequence[float],
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """Validation error (°C) after every epoch, a line a run; dotted: "same as last hour".

    A curve far above the dotted line leaves the picture at the top. There is no dotted line where
    the runs' levels differ. Names are the users', never markup. Labels: ``x``, ``y``,
    ``persistence``, ``decimal``.
    """
    figure = go.Figure()
    for (given, errors), colour in zip(curves.items(), CATEGORICAL[mode], strict=False):
        name = escape(given, quote=False)  # plotly reads <b> as bold
        figure.add_scatter(
            x=list(range(1, len(errors) + 1)),
            y=list(errors),
            name=name,
            mode="lines+markers" if len(errors) <= 30 else "lines",
            line={"color": colour, "width": 2.5},
            hovertemplate="%{x}: %{y:.3f} °C<extra>" + name + "</extra>",
        )
    set_layout(figure, mode, 320, labels)
    known = [e for errors in curves.values() for e in errors if e is not None]
    level = float(np.mean(persistence)) if len(persistence) else max(known)
    highest = max([level, *persistence])  # a run that forecasts farther ahead belongs higher up
    if len(persistence) and np.ptp(persistence) < 0.02:  # windows of other lengths differ a little
        line = {"dash": "dot", "color": TEXT[mode], "width": 1.5}
        figure.add_hline(y=level, line=line)
        # Named in the legend: beside the line, its name would lie over the curves that end there.
        figure.add_scatter(x=[None], y=[None], name=labels["persistence"], mode="lines", line=line)
    most = max(map(len, curves.values()))
    figure.update_xaxes(title_text=labels["x"], dtick=1 if most <= 12 else None)
    top = max([*known, highest * 1.15]) * 1.05
    if highest:  # it is 0 where nothing changes
        top = min(top, highest * 2)
    figure.update_yaxes(title_text=labels["y"], range=[min([*known, level]) * 0.9, top])
    figure.update_layout(showlegend=True, legend=LEGEND)
    return figure


def bars(
    names: Sequence[str],
    values: Sequence[float],
    labels: Labels,
    mode: Mode,
    reference: Sequence[float] | None = None,
    height: int = 260,
) -> go.Figure:
    """Errors (°C) of the forecast as bars, with "same as last hour" as a line above them.

    Labels: ``x``, ``y``, ``own``, ``persistence``, ``decimal``.
    """
    figure = go.Figure(
        go.Bar(
            x=list(names),
            y=list(values),
            name=labels["own"],
            marker={"color": CATEGORICAL[mode][0]},
            hovertemplate="%{x}: %{y:.2f} °C<extra>" + labels["own"] + "</extra>",
        )
    )
    if reference is not None:
        figure.add_scatter(
            x=list(names),
            y=list(reference),
            name=labels["persistence"],
            mode="lines+markers" if len(names) > 1 else "markers",
            line={"color": CATEGORICAL[mode][1], "width": 2},
            hovertemplate="%{x}: %{y:.2f} °C<extra>" + labels["persistence"] + "</extra>",
        )
    set_layout(figure, mode, height, labels)
    figure.update_xaxes(title_text=labels["x"], type="category", showgrid=False)
    figure.update_yaxes(title_text=labels["y"], rangemode="tozero")
    figure.update_layout(showlegend=reference is not None, legend=LEGEND)
    return figure


def residual_histogram(
    edges: NDArray[np.floating], counts: NDArray[np.integer], labels: Labels, mode: Mode
) -> go.Figure:
    """How often the forecast was off by how much (forecast − truth, °C). Labels: ``x``, ``y``."""
    middle = (edges[:-1] + edges[1:]) / 2
    colours = [CATEGORICAL[mode][0 if m < 0 else 1] for m in middle]
    figure = go.Figure(
        go.Bar(
            x=np.round(middle, 3),
            y=counts,
            width=np.diff(edges) * 0.96,
            marker={"color": colours},
            hovertemplate="%{x:.1f} °C: %{y:,}<extra></extra>",
        )
    )
    figure.add_vline(x=0, line={"color": TEXT[mode], "width": 1})
    set_layout(figure, mode, 260, labels)
    figure.update_xaxes(title_text=labels["x"])
    figure.update_yaxes(title_text=labels["y"])
    return figure


def next_hours_band(
    past: tuple[NDArray[np.datetime64], NDArray[np.floating]],
    hours: NDArray[np.datetime64],
    middle: NDArray[np.floating],
    low: NDArray[np.floating],
    high: NDArray[np.floating],
    labels: Labels,
    mode: Mode,
    by_clock: bool = True,
) -> go.Figure:
    """The end of the series and the forecast beyond it, inside its band.

    ``by_clock``: whether stamps have a time of day. Labels: ``past``, ``ahead``, ``band``, ``y``,
    ``decimal``, ``dates``.
    """
    shown = STAMP if by_clock else DATE
    blue, orange = CATEGORICAL[mode][:2]
    figure = go.Figure()
    figure.add_scatter(
        x=[*hours, *hours[::-1]],
        y=[*high, *low[::-1]],
        fill="toself",
        fillcolor=faint(orange, 0.22),
        line={"width": 0},
        name=labels["band"],
        hoverinfo="skip",
    )
    for (xs, ys), name, colour in (
        (past, labels["past"], blue),
        ((hours, middle), labels["ahead"], orange),
    ):
        figure.add_scatter(
            x=xs,
            y=np.round(ys, 2),
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5},
            hovertemplate=f"%{{x|{shown}}}  %{{y:.1f}} °C<extra>{name}</extra>",
        )
    set_layout(figure, mode, 340, labels)
    time_axis(figure, labels)
    figure.update_yaxes(title_text=labels["y"])
    figure.update_layout(showlegend=True, legend=LEGEND)
    return figure
