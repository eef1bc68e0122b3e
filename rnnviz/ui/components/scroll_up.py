"""Brings the top of a panel into view when what it shows has changed as a whole."""

from __future__ import annotations

import streamlit as st

from rnnviz.ui.components import mount

_JS = """
let shown = null;
export default function (component) {
  const { data, parentElement } = component;
  const host = parentElement.host || parentElement;
  if (shown !== null && shown !== data.shown) host.scrollIntoView({ block: "start" });
  shown = data.shown;
}
"""

_COMPONENT = st.components.v2.component("rnnviz_scroll_up", html="<span></span>", js=_JS)


def scroll_up(shown: str, *, key: str) -> None:
    """Scroll to here when ``shown`` differs from what it was the last time."""
    mount(_COMPONENT, key=key, data={"shown": shown})
