"""What if a word were another, or not there: edits of the chosen word, and the fewest that turn."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.explain.opposites import opposite, replacements
from rnnviz.explain.verdict import probability_of
from rnnviz.explain.what_if import Change, Edit, apply_edits, smallest_change
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, vocabulary_of
from rnnviz.models.shipped import load_shipped
from rnnviz.ui.reviews.attributions import opinions_of
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import View
from rnnviz.ui.shell.work_budget import heavy_if_long

MOST = 5  # edits of the smallest change
STRONG = 4  # words of the other mind tried in each place
_WISH = "rnnviz.smallest.wish"
_NOW = "now"
_OTHER = "rnnviz.whatif.other"


def show_what_if(t: Translator, view: View, reading: Reading) -> None:
    """Right below the coloured words: change the chosen one, find the smallest change, keep A."""
    with st.container(border=True, key="rnnviz_what_if"):
        if 1 <= view.step <= reading.trace.steps:
            _change_word(t, view, reading, view.step - 1)
        else:
            st.markdown(t("whatif.choose"))
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("whatif.smallest"),
                key="rnnviz.smallest",
                icon=":material/flip:",
                help=t("whatif.smallest_help", most=MOST),
                on_click=_wish,
            )
            if not view.was:
                st.button(
                    t("compare.keep"),
                    key="rnnviz.compare.keep",
                    icon=":material/push_pin:",
                    help=t("compare.keep_help"),
                    on_click=change_view,
                    kwargs={"was": reading.encoding.text, "model": reading.model},
                )
        _smallest(t, view, reading)


def _change_word(t: Translator, view: View, reading: Reading, step: int) -> None:
    word = reading.trace.labels[step]
    st.markdown(t("whatif.word", word=plain(word)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(
            t("whatif.delete"),
            key="rnnviz.whatif.delete",
            icon=":material/backspace:",
            disabled=reading.trace.steps == 1,
            on_click=_apply,
            args=(view, reading, [Edit("delete", step)]),
        )
        for k, (other, kind) in enumerate(_candidates(reading, step)):
            st.button(
                t(f"whatif.{kind}", word=other),
                key=f"rnnviz.whatif.replace.{k}",
                on_click=_apply,
                args=(view, reading, [Edit("replace", step, other)]),
            )
        st.text_input(
            t("whatif.other"),
            key=_OTHER,
            max_chars=200,
            placeholder=t("whatif.other_hint"),
            label_visibility="collapsed",
            width=260,
            on_change=_replace_typed,
            args=(view, reading, step),
        )


def _candidates(reading: Reading, step: int) -> list[tuple[str, str]]:
    """Words to put in the place of a step's: its opposite first, then what is used alike."""
    opinions, word = opinions_of(reading.model), reading.encoding.ids[step]
    words = vocabulary_of(load_shipped(reading.model)).words
    other = opposite(opinions, word)
    return [
        (words[id_], "opposite" if id_ == other else "neighbour")
        for id_ in replacements(opinions, word)
    ]


def _replace_typed(view: View, reading: Reading, step: int) -> None:
    typed = str(st.session_state.get(_OTHER, "")).strip()
    st.session_state[_OTHER] = ""
    if typed:
        _apply(view, reading, [Edit("replace", step, typed)])


def _apply(view: View, reading: Reading, edits: Sequence[Edit]) -> None:
    """Edit the text; what it was before the first edit stays beside it as A."""
    vocabulary = vocabulary_of(load_shipped(reading.model))
    edited = apply_edits(reading.encoding, edits, vocabulary)
    before = view.was or reading.encoding.text
    change_view(text=edited.text, was=before, step=0, model=reading.model)


def _wish() -> None:
    """Look for the change in the text of the next run: it may have been typed just before."""
    st.session_state[_WISH] = _NOW


@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _found(text: str, model: str, _reading: Reading) -> Change | None:
    checkpoint = load_shipped(model)
    opinions = opinions_of(model)
    with heavy_if_long(_reading.trace.steps):
        return smallest_change(
            checkpoint.model,
            _reading.encoding.ids,
            vocabulary_of(checkpoint),
            lambda word: replacements(opinions, word, strong=STRONG),
            MOST,
        )


def _smallest(t: Translator, view: View, reading: Reading) -> None:
    """The smallest change, where it was asked for."""
    text = reading.encoding.text
    identity = (text, reading.model)
    if st.session_state.get(_WISH) == _NOW:
        st.session_state[_WISH] = identity
    if st.session_state.get(_WISH) != identity:
        return
    with st.spinner(t("whatif.searching")):
        change = _found(text, reading.model, reading)
    if change is None:
        st.markdown(t("whatif.none", most=MOST))
        return
    st.markdown(t("whatif.found", count=len(change.edits)))
    probability = probability_of(change.before)
    lines = []
    for edit, logit in zip(change.edits, change.logits, strict=True):
        word = plain(reading.trace.labels[edit.step])
        key = "whatif.did_delete" if edit.operation == "delete" else "whatif.did_replace"
        lines.append(
            t(
                key,
                word=word,
                other=plain(edit.word),
                before=t.percent(probability, 1),
                after=t.percent(probability_of(logit), 1),
            )
        )
        probability = probability_of(logit)
    st.markdown("\n".join(f"1. {line}" for line in lines))
    if len(lines) > 1:
        st.caption(t("whatif.maybe_smaller"))
    st.button(
        t("whatif.try"),
        key="rnnviz.smallest.try",
        type="primary",
        on_click=_apply,
        args=(view, reading, change.edits),
    )
