"""A request that comes while a callback runs does not take away what the callback was told."""

from __future__ import annotations

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
