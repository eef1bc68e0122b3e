"""Figures of a vocabulary: its words on a map, and how much of a text it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import FAINT, Labels, set_layout
from rnnviz.figures.palette import BACKGROUND, CATEGORICAL, TEXT, Mode, diverging_scale
from rnnviz.figures.sketch import Sketch
from rnnviz.figures.text import short_word

# A logit whose size has the strongest colour: 0.95 or 0.05 as a probability.
STRONG = 3.0


def vocabulary_map(
    points: NDArray[np.float64],
    words: Sequence[str],
    mine: Sequence[bool],
    verdicts: NDArray[np.float32],
    labels: Labels,
    mode: Mode,
) -> go.Figure:
    """Words as points in 2 or 3 dimensions, coloured by the verdict on each word alone (a logit).

    The user's own stand out and are named. On the plane, a name that would cover another one is
    left to the hover, and the few words far out lie beyond the edge, where zooming out finds them.
    Labels: ``x``, ``y``, ``negative``, ``positive`` (the ends of the scale), ``hover``.
    """
    own = np.array(mine, dtype=bool)
    names = np.array([short_word(word) for word in words])
    chances = 1 / (1 + np.exp(-verdicts.astype(np.float64)))
    ranges = [_middle(points[:, i], points[own, i]) for i in range(points.shape[1])]
    figure = Sketch()
    scale = {"coloraxis": "coloraxis", "line": {"color": FAINT, "width": 1}}
    own_scale = {"coloraxis": "coloraxis", "line": {"color": TEXT[mode], "width": 2}}
    rest_style = {"size": 6, **scale}
    own_style = {"size": 11, **own_scale}
    for chosen, style, show in ((~own, rest_style, "markers"), (own, own_style, "markers+text")):
        axes = {axis: points[chosen, i] for i, axis in enumerate("xyz"[: points.shape[1]])}
        sides: str | list[str] = "top center"
        text: list[str] = names[chosen].tolist() if show != "markers" else []
        if show != "markers" and points.shape[1] == 2:
            sides, text = _apart(points[chosen], text, ranges)
        common = {
            "mode": show,
            "marker": {**style, "color": np.round(verdicts[chosen], 2)},
            "text": text,
            "hovertext": names[chosen],
            "customdata": np.round(chances[chosen], 3),
            "hovertemplate": labels["hover"] + "<extra></extra>",
            "textposition": sides,
            "textfont": {"color": TEXT[mode], "size": 13},
        }
        figure.add_trace("scatter3d" if points.shape[1] == 3 else "scatter", **axes, **common)
    figure.update_layout(
        coloraxis={
            "cmin": -STRONG,
            "cmax": STRONG,
            "colorscale": diverging_scale(mode),
            "colorbar": {
                "thickness": 10,
                "outlinewidth": 0,
                "orientation": "h",
                "y": 1.02,
                "yanchor": "bottom",
                "len": 0.6,
                "tickfont": {"color": TEXT[mode]},
                "tickvals": [-STRONG, 0, STRONG],
                "ticktext": [labels["negative"], "50%", labels["positive"]],
            },
        }
    )
    set_layout(figure, mode, 520, labels)
    if points.shape[1] == 3:
        hidden = {
            "title": {"text": ""},
            "showticklabels": False,
            "backgroundcolor": "rgba(0,0,0,0)",
        }
        grid = {"gridcolor": "rgba(128,128,128,0.3)"}
        figure.update_layout(
            scene={axis: {**hidden, **grid} for axis in ("xaxis", "yaxis", "zaxis")}
        )
    else:
        figure.update_xaxes(title_text=labels["x"], showticklabels=False, range=ranges[0])
        figure.update_yaxes(title_text=labels["y"], showticklabels=False, range=ranges[1])
    return figure.figure()


def _middle(values: NDArray[np.float64], own: NDArray[np.float64]) -> tuple[float, float]:
    """What an axis shows: all of the user's words and all but the outermost of the others."""
    kept = np.concatenate([np.quantile(values, [0.01, 0.99]), own])
    low, high = float(kept.min()), float(kept.max())
    edge = 0.08 * (high - low) or 1.0
    return low - edge, high + edge


# Pixels: a name's height and a letter's width, and the picture as a small window shows it.
_LINE, _LETTER, _PICTURE = 17, 7.5, (380, 440)


def _apart(
    points: NDArray[np.float64], names: Sequence[str], ranges: Sequence[tuple[float, float]]
) -> tuple[list[str], list[str]]:
    """Where each name stands so that none covers another, and the names; "" where none fits."""
    placed: list[tuple[float, float, float]] = []  # middle x, middle y, half the width
    sides, texts = [], []
    for point, name in zip(points, names, strict=True):
        x, y = (
            (value - low) / (high - low) * size
            for value, (low, high), size in zip(point, ranges, _PICTURE, strict=True)
        )
        half = _LETTER * len(name) / 2
        for side, at in (("top center", y + _LINE), ("bottom center", y - _LINE)):
            if all(abs(at - v) >= _LINE or abs(x - u) >= half + w for u, v, w in placed):
                placed.append((x, at, half))
                sides.append(side)
                texts.append(name)
                break
        else:
            sides.append("top center")
            texts.append("")
    return sides, texts


def coverage_curve(
    caps: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    cap: int,
    labels: Labels,
    mode: Mode,
    mark: int = 0,
) -> go.Figure:
    """Share of tokens a vocabulary covers as its cap grows, one line a text.

    ``mark``: one of ``caps`` to mark on the first line. Labels: ``x``, ``y``, ``now``, ``mark``,
    ``decimal`` (the language's decimal mark, then its separator).
    """
    figure = Sketch()
    for (name, values), colour in zip(shares.items(), CATEGORICAL[mode], strict=False):
        figure.add_scatter(
            x=list(caps),
            y=list(values),
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5},
            hovertemplate="%{x:,}: %{y:.1%}<extra>" + name + "</extra>",
        )
    if mark:
        first = next(iter(shares.values()))
        share = first[list(caps).index(mark)]
        point = {"size": 10, "color": CATEGORICAL[mode][0]}
        figure.add_scatter(
            x=[mark], y=[share], mode="markers", marker=point, showlegend=False, hoverinfo="skip"
        )
        figure.add_annotation(
            x=np.log10(mark),
            y=share,
            text=labels["mark"],
            showarrow=False,
            xanchor="center",  # beside the point a narrow window has no room for it
            yanchor="top",
            yshift=-22,
            bgcolor=BACKGROUND[mode],
        )
    figure.add_vline(x=cap, line_dash="dot", line_color=CATEGORICAL[mode][3])
    near_end = np.log10(cap / caps[0]) > 0.55 * np.log10(caps[-1] / caps[0])
    figure.add_annotation(
        x=np.log10(cap),
        y=0.04,
        text=labels["now"],
        showarrow=False,
        xanchor="right" if near_end else "left",
        xshift=-6 if near_end else 6,
    )
    set_layout(figure, mode, 300, labels)
    ticks = [v for v in (10, 100, 1000, 10_000, 100_000) if caps[0] <= v <= caps[-1]]
    ends = [float(np.log10(caps[0])), float(np.log10(caps[-1]))]
    figure.update_xaxes(
        type="log", title_text=labels["x"], tickvals=ticks, tickformat=",d", range=ends
    )
    figure.update_yaxes(title_text=labels["y"], range=[0, 1.02], tickformat=".0%")
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    )
    return figure.figure()
