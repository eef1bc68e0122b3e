"""The States page's panels: the animation, and the story of one unit."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.figures.palette import DIVERGING, MIDDLE
from rnnviz.figures.text import unit_curve
from rnnviz.i18n import Translator
from rnnviz.stepper.player import player
from rnnviz.training.classify import Reading
from rnnviz.ui.state import change_view
from rnnviz.ui.theme import theme_mode
from rnnviz.ui.url import View


def layer_choice(t: Translator, view: View, reading: Reading) -> int:
    """Which layer to look at, from 0; a switch only where there is more than one."""
    count = len(reading.trace.layers)
    chosen = min(view.layer, count)
    if count > 1:
        key = "rnnviz.layer"
        st.session_state[key] = chosen
        st.segmented_control(
            t("states.layer"),
            list(range(1, count + 1)),
            key=key,
            required=True,
            on_change=lambda: change_view(layer=st.session_state[key]),
        )
    return chosen - 1


def show_player(t: Translator, view: View, reading: Reading, layer: int) -> None:
    """The states through time, to play, pause and scrub in the browser."""
    trace = reading.trace
    st.subheader(t("states.player_title"))
    st.markdown(t("states.player_how"))
    mode = theme_mode()
    low, high = DIVERGING[mode][:5], DIVERGING[mode][5:]
    names = ("play", "pause", "back", "next", "time", "speed", "keys", "axis", "picture", "value")
    labels = {name: t(f"player.{name}") for name in names}
    player(
        trace,
        layer=layer,
        step=view.step,
        verdicts=[t("player.verdict", p=t.percent(float(p), 1)) for p in trace.verdicts],
        colours=(*low, MIDDLE[mode], *high),
        labels={**labels, "decimal": "," if t.language == "vi" else "."},
        key="rnnviz.player",
        on_step=lambda step: change_view(step=step),
    )
    st.caption(
        t(
            "states.equal",
            torch=f"torch.nn.{trace.layers[0].kind.torch_name}",
            error=f"{trace.max_error:.1e}",
        )
    )


def show_unit(t: Translator, view: View, reading: Reading, layer: int) -> None:
    """One unit's value through time, beside what it does at the chosen step."""
    trace = reading.trace
    states = trace.layers[layer].h[1:]  # (T, H)
    units = states.shape[1]
    # The unit whose state moves most on this text, unless the user chose one.
    liveliest = int(np.ptp(states, axis=0).argmax()) + 1
    chosen = view.unit if 1 <= view.unit <= units else liveliest
    st.subheader(t("states.unit_title"))
    key = "rnnviz.unit"
    st.session_state[key] = chosen
    st.number_input(
        t("states.unit"),
        min_value=1,
        max_value=units,
        key=key,
        help=t("states.unit_help"),
        width=180,
        on_change=lambda: change_view(unit=st.session_state[key]),
    )
    values = states[:, chosen - 1]
    top, bottom = int(values.argmax()), int(values.argmin())
    st.markdown(
        t(
            "states.unit_story",
            unit=chosen,
            high_word=trace.labels[top],
            high=t.number(float(values[top])),
            low_word=trace.labels[bottom],
            low=t.number(float(values[bottom])),
        )
    )
    labels = {"x": t("reviews.axis_words"), "y": t("states.axis_value", unit=chosen)}
    st.plotly_chart(
        unit_curve(values, trace.labels, view.step, labels, theme_mode()),
        key="states.unit_curve",
        config={"displayModeBar": False},
        alt=t("states.unit_alt", unit=chosen),
    )
