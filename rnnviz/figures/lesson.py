"""Figures of the lesson: lengths of texts, states over ``<pad>``, an embedding learning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from rnnviz.figures.layout import Labels, set_layout
from rnnviz.figures.palette import BACKGROUND, CATEGORICAL, TEXT, Mode, negative, positive
from rnnviz.figures.sketch import Sketch


def sequence_lengths(
    names: Sequence[str], counts: Sequence[int], length: int, labels: Labels, mode: Mode
) -> go.Figure:
    """Texts as bars of words, and what one fixed ``length`` makes of them.

    Labels: ``x``, ``kept``, ``cut``, ``pad``, ``line``.
    """
    kept = [min(count, length) for count in counts]
    parts = {
        "kept": (kept, {"color": CATEGORICAL[mode][0]}),
        "cut": (
            [count - k for count, k in zip(counts, kept, strict=True)],
            {"color": CATEGORICAL[mode][1]},
        ),
        "pad": (
            [length - k for k in kept],
            {
                "color": "rgba(0,0,0,0)",
                "pattern": {"shape": "/", "fgcolor": CATEGORICAL[mode][5]},
                "line": {"color": CATEGORICAL[mode][5], "width": 1},
            },
        ),
    }
    figure = Sketch()
    for name, (values, marker) in parts.items():
        figure.add_bar(
            x=values,
            y=list(names),
            orientation="h",
            name=labels[name],
            marker=marker,
            hovertemplate="%{y}: %{x}<extra>" + labels[name] + "</extra>",
        )
    figure.add_vline(x=length, line_color=TEXT[mode], line_width=2, line_dash="dot")
    figure.update_layout(barmode="stack")
    set_layout(figure, mode, 60 + 40 * len(names), labels)
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"color": TEXT[mode]},
            "traceorder": "normal",
        },
    )
    figure.update_xaxes(title_text=labels["x"])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure.figure()


def review_lengths(
    bars: Mapping[str, Sequence[int]], width: int, length: int, labels: Labels, mode: Mode
) -> go.Figure:
    """How many reviews of a corpus have how many words, one colour a label; the last bar is open.

    ``bars``: for ``negative`` and ``positive``, counts by bins of ``width`` words. ``length``: one
    length to mark. Labels: ``x``, ``y``, ``negative``, ``positive``, ``line``, ``decimal``.
    """
    figure = Sketch()
    colours = {"negative": negative(mode), "positive": positive(mode)}
    for name, colour in colours.items():
        starts = [width * i for i in range(len(bars[name]))]
        spans = [f"{a}–{a + width - 1}" for a in starts[:-1]] + [f"≥ {starts[-1]}"]
        figure.add_bar(
            x=[start + width / 2 for start in starts],
            y=list(bars[name]),
            width=width * 0.9,
            name=labels[name],
            marker={"color": colour},
            customdata=spans,
            hovertemplate="%{customdata}: %{y:,}<extra>" + labels[name] + "</extra>",
        )
    figure.add_vline(x=length, line_color=TEXT[mode], line_width=2, line_dash="dot")
    figure.update_layout(barmode="stack")
    set_layout(figure, mode, 300, labels)
    figure.add_annotation(
        x=length,
        y=1,
        yref="paper",
        text=labels["line"],
        showarrow=False,
        xanchor="left",
        xshift=6,
        bgcolor=BACKGROUND[mode],
    )
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"color": TEXT[mode]}},
    )
    figure.update_xaxes(title_text=labels["x"], rangemode="tozero")
    figure.update_yaxes(title_text=labels["y"], tickformat=",d")
    return figure.figure()


def mark_pads(figure: go.Figure, pads: range, mode: Mode) -> None:
    """Frame the ``<pad>`` steps (counted from 0) of a figure with a time axis."""
    figure.add_vrect(
        x0=pads.start + 0.5,
        x1=pads.stop + 0.5,
        fillcolor="rgba(0,0,0,0)",
        line={"color": CATEGORICAL[mode][3], "width": 2, "dash": "dot"},
    )
