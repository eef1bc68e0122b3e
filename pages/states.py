"""The hidden states of the user's text, unit by unit, as the network reads it."""

from rnnviz.ui.collection_panel import show_collection
from rnnviz.ui.memory_panel import show_memory
from rnnviz.ui.navigation import start_page
from rnnviz.ui.reading import model_choice, reading_of, text_panel
from rnnviz.ui.states_panel import layer_choice, show_player, show_unit

t, view = start_page("states")
text = text_panel(t, view)
model = model_choice(t, view)
reading = reading_of(t, text, model)
if reading is not None:
    layer = layer_choice(t, view, reading)
    show_player(t, view, reading, layer)
    show_unit(t, view, reading, layer)
    show_memory(t, view, reading)
    show_collection(t, view, reading)
