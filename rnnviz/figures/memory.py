"""Figures of memory: gradients as strips over the words, and how they fade with distance.

Only the tables change under the slider, so that nothing blinks (``rnnviz/figures/vega.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.figures.palette import CATEGORICAL, MIDDLE, TEXT, Mode
from rnnviz.figures.vega import Picture, curve_colour, ink
from rnnviz.text.shorten import shortened

DECADES = 8  # the curve is shown this far down and up; beyond it is gone, or has burst
MOST_LABELS = 15  # words an axis has room for

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
    dashed: bool = False
    colour: int = 0  # of the categorical palette


def memory_strips(
    strips: Sequence[Strip], words: Sequence[str], labels: Mapping[str, str], mode: Mode
) -> Picture:
    """Lengths of gradients, one strip a row, one column a word.

    Labels: ``x``, ``word``, ``step``, ``row``, ``length`` (the last four in the tooltip),
    ``decimal``.
    """
    steps, decimal = np.arange(1, len(words) + 1), labels["decimal"][0]
    # A number before the word keeps equal words apart; the axis cuts it off again.
    keys = [f"{step:05d}{shortened(word, 14)}" for step, word in zip(steps, words, strict=True)]
    rows = [
        pd.DataFrame(
            {
                "key": keys,
                "step": steps,
                "word": list(words),
                "row": strip.name,
                "share": np.clip(strip.values / (strip.full or 1.0), 0, 1).round(4),
                "length": [power(tens, decimal) for tens in _log10(strip.values)],
            }
        )
        for strip in strips
    ]
    every = -(-len(words) // MOST_LABELS)
    axis = ink(mode)
    tooltip = [
        {"field": name, "title": labels[name], "type": "nominal"}
        for name in ("word", "step", "row", "length")
    ]
    spec = {
        "height": 105 + 30 * len(strips),  # the axis included
        "mark": {"type": "rect"},
        "encoding": {
            "x": {
                "field": "key",
                "type": "ordinal",
                "sort": None,
                "title": labels["x"],
                "scale": {"paddingInner": 0.08 if len(words) <= 60 else 0},
                "axis": {
                    **axis,
                    "values": keys[::every],
                    "labelExpr": "slice(datum.label, 5)",
                    "labelAngle": -55,
                    "labelOverlap": False,
                    "grid": False,
                },
            },
            "y": {
                "field": "row",
                "type": "nominal",
                "sort": None,
                "title": None,
                "scale": {"paddingInner": 0.12},
                "axis": {**axis, "labelLimit": 200, "grid": False},
            },
            "color": {
                "field": "share",
                "type": "quantitative",
                "scale": {
                    "domain": [0, 1],
                    "range": [MIDDLE[mode], CATEGORICAL[mode][3]],
                    "interpolate": "rgb",  # straight from one to the other, through no third hue
                },
                "legend": None,
            },
            "tooltip": tooltip,
        },
    }
    return Picture(spec, pd.concat(rows, ignore_index=True))


def fade_curves(
    curves: Sequence[Curve], labels: Mapping[str, str], mode: Mode, height: int = 400
) -> Picture:
    """How gains fade or grow with distance, on a logarithmic axis.

    Labels: ``x``, ``y``, ``curve``, ``explodes``, ``vanishes``, ``decimal``.
    """
    decimal = labels["decimal"][0]
    data = pd.concat([_points(curve, decimal) for curve in curves], ignore_index=True)
    names = [curve.name for curve in curves]
    axis = ink(mode)
    exponents = [f"10{str(n).translate(_RAISED)}" if n else "1" for n in _whole_decades()]
    x = {
        "field": "distance",
        "type": "quantitative",
        "title": labels["x"],
        "scale": {"nice": False, "domainMin": 0},
        "axis": {**axis, "grid": False, "tickMinStep": 1, "tickCount": 6},
    }
    y = {
        "field": "tens",
        "type": "quantitative",
        "title": labels["y"],
        "scale": {"nice": False, "zero": True, "padding": 14},
        # Array literals of our own strings only: no user text enters an expression.
        "axis": {
            **axis,
            "tickMinStep": 1,
            "tickCount": 8,
            "labelExpr": f"{exponents}[round(datum.value) + {DECADES}]",
        },
    }
    colour = curve_colour({curve.name: curve.colour for curve in curves}, mode)
    dash = {
        "field": "curve",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": [[6, 4] if c.dashed else [1, 0] for c in curves]},
    }
    tooltip = [
        {"field": field, "title": labels[label], "type": "nominal"}
        for field, label in (("curve", "curve"), ("distance", "x"), ("left", "y"))
    ]
    once: dict[str, Any] = {"values": [{}]}  # marks that stand for no row of the table
    level = {"y": {"datum": 0, "type": "quantitative"}}
    words = {"type": "text", "align": "right", "color": TEXT[mode], "fontSize": 12, "dx": -4}
    right = {**level, "x": {"value": "width"}}
    lines = {"x": x, "y": y, "color": colour, "strokeDash": dash}
    spec = {
        "height": height,
        "layer": [
            {
                "data": once,
                "mark": {"type": "rule", "color": TEXT[mode], "opacity": 0.6, "strokeDash": [2, 3]},
                "encoding": level,
            },
            {  # unseen: a whole decade is always on the axis
                "data": once,
                "mark": {"type": "rule", "opacity": 0},
                "encoding": {"y": {"datum": -1, "type": "quantitative"}},
            },
            {"mark": {"type": "line", "strokeWidth": 2.5}, "encoding": lines},
            {
                "mark": {"type": "point", "opacity": 0, "size": 90},
                "encoding": {"x": x, "y": y, "tooltip": tooltip},
            },
            {
                "data": once,
                "mark": {**words, "text": labels["explodes"], "dy": -9},
                "encoding": right,
            },
            {
                "data": once,
                "mark": {**words, "text": labels["vanishes"], "dy": 11},
                "encoding": right,
            },
        ],
    }
    return Picture(spec, data)


def power(tens: float, decimal: str = ".") -> str:
    """10 to the power ``tens``, short: 0.05, 37, 2.1·10⁻⁷."""
    if not np.isfinite(tens):
        return "0"
    if -3 <= tens < 4:
        shown = f"{10**tens:.2g}" if tens < 1 else f"{10**tens:.0f}"
    else:
        exponent = int(np.floor(tens))
        shown = f"{10 ** (tens - exponent):.1f}·10{str(exponent).translate(_RAISED)}"
    return shown.replace(".", decimal)


def _log10(lengths: NDArray[np.floating]) -> NDArray[np.floating]:
    with np.errstate(divide="ignore"):
        return np.log10(np.asarray(lengths, np.float64))


def _points(curve: Curve, decimal: str) -> pd.DataFrame:
    tens = np.asarray(curve.log_gain, np.float64) / np.log(10)
    beyond = np.abs(tens) > DECADES
    # The first point beyond is drawn at the edge, the others not at all.
    gone = beyond & np.concatenate([[False], beyond[:-1]])
    shown = np.where(gone | np.isnan(tens), np.nan, np.clip(tens, -DECADES, DECADES))
    return pd.DataFrame(
        {
            "distance": np.arange(len(tens)),
            "tens": shown.round(4),
            "left": [power(value, decimal) for value in tens],
            "curve": curve.name,
        }
    )


def _whole_decades() -> range:
    return range(-DECADES, DECADES + 1)
