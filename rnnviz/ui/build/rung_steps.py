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
    "gates": ("hold",),
    "both": ("both_pad",),
    "tasks": ("task",),
    "batches": ("packing",),
    "learning": ("contrast",),
    "after": ("query",),
}

# The checks whose answer is a choice, and the numbers in their sentences.
QUESTIONS: dict[str, tuple[str, dict[str, int]]] = {
    "shared": ("order", {}),
    "past": ("range", {}),
    "formula": ("first", {}),
    "code": ("output", {}),
    "stack": ("stack", {"steps": 7, "units": 5}),
    "gates": ("gates", {}),
    "both": ("both", {"steps": 7, "units": 5}),
    "tasks": ("task", {}),
    "learning": ("scale", {}),
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
    elif rung == "count":
        show_check(t, "count", rnn_parameters(10, 20), input=10, hidden=20)
    elif rung == "batches":
        answer = still_read(PACKED_LENGTHS, 4)
        show_check(t, "packed", answer, lengths=", ".join(map(str, PACKED_LENGTHS)), step=4)
    elif rung == "after":
        show_check(t, "attention", attention_scores(12), words=12)
    elif rung in QUESTIONS:
        check, numbers = QUESTIONS[rung]
        show_check(t, check, **numbers)
