"""A recurrent network at work on the user's text, number by number."""

import streamlit as st

from rnnviz.lessons.questions import numbers_carried
from rnnviz.ui.shell.guided_path import changed_by_user, complete_step
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import reading_of, text_panel
from rnnviz.ui.states.collection import show_collection
from rnnviz.ui.states.kept_version import show_kept_version
from rnnviz.ui.states.memory import show_memory
from rnnviz.ui.states.networks import (
    look_choice,
    padding_of,
    show_notes,
    show_states,
    show_unit,
    text_model,
    watch_choice,
    watched,
    watched_model,
    watched_traces,
    wrong_language,
)
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.faq import faq

t, view = start_page("states")
text = text_panel(t, view, model=text_model(view))
stage = st.container()
watch_choice(t, view)
words = st.container()
reading = reading_of(t, text, watched_model(view))
if reading is not None:
    traces = watched_traces(view, text, reading, padding_of(view, reading))
    with stage:
        wrong_language(t, view, text)
        show_states(t, view, traces)
        if traces[0] is reading.trace and len(traces) == 1:
            show_kept_version(t, view, reading)
    with words:
        show_notes(t, view, traces)
        st.markdown(t("states.intro"))
    steps, units = traces[0].steps, traces[0].layers[0].hidden_size
    if changed_by_user("step", view.step) and view.step == steps:
        complete_step("played")
    carried = numbers_carried(traces[0].cell, len(traces[0].layers), units)
    show_check(
        t,
        "states",
        carried,
        words=steps,
        layers=len(traces[0].layers),
        units=units,
        network=traces[0].cell.upper(),
    )
    trained = traces[0] is reading.trace  # the trained network on the text as it is
    look = look_choice(t, view, trained)
    if look == "unit":
        show_unit(t, view, watched(view, traces))
    elif look == "memory":
        show_memory(t, view, reading)
    else:
        show_collection(t, view, reading)
faq(t, "output_hidden", "two_biases", "why_tanh")
