"""The browser's side of going from page to page: its history, and links that lose nothing."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from rnnviz.ui.components import mount, source

_COMPONENT = st.components.v2.component(
    "rnnviz_address", html="<span></span>", js=source("address.js")
)


def address(places: Collection[str]) -> None:
    """Keep history and links in order; ``places``: the parameters that Back takes from an entry."""
    mount(_COMPONENT, key="rnnviz.address", data={"places": sorted(places)}, height=1)
