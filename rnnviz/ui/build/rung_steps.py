"""The guided path on the Build page: what counts as done on each rung, and its check."""

from __future__ import annotations

from rnnviz.i18n import Translator
from rnnviz.lessons.example import Sizes
from rnnviz.lessons.questions import (
    attention_scores,
    concat_weights,
    rnn_parameters,
    still_read,
)
from rnnviz.ui.shell.guided_path import changed_by_user, complete_step
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.check import show_check

# The parameters of the view of which one must have been changed by hand on a rung.
DEEDS: dict[str, tuple[str, ...]] = {
    "concat": ("size", "order", "text"),
    "shared": ("order",),
    "past": ("w", "build_seed", "size"),
    "formula": ("step",),
    "byhand": ("w",),
    "count": ("net",),
    "code": ("rung7_layers", "goal"),
    "stack": ("rung8_layers",),
    "tasks": ("task",),
    "batches": ("packing",),
    "learning": ("contrast",),
    "after": ("query",),
}

PACKED_LENGTHS = (7, 4, 2, 4)  # of the texts in a question


def rung_path(t: Translator, view: View, sizes: Sizes) -> None:
    """Report the rung's step when the learner has done it, and ask the rung's question."""
    rung = view.rung
    values = tuple(getattr(view, name) for name in DEEDS[rung])
    # A third layer is added, not taken away.
    if changed_by_user(f"build.{rung}", values, upwards=rung == "stack"):
        complete_step(f"build.{rung}")
    if rung == "concat":
        # Twice the words that are on the screen, so that the answer does not stand there.
        given = {"steps": 2 * sizes.words, "dims": sizes.embed, "units": sizes.hidden}
        show_check(t, "concat", concat_weights(*given.values()), **given)
    elif rung == "shared":
        show_check(t, "order")
    elif rung == "past":
        show_check(t, "range")
    elif rung == "formula":
        show_check(t, "first")
    elif rung == "count":
        show_check(t, "count", rnn_parameters(10, 20), input=10, hidden=20)
    elif rung == "code":
        show_check(t, "output")
    elif rung == "stack":
        show_check(t, "stack", steps=7, units=5)
    else:
        _practice_check(t, rung)


def _practice_check(t: Translator, rung: str) -> None:
    """The questions of the rungs about putting it to use."""
    if rung == "tasks":
        show_check(t, "task")
    elif rung == "batches":
        answer = still_read(PACKED_LENGTHS, 4)
        show_check(t, "packed", answer, lengths=", ".join(map(str, PACKED_LENGTHS)), step=4)
    elif rung == "learning":
        show_check(t, "scale")
    elif rung == "after":
        show_check(t, "attention", attention_scores(12), words=12)
