"""The Reviews page's panels about the verdict: what it is, and its path through the text."""

from __future__ import annotations

import streamlit as st

from rnnviz.figures.text import verdict_curve
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, is_doubtful
from rnnviz.models.shipped import LANGUAGE_OF
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import CURVES, View
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.language_offer import language_offer
from rnnviz.ui.widgets.view_switch import view_switch

MANY_UNKNOWN = 0.3  # share of unknown words from which the verdict is hardly worth reading
FEW_WORDS = 3


def show_verdict(t: Translator, reading: Reading) -> None:
    """The verdict with its probability, and what to know before believing it."""
    path, encoding = reading.path, reading.encoding
    side = "positive" if path.positive else "negative"
    probability = path.probability if path.positive else 1 - path.probability
    language = LANGUAGE_OF[reading.model]
    offered = language_offer(t, encoding.text, reading.model)
    # What is always so needs no card: on a phone it would push the words off the screen.
    with st.grid(3 if encoding.unknown_share else 2, min_column_width=150):
        st.metric(
            t("reviews.verdict", model=t(f"models.{reading.model}")),
            t(f"reviews.{side}"),
            border=True,
            height="stretch",
        )
        st.metric(
            t("reviews.probability"),
            t.percent(probability, 1),
            border=True,
            height="stretch",
            help=t(f"reviews.probability_help_{language}"),
        )
        if encoding.unknown_share:
            st.metric(
                t("reviews.known"),
                t.percent(1 - encoding.unknown_share),
                border=True,
                height="stretch",
                help=t("reviews.known_help"),
            )
    if not offered:  # of a model that is not made for this text nothing else matters
        _caution(t, reading)
    if encoding.cut:
        st.info(
            t("reviews.cut", total=len(encoding.tokens), read=len(encoding.kept), cut=encoding.cut)
        )


def _caution(t: Translator, reading: Reading) -> None:
    """The first reason there is not to believe the verdict."""
    encoding = reading.encoding
    if encoding.unknown_share > MANY_UNKNOWN:
        share = t.percent(encoding.unknown_share)
        st.warning(t(f"reviews.many_unknown_{LANGUAGE_OF[reading.model]}", share=share))
    elif len(encoding.tokens) < FEW_WORDS:
        st.info(t("reviews.few_words"))
    elif is_doubtful(reading.path.probability):
        st.info(t("reviews.close"))


def show_path(t: Translator, view: View, reading: Reading) -> None:
    """The verdict after every word, with the word at which it flipped for good."""
    path, words = reading.path, reading.trace.labels
    st.subheader(t("reviews.path_title"))
    side = t("reviews.positive" if path.positive else "reviews.negative").lower()
    if path.flip is None:
        st.markdown(t("reviews.no_flip", side=side))
    else:
        st.markdown(t("reviews.flip", word=words[path.flip], step=path.flip + 1, side=side))
    names = {name: t(f"reviews.axis_{name}") for name in CURVES}
    view_switch("curve", t("reviews.curve"), names, "rnnviz.curve", label_hidden=True)
    labels = {
        "x": t("reviews.axis_words"),
        "y": names[view.curve],
        "positive": t("reviews.positive"),
        "negative": t("reviews.negative"),
        "flip": t("reviews.flip_mark", word=words[path.flip]) if path.flip is not None else "",
        "after": t(f"reviews.hover_{view.curve}"),
        "decimal": t.separators,
    }
    chosen = view.step if view.step <= len(words) else 0
    logit = view.curve == "logit"
    values = path.logits if logit else path.probabilities
    figure = verdict_curve(words, values, path.flip, chosen, labels, theme_mode(), logit=logit)
    show_figure(
        figure,
        key="reviews.path",
        alt=t("reviews.path_alt", probability=t.percent(path.probability)),
    )
    if logit:
        st.caption(t("reviews.logit_is"))
    if chosen:
        st.markdown(
            t(
                "reviews.chosen",
                step=chosen,
                probability=t.percent(float(path.probabilities[chosen - 1]), 1),
                logit=t.signed(float(path.logits[chosen - 1]), 2),
            )
        )
