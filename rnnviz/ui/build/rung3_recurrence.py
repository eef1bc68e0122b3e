"""Rung 3: feed the past in. Why not z, why tanh, why W_hh, why add."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.figures.diagram import unrolled_picture
from rnnviz.figures.ladder import ranges_curve, tanh_curve
from rnnviz.lessons.arithmetic import joined_sum, node_names
from rnnviz.lessons.forward import run_layer, states
from rnnviz.lessons.ranges import carry_on
from rnnviz.ui.build.lesson import Lesson, draw, show_sum
from rnnviz.ui.build.number_editors import edit_numbers
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure

STEPS = 60


def show_past(lesson: Lesson) -> None:
    """The recurrent picture, then four questions, each answered with the lesson's own numbers."""
    t, example = lesson.t, lesson.example
    p = example.params
    steps = run_layer(example.x, p.layer)
    picture = unrolled_picture(example.read, example.x, [states(steps)], lesson.write)
    draw(lesson, picture, t("build.past.picture"))
    how_to_read(t, "build.past.how")

    st.subheader(t("build.past.z_title"))
    st.markdown(t("build.past.z"))
    ranges = carry_on(example.x, p.layer, STEPS)
    names = ("x", "y", "added", "transformed", "squashed")
    labels = {name: t(f"build.past.range_{name}") for name in names}
    labels["decimal"] = t.separators
    show_figure(
        ranges_curve(ranges, labels, theme_mode()),
        key="build.past.ranges",
        alt=t("build.past.range_alt"),
    )
    how_to_read(t, "build.past.range_how", steps=STEPS)
    with st.container(horizontal=True):
        for name in ("added", "transformed", "squashed"):
            last = float(getattr(ranges, name)[-1])
            st.metric(t(f"build.past.metric_{name}", steps=STEPS), _large(lesson, last))
    st.markdown(t("build.past.radius", radius=t.number(ranges.radius, 3)))

    st.subheader(t("build.past.tanh_title"))
    st.markdown(t("build.past.tanh"))
    tanh = {"x": "z", "y": "h = tanh(z)", "decimal": t.separators}
    sums = [f"z<sub>1</sub>[{i + 1}]" for i in range(lesson.sizes.hidden)]
    show_figure(
        tanh_curve(steps[0].z, sums, tanh, theme_mode()),
        key="build.past.tanh",
        alt=t("build.past.tanh_alt"),
    )
    how_to_read(t, "build.past.tanh_how")

    st.subheader(t("build.past.transform_title"))
    st.markdown(
        t(
            "build.past.transform",
            own=t.number(float(p.W_hh[0, 0]), 2),
            other=t.number(float(p.W_hh[0, 1]), 2),
            h_own=_factor(lesson, float(steps[0].h[0])),
            h_other=_factor(lesson, float(steps[0].h[1])),
            share_own=t.number(float(p.W_hh[0, 0] * steps[0].h[0]), 4),
            share_other=t.number(float(p.W_hh[0, 1] * steps[0].h[1]), 4),
        )
    )
    edit_numbers(lesson, "W_hh", list(range(lesson.sizes.hidden)), unit_names(lesson))

    st.subheader(t("build.past.add_title"))
    st.markdown(t("build.past.add"))
    st.latex(
        r"\begin{bmatrix} W_{ih} & W_{hh} \end{bmatrix}"
        r"\begin{bmatrix} x_t \\ h_{t-1} \end{bmatrix} = W_{ih}\,x_t + W_{hh}\,h_{t-1}"
    )
    show_sum(lesson, joined_sum(steps[1], p.layer, node_names(2, example.read[1])), "joined")
    faq(t, "past_relu", "past_longer")


def _factor(lesson: Lesson, value: float) -> str:
    """A number behind a product sign."""
    text = lesson.t.number(value, 4)
    return f"({text})" if value < 0 else text


def unit_names(lesson: Lesson) -> list[str]:
    """Names of the rows of a weight."""
    return [lesson.t("build.unit", number=i + 1) for i in range(lesson.sizes.hidden)]


def _large(lesson: Lesson, value: float) -> str:
    if value < 1e5:
        return lesson.t.number(value, 3)
    return "10^" + str(int(np.floor(np.log10(value))))
