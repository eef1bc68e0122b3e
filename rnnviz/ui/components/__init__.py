"""Small browser components (Streamlit Components v2): JavaScript files beside their Python faces.

They put user text on the page with ``textContent`` only, so that it is never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Heard = Callable[[Any], None]  # gets the value that the browser sent with an event


def source(name: str) -> str:
    """The text of a ``.js`` or ``.css`` file beside this one."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def mount(
    component: Callable[..., Any],
    *,
    key: str,
    data: Any = None,
    on: Mapping[str, Heard] | None = None,
    **layout: Any,
) -> None:
    """Show a component; ``on`` says who hears which of its events, before the next run.

    An event may arrive together with a change of the page: somebody typed and then tapped a link.
    Streamlit then forgets what the component holds *before* it calls back, and
    ``st.session_state[key]`` raises. What the event brought is still there, under the event's own
    id, so that nothing typed is lost. Whoever listens is called only where a value has arrived.
    """
    events: list[str] = []  # the id of the events, known once the component stands

    def listener(event: str, heard: Heard) -> Callable[[], None]:
        def call() -> None:
            value = _value_of(event, st.session_state.get(key), events)
            if value is not None:
                heard(value)

        return call

    callbacks = {f"on_{name}_change": listener(name, heard) for name, heard in (on or {}).items()}
    component(key=key, data=data, **callbacks, **layout)
    context = get_script_run_ctx()
    if on and context is not None:
        ids = context.shared.widget_ids_this_run.snapshot()
        events.extend(name for name in ids if name.endswith(f"-{key}__events"))


def _value_of(event: str, held: Any, events: list[str]) -> Any:
    """What came with an event: from the component's state, else from the event itself."""
    if isinstance(held, Mapping) and held.get(event) is not None:
        return held[event]
    for name in events:
        told = st.session_state.get(name)
        for one in reversed(told if isinstance(told, list) else [told]):
            if isinstance(one, Mapping) and one.get("event") == event:
                return one.get("value")
    return None
