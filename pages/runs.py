"""Every training run of this workspace: list, compare, repeat, rename, delete, download."""

from rnnviz.ui.runs.run_list import show_runs
from rnnviz.ui.shell.navigation import start_page

t, view = start_page("runs")
show_runs(t, view)
