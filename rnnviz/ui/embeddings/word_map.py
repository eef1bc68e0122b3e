"""The Embeddings page's map: frequent words and the user's own, coloured by their verdict alone."""

from __future__ import annotations

import streamlit as st

from rnnviz.explain.embedding import explained_by, explained_share, project
from rnnviz.figures.vocabulary import vocabulary_map
from rnnviz.i18n import Translator
from rnnviz.models.checkpoint import ModelInfo
from rnnviz.ui.embeddings.vectors import LITTLE
from rnnviz.ui.shell.resources import (
    first_step,
    initial_table,
    shipped_vocabulary,
    trained_table,
)
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import how_to_read
from rnnviz.ui.widgets.figure import show_figure

MAP_WORDS = 600  # most frequent words on the map, besides the user's own


def show_map(t: Translator, model: str, words: list[tuple[int, str]], info: ModelInfo) -> None:
    """The words projected to two or three dimensions, with what the picture keeps of them."""
    st.subheader(t("embeddings.map_title"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dims = st.segmented_control(
            t("embeddings.dims"), [2, 3], default=2, required=True, key="embeddings.dims"
        )
        when = st.segmented_control(
            t("embeddings.when"),
            ["before", "after"],
            default="after",
            required=True,
            format_func=lambda name: t(f"embeddings.{name}"),
            key="embeddings.when",
        )
    trained = trained_table(model)
    table = trained if when == "after" else initial_table(model)
    vocabulary = shipped_vocabulary(model)
    own = [i for i, word in words if word not in LITTLE][:40]
    ids = [*own, *(i for i in range(2, min(MAP_WORDS, len(vocabulary))) if i not in set(own))]
    count = int(dims or 2)
    points = project(table, ids, count)
    verdicts = first_step(model).logits(trained[ids])
    share = t.percent(explained_share(table, ids, count))
    told = t.percent(max(explained_by(points, verdicts), 0.0))
    st.markdown(t("embeddings.map_share", share=share, dims=count, told=told))
    labels = {
        "x": t("embeddings.pc", n=1),
        "y": t("embeddings.pc", n=2),
        "negative": t("build.negative"),
        "positive": t("build.positive"),
        "hover": t("embeddings.map_hover"),
        "decimal": t.separators,
    }
    show_figure(
        vocabulary_map(
            points,
            [vocabulary.words[i] for i in ids],
            [k < len(own) for k in range(len(ids))],
            verdicts,
            labels,
            theme_mode(),
        ),
        key=f"embeddings.map.{count}",
        zoom=count == 2,
        alt=t("embeddings.map_alt", share=share),
    )
    how_to_read(t, "embeddings.map_how", dims=count)
    if info.embedding_start == "cooccurrence":
        st.caption(t("embeddings.cooccurrence"))
