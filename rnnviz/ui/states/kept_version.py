"""The version of the text that was kept as A, under the picture of the text of now, B."""

from __future__ import annotations

import streamlit as st

from rnnviz.explain.what_if import Aligned, align, first_parting
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading
from rnnviz.text.shorten import shortened
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.reading import reading_of
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.stepper import show_stepper
from rnnviz.ui.widgets.versions import (
    parting_words,
    row_words,
    verdict_words,
    version_buttons,
)

SHOWN = 80  # letters of the text that was kept


def show_kept_version(t: Translator, view: View, reading: Reading) -> None:
    """A in a stepper of its own that stands at the same word as B's; nothing where none is kept."""
    text = reading.encoding.text
    before = reading_of(t, view.was, reading.model) if view.was not in ("", text) else None
    if before is None:
        return
    alignment = align(before.trace.labels, reading.trace.labels)
    row = first_parting(before.trace, reading.trace, alignment)
    parting = parting_words(t, row_words(before, reading, alignment), row)
    st.markdown(
        f"**{t('compare.words_a')}: “{plain(shortened(before.encoding.text, SHOWN))}”,"
        f" {verdict_words(t, before)}.** {parting}"
    )
    show_stepper(
        t,
        view.model_copy(update={"step": step_beside(alignment, view.step or 1)}),
        [before.trace],
        title=before.encoding.text[:60],
        key="rnnviz.stepper.was",
        network=t("compare.verdict_a"),
        like=reading.trace,
        step_of=lambda step: step_beside(tuple((b, a) for a, b in alignment), step),
    )
    version_buttons(t, view, text, "rnnviz.states.compare", ("back", "forget"))


def step_beside(alignment: Aligned, step: int) -> int:
    """The step of the first version, from 1, where the second is at ``step``: that of the same row,
    or of the last row before it that the first version has."""
    found = 1
    for here, there in alignment:
        if here is not None:
            found = here + 1
        if there is not None and there + 1 >= step:
            break
    return found
