"""The line of text on a page: it opens where it is edited, and applies on Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from rnnviz.ui.components import mount, source

_HTML = """
<div class="box"><div class="sheet">
  <label class="unseen" for="text"></label>
  <div class="row">
    <textarea id="text" rows="1" spellcheck="false"></textarea>
    <span class="more" aria-hidden="true" hidden>…</span><button type="button"></button>
  </div>
  <div class="hint"></div>
</div></div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_text_box", html=_HTML, css=source("text_box.css"), js=source("text_box.js")
)


def text_box(
    own: str,
    *,
    fallback: str,
    labels: dict[str, str],
    limit: int,
    seen: int,
    long: bool,
    replacers: str,
    key: str,
    on_submit: Callable[[str, int, bool], None],
) -> None:
    """Show a text for editing; ``on_submit`` gets the new one before the next run, ``seen``, and
    whether it was typed after the last press on one of the ``replacers``.

    ``own``: the user's text; where it is empty, the page is about ``fallback``, and shows it.
    ``labels``: ``label``, ``button``, ``hint``, ``placeholder``. ``seen`` comes back as it was when
    the text was sent: which texts the box had heard of by then. ``long``: the address cannot carry
    the text, so the browser's tab keeps it for a reload. ``replacers`` selects (CSS) what puts
    another text into the box.
    """

    def submitted(told: object) -> None:
        if not isinstance(told, Mapping):
            return
        text, heard = told.get("text"), told.get("seen")
        if isinstance(text, str) and isinstance(heard, int | float):
            on_submit(text, int(heard), told.get("last") is True)

    mount(
        _COMPONENT,
        key=key,
        data={
            "value": own or fallback,
            "own": own,
            "fallback": fallback,
            "limit": limit,
            "seen": seen,
            "long": long,
            "replacers": replacers,
            **labels,
        },
        on={"submitted": submitted},
    )
