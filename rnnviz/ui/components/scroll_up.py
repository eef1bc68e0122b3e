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
# What stands above may still grow while the page is put together; a first touch ends it.
_BRING = """
export default function (component) {
  const host = component.parentElement.host || component.parentElement;
  const touches = ["wheel", "pointerdown", "touchstart", "keydown"];
  const end = () => {
    clearInterval(timer);
    touches.forEach((kind) => removeEventListener(kind, end));
  };
  let left = 12;
  const bring = () => {
    host.scrollIntoView({ block: "center" });
    if (--left === 0) end();
  };
  const timer = setInterval(bring, 150);
  touches.forEach((kind) => addEventListener(kind, end, { passive: true }));
  return end;
}
"""

_BRINGING = st.components.v2.component("rnnviz_bring", html="<span></span>", js=_BRING)
_COMPONENT = st.components.v2.component("rnnviz_scroll_up", html="<span></span>", js=_JS)


def scroll_up(shown: str, *, key: str) -> None:
    """Scroll to here when ``shown`` differs from what it was the last time."""
    mount(_COMPONENT, key=key, data={"shown": shown})


def bring_into_view(*, key: str) -> None:
    """Scroll so that this place is in the middle of the window, until somebody touches it."""
    mount(_BRINGING, key=key, data={})
