"""Callbacks that run to their end, whatever the user does meanwhile.

Streamlit looks for a newer request whenever ``st.session_state`` is touched, and gives up what it
was doing for it. A page that is given up is made anew; a callback is not called again, and what it
was told (a step, a text, a number) would be lost: somebody takes a step, follows a link at once,
and stands at the step before. It also looks right before the first callback, and what a component
told once is lost with the request that carried it. Callbacks are short, and the newer request can
wait for the last of them.
"""

from __future__ import annotations

import functools
import threading
from typing import Any

from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState
from streamlit.runtime.state.safe_session_state import SafeSessionState

_thread = threading.local()  # ``calling``: whether a run is before or in its callbacks


def keep_callbacks_whole() -> None:
    """Let no request interrupt a callback, in this process; once is enough."""
    look = ScriptRequests.on_scriptrunner_yield
    if hasattr(look, "__wrapped__"):
        return

    @functools.wraps(look)
    def look_between_callbacks(requests: ScriptRequests) -> ScriptRequest | None:
        calling = getattr(_thread, "calling", False)
        if calling or ThreadState.get().run_location is RunLocation.CALLBACK:
            return None
        return look(requests)

    call_back = SafeSessionState.on_script_will_rerun

    @functools.wraps(call_back)
    def call_back_first(state: SafeSessionState, *given: Any, **named: Any) -> None:
        _thread.calling = True
        try:
            call_back(state, *given, **named)
        finally:
            _thread.calling = False

    SafeSessionState.on_script_will_rerun = call_back_first  # type: ignore[method-assign, assignment]
    ScriptRequests.on_scriptrunner_yield = look_between_callbacks  # type: ignore[method-assign, assignment]
