"""Every training run of this workspace: list, compare, repeat, rename, delete, download."""

from rnnviz.ui.navigation import start_page
from rnnviz.ui.runs_panel import show_runs

t, view = start_page("runs")
show_runs(t, view)
