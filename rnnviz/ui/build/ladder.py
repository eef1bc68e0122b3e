"""The ladder of the Build page: which chapter and rung are shown, and the way up and down."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.rungs import CHAPTERS, RUNGS, chapter_of
from rnnviz.ui.build.lesson import Lesson
from rnnviz.ui.build.rungs import RUNG_PANELS
from rnnviz.ui.components.scroll_up import scroll_up
from rnnviz.ui.shell.navigation import page_link
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.view_switch import view_switch


def rung_choice(t: Translator, view: View) -> None:
    """The chapters, and the rungs of the chosen one; the chosen rung is part of the link."""
    scroll_up(view.rung, key="build.scroll")
    rungs = chapter_of(view.rung)
    # A chapter is opened by its first rung.
    chapters = {inside[0]: t(f"build.chapter.{name}") for name, inside in CHAPTERS.items()}
    view_switch(
        "rung", t("build.chapters"), chapters, "build.chapter", now=rungs[0], label_hidden=True
    )
    words = {rung: f"{RUNGS.index(rung) + 1} · {t(f'build.{rung}.short')}" for rung in rungs}
    view_switch("rung", t("build.ladder"), words, "build.rung", label_hidden=True)


def show_rung(lesson: Lesson) -> None:
    """The title and the idea of the chosen rung, then its panel."""
    t, rung = lesson.t, lesson.view.rung
    if rung == RUNGS[0]:
        st.markdown(t("build.intro"))
    st.header(f"{RUNGS.index(rung) + 1} · {t(f'build.{rung}.title')}", anchor=False)
    st.markdown(t(f"build.{rung}.idea"))
    RUNG_PANELS[rung](lesson)


def next_and_back(t: Translator, view: View) -> None:
    """Buttons to the rungs beside this one."""
    here = RUNGS.index(view.rung)
    st.divider()
    if view.rung == chapter_of(view.rung)[-1]:
        page_link("states", t("build.onward"), t)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for step, icon in ((-1, ":material/arrow_back:"), (1, ":material/arrow_forward:")):
            if 0 <= here + step < len(RUNGS):
                rung = RUNGS[here + step]
                st.button(
                    t(f"build.{rung}.short"),
                    key=f"build.to.{'back' if step < 0 else 'next'}",
                    icon=icon,
                    type="primary" if step > 0 else "secondary",
                    on_click=change_view,
                    kwargs={"rung": rung},
                )
