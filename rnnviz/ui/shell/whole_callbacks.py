"""Callbacks that run to their end, whatever the user does meanwhile.

Streamlit looks for a newer request whenever ``st.session_state`` is touched, and gives up what it
was doing for it. A page that is given up is made anew; a callback is not called again, and what it
was told (a step, a text, a number) would be lost: somebody takes a step, follows a link at once,
and stands at the step before. A callback is short, and the newer request can wait for its end.
"""

from __future__ import annotations

import functools

from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState


def keep_callbacks_whole() -> None:
    """Let no request interrupt a callback, in this process; once is enough."""
    look = ScriptRequests.on_scriptrunner_yield
    if hasattr(look, "__wrapped__"):
        return

    @functools.wraps(look)
    def look_between_callbacks(requests: ScriptRequests) -> ScriptRequest | None:
        if ThreadState.get().run_location is RunLocation.CALLBACK:
            return None
        return look(requests)

    ScriptRequests.on_scriptrunner_yield = look_between_callbacks  # type: ignore[method-assign, assignment]
