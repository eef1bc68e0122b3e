"""From characters to ids, every step side by side, with the choices and what they cost."""

import streamlit as st

from rnnviz.ui.consequences_panel import show_consequences, show_drift
from rnnviz.ui.navigation import start_page
from rnnviz.ui.reading import model_choice, text_panel
from rnnviz.ui.subwords_panel import show_subwords
from rnnviz.ui.tokens_panel import choices, show_coverage, show_ids, show_steps, show_tokens

t, view = start_page("tokens")
text = text_panel(t, view)
vocabulary, spec = choices(t, view)
model = model_choice(t, view)
cost = st.container()  # filled below: the rest of the page need not wait for the network
encoding = show_steps(t, text, vocabulary, spec)
if encoding.tokens:
    show_tokens(t, encoding)
    show_ids(t, encoding, spec)
    show_subwords(t, encoding, len(vocabulary))
show_coverage(t, encoding, len(vocabulary))
with cost:
    show_consequences(t, text, model, len(vocabulary), spec)
show_drift(t, text, model, spec)
