"""Rung 11: shapes of tasks. What goes in, what comes out, which outputs the loss reads."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rnnviz.figures.task_picture import task_picture
from rnnviz.lessons.check import stack_error
from rnnviz.lessons.forward import run_layer, states
from rnnviz.lessons.tasks import COMMENTS, TASKS, code_of, inputs_of, plan_of, shapes_of
from rnnviz.ui.build.lesson import Lesson, choice, draw, torch_badge
from rnnviz.ui.widgets.faq import faq, how_to_read


def show_tasks(lesson: Lesson) -> None:
    """One task at a time: its picture, its shapes, its lines; then all of them in a table."""
    t, example, task = lesson.t, lesson.example, lesson.view.task
    names = {name: t(f"build.tasks.{name}") for name in TASKS}
    choice(lesson, "task", t("build.tasks.choose"), names, task)
    st.markdown(t(f"build.tasks.{task}_what"))
    words = example.words[: example.length]
    plan = plan_of(task, words, t(f"build.{lesson.view.goal}"))
    x = inputs_of(plan, example)
    steps = states(run_layer(x, example.params.layer))
    draw(
        lesson,
        task_picture(plan, steps, t("build.tasks.loss"), lesson.write),
        t("build.tasks.picture", name=names[task]),
        {"loss": t("build.tasks.reads")} | _two_networks(lesson),
    )
    how_to_read(t, "build.tasks.how")
    layers = (example.params.layer,)
    torch_badge(lesson, "torch.nn.RNN", "build.byhand.equal", lambda: stack_error(x, layers))

    st.subheader(t("build.tasks.code_title"))
    comments = {name: t(f"build.tasks.comment.{name}") for name in COMMENTS}
    st.code(code_of(task, words, example, lesson.target, comments), language="python")
    shapes = shapes_of(task, len(words), example)
    st.dataframe(
        pd.DataFrame(
            {
                t("build.tasks.tensor"): list(shapes),
                t("build.tasks.shape"): [str(shape) for shape in shapes.values()],
                t("build.tasks.holds"): [t(f"build.tasks.tensor_{name}") for name in shapes],
            }
        ),
        hide_index=True,
        key="build.tasks.shapes",
    )

    st.subheader(t("build.tasks.all_title"))
    for name in TASKS:
        reads, used = t(f"build.tasks.{name}_loss"), t(f"build.tasks.{name}_used")
        line = t("build.tasks.one", name=names[name], reads=reads, line=_LINES[name], used=used)
        st.markdown(f"- {line}")
    faq(t, "tasks_shapes", "tasks_window", "tasks_ignore")


_LINES = {
    "one_to_one": "head(torch.tanh(hidden(x)))",
    "many_to_one": "head(output[:, -1])",
    "one_to_many": "head(output)",
    "aligned": "head(output)",
    "translated": "head(decoder(told, hidden)[0])",
}


def _two_networks(lesson: Lesson) -> dict[str, str]:
    if lesson.view.task != "translated":
        return {}
    return {name: lesson.t(f"build.tasks.{name}") for name in ("encoder", "decoder")}
