"""The stepper as a Streamlit element: any traces over the same steps, and where to stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from rnnviz.stepper import bundle, source
from rnnviz.stepper.payload import identity_of
from rnnviz.stepper.position import StepperPosition, parse_pins
from rnnviz.ui.components import mount

_STEPPER = st.components.v2.component(
    "rnnviz_stepper",
    html='<div class="stepper"></div>\n',
    css=source("stepper.css"),
    js=bundle(),
)
_COURIER = st.components.v2.component(
    "rnnviz_stepper_payload", html="<span></span>\n", js=source("courier.js")
)


def stepper(
    payload: bytes,
    *,
    place: StepperPosition,
    settings: Mapping[str, Any],
    key: str,
    on_place: Callable[[StepperPosition], None],
) -> None:
    """Show the traces packed in ``payload`` (``payload.pack``).

    ``settings``: ``words``, ``decimal``, ``colours`` and ``series`` (``settings`` of
    ``rnnviz.ui.widgets.stepper``). ``on_place`` hears of a new place, before the next run, when
    playing stops, a scrub ends or a square is opened; never in between. Changing the place, the
    words or the theme sends a few kilobytes; the payload travels once.
    """
    heard = f"{key}.heard"  # the last place that was told: its number

    def moved(now: object) -> None:
        if isinstance(now, Mapping):
            st.session_state[heard] = now.get("serial", 0)
            on_place(_place(now))

    with st.container(gap=None):
        mount(_COURIER, key=f"{key}.payload", data=payload, height=0)
        mount(
            _STEPPER,
            key=key,
            data={
                "payload": identity_of(payload),
                "place": place.as_data(),
                "heard": st.session_state.get(heard, 0),
                **settings,
            },
            on={"place": moved},
        )


def _place(told: Mapping[str, Any]) -> StepperPosition:
    """What the browser says, whatever it is, as a place."""

    def whole(name: str, default: int) -> int:
        value = told.get(name)
        return int(value) if isinstance(value, int | float) and 0 <= value < 1e6 else default

    pins = told.get("pins")
    return StepperPosition(
        whole("step", 0),
        whole("layer", 1),
        whole("unit", 0),
        whole("track", 1),
        told.get("verdict") is True,
        (parse_pins(pins) if isinstance(pins, str) else None) or "",
    )
