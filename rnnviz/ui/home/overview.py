"""The Home page's map of the lesson."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.path import steps_on
from rnnviz.ui.shell.navigation import PAGES, page_link
from rnnviz.ui.shell.state import current_view


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
