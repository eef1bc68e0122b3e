"""What the Vega-Lite charts share: those that are redrawn while a slider moves or a run goes on.

A spec (a plain dictionary) and its table apart from each other: while only the table changes, the
browser redraws in place. A new Plotly figure would mount anew and blink. So whatever changes must
be in the table, the limits of the axes included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode

Spec = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A Vega-Lite spec, and the table it draws."""

    spec: Spec
    data: pd.DataFrame


def ink(mode: Mode) -> Spec:
    """The colours of an axis: the theme's own grey is too faint to project."""
    return {"labelColor": TEXT[mode], "titleColor": TEXT[mode]}


def curve_colour(colours: Mapping[str, int], mode: Mode) -> Spec:
    """The colour by the column ``curve``, with a legend above: names to places in the palette."""
    palette = CATEGORICAL[mode]
    return {
        "field": "curve",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(colours), "range": [palette[c] for c in colours.values()]},
        "legend": {
            "orient": "top",
            "direction": "horizontal",
            "columns": 2,
            "columnPadding": 8,
            "labelColor": TEXT[mode],
            "labelLimit": 220,
            "symbolType": "stroke",
            "symbolSize": 300,
            "symbolStrokeWidth": 3,
        },
    }


def column(name: str) -> str:
    """The name of a column as a field: Vega-Lite reads dots and brackets as a way inside."""
    return re.sub(r"([\\.\[\]'\"])", r"\\\1", name)
