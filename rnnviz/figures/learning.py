"""An embedding while it learns: the colours of its words, and the falling losses."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnnviz.figures.layout import Labels, set_layout
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode, diverging_scale
from rnnviz.figures.sketch import Sketch


def leaning_colours(leaning: NDArray[np.float64], mode: Mode) -> list[str]:
    """A colour for each number from -1 (orange) over 0 (pale) to 1 (blue)."""
    scale = [str(colour) for _, colour in diverging_scale(mode)]
    places = np.rint((np.clip(leaning, -1, 1) + 1) / 2 * (len(scale) - 1)).astype(int)
    return [scale[place] for place in places]


def loss_curves(losses: dict[str, NDArray[np.float64]], labels: Labels, mode: Mode) -> go.Figure:
    """Losses over the epochs, one line a name. Labels: ``x``, ``y``."""
    figure = Sketch()
    for (name, values), colour in zip(losses.items(), CATEGORICAL[mode], strict=False):
        figure.add_scatter(
            x=list(range(len(values))),
            y=np.round(values, 4),
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5},
            hovertemplate="%{x}: %{y:.2f}<extra>" + name + "</extra>",
        )
    set_layout(figure, mode, 240, labels)
    figure.update_xaxes(title_text=labels["x"])
    figure.update_yaxes(title_text=labels["y"], rangemode="tozero")
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"color": TEXT[mode]}},
    )
    return figure.figure()
