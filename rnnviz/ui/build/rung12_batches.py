"""Rung 12: several texts at once. Padding, masks, packing, and always one class."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.figures.batch_picture import block_picture, packed_picture
from rnnviz.lessons.batches import Text, batches_error, filled_cells, pack, read_states, text_of
from rnnviz.lessons.edits import parse_edits
from rnnviz.lessons.learning import PADDING, saved_contrast
from rnnviz.text.standardise import split_words, standardise
from rnnviz.ui.build.contrast_view import contrast_chart, contrast_table, reproduce
from rnnviz.ui.build.lesson import Lesson, choice, draw, torch_badge
from rnnviz.ui.components.worked_equation import written
from rnnviz.ui.widgets.faq import faq, how_to_read

OTHERS = 3  # short texts beside the user's


def show_batches(lesson: Lesson) -> None:
    """The block and the packed form, what is read of them, and what goes wrong otherwise."""
    t = lesson.t
    texts = beside(lesson)
    words = [text.words for text in texts]
    ways = {name: t(f"build.batches.{name}") for name in ("padded", "packed")}
    choice(lesson, "packing", t("build.batches.choose"), ways, lesson.view.packing)
    packed = pack(texts)
    step, size = t("build.batches.step"), t("build.batches.size")
    if lesson.view.packing == "padded":
        picture = block_picture(words, step, size)
        legend = {name: t(f"build.batches.lit_{name}") for name in ("pad", "end", "last")}
    else:
        picture = packed_picture(words, packed, step, size, t("build.batches.data"))
        legend = {"last": t("build.batches.lit_last")}
    draw(lesson, picture, t(f"build.batches.{lesson.view.packing}_alt"), legend)
    lengths = [len(text) for text in texts]
    numbers = {
        "cells": max(lengths) * len(lengths),
        "empty": filled_cells(lengths),
        "rows": sum(lengths),
        "sizes": list(packed.batch_sizes),
        "order": [i + 1 for i in packed.order],
        "steps": max(lengths),
    }
    how_to_read(t, f"build.batches.{lesson.view.packing}_how", **numbers)
    layer = lesson.example.params.layer
    torch_badge(
        lesson,
        "pack_padded_sequence",
        "build.byhand.equal",
        lambda: batches_error(texts, layer),
    )
    _states(lesson, texts)
    _code(lesson, texts)
    _one_class(lesson)
    faq(t, "batches_sorted", "batches_need", "batches_left")


def beside(lesson: Lesson) -> list[Text]:
    """The user's first words, and the page's short texts, all with the lesson's numbers."""
    view, sizes = lesson.view, lesson.sizes
    own = lesson.example
    texts = [Text(own.words[: own.length], own.x_padded[: own.length])]
    for number in range(1, OTHERS + 1):
        words = split_words(standardise(lesson.t(f"build.batches.text{number}")))
        texts.append(text_of(words, sizes, view.build_seed, parse_edits(view.w)))
    return texts


def _states(lesson: Lesson, texts: list[Text]) -> None:
    """Which state is taken for the last one, text by text."""
    t = lesson.t
    st.subheader(t("build.batches.states_title"))
    st.markdown(t("build.batches.states"))
    rows = []
    for number, (text, read) in enumerate(
        zip(texts, read_states(texts, lesson.example.params.layer), strict=True), start=1
    ):
        rows.append(
            {
                t("build.batches.col_text"): str(number),
                t("build.batches.col_words"): str(len(text)),
                t("build.batches.col_last"): lesson.write_all(read.true_last),
                t("build.batches.col_end"): lesson.write_all(read.block_end),
                t("build.batches.col_off"): written(
                    t, float(np.abs(read.true_last - read.block_end).max()), 4
                ),
                t("build.batches.col_mean"): lesson.write_all(read.mean),
                t("build.batches.col_loose"): lesson.write_all(read.loose_mean),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="build.batches.states")
    how_to_read(t, "build.batches.states_how")


def _code(lesson: Lesson, texts: list[Text]) -> None:
    t = lesson.t
    E, H = lesson.sizes.embed, lesson.sizes.hidden
    lengths = [len(text) for text in texts]
    st.subheader(t("build.batches.code_title"))
    comments = {name: t(f"build.batches.comment.{name}") for name in COMMENTS}
    st.code(batches_code(lengths, E, H, comments), language="python")
    B, T = len(lengths), max(lengths)
    st.markdown(t("build.batches.first", batch=B, steps=T, embed=E, hidden=H))


COMMENTS = ("true", "index", "mask", "wrong")


def batches_code(lengths: list[int], embed: int, hidden: int, comments: dict[str, str]) -> str:
    """Three ways to leave the padding out, and the one that does not. Runs as it is."""
    c = {name: comments[name] for name in COMMENTS}
    B, T = len(lengths), max(lengths)
    return f"""import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

rnn = nn.RNN({embed}, {hidden}, batch_first=True)
texts = [torch.randn(length, {embed}) for length in {lengths}]
lengths = torch.tensor([len(text) for text in texts])
x = pad_sequence(texts, batch_first=True)  # ({B}, {T}, {embed})

packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
_, hidden = rnn(packed)
last = hidden[-1]  # ({B}, {hidden}): {c["true"]}

output, _ = rnn(x)  # ({B}, {T}, {hidden})
same = output[torch.arange({B}), lengths - 1]  # ({B}, {hidden}): {c["index"]}
mask = torch.arange({T}) < lengths[:, None]  # ({B}, {T})
mean = (output * mask[..., None]).sum(1) / lengths[:, None]  # ({B}, {hidden}): {c["mask"]}
wrong = output[:, -1]  # ({B}, {hidden}): {c["wrong"]}
"""


def _one_class(lesson: Lesson) -> None:
    """The saved contrast: what reading the end of the block does to a classifier."""
    t = lesson.t
    found = saved_contrast(PADDING)
    st.subheader(t("build.batches.one_class_title"))
    st.markdown(t("build.batches.one_class"))
    contrast_chart(t, found)
    contrast_table(t, found)
    wrong, right = found.variants["padding"], found.variants["packed"]
    gap = max(
        high - low
        for low, high in zip(wrong.numbers["lowest"], wrong.numbers["highest"], strict=True)
        if low is not None and high is not None
    )
    better = found.lower("accuracy", "padding", "packed")
    accuracy = right.spread("accuracy")
    assert accuracy is not None
    st.markdown(
        t(
            "build.batches.one_class_said",
            seeds=found.seeds,
            gap=t.number(gap, 4),
            better=better,
            middle=t.percent(accuracy.middle),
            low=t.percent(accuracy.low),
            high=t.percent(accuracy.high),
        )
    )
    st.markdown(t("build.batches.diagnosis"))
    reproduce(t, PADDING)
