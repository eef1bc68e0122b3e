"""The ladder from an MLP to an RNN, on the user's own words, with every number in hand."""

from rnnviz.ui.build.ladder import next_and_back, rung_choice, show_rung
from rnnviz.ui.build.lesson import lesson_of
from rnnviz.ui.build.rung_steps import rung_path
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import text_panel

t, view = start_page("build")
text = text_panel(t, view, default="negation")
lesson = lesson_of(t, view, text)
if lesson:
    rung_choice(t, view)
    show_rung(lesson)
    rung_path(t, view, lesson.sizes)
    next_and_back(t, view)
    for check in lesson.later:
        check()
