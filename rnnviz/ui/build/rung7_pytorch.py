"""Rung 7: the same as PyTorch, to copy and to take home."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.check import stack_error
from rnnviz.lessons.example import CLASSES
from rnnviz.lessons.script import COMMENTS, code_blocks, expected_output, layers_of
from rnnviz.ui.build.lesson import Lesson, choice, settings, torch_badge
from rnnviz.ui.build.take_home import take_home
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
    prints = expected_output(example, view.rung7_layers, lesson.target, lesson.rate)
    take_home(lesson, "code", NAME, blocks, comments, prints)
    settings(lesson)
    layers = layers_of(example, view.rung7_layers)
    torch_badge(
        lesson, "torch.nn.RNN", "build.byhand.equal", lambda: stack_error(example.x, layers)
    )
    faq(t, "output_hidden", "code_batch", "code_double")
