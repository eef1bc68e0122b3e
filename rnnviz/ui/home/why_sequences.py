"""Why sequences: things of one size, things of any length, and what one length for all costs."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.lessons.questions import lost_words
from rnnviz.text.standardise import split_words, standardise
from rnnviz.ui.shell.examples import example_texts
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure

KINDS = ("table", "image", "text", "sound", "series")
ICONS = {
    "table": ":material/table:",
    "image": ":material/image:",
    "text": ":material/notes:",
    "sound": ":material/graphic_eq:",
    "series": ":material/show_chart:",
}
LENGTHS = range(1, 101)
ASKED = 10  # words that the network of the question is built for


def open_why(t: Translator) -> None:
    """The title, above the text that the rest is about."""
    st.subheader(t("why.title"))
    st.markdown(t("why.intro"))


def show_why(t: Translator, view: View, text: str) -> None:
    """The opening of the lesson, on the user's own sentence; needs no network."""
    from rnnviz.figures.lesson import sequence_lengths

    words = split_words(standardise(text))
    with st.grid(5, min_column_width=136):
        for kind in KINDS:
            with st.container(border=True, height="stretch"):
                st.markdown(f"{ICONS[kind]} **{t(f'why.{kind}')}**")
                st.markdown(t(f"why.{kind}_size", words=t.number(len(words), 0)))
    texts = {t("why.yours"): len(words)}
    for name, example in example_texts(view.language).items():
        if example != text:
            texts[t(f"examples.{name}")] = len(split_words(standardise(example)))
    st.markdown(t("why.one_length"))
    length = st.slider(t("why.length"), LENGTHS[0], LENGTHS[-1], 12, key="why.length")
    labels = {name: t(f"why.{name}") for name in ("kept", "cut")}
    labels |= {"x": t("why.axis"), "pad": t("why.padded")}
    show_figure(
        sequence_lengths(list(texts), list(texts.values()), length, labels, theme_mode()),
        key="why.lengths",
        alt=t("why.alt"),
    )
    how_to_read(t, "why.read")
    lost = lost_words(len(words), length)
    if lost:
        st.markdown(t("why.lost"))
        st.text("… " + " ".join(words[length:])[:600])
    if words:
        # Of a text that fits, nothing would be lost and nothing asked.
        fixed = ASKED if len(words) > ASKED else -(-len(words) // 2)
        show_check(t, "cut", lost_words(len(words), fixed), words=len(words), length=fixed)
    faq(t, "one_length")
