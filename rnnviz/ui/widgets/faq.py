"""Small forms that recur on every page: a usual question with its answer, how to read a picture."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator


def faq(t: Translator, *names: str) -> None:
    """Usual questions, closed until somebody asks: ``ask.<name>.question`` and ``.answer``."""
    for name in names:
        with st.expander(t(f"ask.{name}.question"), icon=":material/help:"):
            st.markdown(t(f"ask.{name}.answer"))


def how_to_read(t: Translator, key: str, **values: object) -> None:
    """One or two sentences beside a picture; ``key`` is the catalogue's full key."""
    st.markdown(f":material/visibility: **{t('ask.read')}** {t(key, **values)}")
