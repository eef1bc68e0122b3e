"""A text area that applies on Enter, which Streamlit's own does not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.ui.components import source

_HTML = """
<div class="box">
  <label for="text"></label>
  <textarea id="text" rows="2" spellcheck="false"></textarea>
  <div class="row"><button type="button"></button><span class="hint"></span></div>
</div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_text_box", html=_HTML, css=source("text_box.css"), js=source("text_box.js")
)


def text_box(
    value: str,
    *,
    fallback: str,
    labels: dict[str, str],
    limit: int,
    key: str,
    on_submit: Callable[[str], None],
) -> None:
    """Show ``value`` for editing; ``on_submit`` gets the new text before the next run.

    ``fallback``: what the page is about when the box is empty; Enter shows it there.
    ``labels``: ``label``, ``button``, ``hint``, ``placeholder``.
    """

    def submitted() -> None:
        text = st.session_state[key].get("submitted")
        if isinstance(text, str):
            on_submit(text)

    _COMPONENT(
        key=key,
        data={"value": value, "fallback": fallback, "limit": limit, **labels},
        on_submitted_change=submitted,
    )
