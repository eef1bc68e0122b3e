"""Curves of several runs: the median as a line, lowest to highest as a band around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from rnnviz.figures.layout import LEGEND, Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode, faint
from rnnviz.figures.sketch import Sketch
from rnnviz.lessons.learning import Spread

Band = Sequence[Spread | None]


def band_curves(bands: Mapping[str, Band], every: int, labels: Labels, mode: Mode) -> go.Figure:
    """One line a name with its band; a point where no run had a number breaks the line.

    ``every``: from one point to the next, the first being one such step. Labels: ``x``, ``y``,
    ``decimal``.
    """
    figure = Sketch()
    for number, (name, band) in enumerate(bands.items()):
        colour = CATEGORICAL[mode][number % len(CATEGORICAL[mode])]
        x = [every * (i + 1) for i in range(len(band))]
        known = [(at, spread) for at, spread in zip(x, band, strict=True) if spread is not None]
        if any(spread.low != spread.high for _, spread in known):
            figure.add_scatter(
                x=[at for at, _ in known] + [at for at, _ in reversed(known)],
                y=[s.high for _, s in known] + [s.low for _, s in reversed(known)],
                fill="toself",
                fillcolor=faint(colour, 0.16),
                line={"width": 0},
                hoverinfo="skip",
                showlegend=False,
                mode="lines",
            )
        figure.add_scatter(
            x=x,
            y=[None if spread is None else spread.middle for spread in band],
            name=name,
            mode="lines+markers" if len(known) <= 12 else "lines",
            line={"color": colour, "width": 2.5},
            hovertemplate="%{x}: %{y:.3f}<extra>" + name + "</extra>",
        )
    _frame(figure, labels, mode, 320)
    figure.update_yaxes(rangemode="tozero")
    return figure.figure()


def example_lines(lines: Mapping[str, Sequence[float]], labels: Labels, mode: Mode) -> go.Figure:
    """What came (the last of ``lines``, drawn in the text's colour) beside some forecasts of it.

    Labels: ``x``, ``y``, ``decimal``.
    """
    figure = Sketch()
    for number, (name, values) in enumerate(lines.items()):
        real = number == len(lines) - 1
        figure.add_scatter(
            x=list(range(1, len(values) + 1)),
            y=list(values),
            name=name,
            mode="lines",
            line={
                "color": TEXT[mode] if real else CATEGORICAL[mode][number],
                "width": 2 if real else 2.5,
                "dash": "dot" if real else "solid",
            },
            hovertemplate="%{x}: %{y:.1f}<extra>" + name + "</extra>",
        )
    _frame(figure, labels, mode, 300)
    return figure.figure()


def cost_curve(
    lengths: Sequence[int], lines: Mapping[str, Sequence[int]], labels: Labels, mode: Mode
) -> go.Figure:
    """Multiplications over the length of a text, both axes logarithmic. Labels as above."""
    figure = Sketch()
    for (name, values), colour in zip(lines.items(), CATEGORICAL[mode], strict=False):
        figure.add_scatter(
            x=list(lengths),
            y=list(values),
            name=name,
            mode="lines",
            line={"color": colour, "width": 3},
            hovertemplate="%{x:,}: %{y:,}<extra>" + name + "</extra>",
        )
    powers = {"type": "log", "dtick": 1, "exponentformat": "power"}
    _frame(figure, labels, mode, 320)
    figure.update_xaxes(**powers)
    figure.update_yaxes(**powers)
    return figure.figure()


def _frame(figure: Sketch, labels: Labels, mode: Mode, height: int) -> None:
    """The names of the axes, and a legend above."""
    set_layout(figure, mode, height, labels)
    figure.update_xaxes(title_text=labels["x"])
    figure.update_yaxes(title_text=labels["y"])
    figure.update_layout(
        showlegend=True, legend=LEGEND | {"font": {"color": TEXT[mode]}}, margin={"t": 58}
    )
