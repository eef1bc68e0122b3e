"""Rung 4: one formula for every node."""

from __future__ import annotations

import streamlit as st

from rnnviz.figures.diagram import unrolled_picture
from rnnviz.lessons.arithmetic import node_names, node_sum
from rnnviz.lessons.forward import run_layer, states
from rnnviz.ui.build.lesson import Lesson, show_sum
from rnnviz.ui.components.network_diagram import network_diagram
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.widgets.faq import faq, how_to_read

FORMULA = r"h_t = \tanh\left(W_{ih}\,x_t + b_{ih} + W_{hh}\,h_{t-1} + b_{hh}\right)"


def show_formula(lesson: Lesson) -> None:
    """The general formula, and the same formula with the numbers of any node."""
    t, example = lesson.t, lesson.example
    steps = run_layer(example.x, example.params.layer)
    st.latex(FORMULA)
    st.markdown(t("build.formula.first"))
    chosen = lesson.view.step if 1 <= lesson.view.step <= len(steps) else 1
    key = "build.formula.step"
    show_value(key, chosen)

    def changed() -> None:
        if changed_by_hand(key):
            change_view(step=st.session_state[key])

    st.segmented_control(
        t("build.formula.node"),
        list(range(1, len(steps) + 1)),
        format_func=lambda step: f"t = {step}",
        key=key,
        required=True,
        on_change=changed,
    )
    picture = unrolled_picture(
        example.read, example.x, [states(steps)], lesson.write, chosen=chosen
    )
    network_diagram(picture, label=t("build.past.picture"), key="build.drawing.formula")
    how_to_read(t, "build.formula.how")
    st.subheader(t("build.formula.numbers_title", step=chosen))
    names = node_names(chosen, example.read[chosen - 1])
    show_sum(lesson, node_sum(steps[chosen - 1], example.params.layer, names), "node")
    faq(t, "two_biases", "formula_start", "formula_same")
