"""The hidden states of the user's text, unit by unit, as the network reads it."""

from rnnviz.ui.ask import ask
from rnnviz.ui.check_panel import show_check
from rnnviz.ui.collection_panel import show_collection
from rnnviz.ui.memory_panel import show_memory
from rnnviz.ui.navigation import start_page
from rnnviz.ui.path_panel import mark, moved
from rnnviz.ui.reading import model_choice, reading_of, text_panel
from rnnviz.ui.states_panel import layer_choice, show_player, show_unit

t, view = start_page("states")
text = text_panel(t, view)
model = model_choice(t, view)
reading = reading_of(t, text, model)
if reading is not None:
    layer = layer_choice(t, view, reading)
    show_player(t, view, reading, layer)
    units = reading.trace.layers[layer].hidden_size
    if moved("step", view.step) and view.step == reading.trace.steps:
        mark("played")
    show_check(t, "states", units, words=reading.trace.steps, units=units)
    show_unit(t, view, reading, layer)
    show_memory(t, view, reading)
    show_collection(t, view, reading)
ask(t, "output_hidden", "two_biases", "why_tanh")
