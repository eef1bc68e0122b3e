"""What there is to see, one trace painted at once, why sequences, and the map of the lesson."""

from rnnviz.ui.home.overview import show_glimpse, show_map
from rnnviz.ui.home.why_sequences import open_why, show_why
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import text_panel
from rnnviz.ui.widgets.language_offer import language_offer

t, view = start_page("home")
show_glimpse(t)
show_map(t)
open_why(t)
text = text_panel(t, view)
language_offer(t, text, view.reader)
show_why(t, view, text)
