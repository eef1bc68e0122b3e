"""A request that comes while a callback runs does not take away what the callback was told."""

from __future__ import annotations

import tomllib
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from rnnviz.ui.shell.whole_callbacks import keep_callbacks_whole


def app() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    def told() -> None:
        # The moment in which the browser's next message arrives.
        get_script_run_ctx().script_requests.request_rerun(RerunData())
        st.session_state["kept"] = st.session_state.get("kept", 0) + 1

    st.button("tell", on_click=told)
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1


def test_a_request_waits_for_the_end_of_a_callback_and_is_served_then():
    keep_callbacks_whole()
    test = AppTest.from_function(app).run()
    test.button[0].click().run()
    assert test.session_state["kept"] == 1
    assert test.session_state["runs"] == 2  # the first run of the two was given up for the request
    test.button[0].click().run()
    assert test.session_state["kept"] == 2


def test_a_request_that_comes_before_the_first_callback_waits_as_well():
    keep_callbacks_whole()
    requests = ScriptRequests()
    requests.request_rerun(RerunData())
    looked: list[object] = []
    state = SafeSessionState(
        SessionState(), lambda: looked.append(requests.on_scriptrunner_yield())
    )
    state.on_script_will_rerun(WidgetStates())
    assert looked == [None]
    assert requests.on_scriptrunner_ready().type is ScriptRequestType.RERUN  # it is served then


def test_runs_of_a_session_follow_each_other():
    """Beside each other, the newer one may look before the older one was told."""
    config = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"
    assert tomllib.loads(config.read_text("utf-8"))["runner"]["fastReruns"] is False
