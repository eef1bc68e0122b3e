"""The pages of the app, in one table, and the shell around each: navigation, language, title."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnnviz.i18n import LANGUAGES, Translator, translator
from rnnviz.lessons.path import Step
from rnnviz.site_folder import site_folder
from rnnviz.ui.components.address import address, written_address
from rnnviz.ui.components.page_language import page_language
from rnnviz.ui.components.parts import parts
from rnnviz.ui.shell.guided_path import close_path_line, open_path_line, show_again
from rnnviz.ui.shell.observed import observed
from rnnviz.ui.shell.shown_values import all_sent
from rnnviz.ui.shell.state import (
    QUESTION,
    STEP,
    add_done,
    ask_for_question,
    change_view,
    current_view,
    link_params,
    part_params,
    sync_view,
)
from rnnviz.ui.shell.theme import page_style
from rnnviz.ui.shell.view import PART_OF, PLACES, View
from rnnviz.ui.shell.whole_callbacks import keep_callbacks_whole
from rnnviz.ui.widgets.view_switch import view_switch

SITE = site_folder()
ICON = Path(str(files("rnnviz"))) / "assets" / "icon.png"
HOME = "home"
INTRODUCED = ("summary", "runs")  # the other pages begin with what there is to see
# The catalogue's key for the name of a part of a page.
PART_TITLES = {
    "tokens": "tokens.topic.{part}",
    "build": "build.{part}.short",
    "states": "states.look.{part}",
    "weather": "weather.part_{part}",
}
_INSIDE_APP = "rnnviz.inside_app"


@dataclass(frozen=True)
class PageEntry:
    """A page: file ``pages/<name>.py``, address ``/<name>``, catalogue keys ``<name>.*``."""

    name: str
    icon: str
    section: str


PAGES = (
    PageEntry("home", ":material/home:", "start"),
    PageEntry("tokens", ":material/text_fields:", "text"),
    PageEntry("embeddings", ":material/scatter_plot:", "text"),
    PageEntry("build", ":material/stairs:", "text"),
    PageEntry("states", ":material/grid_on:", "text"),
    PageEntry("reviews", ":material/rate_review:", "text"),
    PageEntry("weather", ":material/thermostat:", "weather"),
    PageEntry("runs", ":material/history:", "weather"),
    PageEntry("summary", ":material/checklist:", "end"),
)


def _part_of(page: str, view: View) -> str:
    """The part of a page that is read from its top: the way to the next stands at its end."""
    return {"weather": view.part, "build": view.rung}.get(page, "")


def run_app() -> None:
    """What ``app.py`` does on every run: settings of the page, the navigation, the page itself."""
    _page_settings()
    view = sync_view()
    page = _navigation(view)
    st.set_page_config(page_title=f"{page.title} · rnnviz")
    if page.url_path == HOME:
        st.switch_page(_page(PAGES[0], translator(view.lang)), query_params=link_params())
    with _unseen("start"):
        address(PLACES)
        page_language(view.lang, f"{page.url_path}/{_part_of(page.url_path, view)}")
        parts(translator(view.lang), f"{page.url_path}/{view.rung}")
    st.session_state[_INSIDE_APP] = True
    try:
        with observed(page.url_path):
            page.run()
        close_path_line(translator(current_view().lang), page_names(), step_link)
    finally:
        st.session_state[_INSIDE_APP] = False
    with _unseen("end"):
        written_address(page.url_path, current_view().done, add_done)
    all_sent()


def _page_settings() -> None:
    keep_callbacks_whole()
    # A picture of our own: Streamlit would fetch a named icon from another host.
    st.set_page_config(page_title="rnnviz", page_icon=str(ICON), layout="wide", menu_items={})


def start_page(name: str) -> tuple[Translator, View]:
    """The first call of every page: the guard, then the title and the guided path.

    A deep link to a server in which ``app.py`` has never run executes the page's file alone; the
    guard notices and starts over inside the app.
    """
    if not st.session_state.get(_INSIDE_APP, False):
        _page_settings()
        _navigation(sync_view())
        st.rerun()
    view = current_view()
    t = translator(view.lang)
    page_style()
    with st.container(horizontal=True, vertical_alignment="center", key="rnnviz_head"):
        st.title(t(f"{name}.title"), anchor=False)
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            show_again(t)
            short = {code: code.upper() for code in LANGUAGES}
            view_switch("lang", t("app.language"), short, "rnnviz.language", label_hidden=True)
    open_path_line(t, name, page_names(), step_link)
    if name in INTRODUCED:
        st.markdown(t(f"{name}.intro"))
    return t, view


def page_names() -> tuple[str, ...]:
    """The names of all pages, in the order of the navigation."""
    return tuple(entry.name for entry in PAGES)


def page_link(
    name: str, label: str, t: Translator, part: str = "", step: int = 0, question: bool = False
) -> None:
    """A link to a page of the app, which keeps the view.

    ``part`` opens a part of the page, ``step`` a step of the text (from 1); ``question`` brings the
    page's question into view.
    """
    entry = next(page for page in PAGES if page.name == name)
    opened: dict[str, object] = {PART_OF[name]: part} if part else {}
    if question:
        params = part_params(opened, QUESTION)
    elif step:
        params = part_params(opened | {"step": step}, STEP)
    else:
        params = part_params(opened) if opened else link_params()
    st.page_link(
        _page(entry, t), label=label, icon=entry.icon, query_params=params, width="stretch"
    )


def step_link(step: Step, label: str, here: str) -> None:
    """The way from the page ``here`` to where a step of the guided path is done.

    On the same page that is a button: no other page opens, and the address follows.
    """
    view = current_view()
    t = translator(view.lang)
    words = f"{label}: {place_name(t, step.page, step.part)}"
    if step.page != here:
        page_link(step.page, words, t, step.part, question=bool(step.check))
        return

    def go() -> None:
        if step.check:
            ask_for_question()
        if step.page in PART_OF:
            change_view(**{PART_OF[step.page]: step.part})

    st.button(
        words,
        key=f"rnnviz.path.go.{len(view.done)}",  # a box that is shown again has done more
        icon=":material/arrow_downward:",
        type="tertiary",
        on_click=go,
    )


def place_name(t: Translator, page: str, part: str = "") -> str:
    """What a page is called, and the part of it."""
    name = t(f"{page}.nav")
    return f"{name}, {t(PART_TITLES[page].format(part=part))}" if part else name


def go_to(name: str, t: Translator) -> None:
    """Leave for a page of the app, with the view. Not from a callback."""
    entry = next(page for page in PAGES if page.name == name)
    st.switch_page(_page(entry, t), query_params=link_params())


def _page(entry: PageEntry, t: Translator) -> st.Page:
    return st.Page(
        SITE / "pages" / f"{entry.name}.py",
        title=t(f"{entry.name}.nav"),
        icon=entry.icon,
        url_path="" if entry.name == HOME else entry.name,
        default=entry.name == HOME,
        help=t(f"{entry.name}.help"),
    )


def _navigation(view: View) -> st.Page:
    t = translator(view.lang)
    # Streamlit serves the first page at "/" only; whoever types "/home" means it too.
    alias = st.Page(SITE / "pages" / f"{HOME}.py", url_path=HOME, visibility="hidden")
    return st.navigation([*(_page(entry, t) for entry in PAGES), alias], position="top")


def _unseen(name: str) -> DeltaGenerator:
    """A place for what shows nothing, and takes no room from the page."""
    return st.container(key=f"rnnviz_unseen_{name}")
