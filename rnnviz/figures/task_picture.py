"""Shapes of tasks drawn: what each step reads, its state, and what the loss wants of it."""

from __future__ import annotations

from rnnviz.figures.diagram import CELL_H, CELL_W, COLUMN, Drawing, Write
from rnnviz.lessons.example import Array
from rnnviz.lessons.tasks import TaskPlan
from rnnviz.text.shorten import shortened

OUTPUT_W, OUTPUT_H = 48, 26
_NARROW = 12  # letters that fit a column


def task_picture(plan: TaskPlan, states: Array, loss: str, write: Write) -> Drawing:
    """One column a step: the word below, the state (time, hidden), the output above.

    An output that the loss reads is framed, with what it should say above; the others are not
    drawn, for nobody asks for them. ``loss``: the word for the loss. Groups: ``step3``, ``loss``,
    and ``encoder`` and ``decoder`` where there are both.
    """
    drawing = Drawing()
    state_h = states.shape[1] * CELL_H
    # Room for the word "loss" before the first output.
    first, output_y = (170 if plan.columns[0].said else 70), 34
    state_y = output_y + OUTPUT_H + 62
    word_y = state_y + state_h + 66
    two = any(column.decoder for column in plan.columns)
    at = first + (plan.loss_steps[0] - 1) * COLUMN - OUTPUT_W / 2 - 12
    drawing.text(at, output_y + OUTPUT_H / 2 + 5, loss, "loss", anchor="end")
    for t, column in enumerate(plan.columns):
        at = first + t * COLUMN
        groups = [f"step{t + 1}"]
        groups += [("decoder" if column.decoder else "encoder")] if two else []
        drawing.vector(at, state_y, states[t], f"h_{t + 1}", write, *groups)
        drawing.arrow((at, word_y - 20), (at, state_y + state_h + 3), *groups)
        drawing.text(at, word_y, shortened(column.read, _NARROW), *groups, look="word")
        if t:
            middle = state_y + state_h / 2
            start = at - COLUMN + CELL_W / 2 + 3
            drawing.arrow((start, middle), (at - CELL_W / 2 - 4, middle), *groups)
        if column.said:
            _output(drawing, at, output_y, state_y, column.said, f"y_{t + 1}", *groups, "loss")
        if column.fed:
            # What the step before had to say is what this one is told.
            drawing.text(at, word_y + 20, f"= y_{t}", *groups, look="weight")
    drawing.width = first + (len(plan.columns) - 1) * COLUMN + 70
    drawing.height = word_y + 32
    return drawing


def _output(
    drawing: Drawing, at: float, y: float, state_y: float, said: str, name: str, *groups: str
) -> None:
    drawing.arrow((at, state_y - 22), (at, y + OUTPUT_H + 3), *groups)
    drawing.add(*("kernel", *groups), x=at - OUTPUT_W / 2, y=y, w=OUTPUT_W, h=OUTPUT_H, text=name)
    drawing.text(at, y - 12, shortened(said, _NARROW), *groups, look="word")
