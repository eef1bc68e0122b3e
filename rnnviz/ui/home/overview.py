"""The Home page's panels: a ready-made trace (no torch, no waiting) and the map of the lesson."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.path import steps_on
from rnnviz.ui.shell.navigation import PAGES, page_link
from rnnviz.ui.shell.state import current_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import how_to_read
from rnnviz.ui.widgets.figure import show_figure


@cache
def _glimpse(language: str) -> dict[str, Any]:
    """The trace in a language (docs/make_home_trace.py)."""
    source = files("rnnviz") / "assets" / f"home_trace.{language}.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def show_glimpse(t: Translator) -> None:
    """One review as a small network reads it: states above, verdict below, on one time axis."""
    import numpy as np  # these, and pandas with them, once the headline stands

    from rnnviz.figures.text import side_by_side, state_heatmap, verdict_curve

    glimpse = _glimpse(current_view().lang)
    words = glimpse["words"]
    probabilities = np.array(glimpse["probabilities"], np.float32)
    states = np.array(glimpse["states"], np.float32)
    with st.container(border=True):
        st.subheader(t("home.glimpse_title"))
        st.text(f"“{glimpse['text']}”")
        labels = {"x": "", "y": t("home.axis_units"), "hover": t("states.hover")}
        labels["decimal"] = t.separators
        above = state_heatmap(states, words, labels, theme_mode(), height=180)
        labels = {
            "x": t("reviews.axis_words"),
            "y": t("reviews.axis_probability"),
            "positive": t("reviews.positive"),
            "negative": t("reviews.negative"),
            "flip": t("reviews.flip_mark", word=words[glimpse["flip"] or 0]),
            "after": t("reviews.hover_after"),
            "decimal": t.separators,
        }
        below = verdict_curve(words, probabilities, glimpse["flip"], 0, labels, theme_mode())
        side_by_side(above, below)
        show_figure(above, key="home.states", alt=t("home.glimpse_title"))
        path_alt = t("reviews.path_alt", probability=t.percent(float(probabilities[-1])))
        show_figure(below, key="home.path", alt=path_alt)
        how_to_read(t, "home.glimpse_how", units=len(states))


def show_map(t: Translator) -> None:
    """The way through the app: a card a page, with its steps of the guided path; links keep all."""
    st.subheader(t("home.way_title"))
    st.markdown(t("home.way_how"))
    view = current_view()
    pages = [entry for entry in PAGES if entry.section != "start"]
    with st.grid(2, min_column_width=280):
        for entry in pages:
            with st.container(border=True, height="stretch", gap="xsmall"):
                page_link(entry.name, f"**{t(f'{entry.name}.nav')}**", t)
                st.markdown(f"{t(f'home.card.{entry.name}')}. {t(f'home.about.{entry.name}')}")
                steps = steps_on([entry.name])
                if steps and view.guide == "on":
                    finished = sum(s.code in view.done for s in steps)
                    st.caption(t("summary.steps", done=finished, total=len(steps)))
