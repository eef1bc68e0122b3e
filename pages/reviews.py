"""Type a review: the verdict, why, what if, two versions, and its path from the first word on."""

import streamlit as st

from rnnviz.ui.reviews.compare import show_compare
from rnnviz.ui.reviews.review_file import review_file
from rnnviz.ui.reviews.rival import show_rival
from rnnviz.ui.reviews.verdict import show_path, show_verdict
from rnnviz.ui.reviews.what_if import show_what_if
from rnnviz.ui.reviews.why import explain_words, show_words
from rnnviz.ui.shell.errors import errors_shown
from rnnviz.ui.shell.examples import is_own
from rnnviz.ui.shell.guided_path import changed_by_user, complete_step
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import model_choice, reading_of, text_panel
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.faq import faq

t, view = start_page("reviews")
text = text_panel(t, view)
stage = st.container()
model = model_choice(t, view)
reading = reading_of(t, text, model)
if reading is not None:
    with stage:
        show_verdict(t, reading)
        # Each by itself: where there is no time for one, the others stand.
        shown = None
        with errors_shown(t):
            shown = show_words(t, view, reading)
        with errors_shown(t):
            show_what_if(t, view, reading)
        show_compare(t, view, reading)
        if shown is not None:
            with errors_shown(t):
                explain_words(t, view, reading, shown)
    show_rival(t, reading)
    st.markdown(t("reviews.intro"))
    show_path(t, view, reading)
    if changed_by_user(f"verdict.{model}", reading.path.positive) and is_own(text):
        complete_step("flip")
    if reading.trace.steps > 2:
        show_check(t, "causal", step=reading.trace.steps // 2, words=reading.trace.steps)
    faq(t, "every_word", "last_or_mean")
st.divider()
review_file(t, model)
