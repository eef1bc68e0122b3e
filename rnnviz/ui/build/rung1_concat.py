"""Rung 1: all words side by side into one MLP."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.figures.diagram import concat_picture
from rnnviz.figures.ladder import count_curve
from rnnviz.lessons.counts import head_count, mlp_count, rnn_count
from rnnviz.lessons.example import CLASSES, concat_mlp, format_order
from rnnviz.ui.build.lesson import Lesson, draw
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure

FAR = 200  # words in the curve


def show_concat(lesson: Lesson) -> None:
    """The network drawn, its parameters counted, two words swapped, the curve."""
    t, sizes = lesson.t, lesson.sizes
    example = lesson.example.permuted(lesson.order)
    mlp = concat_mlp(sizes, lesson.view.build_seed)
    p = example.params
    h = np.tanh(mlp.W_1 @ example.x_padded.ravel() + mlp.b_1)
    picture = concat_picture(
        example.words,
        example.x_padded,
        mlp.W_1,
        h,
        p.W_out @ h + p.b_out,
        p.W_out,
        [t(f"build.{name}") for name in CLASSES],
        lesson.write,
    )
    draw(lesson, picture, t("build.concat.picture"))
    how_to_read(t, "build.concat.how")
    _swap(lesson)
    st.subheader(t("build.concat.count_title"))
    N, E, H = sizes.words, sizes.embed, sizes.hidden
    st.latex(rf"N\,E\,H + H + ({len(CLASSES)}\,H + {len(CLASSES)})")
    total, head = mlp_count(N, E, H), head_count(H)
    st.latex(rf"{N}\cdot {E}\cdot {H} + {H} + {head} = \mathbf{{{total}}}")
    st.markdown(t("build.concat.count_how", words=N, count=total, more=E * H))
    _curve(lesson)
    st.subheader(t("build.concat.fixed_title"))
    st.markdown(
        t(
            "build.concat.fixed",
            words=N,
            own=example.length,
            left=t.number(example.left_out, 0),
            padding=N - example.length,
        )
    )
    faq(t, "concat_embedding", "concat_order")


def _swap(lesson: Lesson) -> None:
    """Two places to swap, and what the network makes of it."""
    t, example, order = lesson.t, lesson.example, lesson.order
    count = lesson.sizes.words
    moved = [i for i in range(count) if order[i] != i]
    st.subheader(t("build.concat.swap_title"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = [
            st.selectbox(
                t(f"build.concat.swap_{'first' if number == 0 else 'second'}"),
                list(range(count)),
                index=fallback,
                # Plain text in a menu: words are shown as they are.
                format_func=lambda i: f"{i + 1}. {example.words[order[i]][:20]}",
                key=f"build.swap.{number}",
                width=180,
            )
            for number, fallback in enumerate((0, 1))
        ]

        def swap() -> None:
            # As they are now; whoever is on another page by now meant those that were shown.
            state = st.session_state
            a, b = (state.get(f"build.swap.{n}", shown) for n, shown in enumerate(chosen))
            new = list(order)
            if max(a, b) < count:
                new[a], new[b] = new[b], new[a]
            change_view(order=format_order(new))

        st.button(
            t("build.concat.swap"),
            key="build.concat.swap",
            icon=":material/swap_horiz:",
            on_click=swap,
        )
        if moved:
            st.button(t("build.back"), key="build.back", on_click=change_view, kwargs={"order": ""})
    mlp = concat_mlp(lesson.sizes, lesson.view.build_seed)
    before, after = example, example.permuted(order)
    values = [np.tanh(mlp.W_1 @ e.x_padded.ravel() + mlp.b_1) for e in (before, after)]
    if not moved:
        st.markdown(t("build.concat.swap_how"))
        return
    place = moved[0]
    word = after.words[place]
    vector = after.x_padded[place]
    old = order[place]
    E = lesson.sizes.embed
    st.markdown(
        t(
            "build.concat.swapped",
            word=plain(word),
            old=old + 1,
            new=place + 1,
            old_part=_tuple(lesson, mlp.block(old, E) @ vector),
            new_part=_tuple(lesson, mlp.block(place, E) @ vector),
            before=_tuple(lesson, values[0]),
            after=_tuple(lesson, values[1]),
        )
    )


def _tuple(lesson: Lesson, values: np.ndarray) -> str:
    """A vector as code in a sentence."""
    return "`[" + "; ".join(lesson.t.number(float(v), 4) for v in values) + "]`"


def _curve(lesson: Lesson) -> None:
    t, sizes = lesson.t, lesson.sizes
    words = [*range(2, 9), *range(10, FAR + 1, 5)]
    mlp = [mlp_count(n, sizes.embed, sizes.hidden) for n in words]
    labels = {name: t(f"build.curve_{name}") for name in ("x", "y", "mlp", "rnn")}
    labels["decimal"] = t.separators
    rnn = rnn_count(sizes.embed, sizes.hidden)
    marks = [words.index(sizes.words)]
    show_figure(
        count_curve(words, mlp, rnn, marks, labels, theme_mode()),
        key="build.concat.curve",
        alt=t("build.concat.curve_alt", mlp=t.number(mlp[-1], 0), rnn=rnn, words=FAR),
    )
    how_to_read(t, "build.concat.curve_how", mlp=t.number(mlp[-1], 0), rnn=rnn, words=FAR)
