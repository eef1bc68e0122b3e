"""The look that all Plotly figures share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from rnnviz.figures.palette import TEXT, Mode

Labels = Mapping[str, str]
LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}  # above the picture
FAINT = "rgba(128,128,128,0.22)"  # grids and zero lines, in both themes


class Drawing(Protocol):
    """A ``Sketch``, or a ``go.Figure``."""

    def update_layout(self, **properties: Any) -> Any: ...
    def update_xaxes(self, **properties: Any) -> Any: ...
    def update_yaxes(self, **properties: Any) -> Any: ...


D = TypeVar("D", bound=Drawing)


def set_layout(figure: D, mode: Mode, height: int, labels: Labels) -> D:
    """Height (pixels), margins, colours and axes, with no legend; returns the same figure.

    ``labels["decimal"]``: the language's mark of decimals, then of thousands; English without it.
    A title set afterwards must be a ``title_text``: a ``title`` would lose its colour again.
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": TEXT[mode], "size": 13},
        hoverlabel={"align": "left"},
        showlegend=False,
        separators=labels.get("decimal", ".,"),
    )
    ink = {"color": TEXT[mode]}  # Streamlit's own grey is too faint to project
    axes = {"gridcolor": FAINT, "zerolinecolor": FAINT, "automargin": True, "tickfont": ink}
    figure.update_xaxes(**axes, title_font=ink)
    figure.update_yaxes(**axes, title_font=ink)
    return figure
