"""Rung 7: the same as PyTorch, to copy and to take home."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.check import stack_error
from rnnviz.lessons.example import CLASSES
from rnnviz.lessons.script import (
    COMMENTS,
    code_blocks,
    expected_output,
    layers_of,
    notebook,
    python_script,
)
from rnnviz.ui.build.lesson import Lesson, choice, torch_badge
from rnnviz.ui.widgets.faq import faq

NAME = "rnn_lesson"


def show_code(lesson: Lesson) -> None:
    """The program, what it prints, and both as files."""
    t, view, example = lesson.t, lesson.view, lesson.example
    with st.container(horizontal=True, gap="medium"):
        levels = {n: str(n) for n in (1, 2, 3)}
        choice(lesson, "rung7_layers", t("build.code.levels"), levels, view.rung7_layers)
        words = {name: t(f"build.{name}") for name in CLASSES}
        choice(lesson, "goal", t("build.byhand.goal"), words, view.goal)
    comments = {name: t(f"build.comment.{name}") for name in COMMENTS}
    blocks = code_blocks(example, view.rung7_layers, lesson.target, lesson.rate, comments)
    script = python_script(blocks, comments)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            t("build.code.script"),
            script.encode(),
            f"{NAME}.py",
            "text/x-python",
            key="build.code.script",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            t("build.code.notebook"),
            notebook(blocks, comments).encode(),
            f"{NAME}.ipynb",
            "application/x-ipynb+json",
            key="build.code.notebook",
            icon=":material/download:",
            on_click="ignore",
        )
    st.markdown(t("build.code.how"))
    st.code(script, language="python", height=560)
    st.markdown(t("build.code.prints"))
    st.code(expected_output(example, view.rung7_layers, lesson.target, lesson.rate), language=None)
    layers = layers_of(example, view.rung7_layers)
    torch_badge(
        lesson, "torch.nn.RNN", "build.byhand.equal", lambda: stack_error(example.x, layers)
    )
    faq(t, "output_hidden", "code_batch", "code_double")
