"""What the lesson taught, point by point, with the way back to each part."""

from rnnviz.ui.shell.guided_path import complete_step
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.summary.points import show_next, show_points

t, view = start_page("summary")
show_points(t)
show_next(t)
complete_step("summary", told=False)
