"""Figures about what made a verdict: words in three views, and where two versions part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, Mode, negative, positive
from rnnviz.figures.sketch import Sketch
from rnnviz.figures.text import short_word

PATTERNS = ("", "/", ".")  # for who cannot tell the colours: a fill for each view


def strongest_words(
    words: Sequence[str],
    parts: Mapping[str, NDArray[np.float64]],
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """A group of bars for each word, one a view. Labels: ``x``, and one for each name in ``parts``.

    ``parts``: (words,) of the logit for each view.
    """
    places = list(range(len(words)))
    figure = Sketch()
    for k, (name, values) in enumerate(parts.items()):
        figure.add_bar(
            y=places,
            x=np.round(values, 3),
            orientation="h",
            name=labels[name],
            marker={
                "color": CATEGORICAL[mode][(3, 2, 5)[k % 3]],
                "pattern": {"shape": PATTERNS[k % len(PATTERNS)]},
            },
            text=[short_word(word) for word in words],
            textposition="none",
            hovertemplate="%{text}: %{x:+.2f}<extra>" + labels[name] + "</extra>",
        )
    figure.update_yaxes(
        tickvals=places,
        ticktext=[short_word(word) for word in words],
        autorange="reversed",
        showgrid=False,
    )
    figure.update_xaxes(title_text=labels["x"])
    set_layout(figure, mode, 120 + 44 * max(len(words), 2), labels)
    figure.update_layout(
        barmode="group",
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        margin={"t": 40},
    )
    return figure.figure()


def parting_curve(
    words: Sequence[str], distances: NDArray[np.float64], parting: int, labels: Labels, mode: Mode
) -> go.Figure:
    """How far two versions' states are apart after each aligned word: (rows,), NaN for one without.

    ``parting``: the first row at which they part. Labels: ``x``, ``y``.
    """
    places = list(range(len(words)))
    figure = Sketch()
    figure.add_bar(
        x=places,
        y=np.round(distances, 3),
        marker={"color": [negative(mode) if k == parting else positive(mode) for k in places]},
        text=[short_word(word) for word in words],
        textposition="none",
        hovertemplate="%{text}: %{y:.2f}<extra></extra>",
    )
    step = max(1, -(-len(words) // 15))
    shown = places[parting % step :: step]  # where they part is named in any case
    figure.update_xaxes(
        title_text=labels["x"],
        tickvals=shown,
        ticktext=[short_word(words[k]) for k in shown],
        tickangle=-55,
    )
    figure.update_yaxes(title_text=labels["y"], rangemode="tozero")
    return set_layout(figure, mode, 300, labels).figure()
