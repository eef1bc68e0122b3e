"""Which words made the verdict, for the panels: computed once a text and model, per session."""

from __future__ import annotations

import streamlit as st

from rnnviz.explain.attribution import (
    Attribution,
    integrated_gradients,
    leave_one_out,
    while_reading,
)
from rnnviz.explain.opposites import WordOpinions, word_opinions
from rnnviz.inference.classify import Reading, vocabulary_of
from rnnviz.models.shipped import LANGUAGE_OF, load_shipped
from rnnviz.text.opposites import named_opposites, without_opposite
from rnnviz.text.sentences import phrases, sentences
from rnnviz.ui.shell.work_budget import heavy_if_long

GRAINS = {"phrase": phrases, "sentence": sentences}


# Resources, not data, and per session: nobody's text is shared (see ``shell.reading``).
@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _gradients(text: str, model: str, _reading: Reading) -> Attribution:
    with heavy_if_long(_reading.trace.steps):
        return integrated_gradients(load_shipped(model).model, _reading.trace.ids)


@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _left_out(text: str, model: str, grain: str, _reading: Reading) -> Attribution:
    spans = GRAINS[grain](_reading.encoding) if grain in GRAINS else None
    with heavy_if_long(_reading.trace.steps):
        return leave_one_out(load_shipped(model).model, _reading.encoding.ids, spans)


def view_of(reading: Reading, why: str) -> Attribution:
    """One of the three views of a reading by a shipped model, one part a word.

    While reading costs nothing, leaving words out one by one a few readings of the text, and
    integrated gradients as much as everything else on the page.
    """
    if why == "while_reading":
        return while_reading(reading.trace)
    if why == "leave_one_out":
        return grained(reading, "word")
    return _gradients(reading.encoding.text, reading.model, reading)


def grained(reading: Reading, grain: str) -> Attribution:
    """Left out one by one: the ``word``s, the ``phrase``s or the ``sentence``s."""
    return _left_out(reading.encoding.text, reading.model, grain, reading)


@st.cache_resource(max_entries=8, show_spinner=False)
def opinions_of(model: str) -> WordOpinions:
    """What a shipped model makes of its frequent words; no user's text is in it."""
    checkpoint = load_shipped(model)
    language = LANGUAGE_OF[model]
    return word_opinions(
        checkpoint.model,
        words=vocabulary_of(checkpoint).words,
        opposites=named_opposites(language),
        none=without_opposite(language),
    )
