"""Two versions of a text: A as it was, B as it is now; verdicts, words, and where they part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from rnnviz.explain.what_if import (
    Aligned,
    align,
    first_parting,
    one_word_less,
    restored,
    state_distances,
)
from rnnviz.figures.attribution import parting_curve
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading
from rnnviz.ui.components.word_view import ShadedWord, placed, word_view
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.guided_path import complete_step
from rnnviz.ui.shell.navigation import page_link
from rnnviz.ui.shell.reading import reading_of
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.versions import (
    label,
    parting_words,
    row_words,
    verdict_words,
    version_buttons,
)


def show_compare(t: Translator, view: View, reading: Reading) -> None:
    """Where a text is kept as A: it beside the text of now, which is B."""
    if not view.was:
        return
    st.subheader(t("compare.title"))
    before = reading_of(t, view.was, reading.model)
    if before is not None:
        if view.was == reading.encoding.text:
            st.markdown(t("compare.same"))
        else:
            _verdicts(t, before, reading)
            alignment = align(before.trace.labels, reading.trace.labels)
            _words(t, before, reading, alignment)
            _parting(t, before, reading, alignment)
            if (
                one_word_less(before.trace, reading.trace)
                and before.path.positive != reading.path.positive
            ):
                complete_step("whatif")
    # As long as nothing was changed there is no B to keep, and no way back.
    ways = ("forget",) if view.was == reading.encoding.text else ("back", "keep_b", "forget")
    version_buttons(t, view, reading.encoding.text, "rnnviz.compare", ways)


def _verdicts(t: Translator, a: Reading, b: Reading) -> None:
    with st.grid(3, min_column_width=190):
        for name, one in (("a", a), ("b", b)):
            st.metric(t(f"compare.verdict_{name}"), verdict_words(t, one), border=True)
        difference = float(b.trace.outputs[-1, 0] - a.trace.outputs[-1, 0])
        st.metric(
            t("compare.difference"),
            t.signed(difference, 2),
            border=True,
            help=t("compare.difference_help"),
        )


def _words(t: Translator, a: Reading, b: Reading, alignment: Aligned) -> None:
    """Both texts, what only one of them has marked; a word of A comes back by a click."""
    rows_of_a = {here: row for row, (here, _) in enumerate(alignment) if here is not None}

    def bring_back(step: int) -> None:
        row = rows_of_a[step - 1]
        if a.trace.labels[step - 1] != label(b, alignment[row][1]):
            change_view(text=restored(a.encoding, b.encoding, alignment, row), step=0)

    partner_a = {here: label(b, there) for here, there in alignment if here is not None}
    partner_b = {there: label(a, here) for here, there in alignment if there is not None}
    _version(t, a, "a", partner_a, bring_back)
    _version(t, b, "b", partner_b, lambda step: change_view(step=step))


def _version(
    t: Translator,
    one: Reading,
    name: Literal["a", "b"],
    partner: dict[int, str | None],
    on_choose: Callable[[int], None],
) -> None:
    """One of the two texts; a word that its ``partner`` in the other does not equal is marked."""
    kind: Literal["gone", "new"] = "gone" if name == "a" else "new"
    encoding = one.encoding
    read = [encoding.tokens[position] for position in encoding.positions]
    words = []
    for step, token, start, end in placed(encoding.text, read):
        changed = partner.get(step) != token.word
        tip = t(f"compare.tip_{kind}", word=token.word) if changed else token.word
        words.append(ShadedWord(start, end, step + 1, None, tip, kind if changed else ""))
    word_view(
        encoding.text,
        words,
        selected=0,
        label=t(f"compare.words_{name}"),
        hint=t(f"compare.hint_{name}"),
        key=f"rnnviz.compare.{name}",
        on_choose=on_choose,
    )


def _parting(t: Translator, a: Reading, b: Reading, alignment: Aligned) -> None:
    """The first step at which the states part, how far they are apart, and the way to see it."""
    row = first_parting(a.trace, b.trace, alignment)
    words = row_words(a, b, alignment)
    st.markdown(parting_words(t, words, row))
    if row is None:
        return
    labels = {
        "x": t("reviews.axis_words"),
        "y": t("compare.axis_distance"),
        "decimal": t.separators,
    }
    distances = state_distances(a.trace, b.trace, alignment)
    show_figure(
        parting_curve(words, distances, row, labels, theme_mode()),
        key="reviews.parting",
        alt=t("compare.parting_alt", word=words[row]),
    )
    step = next((there for _, there in alignment[row:] if there is not None), None)
    if step is not None:
        word = plain(str(label(b, step)))  # of B, which States shows
        page_link("states", t("compare.in_stepper", word=word), t, step=step + 1)
