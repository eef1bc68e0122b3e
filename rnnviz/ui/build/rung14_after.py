"""Rung 14: what came after. Attention on the lesson's own states, its price, links."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.figures.attention_picture import attention_picture
from rnnviz.figures.spreads import cost_curve
from rnnviz.lessons.attention import attend, attention_error, attention_sum, cost_of
from rnnviz.lessons.forward import run_layer, states
from rnnviz.ui.build.contrast_view import markdown_table
from rnnviz.ui.build.lesson import Lesson, choice, draw, show_sum, torch_badge
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure

WIDTH = 256  # numbers a word, for the prices
LENGTHS = [2**n for n in range(15)]
SHOWN = (64, 1024, 16_384)
# What each name of the list leads to.
LINKS = {
    "bahdanau": "https://arxiv.org/abs/1409.0473",
    "transformer": "https://arxiv.org/abs/1706.03762",
    "illustrated": "https://jalammar.github.io/illustrated-transformer/",
    "explainer": "https://poloclub.github.io/transformer-explainer/",
    "torch": "https://docs.pytorch.org/docs/stable/generated/"
    "torch.nn.functional.scaled_dot_product_attention.html",
    "mamba": "https://arxiv.org/abs/2312.00752",
    "rwkv": "https://arxiv.org/abs/2305.13048",
    "minimal": "https://arxiv.org/abs/2410.01201",
}


def show_after(lesson: Lesson) -> None:
    """What one vector must carry, what attention looks at instead, and its price."""
    t, example = lesson.t, lesson.example
    words = example.read
    h = states(run_layer(example.x, example.params.layer))
    T, H = h.shape
    st.markdown(t("build.after.bottleneck", words=example.length, hidden=H))
    asking = min(lesson.view.query, T) or T
    steps = {n: f"h{chr(0x2080 + n)}" for n in range(1, T + 1)}
    choice(lesson, "query", t("build.after.choose"), steps, asking)
    found = attend(h[asking - 1], h)
    picture = attention_picture(words, found, asking, lesson.write, lambda w: t.percent(w, 1))
    draw(lesson, picture, t("build.after.picture"))
    how_to_read(t, "build.after.how")
    most = int(found.weights.argmax()) + 1
    show_sum(lesson, attention_sum(found, asking, most), "attention")
    torch_badge(
        lesson,
        "scaled_dot_product_attention",
        "build.after.equal",
        lambda: attention_error(found),
    )
    st.markdown(t("build.after.learned"))
    st.code(_CODE, language="python")
    _price(lesson)
    for part in ("fine", "honest"):
        st.subheader(t(f"build.after.{part}_title"))
        st.markdown(t(f"build.after.{part}"))
    st.subheader(t("build.after.read_title"))
    st.markdown(
        "\n".join(f"- [{t(f'build.after.link.{n}')}]({to}): " + t(f"build.after.about.{n}")
                  for n, to in LINKS.items())
    )  # fmt: skip
    faq(t, "after_order", "after_dead")


def _price(lesson: Lesson) -> None:
    """Multiplications over the length, and what else differs."""
    t = lesson.t
    st.subheader(t("build.after.price_title"))
    costs = [cost_of(length, WIDTH) for length in LENGTHS]
    lines = {
        t("build.after.rnn"): [c.recurrent for c in costs],
        t("build.after.attention"): [c.attention for c in costs],
    }
    labels = {
        "x": t("build.after.price_x"),
        "y": t("build.after.price_y"),
        "decimal": t.separators,
    }
    show_figure(
        cost_curve(LENGTHS, lines, labels, theme_mode()),
        key="build.after.price",
        alt=t("build.after.price_alt"),
    )
    how_to_read(t, "build.after.price_how", width=WIDTH)
    some = [(length, cost_of(length, WIDTH)) for length in SHOWN]
    number = partial(t.number, digits=0)
    rows: dict[str, list[str]] = {
        "times": [
            t("build.after.times", times=t.number(cost.attention / cost.recurrent, 1))
            for _, cost in some
        ],
        "steps": [number(length) for length, _ in some],
        "way": [number(length - 1) for length, _ in some],
        "kept": [number(cost.attention_kept) for _, cost in some],
    }
    heads = [t("build.after.price_x"), *(number(length) for length in SHOWN)]
    named = [[t(f"build.after.col_{name}", width=WIDTH), *cells] for name, cells in rows.items()]
    st.markdown(markdown_table(heads, named))
    st.markdown(t("build.after.price_said"))


_CODE = """import torch

output = torch.randn(1, 4, 2)  # (batch, time, hidden)
query = output[:, -1:]  # (1, 1, 2)
context = torch.nn.functional.scaled_dot_product_attention(query, output, output)
weights = torch.softmax(query @ output.transpose(1, 2) / 2**0.5, dim=-1)
assert torch.allclose(context, weights @ output, atol=1e-6)
"""
