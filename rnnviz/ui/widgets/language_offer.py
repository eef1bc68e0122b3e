"""A text in another language than the model's: a calm word, and the right model on a click."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.models.shipped import DEFAULT_OF, LANGUAGE_OF
from rnnviz.models.specs import Language
from rnnviz.text.language import detect_language
from rnnviz.ui.shell.state import change_view


def language_offer(t: Translator, text: str, model: str) -> bool:
    """Shows the offer where one is due; whether it was."""
    return _offer(t, detect_language(text), model, "text", "rnnviz.language_offer", {"text": text})


def file_language_offer(t: Translator, found: Language | None, model: str) -> bool:
    """The same for a file, whose texts are mostly in the language ``found``."""
    return _offer(t, found, model, "file", "rnnviz.batches.language_offer", {})


def _offer(
    t: Translator, found: Language | None, model: str, what: str, key: str, more: dict[str, str]
) -> bool:
    if found is None or found == LANGUAGE_OF[model]:
        return False
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(t(f"language.{what}_{found}"), width="content")
        st.button(
            t(f"language.use_{found}"),
            key=key,
            icon=":material/translate:",
            on_click=change_view,
            kwargs={"model": DEFAULT_OF[found], **more},
        )
    return True
