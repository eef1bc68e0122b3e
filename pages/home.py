"""The stage, on which a network reads the user's text, the map of the lesson, and why sequences."""

import streamlit as st

from rnnviz.ui.home.overview import show_map
from rnnviz.ui.home.stage import show_stage
from rnnviz.ui.home.why_sequences import open_why, show_why
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import text_panel
from rnnviz.ui.widgets.language_offer import language_offer

t, view = start_page("home")
text = text_panel(t, view)
language_offer(t, text, view.reader)
show_stage(t, view, text)
st.markdown(t("home.intro"))
show_map(t)
open_why(t)
show_why(t, view, text)
