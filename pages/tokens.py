"""From characters to ids, every step side by side, with the choices and what they cost."""

import streamlit as st

from rnnviz.text.encoding import encode
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import model_choice, text_panel
from rnnviz.ui.tokens.consequences import show_cost, show_drift, show_each_choice
from rnnviz.ui.tokens.corpus import show_corpus
from rnnviz.ui.tokens.subwords import show_subwords
from rnnviz.ui.tokens.text_to_ids import (
    choices,
    show_coverage,
    show_ids,
    show_steps,
    show_tokens,
    topic_choice,
)

t, view = start_page("tokens")
text = text_panel(t, view)
vocabulary, spec = choices(t, view)
topic = topic_choice(t, view)
if topic == "ids":
    st.markdown(t("tokens.intro"))
cost = st.container()  # filled below: the ids need not wait for the network
model = view.reader
encoding = encode(text, vocabulary, spec)
if not encoding.tokens:
    st.info(t("text.no_words"), icon=":material/edit_note:")
if topic == "ids":
    show_steps(t, encoding)
    if encoding.tokens:
        show_tokens(t, encoding, view.language, len(vocabulary))
        show_ids(t, encoding, spec, model)
elif topic == "pieces" and encoding.tokens:
    show_subwords(t, encoding, len(vocabulary))
with cost:
    outcomes = show_cost(t, text, model, len(vocabulary), spec)
if topic == "cost":
    if outcomes:
        show_each_choice(t, outcomes)
    show_coverage(t, view, encoding, len(vocabulary))
elif topic == "pad":
    show_drift(t, text, model, spec)
elif topic == "data":
    show_corpus(t, view)
model_choice(t, view)
