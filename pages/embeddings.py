"""The vectors of the user's words: random before learning, meaningful after."""

import streamlit as st

from rnnviz.models.shipped import info_of
from rnnviz.ui.embeddings.learning import show_learning
from rnnviz.ui.embeddings.vectors import own_words, show_neighbours, show_vectors
from rnnviz.ui.embeddings.word_map import show_map
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import model_choice, text_panel

t, view = start_page("embeddings")
text = text_panel(t, view)
model = view.reader
words = own_words(t, text, model)
if words:
    show_vectors(t, model, words, text)
    st.markdown(t("embeddings.intro"))
    show_neighbours(t, model, words)
model_choice(t, view)
show_learning(t, view, text)
show_map(t, model, words, info_of(model))
