"""Type a review: the verdict, the words that moved it, and its path from the first word on."""

import streamlit as st

from rnnviz.ui.navigation import start_page
from rnnviz.ui.reading import model_choice, reading_of, text_panel
from rnnviz.ui.review_file import review_file
from rnnviz.ui.verdict import show_path, show_verdict, show_words

t, view = start_page("reviews")
text = text_panel(t, view)
model = model_choice(t, view)
reading = reading_of(t, text, model)
if reading is not None:
    show_verdict(t, reading)
    show_words(t, view, reading)
    show_path(t, view, reading)
st.divider()
review_file(t, model)
