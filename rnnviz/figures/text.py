"""Figures of the text pages: the verdict's path, states, embedding vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import Labels, set_layout
from rnnviz.figures.palette import (
    CATEGORICAL,
    TEXT,
    Mode,
    diverging_scale,
    negative,
    positive,
)
from rnnviz.figures.sketch import Sketch
from rnnviz.text.shorten import shortened


def side_by_side(*figures: go.Figure) -> None:
    """Stack figures that share a time axis: their steps line up, the last one names them."""
    for figure in figures[:-1]:
        figure.update_xaxes(showticklabels=False, ticks="", title=None)
        figure.update_layout(margin={"b": 4})
    for figure in figures:
        figure.update_layout(margin={"l": 84, "r": 12})
        figure.update_yaxes(automargin=False)
        figure.update_traces(showscale=False, selector={"type": "heatmap"})


def _thin(count: int, most: int) -> list[int]:
    """At most ``most`` positions out of ``count``, evenly spread, the last one included."""
    step = max(1, -(-count // most))
    return list(range(0, count, step))


def verdict_curve(
    words: Sequence[str],
    values: NDArray[np.float32],
    flip: int | None,
    chosen: int,
    labels: Labels,
    mode: Mode,
    *,
    logit: bool = False,
) -> go.Figure:
    """Probability of "positive", or its ``logit``, after every word: ``values`` (words,).

    ``flip`` counts from 0, ``chosen`` from 1 (0: none). Labels: ``x``, ``y``, ``positive``,
    ``negative``, ``flip``, ``after``.
    """
    steps = np.arange(1, len(words) + 1)
    low, middle, high = 0.0, 0.5, 1.0
    if logit:
        high = 1.1 * max(2.0, float(np.abs(values).max()))
        low, middle = -high, 0.0
    figure = Sketch()
    tint = "rgba({},0.09)"
    figure.add_hrect(y0=middle, y1=high, fillcolor=tint.format("43,116,168"), line_width=0)
    figure.add_hrect(y0=low, y1=middle, fillcolor=tint.format("200,89,15"), line_width=0)
    figure.add_scatter(
        x=steps,
        y=values,
        mode="lines+markers" if len(words) <= 60 else "lines",
        line={"color": TEXT[mode], "width": 2, "shape": "linear"},
        marker={
            "size": 8,
            "color": [positive(mode) if value >= middle else negative(mode) for value in values],
        },
        text=[short_word(word) for word in words],
        hovertemplate=labels["after"] + "<extra></extra>",
    )
    figure.add_hline(y=middle, line_dash="dot", line_color=TEXT[mode], opacity=0.5, line_width=1)
    if flip is not None:
        figure.add_scatter(
            x=[flip + 1],
            y=[float(values[flip])],
            mode="markers+text",
            marker={"symbol": "diamond", "size": 14, "color": CATEGORICAL[mode][4]},
            text=[labels["flip"]],
            textposition=_beside(flip, len(words), rising=bool(values[flip] >= middle)),
            cliponaxis=False,
            hoverinfo="skip",
        )
    if chosen:
        figure.add_vline(x=chosen, line_color=CATEGORICAL[mode][3], line_width=2)
    _word_axis(figure, words, labels["x"])
    figure.update_yaxes(title_text=labels["y"], range=[low, high])
    if not logit:
        named = [labels["negative"], "50%", labels["positive"]]
        figure.update_yaxes(tickvals=[low, middle, high], ticktext=named)
    return set_layout(figure, mode, 330, labels).figure()


def _beside(step: int, steps: int, rising: bool) -> str:
    """Where the name of a mark stands clear of the curve, and inside the picture."""
    if step < 0.7 * steps:
        return "bottom right" if rising else "top right"
    return "top left" if rising else "bottom left"


def state_heatmap(
    states: NDArray[np.float32], words: Sequence[str], labels: Labels, mode: Mode, height: int = 320
) -> go.Figure:
    """States (units, steps) between -1 and 1. Labels: ``x``, ``y``, ``hover``."""
    units, steps = states.shape
    figure = Sketch()
    figure.add_heatmap(
        z=np.round(states, 3),
        x=list(range(1, steps + 1)),
        y=list(range(1, units + 1)),
        customdata=np.tile(np.array([short_word(w) for w in words]), (units, 1)),
        zmin=-1,
        zmax=1,
        colorscale=diverging_scale(mode),
        colorbar={"thickness": 10, "tickvals": [-1, 0, 1], "outlinewidth": 0},
        hovertemplate=labels["hover"] + "<extra></extra>",
        xgap=1 if steps <= 60 else 0,
        ygap=1 if units <= 40 else 0,
    )
    _word_axis(figure, words, labels["x"])
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(title_text=labels["y"], showgrid=False)
    return set_layout(figure, mode, height, labels).figure()


def vector_heatmap(
    vectors: NDArray[np.float32],
    words: Sequence[str],
    ids: Sequence[int],
    reach: float,
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """Embedding vectors (words, dimensions), one row a word with its id beside it.

    ``reach``: the size of a number that has the strongest colour, the same for figures that are
    compared. Labels: ``x``, ``hover``.
    """
    figure = Sketch()
    figure.add_heatmap(
        z=np.round(vectors, 3),
        x=list(range(1, vectors.shape[1] + 1)),
        # With its id each is another, also where two words are shortened to the same.
        y=[f"{short_word(word)}  {number}" for word, number in zip(words, ids, strict=True)],
        zmin=-reach,
        zmax=reach,
        colorscale=diverging_scale(mode),
        colorbar={"thickness": 10, "outlinewidth": 0},
        hovertemplate=labels["hover"] + "<extra></extra>",
        xgap=1 if vectors.shape[1] <= 64 else 0,
        ygap=1,
    )
    figure.update_yaxes(type="category", dtick=1, autorange="reversed", showgrid=False)
    figure.update_xaxes(title_text=labels["x"], showgrid=False)
    return set_layout(figure, mode, 90 + 22 * max(len(words), 3), labels).figure()


def short_word(word: str) -> str:
    """A word as an axis label: bounded, and with nothing plotly would read as markup."""
    return shortened(word, 14).replace("<", "‹").replace(">", "›").replace("&", "+")


def unit_curve(
    values: NDArray[np.float32], words: Sequence[str], chosen: int, labels: Labels, mode: Mode
) -> go.Figure:
    """One unit's state after every step, as bars around zero. Labels: ``x``, ``y``."""
    steps = list(range(1, len(words) + 1))
    figure = Sketch()
    figure.add_bar(
        x=steps,
        y=np.round(values, 3),
        marker={"color": [positive(mode) if v >= 0 else negative(mode) for v in values]},
        text=[short_word(word) for word in words],
        textposition="none",
        hovertemplate="%{text}: %{y:.2f}<extra></extra>",
    )
    if 1 <= chosen <= len(words):
        figure.add_vline(x=chosen, line_color=CATEGORICAL[mode][3], line_width=2)
    _word_axis(figure, words, labels["x"])
    figure.update_yaxes(title_text=labels["y"], range=[-1.05, 1.05])
    return set_layout(figure, mode, 260, labels).figure()


def _word_axis(figure: Sketch, words: Sequence[str], title: str) -> None:
    """A time axis: steps from 1, labelled with as many words as fit."""
    shown = _thin(len(words), 20)  # what a phone has room for
    figure.update_xaxes(
        title_text=title,
        tickvals=[i + 1 for i in shown],
        ticktext=[short_word(words[i]) for i in shown],
        tickangle=-55,
        range=[0.4, len(words) + 0.6],
    )
