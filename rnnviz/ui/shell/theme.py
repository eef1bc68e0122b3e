"""Which of the two themes the user sees, for the few colours that are set in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:  # the package of figures brings pandas, for which no headline should wait
    from rnnviz.figures.palette import Mode

# The page's frame: a compact head, so that the picture begins on the first screen. The path's line
# stays in view while the page scrolls below it.
_FRAME = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 4.1rem; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.75rem; }
[class*="st-key-rnnviz_unseen"] { position: absolute; height: 0; overflow: hidden; }
div:has(> [class*="st-key-rnnviz_unseen"]) { position: absolute; }
/* In a row, too, a switch that is too wide for a phone wraps. */
[data-testid="stMain"] [data-testid="stElementContainer"] { max-width: 100%; }
[data-testid="stMain"] [role="radiogroup"] { max-width: 100%; flex-wrap: wrap; }
.st-key-rnnviz_head { flex-wrap: nowrap; }
.st-key-rnnviz_head h1 { padding: 0; font-size: 1.6rem; line-height: 1.2; }
div:has(> .st-key-rnnviz_path_line) {
  position: sticky; top: 3.75rem; z-index: 90;
}
.st-key-rnnviz_path_line {
  padding: 0.25rem 0.6rem;
  background: light-dark(#fcfbf8, #14181d); /* the grounds of .streamlit/config.toml */
}
.st-key-rnnviz_path_line [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; }
.st-key-rnnviz_path_line p { font-size: 0.9rem; line-height: 1.35; }
.st-key-rnnviz_text_line { flex-wrap: nowrap; }
/* What was just done is told at the foot: at the head it would cover the next step. What lies
   below can be clicked through it. */
[data-testid="stToastContainer"] { top: auto; bottom: 1rem; pointer-events: none; }
/* A formula's box is as wide as the formula, and hides what stands out of it: a bracket's edge. */
[data-testid="stMain"] .katex-display { margin-left: 0; margin-right: 0; padding: 0 2px; }
/* A projector: whatever is measured in letters can be read from the back of a room. */
@media (min-width: 1800px) { :root:root { font-size: 20px; } }
@media (max-width: 640px) {
  .st-key-rnnviz_head h1 { font-size: 1.25rem; }
  [data-testid="stMetricValue"], [data-testid="stMetricValue"] * { font-size: 1.35rem; }
  [data-testid="stMetricLabel"], [data-testid="stMetricLabel"] :is(div, p) {
    white-space: normal; overflow: visible;
  }
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem; }
  [class*="st-key-rnnviz-examples"] [data-testid="stMarkdownContainer"] { display: none; }
  .st-key-rnnviz_path_line { padding: 0.1rem 0.6rem; }
  .st-key-rnnviz_path_line [data-testid="stHorizontalBlock"] { flex-wrap: wrap; row-gap: 0; }
  .st-key-rnnviz_path_line [data-testid="stHorizontalBlock"] > div:first-child {
    flex: 1 1 60%;
    p {
      display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;
      font-size: 0.82rem;
    }
  }
}
/* A phone on its side: each line before the picture is one line, and none stays. */
@media (max-height: 480px) {
  [data-testid="stMainBlockContainer"] { padding-top: 3.9rem; }
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.35rem; }
  .st-key-rnnviz_head h1 { font-size: 1.1rem; }
  div:has(> .st-key-rnnviz_path_line) { position: static; }
  .st-key-rnnviz_path_line { padding: 0 0.6rem; }
  .st-key-rnnviz_path_line p {
    overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: 0.82rem;
  }
}
</style>"""
# Streamlit writes in white on the primary colour, which is pale in the dark theme.
_DARK_BUTTONS = """<style>
[data-testid="stBaseButton-primary"]:not(:disabled) { color: #14181d; }
</style>"""


def theme_mode() -> Mode:
    """``light`` or ``dark``; light where the browser has not said yet (and in tests)."""
    theme = getattr(st.context, "theme", None)
    return "dark" if getattr(theme, "type", None) == "dark" else "light"


def page_style() -> None:
    """The frame of a page, and dark letters on the primary buttons of the dark theme."""
    st.html(_FRAME)
    if theme_mode() == "dark":
        st.html(_DARK_BUTTONS)
