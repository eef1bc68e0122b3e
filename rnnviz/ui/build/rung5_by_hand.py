"""Rung 5: h_1, then h_2, by hand; the verdict after step 2; one step of gradient descent."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.lessons.arithmetic import node_names, node_sum, verdict_sum
from rnnviz.lessons.check import stack_error, step_error
from rnnviz.lessons.classify import (
    AT_STEP,
    Backward,
    backward,
    descend,
    steps_to_verdict,
    verdict_of,
)
from rnnviz.lessons.example import CLASSES, Parameters
from rnnviz.ui.build.lesson import Lesson, choice, settings, show_sum, torch_badge
from rnnviz.ui.build.number_editors import edit_numbers
from rnnviz.ui.build.rung3_recurrence import unit_names
from rnnviz.ui.components.worked_equation import written
from rnnviz.ui.widgets.faq import faq, how_to_read


def show_byhand(lesson: Lesson) -> None:
    """Spreadsheets, the arithmetic of two nodes, the verdict, and what learning changes."""
    t, example = lesson.t, lesson.example
    p = example.params
    _editors(lesson)
    settings(lesson)
    steps = steps_to_verdict(example)
    for number, step in enumerate(steps, start=1):
        st.subheader(t(f"build.byhand.h{number}_title"))
        st.markdown(t(f"build.byhand.h{number}"))
        names = node_names(number, example.read[number - 1])
        show_sum(lesson, node_sum(step, p.layer, names), f"h{number}")
    how_to_read(t, "build.byhand.how")
    torch_badge(
        lesson,
        "torch.nn.RNN",
        "build.byhand.equal",
        lambda: stack_error(example.x[:AT_STEP], (p.layer,)),
    )
    _verdict(lesson)
    _learning(lesson)
    faq(t, "byhand_digits", "last_or_mean", "byhand_all")


def _editors(lesson: Lesson) -> None:
    t, example = lesson.t, lesson.example
    hidden = list(range(lesson.sizes.hidden))
    units = unit_names(lesson)
    st.subheader(t("build.byhand.edit_title"))
    st.markdown(t("build.byhand.edit"))
    with st.container(horizontal=True, gap="medium"):
        # Each word once, whichever place it stands in; <pad> stays 0.
        rows = sorted({i for i in example.ids[:AT_STEP] if i != 0})
        labels = [example.vocabulary[i][:12] for i in rows]
        for name, which, row_names in (
            ("E", rows, labels),
            ("W_ih", hidden, units),
            ("b_ih", [0], ["b"]),
            ("W_hh", hidden, units),
            ("b_hh", [0], ["b"]),
        ):
            edit_numbers(lesson, name, which, row_names)


def _verdict(lesson: Lesson) -> None:
    t, example = lesson.t, lesson.example
    classes = [t(f"build.{name}") for name in CLASSES]
    st.subheader(t("build.byhand.verdict_title"))
    st.markdown(t("build.byhand.verdict"))
    with st.container(horizontal=True, gap="medium"):
        for name, rows, labels in (("W_out", [0, 1], classes), ("b_out", [0], ["b"])):
            edit_numbers(lesson, name, rows, labels)
    words = dict(zip(CLASSES, classes, strict=True))
    choice(lesson, "goal", t("build.byhand.goal"), words, lesson.view.goal)
    verdict = verdict_of(example, lesson.target)
    show_sum(lesson, verdict_sum(verdict, example.params.W_out, example.params.b_out), "verdict")
    how_to_read(t, "build.byhand.verdict_how", negative=classes[0], positive=classes[1])


def _learning(lesson: Lesson) -> None:
    t, example, target = lesson.t, lesson.example, lesson.target
    st.subheader(t("build.byhand.learn_title"))
    st.markdown(t("build.byhand.learn"))
    rates = {name: t.number(float(name), 1) for name in ("0.1", "0.5", "1")}
    choice(lesson, "build_rate", t("build.byhand.rate"), rates, lesson.view.build_rate)
    back = backward(example, target)
    after = descend(example.params, back.grads, lesson.rate)
    old, new = verdict_of(example, target), verdict_of(example, target, after)
    with st.container(horizontal=True):
        gain = new.loss - old.loss
        st.metric(
            t("build.byhand.loss"),
            t.number(new.loss, 4),
            t.number(gain, 4),
            # Streamlit would know a fall by an ASCII minus only.
            delta_color="green" if gain < 0 else "red",
            delta_arrow="down" if gain < 0 else "up",
            help=t("build.byhand.loss_help", before=t.number(old.loss, 4)),
        )
        p_old, p_new = (float(v.probabilities[target]) for v in (old, new))
        name = t(f"build.{CLASSES[target]}")
        st.metric(
            t("build.byhand.probability", name=name),
            t.percent(p_new, 1),
            t("build.byhand.probability_was", before=t.percent(p_old, 1)),
            delta_color="off",
            delta_arrow="off",
        )
    _chain(lesson, back)
    st.dataframe(
        _table(lesson, back.grads, after),
        hide_index=True,
        key="build.byhand.table",
        height=320,
    )
    how_to_read(t, "build.byhand.table_how", rate=t.number(lesson.rate, 1))
    torch_badge(
        lesson,
        "torch.autograd",
        "build.byhand.equal_step",
        lambda: step_error(example, target, lesson.rate),
    )


def _chain(lesson: Lesson, back: Backward) -> None:
    """The chain rule, one line a step back, each with its numbers."""
    t = lesson.t
    d = r"\frac{\partial L}{\partial %s}"
    rows = [
        (rf"{d % 'logits'} = p - y".replace("logits", r"\,\text{logits}"), back.d_logits),
        (rf"{d % 'h_2'} = W_{{out}}^\top (p - y)", back.d_h[1]),
        (rf"{d % 'z_2'} = {d % 'h_2'}\,(1 - h_2^2)", back.d_z[1]),
        (rf"{d % 'h_1'} = W_{{hh}}^\top {d % 'z_2'}", back.d_h[0]),
        (rf"{d % 'z_1'} = {d % 'h_1'}\,(1 - h_1^2)", back.d_z[0]),
    ]
    with st.expander(t("build.byhand.chain"), icon=":material/account_tree:"):
        st.markdown(t("build.byhand.chain_how"))
        for formula, values in rows:
            # A comma in braces, so that LaTeX puts no space behind a decimal comma.
            numbers = r" \\ ".join(t.number(float(v), 4).replace(",", "{,}") for v in values)
            st.latex(rf"{formula} = \begin{{bmatrix}} {numbers} \end{{bmatrix}}")
        st.latex(
            r"\frac{\partial L}{\partial W_{hh}} = \sum_t \frac{\partial L}{\partial z_t}\,"
            r"h_{t-1}^\top \qquad \frac{\partial L}{\partial W_{ih}} = \sum_t "
            r"\frac{\partial L}{\partial z_t}\,x_t^\top"
        )


def _table(lesson: Lesson, grads: Parameters, after: Parameters) -> pd.DataFrame:
    """Every number that learns: before, its gradient, after."""
    t, example = lesson.t, lesson.example
    rows = []
    for name in ("W_out", "b_out", "W_hh", "b_hh", "W_ih", "b_ih", "E"):
        arrays = [np.atleast_2d(getattr(p, name)) for p in (example.params, grads, after)]
        read = sorted({i for i in example.ids[:AT_STEP] if i != 0})
        for i, j in np.ndindex(arrays[0].shape):
            if name == "E" and i not in read:
                continue
            row = example.vocabulary[i] if name == "E" else str(i + 1)
            place = f"[{j + 1}]" if name.startswith("b") else f"[{row}, {j + 1}]"
            before, gradient, later = (float(array[i, j]) for array in arrays)
            rows.append(
                {
                    t("build.byhand.number"): name + place,
                    t("build.byhand.before"): written(t, before, 2),
                    t("build.byhand.gradient"): written(t, gradient, 4),
                    t("build.byhand.after"): written(t, later, 4),
                }
            )
    return pd.DataFrame(rows)
