"""The Tokens page's view of the reviews that the models learned from: counts and words, no text."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import streamlit as st

from rnnviz.figures.lesson import review_lengths
from rnnviz.i18n import Translator
from rnnviz.text.corpus_profile import CorpusProfile, read_profiles
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.bar_table import show_bars
from rnnviz.ui.widgets.faq import how_to_read
from rnnviz.ui.widgets.figure import show_figure

PROFILES = Path(str(files("rnnviz"))) / "assets" / "corpora.json"


@st.cache_resource(show_spinner=False)
def _profiles() -> dict[str, CorpusProfile]:
    return read_profiles(PROFILES)


def show_corpus(t: Translator, view: View) -> None:
    """How many reviews, how balanced, how long, and which words, in the model's language."""
    profile = _profiles()[view.language]
    st.subheader(t("corpus.title"))
    st.markdown(t(f"corpus.how_{view.language}"))
    with st.container(horizontal=True):
        for name in ("reviews", "positive", "negative", "median", "longest"):
            st.metric(t(f"corpus.{name}"), t.number(getattr(profile, name), 0))
    labels = {
        "x": t("corpus.axis_words"),
        "y": t("corpus.axis_reviews"),
        "negative": t("build.negative"),
        "positive": t("build.positive"),
        "line": t("corpus.line", length=view.length),
        "decimal": t.separators,
    }
    show_figure(
        review_lengths(profile.lengths, profile.bin, view.length, labels, theme_mode()),
        key="tokens.corpus.lengths",
        alt=t("corpus.alt", median=t.number(profile.median, 0)),
    )
    how_to_read(t, "corpus.read")
    tables = {
        "frequent": profile.frequent,
        "telling_negative": profile.telling["negative"],
        "telling_positive": profile.telling["positive"],
    }
    for column, (name, words) in zip(st.columns(3), tables.items(), strict=True):
        with column:
            st.markdown(f"**{t(f'corpus.{name}')}**")
            share = t(f"corpus.share_{name.partition('_')[0]}")
            rows = {
                t("corpus.word"): [word for word, _ in words],
                share: [t.percent(value, int(name == "frequent")) for _, value in words],
            }
            most = max(value for _, value in words) if name == "frequent" else 1.0
            values = [value / most for _, value in words]
            show_bars(rows, share, values, f"tokens.corpus.{name}")
    how_to_read(t, "corpus.words_read")
