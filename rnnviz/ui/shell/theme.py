"""Which of the two themes the user sees, for the few colours that are set in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:  # the package of figures brings pandas, for which no headline should wait
    from rnnviz.figures.palette import Mode

# Streamlit writes in white on the primary colour, which is pale in the dark theme.
_DARK_BUTTONS = """<style>
[data-testid="stBaseButton-primary"]:not(:disabled) { color: #14181d; }
</style>"""


def theme_mode() -> Mode:
    """``light`` or ``dark``; light where the browser has not said yet (and in tests)."""
    theme = getattr(st.context, "theme", None)
    return "dark" if getattr(theme, "type", None) == "dark" else "light"


def readable_buttons() -> None:
    """Dark letters on the primary buttons of the dark theme."""
    if theme_mode() == "dark":
        st.html(_DARK_BUTTONS)
