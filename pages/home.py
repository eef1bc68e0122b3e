"""What there is to see, one trace painted at once, and the way through the app."""

from rnnviz.ui.home_panel import show_glimpse, show_way
from rnnviz.ui.navigation import start_page

t, view = start_page("home")
show_glimpse(t)
show_way(t)
