"""Rung 2: one small kernel slid over the words."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.figures.diagram import unrolled_picture
from rnnviz.lessons.arithmetic import kernel_sum
from rnnviz.lessons.counts import head_count, mlp_count
from rnnviz.lessons.example import Array, Example, format_order
from rnnviz.ui.build.lesson import Lesson, draw, show_sum
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.widgets.faq import faq, how_to_read

_CHARACTER = 7  # pixels a character of a table needs, spaces and digits on average


def show_shared(lesson: Lesson) -> None:
    """The kernel drawn, the same words shuffled, the count that stays."""
    t, sizes, order = lesson.t, lesson.sizes, lesson.order
    moved = list(order) != sorted(order)
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("build.shared.shuffle"),
            key="build.shuffle",
            icon=":material/shuffle:",
            type="primary",
            on_click=_shuffle,
            args=(order,),
        )
        if moved:
            st.button(t("build.back"), key="build.back", on_click=change_view, kwargs={"order": ""})
    example = lesson.example.permuted(order)
    z = _outputs(example)
    picture = unrolled_picture(
        example.words, example.x_padded, [z], lesson.write, recurrent=False, letter="z"
    )
    draw(lesson, picture, t("build.shared.picture"))
    how_to_read(t, "build.shared.how")
    p = example.params
    show_sum(lesson, kernel_sum(example.x_padded[0], p.W_ih, p.b_ih, 1, example.words[0]), "kernel")
    st.subheader(t("build.shared.table_title"))
    st.markdown(t("build.shared.table_moved" if moved else "build.shared.table_straight"))
    _table(lesson, example, z)
    st.subheader(t("build.shared.count_title"))
    E, H = sizes.embed, sizes.hidden
    head = head_count(H)
    st.latex(r"E\,H + H + (2\,H + 2)")
    st.latex(rf"{E}\cdot {H} + {H} + {head} = \mathbf{{{E * H + H + head}}}")
    st.markdown(
        t("build.shared.count_how", mlp=mlp_count(sizes.words, E, H), kernel=E * H + H + head)
    )
    faq(t, "shared_wider", "shared_causal")


def _shuffle(order: tuple[int, ...]) -> None:
    """Another order, never the same one."""
    new = list(order)
    while new == list(order):
        random.shuffle(new)
    change_view(order=format_order(new))


def _outputs(example: Example) -> Array:
    p = example.params
    return np.array(example.x_padded @ p.W_ih.T + p.b_ih)


def _table(lesson: Lesson, example: Example, z: Array) -> None:
    """Each word with its output now, the output it had before, and the mean over all words."""
    t = lesson.t
    before = _outputs(lesson.example)
    rows = [
        {
            t("build.shared.place"): str(i + 1),
            t("build.shared.word"): word,
            t("build.shared.now"): lesson.write_all(z[i]),
            t("build.shared.first_place"): str(lesson.order[i] + 1),
            t("build.shared.then"): lesson.write_all(before[lesson.order[i]]),
        }
        for i, word in enumerate(example.words)
    ]
    rows.append(
        {
            t("build.shared.place"): "",
            t("build.shared.word"): t("build.shared.mean"),
            t("build.shared.now"): lesson.write_all(z.mean(axis=0)),
            t("build.shared.first_place"): "",
            t("build.shared.then"): lesson.write_all(before.mean(axis=0)),
        }
    )
    table = pd.DataFrame(rows)
    # Streamlit would cut a vector of four: all of its numbers are there to be compared.
    widths = {
        name: st.column_config.Column(width=_CHARACTER * max(map(len, (name, *table[name]))) + 16)
        for name in table.columns
    }
    st.dataframe(table, hide_index=True, key="build.shared.table", column_config=widths)
