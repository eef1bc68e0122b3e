"""What the user changes counts; what a browser repeats, because it has not heard yet, does not."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.ui.shell import shown_values


def app() -> None:
    import streamlit as st

    from rnnviz.ui.shell.shown_values import all_sent, changed_by_hand, show_value

    def changed() -> None:
        if changed_by_hand("number"):
            st.session_state["now"] = st.session_state["number"]
            st.session_state["heard"] = st.session_state.get("heard", 0) + 1

    if not st.session_state.get("elsewhere"):
        show_value("number", st.session_state.get("now", 1))
        st.selectbox("number", [1, 2, 3], key="number", on_change=changed)
    if not st.session_state.get("interrupted"):
        all_sent()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(shown_values.time, "monotonic", lambda: now[0])
    return now


def change_from_outside(at: AppTest, value: int) -> None:
    at.session_state["now"] = value
    at.run()


def test_a_browser_that_has_not_heard_of_a_new_value_does_not_undo_it(clock):
    at = AppTest.from_function(app).run()
    at.session_state["interrupted"] = True
    change_from_outside(at, 2)
    clock[0] += 0.1
    at.selectbox[0].set_value(1).run()  # what the browser still shows, with its next message
    assert at.session_state["now"] == 2
    assert at.selectbox[0].value == 2
    at.selectbox[0].set_value(3).run()
    assert at.session_state["now"] == 3


def test_nor_does_one_that_a_whole_run_has_not_reached_yet(clock):
    at = AppTest.from_function(app).run()
    change_from_outside(at, 2)
    clock[0] += 0.5
    at.selectbox[0].set_value(1).run()
    assert at.session_state["now"] == 2


@pytest.mark.parametrize(
    ("interrupted", "later"), [(False, shown_values.TRAVEL), (True, shown_values.RUN)]
)
def test_once_it_has_heard_the_user_may_go_back_to_the_value_of_before(clock, interrupted, later):
    at = AppTest.from_function(app).run()
    at.session_state["interrupted"] = interrupted
    change_from_outside(at, 2)
    clock[0] += later + 0.1
    at.selectbox[0].set_value(1).run()
    assert at.session_state["now"] == 1


def test_a_widget_that_was_gone_meanwhile_repeats_nothing(clock):
    at = AppTest.from_function(app).run()
    at.session_state["elsewhere"] = True
    change_from_outside(at, 2)
    at.session_state["elsewhere"] = False
    at.run().selectbox[0].set_value(1).run()
    assert at.session_state["now"] == 1


def test_a_change_of_mind_counts_however_quick(clock):
    at = AppTest.from_function(app).run()
    for value in (2, 1, 2, 1):
        at.selectbox[0].set_value(value).run()
        assert at.session_state["now"] == value
    assert at.session_state["heard"] == 4
