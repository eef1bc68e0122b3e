"""A Plotly figure on a page: always with words for who cannot see it, without a bar of tools."""

from __future__ import annotations

from typing import Any

import streamlit as st


def show_figure(
    figure: Any, *, key: str, alt: str, zoom: bool | None = None, **options: Any
) -> Any:
    """Show a Plotly figure of ``rnnviz.figures``; ``alt`` says what it shows.

    ``zoom``: whether the wheel zooms; None: as Plotly has it for this kind of figure. ``options``
    go to ``st.plotly_chart``, which also says what is returned.
    """
    config = {"displayModeBar": False} | ({} if zoom is None else {"scrollZoom": zoom})
    return st.plotly_chart(figure, key=key, alt=alt, config=config, **options)
