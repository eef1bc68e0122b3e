"""Figures of memory: gradients as strips over the words, and how they fade with distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.palette import BACKGROUND, CATEGORICAL, MIDDLE, TEXT, Mode
from rnnviz.figures.text import Labels, _layout, _short, _word_axis

DECADES = 8  # the curve is shown this far down and up; beyond it is gone, or has burst

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Strip:
    """One row of lengths of gradients, one a step, and what full colour stands for."""

    name: str
    values: NDArray[np.floating]
    full: float


@dataclass(frozen=True)
class Curve:
    """A gain by distance: its natural logarithm at 0, 1, 2, … steps back."""

    name: str
    log_gain: NDArray[np.floating]
    style: str = "solid"
    colour: int = 0  # of the categorical palette


def memory_strips(
    strips: Sequence[Strip], words: Sequence[str], labels: Labels, mode: Mode
) -> go.Figure:
    """Lengths of gradients, one strip a row, one column a word. Labels: ``x``, ``hover``."""
    shares = [np.clip(strip.values / (strip.full or 1.0), 0, 1) for strip in strips]
    steps = len(words)
    figure = go.Figure(
        go.Heatmap(
            z=np.round(shares, 4),
            x=list(range(1, steps + 1)),
            y=list(range(len(strips))),
            text=[[f"{value:.2g}" for value in strip.values] for strip in strips],
            customdata=np.tile(
                np.array([_short(w) for w in words], dtype=object), (len(strips), 1)
            ),
            zmin=0,
            zmax=1,
            colorscale=[[0, MIDDLE[mode]], [1, CATEGORICAL[mode][3]]],
            showscale=False,
            hovertemplate=labels["hover"] + "<extra></extra>",
            xgap=1 if steps <= 60 else 0,
            ygap=3,
        )
    )
    _word_axis(figure, words, labels["x"])
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(
        tickvals=list(range(len(strips))),
        ticktext=[strip.name for strip in strips],
        autorange="reversed",
        showgrid=False,
        zeroline=False,
    )
    return _layout(figure, mode, 120 + 30 * len(strips))


def fade_curves(
    curves: Sequence[Curve], labels: Labels, mode: Mode, height: int = 380
) -> go.Figure:
    """How gains fade or grow with distance, on a logarithmic axis.

    Labels: ``x``, ``y``, ``hover``, ``explodes``, ``vanishes``.
    """
    figure = go.Figure()
    lowest, highest = -1.0, 0.5
    for curve in curves:
        tens = np.asarray(curve.log_gain) / np.log(10)
        shown = np.where(np.isfinite(tens), tens, np.nan)
        if np.isfinite(tens).any():
            lowest = min(lowest, float(np.nanmin(shown)))
            highest = max(highest, float(np.nanmax(shown)))
        figure.add_scatter(
            x=list(range(len(tens))),
            y=np.round(shown, 4),
            name=curve.name,
            mode="lines+markers" if len(tens) < 3 else "lines",
            line={
                "color": CATEGORICAL[mode][curve.colour],
                "width": 3 if curve.style == "solid" else 2,
                "dash": curve.style,
            },
            text=[power(value) for value in tens],
            hovertemplate=labels["hover"] + f"<extra>{curve.name}</extra>",
        )
    low, high = max(lowest - 0.3, -DECADES), min(highest + 0.3, DECADES)
    figure.add_hline(y=0, line_dash="dot", line_color=TEXT[mode], opacity=0.6, line_width=1)
    for side, y, anchor in (("explodes", high, "top"), ("vanishes", low, "bottom")):
        figure.add_annotation(
            text=labels[side], x=1, xref="paper", y=y, xanchor="right", yanchor=anchor,
            showarrow=False, bgcolor=BACKGROUND[mode],
        )  # fmt: skip
    every = max(1, round((high - low) / 6))
    ticks = [n for n in range(int(np.ceil(low)), int(np.floor(high)) + 1) if n % every == 0]
    figure.update_yaxes(
        title=labels["y"],
        range=[low, high],
        tickvals=ticks,
        ticktext=["1" if n == 0 else f"10{str(n).translate(_RAISED)}" for n in ticks],
        zeroline=False,
    )
    longest = max(len(curve.log_gain) for curve in curves)
    figure.update_xaxes(title=labels["x"], range=[0, max(longest - 1, 1)], zeroline=False)
    _layout(figure, mode, height)
    # The legend stands in a margin of fixed height, so that two of these figures line up.
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0}
    return figure.update_layout(showlegend=True, legend=legend, margin={"t": 58})


def power(tens: float) -> str:
    """10 to the power ``tens``, short: 0.05, 37, 2.1·10⁻⁷."""
    if not np.isfinite(tens):
        return "0"
    if -3 <= tens < 4:
        return f"{10**tens:.2g}" if tens < 1 else f"{10**tens:.0f}"
    exponent = int(np.floor(tens))
    return f"{10 ** (tens - exponent):.1f}·10{str(exponent).translate(_RAISED)}"
