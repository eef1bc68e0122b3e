"""Rung 8: layers on top of each other, and what ``output`` and ``hidden`` hold then."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rnnviz.figures.diagram import unrolled_picture
from rnnviz.lessons.arithmetic import COMPUTED, NodeNames, node_sum
from rnnviz.lessons.check import stack_error
from rnnviz.lessons.counts import NetSizes, recurrent_terms
from rnnviz.lessons.example import Array
from rnnviz.lessons.forward import run_stack, states
from rnnviz.lessons.script import layers_of
from rnnviz.ui.build.lesson import Lesson, choice, draw, show_sum, torch_badge
from rnnviz.ui.components.worked_equation import written
from rnnviz.ui.widgets.faq import faq, how_to_read


def show_stack(lesson: Lesson) -> None:
    """The unrolled grid with ``output`` and ``hidden`` to light up, shapes, counts, one node."""
    t, example, sizes = lesson.t, lesson.example, lesson.sizes
    depth = lesson.view.rung8_layers
    names = {n: str(n) for n in (2, 3)}
    choice(lesson, "rung8_layers", t("build.stack.levels"), names, depth)
    layers = layers_of(example, depth)
    stack = run_stack(example.x, layers)
    all_states = [states(steps) for steps in stack]
    picture = unrolled_picture(example.read, example.x, all_states, lesson.write)
    legend = {"output": "rnn_output", "hidden": "rnn_hidden"}
    draw(lesson, picture, t("build.stack.picture"), legend)
    how_to_read(t, "build.stack.how")
    torch_badge(
        lesson, "torch.nn.RNN", "build.byhand.equal", lambda: stack_error(example.x, layers)
    )

    st.subheader(t("build.stack.shapes_title"))
    T, H = len(example.read), sizes.hidden
    st.markdown(t("build.stack.shapes", layers=depth, steps=T, hidden=H))
    left, right = st.columns(2)
    last = [one[-1] for one in all_states]
    with left:
        st.markdown(f"`rnn_output` · `(1, {T}, {H})`")
        rows = [(_name(i + 1, depth), state) for i, state in enumerate(all_states[-1])]
        _vectors(lesson, rows, "output")
    with right:
        st.markdown(f"`rnn_hidden` · `({depth}, 1, {H})`")
        _vectors(lesson, [(_name(T, n + 1), state) for n, state in enumerate(last)], "hidden")

    st.subheader(t("build.stack.node_title"))
    st.markdown(t("build.stack.node"))
    node = NodeNames(
        *("h_1(1)", "h_0(2)", "z_1(2)", "h_1(2)"),
        weights=("W_ih(2)", "W_hh(2)", "b_ih(2)", "b_hh(2)"),
        x_digits=COMPUTED,
    )
    show_sum(lesson, node_sum(stack[1][0], layers[1], node), "stack")

    st.subheader(t("build.stack.count_title"))
    E = sizes.embed
    net = NetSizes("rnn", depth, 1, len(example.vocabulary), E, H)
    lines = []
    for n in range(1, depth + 1):
        count = sum(term.count for term in recurrent_terms(net) if term.layer == n)
        width, letter = (E, "E") if n == 1 else (H, "H")
        lines.append(
            t(
                "build.stack.count_line",
                layer=n,
                formula=f"H·{letter} + H·H + 2·H",
                numbers=f"{H}·{width} + {H}·{H} + 2·{H}",
                count=count,
            )
        )
    st.markdown("\n".join(f"- {line}" for line in lines))
    faq(t, "stack_which", "stack_why")


def _name(step: int, layer: int) -> str:
    """h with the step below and the layer above, for a table that knows no markup."""
    return "h" + chr(0x2080 + step) + "⁽" + {1: "¹", 2: "²", 3: "³"}[layer] + "⁾"


def _vectors(lesson: Lesson, rows: list[tuple[str, Array]], key: str) -> None:
    table = [
        {"": name, **{str(j + 1): written(lesson.t, v, 4) for j, v in enumerate(state)}}
        for name, state in rows
    ]
    st.dataframe(pd.DataFrame(table), hide_index=True, key=f"build.stack.{key}", width="content")
