"""What there is to see, one trace painted at once, why sequences, and the map of the lesson."""

from rnnviz.ui.home_panel import show_glimpse, show_map
from rnnviz.ui.navigation import start_page
from rnnviz.ui.reading import text_panel
from rnnviz.ui.sequences_panel import open_why, show_why

t, view = start_page("home")
show_glimpse(t)
show_map(t)
open_why(t)
text = text_panel(t, view)
show_why(t, text)
