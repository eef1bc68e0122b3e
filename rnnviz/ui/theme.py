"""Which of the two themes the user sees, for the few colours that are set in Python."""

from __future__ import annotations

import streamlit as st

from rnnviz.figures.palette import Mode


def theme_mode() -> Mode:
    """``light`` or ``dark``; light where the browser has not said yet (and in tests)."""
    theme = getattr(st.context, "theme", None)
    return "dark" if getattr(theme, "type", None) == "dark" else "light"
