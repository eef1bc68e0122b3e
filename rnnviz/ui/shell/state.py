"""The view in the session and in the address at once.

Streamlit's navigation drops an address's parameters and a reload drops the session, so the view
lives in both. The session is the truth as long as it lives: what a browser sends as its address may
be older than what was just clicked. Only what opens a *part* of a page is taken from the address of
a link inside the app, or of Back. Progress is never taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rnnviz.i18n import DEFAULT_LANGUAGE, LANGUAGES
from rnnviz.lessons.path import write_done
from rnnviz.models.shipped import DEFAULT, LANGUAGE_OF
from rnnviz.ui.shell.examples import counterpart
from rnnviz.ui.shell.view import KNOWN, PLACES, View, parse_view, view_params

OPEN = "open"  # in a link inside the app: it leads to a part of a page, or to what is said here:
STEP, QUESTION = "step", "question"  # to a step of the text; to the question of a page
_ASKED = "rnnviz.question_asked_for"
_VIEW = "rnnviz.view"
_LINKED = "rnnviz.linked_text"  # the text that a link brought: an address has carried it once
_REPLACED = "rnnviz.texts_replaced"
_LAST = "rnnviz.text_typed_last"


def current_view() -> View:
    """The view as of now. The first call of a session reads it from the address."""
    view = st.session_state.get(_VIEW)
    return view if isinstance(view, View) else _first_view(_given())


def sync_view() -> View:
    """At the start of a run: settle session and address, and write the address."""
    given = _given()
    view = st.session_state.get(_VIEW)
    opened = st.query_params.get(OPEN)
    if opened == QUESTION:
        ask_for_question()
    if not isinstance(view, View):
        view = _first_view(given)
        st.session_state[_LINKED] = view.text
    elif opened or _is_back():
        linked = parse_view(given)
        to_step = (STEP,) if opened == STEP else ()
        places = {name: getattr(linked, name) for name in (*PLACES, *to_step)}
        view = view.with_changes(**places, done=write_done(view.done + linked.done))
    if (text := st.session_state.get(_LAST, view.text)) != view.text:
        view = moved(view, text=text, step=0)
    st.session_state[_VIEW] = view
    st.session_state.pop(_LAST, None)  # not before it is in the view: a run may end at any line
    _write(view)
    return view


def change_view(**changes: Any) -> None:
    """Change the view, from a widget's callback or before the run reads it."""
    # An example in another language takes the place of no text that somebody is typing.
    if _change(changes) and "lang" not in changes:
        st.session_state[_REPLACED] = texts_replaced() + 1


def take_typed(text: str, seen: int, last: bool) -> None:
    """The text of the box, which had seen ``seen`` replacements of the text by other means.

    Typing and clicking an example may arrive together, and Streamlit calls back in an order of its
    own: what was typed before another text took its place comes too late, and what was typed
    ``last``, after the click, has the last word.
    """
    if last:
        st.session_state[_LAST] = text
    if last or seen == texts_replaced():
        _change({"text": text, "step": 0})


def add_done(codes: str) -> None:
    """More steps of the guided path that are done; what is no step counts for nothing."""
    change_view(done=write_done(current_view().done + codes))


def texts_replaced() -> int:
    """How often something else than the box has replaced the text in this session."""
    return int(st.session_state.get(_REPLACED, 0))


def text_in_link() -> bool:
    """Whether the address carries the text: a very long one stays in the session."""
    return "text" in _params(view := current_view()) or view.text == ""


def link_params() -> dict[str, str]:
    """Parameters for a link to another page that keeps the view."""
    return _params(current_view())


def part_params(part: Mapping[str, object], opens: str = "1") -> dict[str, str]:
    """Parameters for a link to a part of a page, a ``STEP`` of the text or the ``QUESTION``: the
    whole view for a new tab or a reload, and in this session what it ``opens``."""
    return {**_params(current_view().with_changes(**part)), OPEN: opens}


def ask_for_question() -> None:
    """The question of the page that is shown next shall come into view."""
    st.session_state[_ASKED] = True


def question_is_asked_for() -> bool:
    """Whether it was; told once."""
    return bool(st.session_state.pop(_ASKED, False))


def _change(changes: dict[str, Any]) -> bool:
    """Change the view; whether that changes its text."""
    view = current_view()
    new = moved(view, **changes)
    st.session_state[_VIEW] = new
    _write(new)
    return new.text != view.text


def moved(view: View, **changes: Any) -> View:
    """The view after a change, with what else it means.

    Another language brings its own example and its own model, unless a model was chosen or words
    typed. Another text stays with the model that stood there.
    """
    new = view.with_changes(**changes)
    chosen = view.model and (view.model == DEFAULT or view.model != view.home_model)
    if new.lang != view.lang and "text" not in changes and not chosen:
        example = counterpart(view.text, LANGUAGE_OF[new.home_model])
        if view.text == "" or example is not None:
            new = new.with_changes(text=example or "", model="")
            new = new if new.reader == new.home_model else new.with_changes(model=new.home_model)
    elif new.reader != view.reader and "model" not in changes:
        new = new.with_changes(model=view.reader)
    if _words_of(new) != _words_of(view):  # pins and steps belong to the words of a text
        new = new.with_changes(**{"pins": "", "step": 0, **changes})
    return new


def _words_of(view: View) -> str:
    """The text, or what stands for the example that a page shows where there is none."""
    return view.text or view.language


def _is_back() -> bool:
    """Whether Back or Forward of the browser led here."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _given() -> dict[str, str]:
    # A repeated parameter counts once, the last time, as st.query_params has it.
    given = st.query_params.to_dict()  # at once: each look at a parameter is some work
    return {name: given[name] for name in KNOWN if name in given}


def _first_view(given: dict[str, str]) -> View:
    """The view of an address; where that says no language, in the browser's."""
    said = given.get("lang") in LANGUAGES
    return parse_view(given if said else {**given, "lang": browser_language()})


def browser_language() -> str:
    """The language of the browser where the app speaks it, else the app's first; so in tests."""
    spoken = (st.context.locale or "").replace("_", "-").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else DEFAULT_LANGUAGE


def _params(view: View) -> dict[str, str]:
    params = view_params(view)
    if view.lang != browser_language():
        params["lang"] = view.lang  # the default is no more what an address without it means
    if view.text and view.text == st.session_state.get(_LINKED):
        params["text"] = view.text
    return params


def _write(view: View) -> None:
    now = st.query_params.to_dict()
    foreign = {name: value for name, value in now.items() if name not in KNOWN and name != OPEN}
    params = {**foreign, **_params(view)}
    if params != now:
        st.query_params.from_dict(params)  # one message, where each assignment would send its own
