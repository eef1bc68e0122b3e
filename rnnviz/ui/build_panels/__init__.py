"""The eight rungs of the Build page, each a function in a module of its own.

``RUNG_PANELS`` is the one place that says which function shows which rung; the ids and their
order are those of ``rnnviz.lessons.rungs``.
"""

from __future__ import annotations

from collections.abc import Callable

from rnnviz.ui.build_panels.byhand import show_byhand
from rnnviz.ui.build_panels.code import show_code
from rnnviz.ui.build_panels.concat import show_concat
from rnnviz.ui.build_panels.count import show_count
from rnnviz.ui.build_panels.formula import show_formula
from rnnviz.ui.build_panels.past import show_past
from rnnviz.ui.build_panels.setup import Lesson
from rnnviz.ui.build_panels.shared import show_shared
from rnnviz.ui.build_panels.stack import show_stack

RUNG_PANELS: dict[str, Callable[[Lesson], None]] = {
    "concat": show_concat,
    "shared": show_shared,
    "past": show_past,
    "formula": show_formula,
    "byhand": show_byhand,
    "count": show_count,
    "code": show_code,
    "stack": show_stack,
}
