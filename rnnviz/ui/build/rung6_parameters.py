"""Rung 6: count the parameters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from rnnviz.figures.ladder import count_curve
from rnnviz.lessons.check import torch_count
from rnnviz.lessons.counts import (
    MAX_LAYERS,
    MAX_VOCABULARY,
    MAX_WIDTH,
    NetSizes,
    all_terms,
    format_net,
    mlp_count,
    parse_net,
    total,
)
from rnnviz.models.specs import CELL_KINDS, cell_kind
from rnnviz.ui.build.lesson import Lesson, torch_badge
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.number_field import number_field

FAR = 400  # words in the curve


def show_count(lesson: Lesson) -> None:
    """The choices, the formula with numbers put in, every tensor, and the curve."""
    t = lesson.t
    net = _choices(lesson)
    terms = all_terms(net)
    gates = cell_kind(net.cell).gates
    st.subheader(t("build.count.layer_title"))
    st.markdown(t(f"build.count.{net.cell}"))
    G = f"{len(gates)}" if len(gates) > 1 else ""
    E, H = net.embed, net.hidden
    first = len(gates) * (H * E + H * H + 2 * H)
    st.latex(rf"{G}\,(\,H E + H^2 + 2H\,)")
    times = rf"{G}\cdot" if G else ""
    st.latex(rf"{times}({H}\cdot {E} + {H}^2 + 2\cdot {H}) = {_tex(lesson, first)}")
    if net.layers > 1 or net.directions > 1:
        st.markdown(t("build.count.above", layers=net.layers, directions=net.directions))
    st.subheader(t("build.count.table_title"))
    table = pd.DataFrame(
        {
            t("build.count.tensor"): [term.name for term in terms],
            t("build.count.shape"): [str(tuple(term.shape)) for term in terms],
            t("build.count.symbols"): [term.symbols for term in terms],
            t("build.count.numbers"): [term.numbers for term in terms],
            t("build.count.count"): [t.number(term.count, 0) for term in terms],
        }
    )
    st.dataframe(
        table, hide_index=True, key="build.count.table", height=min(35 * (len(table) + 1) + 3, 420)
    )
    count = total(net)
    st.metric(t("build.count.total"), t.number(count, 0))
    torch_badge(
        lesson, "sum(p.numel())", "build.count.equal", lambda: abs(torch_count(net) - count)
    )
    share = net.vocabulary * net.embed / count
    st.markdown(t("build.count.share", share=t.percent(share)))
    _curve(lesson, net)
    faq(t, "count_two", "count_gates")


def _choices(lesson: Lesson) -> NetSizes:
    t = lesson.t
    net = parse_net(lesson.view.net) or NetSizes()
    state = st.session_state
    sizes = {"vocabulary": (3, MAX_VOCABULARY), "embed": (1, MAX_WIDTH), "hidden": (1, MAX_WIDTH)}
    for name in ("cell", "layers", "directions"):
        state[f"build.net.{name}"] = getattr(net, name)

    def changed(name: str) -> None:
        resize(name, state[f"build.net.{name}"])

    def resize(name: str, value: Any) -> None:
        change_view(net=format_net(replace(net, **{name: value})))

    with st.container(border=True):
        with st.container(horizontal=True, gap="medium"):
            for name, options in (
                ("cell", list(CELL_KINDS)),
                ("layers", list(range(1, MAX_LAYERS + 1))),
                ("directions", [1, 2]),
            ):
                st.segmented_control(
                    t(f"build.count.{name}"),
                    options,
                    format_func=lambda o: CELL_KINDS[o].label if o in CELL_KINDS else str(o),
                    key=f"build.net.{name}",
                    required=True,
                    on_change=changed,
                    args=(name,),
                )
        with st.container(horizontal=True, gap="medium"):
            for name, (low, high) in sizes.items():
                number_field(
                    t,
                    t(f"build.count.{name}"),
                    low,
                    high,
                    getattr(net, name),
                    key=f"build.net.{name}",
                    width=190,
                    on_change=partial(resize, name),
                )
        small = NetSizes(
            vocabulary=len(lesson.example.vocabulary),
            embed=lesson.sizes.embed,
            hidden=lesson.sizes.hidden,
        )
        st.button(
            t("build.count.mine"),
            key="build.count.mine",
            on_click=change_view,
            kwargs={"net": format_net(small)},
        )
    return net


def _curve(lesson: Lesson, net: NetSizes) -> None:
    t = lesson.t
    words = list(range(5, FAR + 1, 5))
    mlp = [mlp_count(n, net.embed, net.hidden, net.classes) for n in words]
    rnn = total(net) - net.vocabulary * net.embed
    cell = CELL_KINDS[net.cell].label
    labels = {name: t(f"build.curve_{name}") for name in ("x", "y", "mlp")} | {"rnn": cell}
    labels["decimal"] = t.separators
    st.subheader(t("build.count.curve_title", cell=cell))
    show_figure(
        count_curve(words, mlp, rnn, [], labels, theme_mode()),
        key="build.count.curve",
        alt=t("build.count.curve_title", cell=cell),
    )
    how_to_read(
        t,
        "build.count.curve_how",
        words=FAR,
        mlp=t.number(mlp[-1], 0),
        rnn=t.number(rnn, 0),
        cell=cell,
        times=t.number(mlp[-1] / rnn, 0 if mlp[-1] > 10 * rnn else 1),
    )


def _tex(lesson: Lesson, count: int) -> str:
    return lesson.t.number(count, 0).replace(",", "{,}").replace(".", "{.}")
