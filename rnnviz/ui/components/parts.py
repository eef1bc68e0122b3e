"""Terms in the text that light their part of a figure, and parts that light their terms.

Whoever writes a text links a term, ``[tanh](#part-tanh)``; whoever draws a figure says in
``data-part`` what is what, inside an element with ``data-parts``, and fires ``rnnviz-figure`` once
it stands. The rest is in ``parts.js``; the parts and their colours are in ``lessons/parts.py``.
"""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.parts import COLOURS, MIXED, PARTS
from rnnviz.ui.components import mount, source

_COMPONENT = st.components.v2.component("rnnviz_parts", html="<span></span>", js=source("parts.js"))


def parts(t: Translator, place: str) -> None:
    """Bring terms and parts together. What is held is let go where ``place`` changes."""
    colours = [[part, *COLOURS[name].values()] for part, name in PARTS.items()]
    data = {"colours": colours, "mixed": MIXED, "place": place, "back": t("app.back_to_text")}
    mount(_COMPONENT, key="rnnviz.parts", data=data, height=1)
