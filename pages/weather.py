"""A temperature file in, an honest forecast out: data, model, training, verdict, results."""

from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.weather.parts import part_choice, show_part

t, view = start_page("weather")
part = part_choice(t, view)
show_part(t, view, part)
