"""Which words made the verdict, for the panels: computed once a text and model, per session."""

from __future__ import annotations

import streamlit as st

from rnnviz.explain.attribution import Attribution, leave_one_out, views
from rnnviz.explain.opposites import WordOpinions, word_opinions
from rnnviz.inference.classify import Reading
from rnnviz.models.shipped import load_shipped
from rnnviz.text.sentences import phrases, sentences

GRAINS = {"phrase": phrases, "sentence": sentences}


# Resources, not data, and per session: nobody's text is shared (see ``shell.reading``).
@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _views(text: str, model: str, _reading: Reading) -> dict[str, Attribution]:
    return dict(views(load_shipped(model).model, _reading.trace).items())


@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _grained(text: str, model: str, grain: str, _reading: Reading) -> Attribution:
    spans = GRAINS[grain](_reading.encoding)
    return leave_one_out(load_shipped(model).model, _reading.encoding.ids, spans)


def views_of(reading: Reading) -> dict[str, Attribution]:
    """All three views of a reading by a shipped model, one part a word."""
    return _views(reading.encoding.text, reading.model, reading)


def grained(reading: Reading, grain: str) -> Attribution:
    """Left out one by one: the ``word``s, the ``phrase``s or the ``sentence``s."""
    if grain == "word":
        return views_of(reading)["leave_one_out"]
    return _grained(reading.encoding.text, reading.model, grain, reading)


@st.cache_resource(max_entries=8, show_spinner=False)
def opinions_of(model: str) -> WordOpinions:
    """What a shipped model makes of its frequent words; no user's text is in it."""
    return word_opinions(load_shipped(model).model)
