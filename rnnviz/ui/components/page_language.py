"""The page's language in the browser: of the document, and of Streamlit's own English words."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import DEFAULT_LANGUAGE, Translator, catalogue, translator
from rnnviz.ui.components import mount, source

_COMPONENT = st.components.v2.component(
    "rnnviz_page_language", html="<span></span>", js=source("page_language.js")
)
FAMILY = "streamlit."  # keys of the catalogue: English as Streamlit writes it


def streamlit_words(t: Translator) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What Streamlit writes, and what stands in its place: fixed words, and those with places."""
    english = catalogue(DEFAULT_LANGUAGE)
    own = catalogue(t.language)
    pairs = [
        (english[key], own[key])
        for key in english
        if key.startswith(FAMILY) and own[key] != english[key]
    ]
    return (
        [pair for pair in pairs if "{" not in pair[0]],
        [pair for pair in pairs if "{" in pair[0]],
    )


def page_language(language: str, page: str) -> None:
    """Tell the browser the language of the page; a link for the keyboard leads to its picture.

    Another ``page`` (and its part) begins at its top, however far the one before was scrolled.
    """
    t = translator(language)
    words, patterns = streamlit_words(t)
    data = {
        "page": page,
        "lang": language,
        "skip": t("app.skip"),
        "words": words,
        "patterns": patterns,
    }
    mount(_COMPONENT, key="rnnviz.page_language", data=data, height=1)
