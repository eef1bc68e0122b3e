"""The Embeddings page's map: frequent words and the user's own, coloured by their verdict alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from rnnviz.explain.embedding import Projection, explained_by, principal_components
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


@dataclass(frozen=True, eq=False)
class _Frequent:
    """The frequent words on the map, the same for every text.

    ``points`` (words, dims); ``verdicts`` (words,): the logit on each word alone; ``told``: the
    share of their differences that can be told from the places.
    """

    ids: NDArray[np.int64]
    projection: Projection
    points: NDArray[np.float64]
    verdicts: NDArray[np.float32]
    told: float


@st.cache_resource(max_entries=16, show_spinner=False)
def _frequent(model: str, when: str, dims: int) -> _Frequent:
    ids = np.arange(2, min(MAP_WORDS, len(shipped_vocabulary(model))))
    rows = _table(model, when)[ids]
    projection = principal_components(rows, dims)
    points = projection.places(rows)
    verdicts = first_step(model).logits(trained_table(model)[ids])
    return _Frequent(ids, projection, points, verdicts, explained_by(points, verdicts))


def _table(model: str, when: str) -> NDArray[np.float32]:
    table: NDArray[np.float32] = (trained_table if when == "after" else initial_table)(model)
    return table


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
    count = int(dims or 2)
    frequent = _frequent(model, str(when), count)
    vocabulary = shipped_vocabulary(model)
    own = [i for i, word in words if word not in LITTLE][:40]
    rest = ~np.isin(frequent.ids, own)
    ids = [*own, *frequent.ids[rest].tolist()]
    places = frequent.projection.places(_table(model, str(when))[own])
    points = np.concatenate([places, frequent.points[rest]])
    own_verdicts = first_step(model).logits(trained_table(model)[own])
    verdicts = np.concatenate([own_verdicts, frequent.verdicts[rest]])
    share = t.percent(frequent.projection.share)
    told = t.percent(max(frequent.told, 0.0))
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
    if info.embedding_start != "random":
        st.caption(t(f"embeddings.{info.embedding_start}"))
