"""New values over the band of their forecasts, and the forecast that goes on from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import LEGEND, Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode, faint
from rnnviz.figures.series import DATE, STAMP, time_axis

Stamps = NDArray[np.datetime64]
Values = NDArray[np.floating]


@dataclass(frozen=True)
class Band:
    """A forecast inside its band: stamps and °C, (steps,) each."""

    when: Stamps
    middle: Values
    low: Values
    high: Values


def newer_over_band(
    truth: tuple[Stamps, Values],
    bands: list[Band],
    ahead: Band | None,
    begin: np.datetime64,
    far: tuple[Stamps, Values],
    labels: Labels,
    mode: Mode,
    by_clock: bool = True,
) -> go.Figure:
    """What was measured, from a while before ``begin``, where the new values begin.

    ``bands``: forecasts of one step before, one for each stretch without a hole; ``ahead``: beyond
    the end; ``far``: values far from their forecast. Labels: ``truth``, ``forecast``, ``band``,
    ``ahead``, ``far``, ``new``, ``y``, ``decimal``, ``dates``.
    """
    shown = STAMP if by_clock else DATE
    blue, orange, red = CATEGORICAL[mode][0], CATEGORICAL[mode][1], CATEGORICAL[mode][3]
    figure = go.Figure()
    for number, band in enumerate([*bands, *([ahead] if ahead else [])]):
        _add_band(figure, band, orange, labels["band"], number == 0)
    for number, band in enumerate(bands):
        _add_line(figure, band.when, band.middle, labels["forecast"], orange, shown, number == 0)
    if ahead is not None:
        _add_line(figure, ahead.when, ahead.middle, labels["ahead"], orange, shown, True, "dash")
    _add_line(figure, *truth, labels["truth"], blue, shown, True)
    if len(far[0]):
        figure.add_scatter(
            x=far[0],
            y=np.round(far[1], 2),
            name=labels["far"],
            mode="markers",
            marker={"color": red, "size": 9, "symbol": "circle-open", "line": {"width": 2}},
            hovertemplate=f"%{{x|{shown}}}  %{{y:.1f}} °C<extra>{labels['far']}</extra>",
        )
    set_layout(figure, mode, 360, labels)
    time_axis(figure, labels)
    figure.add_vline(x=pd.Timestamp(begin), line={"color": TEXT[mode], "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=pd.Timestamp(begin),
        y=1,
        yref="paper",
        text=labels["new"],
        showarrow=False,
        xanchor="left",
        yanchor="top",
        font={"size": 12, "color": TEXT[mode]},
    )
    figure.update_yaxes(title_text=labels["y"])
    figure.update_layout(showlegend=True, legend=LEGEND)
    return figure


def _add_band(figure: go.Figure, band: Band, colour: str, name: str, named: bool) -> None:
    figure.add_scatter(
        x=[*band.when, *band.when[::-1]],
        y=[*band.high, *band.low[::-1]],
        fill="toself",
        fillcolor=faint(colour, 0.22),
        line={"width": 0},
        name=name,
        showlegend=named,
        hoverinfo="skip",
    )


def _add_line(
    figure: go.Figure,
    when: Stamps,
    values: Values,
    name: str,
    colour: str,
    shown: str,
    named: bool,
    dash: str = "solid",
) -> None:
    figure.add_scatter(
        x=when,
        y=np.round(values, 2),
        name=name,
        mode="lines",
        line={"color": colour, "width": 2, "dash": dash},
        showlegend=named,
        connectgaps=False,
        hovertemplate=f"%{{x|{shown}}}  %{{y:.1f}} °C<extra>{name}</extra>",
    )
