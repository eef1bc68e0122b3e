"""What the lesson taught, point by point, with the way back to each part."""

from rnnviz.ui.navigation import start_page
from rnnviz.ui.path_panel import mark
from rnnviz.ui.summary_panel import show_next, show_points

t, view = start_page("summary")
show_points(t)
show_next(t)
mark("summary")
