"""The view in the session and in the URL at once.

Streamlit's navigation drops a URL's parameters and a reload drops the session, so the view lives
in both: the session wins after a navigation, the URL wins when it was changed from outside.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.ui.url import TABLE, View, parse_view, view_params

_VIEW = "rnnviz.view"
_WRITTEN = "rnnviz.url"


def current_view() -> View:
    """The view as of now. The first call of a session reads it from the URL."""
    view = st.session_state.get(_VIEW)
    return view if isinstance(view, View) else parse_view(_given())


def sync_view() -> View:
    """At the start of a run: settle session and URL, and write the URL. Returns the view."""
    given = _given()
    view = st.session_state.get(_VIEW)
    if not isinstance(view, View):
        view = parse_view(given)
    elif given and given != st.session_state.get(_WRITTEN):
        # The address was changed in this session (back button, a pasted link): it says all it
        # can say; a text too long for it stays.
        linked = parse_view(given)
        view = linked if "text" in given or view.text == "" else linked.with_changes(text=view.text)
    st.session_state[_VIEW] = view
    _write(view)
    return view


def change_view(**changes: Any) -> None:
    """Change the view, from a widget's callback or before the run reads it."""
    view = current_view()
    if changes.get("text", view.text) != view.text:
        changes.setdefault("pins", "")  # they belong to the words of a text
    view = view.with_changes(**changes)
    st.session_state[_VIEW] = view
    _write(view)


def link_params() -> dict[str, str]:
    """Parameters for a link to another page that keeps the view."""
    return view_params(current_view())


def _given() -> dict[str, str]:
    # A repeated parameter counts once, the last time, as st.query_params has it.
    return {name: st.query_params[name] for name in TABLE if name in st.query_params}


def _write(view: View) -> None:
    params = view_params(view)
    if params != _given():
        for name in TABLE:
            if name in st.query_params and name not in params:
                del st.query_params[name]
        for name, value in params.items():
            if st.query_params.get(name) != value:
                st.query_params[name] = value
    st.session_state[_WRITTEN] = params
