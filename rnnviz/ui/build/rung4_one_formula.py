"""Rung 4: one formula for every node."""

from __future__ import annotations

import streamlit as st

from rnnviz.figures.diagram import unrolled_picture
from rnnviz.lessons.arithmetic import node_names, node_sum
from rnnviz.lessons.forward import run_layer, states
from rnnviz.ui.build.lesson import Lesson, draw, show_sum
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.view_switch import view_switch

# Each of its terms lights its part of the picture.
FORMULA = (
    r"[$h_t$](#part-state) $\,=\,$ [$\tanh$](#part-tanh) $\big($ [$W_{ih}\,x_t$](#part-input)"
    r" $+$ [$b_{ih}$](#part-bias) $+$ [$W_{hh}\,h_{t-1}$](#part-recurrent)"
    r" $+$ [$b_{hh}$](#part-bias) $\big)$"
)


def show_formula(lesson: Lesson) -> None:
    """The general formula, and the same formula with the numbers of any node."""
    t, example = lesson.t, lesson.example
    steps = run_layer(example.x, example.params.layer)
    st.markdown(FORMULA, text_alignment="center")
    st.markdown(t("build.formula.first"))
    chosen = lesson.view.step if 1 <= lesson.view.step <= len(steps) else 1
    words = {step: f"t = {step}" for step in range(1, len(steps) + 1)}
    view_switch("step", t("build.formula.node"), words, "build.formula.step", now=chosen)
    picture = unrolled_picture(
        example.read, example.x, [states(steps)], lesson.write, chosen=chosen
    )
    draw(lesson, picture, t("build.past.picture"))
    how_to_read(t, "build.formula.how")
    st.subheader(t("build.formula.numbers_title", step=chosen))
    names = node_names(chosen, example.read[chosen - 1])
    show_sum(lesson, node_sum(steps[chosen - 1], example.params.layer, names), "node")
    faq(t, "two_biases", "formula_start", "formula_same")
