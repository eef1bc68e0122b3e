"""The Summary page's panels: the points of the lesson in one sentence each, and what is open."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.path import Point, next_step, points_on, steps_on
from rnnviz.ui.shell.guided_path import show_steps
from rnnviz.ui.shell.navigation import page_link, page_names, place_name, step_link
from rnnviz.ui.shell.state import current_view


def show_points(t: Translator) -> None:
    """A card a point: what to remember, what was done, the link back."""
    with st.grid(2, min_column_width=300):
        for number, point in enumerate(points_on(page_names()), start=1):
            with st.container(border=True, height="stretch"):
                _point(t, number, point)


def _point(t: Translator, number: int, point: Point) -> None:
    done = current_view().done
    steps = steps_on(page_names(), point.id)
    finished = sum(s.code in done for s in steps)
    tick = " :green[✓]" if steps and finished == len(steps) else ""
    st.markdown(f"**{number}. {t(f'point.{point.id}.title')}**{tick}")
    st.markdown(t(f"point.{point.id}.takeaway"))
    if point.page == "summary":
        return
    if steps:
        show_steps(t, "summary.steps", steps, done)
    place = place_name(t, point.page, point.part)
    page_link(point.page, t("summary.back", page=place), t, point.part)


def show_next(t: Translator) -> None:
    """What is still open, where no box says so, and that the address carries the progress."""
    view = current_view()
    following = next_step(view.done, [s for s in steps_on(page_names()) if s.page != "summary"])
    if following is not None and view.guide == "off":
        st.markdown(t("summary.open", title=t(f"path.{following.id}.title")))
        step_link(following, t("path.go"), "summary")
    st.caption(t("summary.link"))
