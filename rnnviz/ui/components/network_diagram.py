"""A network drawn as SVG: point at a part and what belongs to it lights up."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rnnviz.figures.diagram import Drawing
from rnnviz.ui.components import mount, source

_HTML = """
<div class="drawing" data-parts="hold"><div class="legend"></div>
<div class="paper" tabindex="0" role="img" data-scrolls></div></div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_network_diagram",
    html=_HTML,
    css=source("network_diagram.css"),
    js=source("network_diagram.js"),
)


def network_diagram(
    what: Drawing, *, label: str, key: str, legend: Mapping[str, str] | None = None
) -> None:
    """Show a drawing. ``legend``: group to words, each a button that lights the group up."""
    mount(
        _COMPONENT,
        key=key,
        data={
            "width": what.width,
            "height": what.height,
            "shapes": what.shapes,
            "label": label,
            "legend": [{"group": group, "text": text} for group, text in (legend or {}).items()],
        },
    )
