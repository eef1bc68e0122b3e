"""The guided path on the pages: what is done, what comes next, and how pages report happenings.

A page calls ``complete_step("unk")`` when the learner has done a step, and
``changed_by_user(name, value)`` tells it whether a value of the view was changed by hand in this
session. Nothing here ever stands in the way: the path can be hidden, and every page works without.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnnviz.i18n import Translator, translator
from rnnviz.lessons.path import Step, next_step, points_on, step, steps_on, with_step
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.state import change_view, current_view

Link = Callable[[Step, str, str], None]  # shows the way to a step: its label, the page we are on
_LINE = "rnnviz.path.line"
_CHANGED = "rnnviz.path.changed."


def complete_step(step_id: str, *, told: bool = True) -> None:
    """A step is done, once and for all; from a callback or anywhere in a page's run.

    ``told``: whether a word of praise comes up; it should not where a page was opened, no more.
    """
    view = current_view()
    if step(step_id).code in view.done:
        return
    change_view(done=with_step(view.done, step_id))
    if told and view.guide == "on":
        t = translator(view.lang)
        st.toast(t(f"path.{step_id}.done"), icon="✅")


def changed_by_user(name: str, value: Any, *, upwards: bool = False) -> bool:
    """Whether ``value`` has changed since this session first saw it; true ever after.

    A link that opens with a value chosen by somebody else is not yet something the learner did.
    ``upwards``: only a larger value counts as a change.
    """
    key = _CHANGED + name
    last, ever = st.session_state.get(key, (value, False))
    ever = ever or (value > last if upwards else value != last)
    st.session_state[key] = (value, ever)
    return bool(ever)


def open_path_line(t: Translator, page: str, pages: Collection[str], link: Link) -> None:
    """The line below a page's title: what to do next, and on a click the whole path."""
    view = current_view()
    st.session_state[_LINE] = None
    if view.guide == "off" or not steps_on(pages):
        return
    with st.container(border=True, key="rnnviz_path_line"):
        slot = st.empty()
    st.session_state[_LINE] = (slot, page, view.done)
    _path_line(slot, t, page, pages, view.done, link)


def close_path_line(t: Translator, pages: Collection[str], link: Link) -> None:
    """At the end of a run: show the line again if the run finished a step."""
    opened = st.session_state.pop(_LINE, None)
    done = current_view().done
    if opened is not None and opened[2] != done:
        slot, page, _ = opened
        _path_line(slot, t, page, pages, done, link)


def _path_line(
    slot: DeltaGenerator,
    t: Translator,
    page: str,
    pages: Collection[str],
    done: str,
    link: Link,
) -> None:
    everything = steps_on(pages)
    here = [s for s in everything if s.page == page]
    # First what is in front of the learner, then the page, then the rest of the path.
    open_part = current_view().part_of(page)
    at_hand = [s for s in here if s.part == open_part]
    following = next_step(done, at_hand) or next_step(done, here) or next_step(done, everything)
    todo = t("path.finished")
    if following is not None:
        todo = f"**{t(f'path.{following.id}.title')}.** {t(f'path.{following.id}.todo')}"
    total = sum(s.code in done for s in everything)
    # The same blocks in the same places each time, and without keys: where a run writes the line
    # twice before the browser has heard of the first, Streamlit sends what was first in a place
    # that another kind of block takes later, and the browser ends with "Bad delta path".
    with slot.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(todo, width="stretch")
        with st.container(width="content"):
            elsewhere = following and (
                following.page != page or following.part not in ("", open_part)
            )
            if following and (elsewhere or following.check):  # a question stands far below
                link(following, t("path.go"), page)
        with st.popover(f"{total} / {len(everything)}", type="tertiary"):
            st.progress(
                total / len(everything), t("path.progress", done=total, total=len(everything))
            )
            st.markdown(todo)
            _whole_path(t, pages, here, done)


def _whole_path(t: Translator, pages: Collection[str], here: Collection[Step], done: str) -> None:
    """The steps of this page, and the chapters with what one can do after each."""
    with st.container():
        if here:
            show_steps(t, "path.here", here, done)
    st.markdown(f"**{t('path.chapters')}**")
    lines = []
    for point in points_on(pages):
        steps = steps_on(pages, point.id)
        finished = all(s.code in done for s in steps)
        lines.append(
            f"{_tick(finished)} **{t(f'point.{point.id}.title')}.** {t(f'path.can.{point.id}')}"
        )
    st.markdown("  \n".join(lines))
    st.button(
        t("path.hide"),
        key=f"rnnviz.path.hide.{len(done)}",  # a line that is shown again has done more
        on_click=change_view,
        kwargs={"guide": "off"},
    )


def show_steps(t: Translator, label: str, steps: Collection[Step], done: str) -> None:
    """How many of some steps are done, and on a click which; ``label`` is a catalogue key."""
    finished = sum(s.code in done for s in steps)
    with st.expander(t(label, done=finished, total=len(steps)), type="compact"):
        st.markdown(checklist(t, steps, done))


def checklist(t: Translator, steps: Collection[Step], done: str) -> str:
    """Steps as lines of Markdown with a tick or an open circle before each."""
    return "  \n".join(f"{_tick(s.code in done)} {plain(t(f'path.{s.id}.title'))}" for s in steps)


def _tick(done: bool) -> str:
    return ":green[✓]" if done else "○"


def show_again(t: Translator) -> None:
    """Where the guided path is hidden, the button that shows it."""
    if current_view().guide == "off":
        st.button(
            t("path.switch"),
            key="rnnviz.path.show",
            icon=":material/route:",
            help=t("path.switch_help"),
            type="tertiary",
            on_click=change_view,
            kwargs={"guide": "on"},
        )
