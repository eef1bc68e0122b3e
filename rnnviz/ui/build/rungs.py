"""The rungs of the Build page, each a function in a module of its own.

``RUNG_PANELS`` is the one place that says which function shows which rung; the ids and their
order are those of ``rnnviz.lessons.rungs``.
"""

from __future__ import annotations

from collections.abc import Callable

from rnnviz.ui.build.lesson import Lesson
from rnnviz.ui.build.rung1_concat import show_concat
from rnnviz.ui.build.rung2_shared_weights import show_shared
from rnnviz.ui.build.rung3_recurrence import show_past
from rnnviz.ui.build.rung4_one_formula import show_formula
from rnnviz.ui.build.rung5_by_hand import show_byhand
from rnnviz.ui.build.rung6_parameters import show_count
from rnnviz.ui.build.rung7_pytorch import show_code
from rnnviz.ui.build.rung8_stack import show_stack
from rnnviz.ui.build.rung9_gates import show_gates
from rnnviz.ui.build.rung10_both import show_both
from rnnviz.ui.build.rung11_tasks import show_tasks
from rnnviz.ui.build.rung12_batches import show_batches
from rnnviz.ui.build.rung13_learning import show_learning
from rnnviz.ui.build.rung14_after import show_after

RUNG_PANELS: dict[str, Callable[[Lesson], None]] = {
    "concat": show_concat,
    "shared": show_shared,
    "past": show_past,
    "formula": show_formula,
    "byhand": show_byhand,
    "count": show_count,
    "code": show_code,
    "stack": show_stack,
    "gates": show_gates,
    "both": show_both,
    "tasks": show_tasks,
    "batches": show_batches,
    "learning": show_learning,
    "after": show_after,
}
