"""A figure on a page, always with words for who cannot see it: one way for each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from rnnviz.figures.vega import Picture


def show_figure(
    figure: Any, *, key: str, alt: str, zoom: bool | None = None, **options: Any
) -> Any:
    """Show a Plotly figure of ``rnnviz.figures``, without its tools; ``alt`` says what it shows.

    ``zoom``: whether the wheel zooms; None: as Plotly has it for this kind of figure. ``options``
    go to ``st.plotly_chart``, which also says what is returned.
    """
    config = {"displayModeBar": False} | ({} if zoom is None else {"scrollZoom": zoom})
    return st.plotly_chart(figure, key=key, alt=alt, config=config, **options)


def show_picture(picture: Picture, *, key: str, alt: str) -> None:
    """Show a chart that is redrawn in place while only its table changes."""
    # ``alt`` says it all: a part of the picture is no picture of its own.
    silent = {"aria": False, "mark": {"aria": False}}
    spec = {**picture.spec, "config": {**picture.spec.get("config", {}), **silent}}
    st.vega_lite_chart(picture.data, spec, key=key, alt=alt)
