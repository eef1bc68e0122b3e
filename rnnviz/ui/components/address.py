"""The browser's side of going from page to page: its history, and links that lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from rnnviz.ui.components import mount, source

_COMPONENT = st.components.v2.component(
    "rnnviz_address", html="<span></span>", js=source("address.js")
)


def address(places: Collection[str]) -> None:
    """Keep history and links in order; ``places``: the parameters that Back takes from an entry."""
    mount(_COMPONENT, key="rnnviz.address", data={"places": sorted(places)}, height=1)


def written_address(page: str, done: str, on_kept: Callable[[str], None]) -> None:
    """At the end of a run: let the browser's address be what was written, should it be another.

    ``page``: the last part of the address's path; empty for the first page. ``done``: the steps of
    the guided path that are done, those of this run included. ``on_kept`` gets, a few times at
    most, those that the browser's tab remembers where it knows of more: to be checked, as whatever
    a browser says.
    """

    def kept(codes: object) -> None:
        if isinstance(codes, str):
            on_kept(codes)

    mount(
        _COMPONENT,
        key="rnnviz.address.written",
        data={"page": page, "params": st.query_params.to_dict(), "done": done},
        height=1,
        on={"kept": kept},
    )
