"""A recurrent network at work on the user's text, number by number."""

from rnnviz.ui.collection_panel import show_collection
from rnnviz.ui.memory_panel import show_memory
from rnnviz.ui.navigation import start_page
from rnnviz.ui.reading import reading_of, text_panel
from rnnviz.ui.states_panel import show_states, show_unit, watch_choice, watched_traces

t, view = start_page("states")
text = text_panel(t, view)
model, beside = watch_choice(t, view)
reading = reading_of(t, text, model)
if reading is not None:
    traces = watched_traces(t, view, text, reading, beside)
    show_states(t, view, traces)
    show_unit(t, view, traces[0])
    if traces[0] is reading.trace:  # the trained network on the text as it is
        show_memory(t, view, reading)
        show_collection(t, view, reading)
