"""Rung 10: both directions; the halves of ``output``, the order of ``h_n``, and what goes wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.figures.beyond_diagram import TwoRows, both_picture
from rnnviz.lessons.arithmetic import NodeNames, node_sum
from rnnviz.lessons.both import Level, both_pairs, last_states
from rnnviz.lessons.both_script import (
    COMMENTS,
    Reading,
    batch_of_two,
    code_blocks,
    expected_output,
)
from rnnviz.lessons.both_trace import both_traces
from rnnviz.lessons.check_beyond import both_error
from rnnviz.lessons.example import Array
from rnnviz.lessons.forward import run_layer
from rnnviz.models.specs import CELL_KINDS
from rnnviz.stepper.payload import pack
from rnnviz.ui.build.lesson import Lesson, choice, draw, show_sum, torch_badge
from rnnviz.ui.build.take_home import take_home
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.stepper import show_payload

PADS = ("none", "padded", "packed")


def show_both(lesson: Lesson) -> None:
    """The two rows unrolled, torch's two tensors, usual mistakes, a step back, the program."""
    t, view = lesson.t, lesson.view
    with st.container(horizontal=True, gap="medium"):
        cells = {name: CELL_KINDS[name].label for name in ("rnn", "lstm")}
        choice(lesson, "both_cell", t("build.gates.cell"), cells, view.both_cell)
        depths = {n: str(n) for n in (1, 2)}
        choice(lesson, "both_layers", t("build.stack.levels"), depths, view.both_layers)
        pads = {name: t(f"build.both.{name}") for name in PADS}
        choice(lesson, "both_pad", t("build.both.pad"), pads, view.both_pad)
    reading = Reading(lesson.example, view.both_cell, view.both_layers, view.both_pad)
    levels = reading.levels()
    draw(
        lesson,
        both_picture(reading.words, reading.x, [_rows(one) for one in levels], lesson.write),
        t("build.both.picture"),
        {
            "forward": t("build.both.forward"),
            "backward": t("build.both.backward"),
            "output": "output",
            "hidden": "h_n",
        },
    )
    how_to_read(t, "build.both.how")
    _about_pads(lesson, reading, levels)
    _in_steps(lesson, reading)
    pairs = both_pairs(lesson.example, reading.cell, reading.depth)
    torch_badge(
        lesson,
        f"torch.nn.{CELL_KINDS[reading.cell].torch_name}(bidirectional=True)",
        "build.byhand.equal",
        lambda: both_error(reading.cell, reading.x, pairs, reading.length),
    )
    _tensors(lesson, reading, levels)
    _mistakes(lesson, reading, levels)
    if reading.cell == "rnn":
        _one_step(lesson)
    faq(t, "both_when", "both_size")
    st.subheader(t("build.gates.code_title"))
    comments = {name: t(f"build.comment.{name}") for name in COMMENTS}
    comments["title"] = t("build.comment.both_title")
    blocks = code_blocks(reading, comments)
    take_home(lesson, "both", "both_directions", blocks, comments, expected_output(reading))


def _in_steps(lesson: Lesson, reading: Reading) -> None:
    """The first level in the stepper: one row fills from the left, the other from the right."""
    t = lesson.t
    pair = both_pairs(lesson.example, reading.cell, 1)[0]
    read = len(reading.x) if reading.length is None else reading.length
    traces = both_traces(reading.cell, reading.words[:read], reading.x[:read], pair)
    st.subheader(t("build.both.steps_title"))
    st.markdown(t("build.both.steps_how"))
    show_payload(t, lesson.view, pack(traces), key="build.both.stepper", on_text=False, begin=1)


def _rows(level: Level) -> TwoRows:
    rows = np.full((2, len(level.output), len(level.forward[0].h)), np.nan)
    for row, steps in zip(rows, (level.forward, level.backward), strict=True):
        row[: len(steps)] = [step.h for step in steps]
    return TwoRows(*rows)


def _about_pads(lesson: Lesson, reading: Reading, levels: tuple[Level, ...]) -> None:
    """What happens at <pad>, with the states that the backward direction has there."""
    if reading.pad == "none":
        return
    t, T = lesson.t, len(lesson.example.read)
    pads = len(reading.x) - T
    values: dict[str, object] = {"pads": pads, "step": T}
    if reading.pad == "padded":
        values["state"] = _numbers(lesson, levels[0].backward[T].h)
        values["first"] = _numbers(lesson, levels[0].backward[0].h)
        alone = Reading(lesson.example, reading.cell, reading.depth, "none").levels()
        values["alone"] = _numbers(lesson, alone[0].backward[0].h)
        if values["first"] == values["alone"]:
            st.markdown(t("build.both.forgotten_how", **values))
            return
    st.markdown(t(f"build.both.{reading.pad}_how", **values))


def _tensors(lesson: Lesson, reading: Reading, levels: tuple[Level, ...]) -> None:
    """``output`` with its halves, and ``h_n`` row by row with the place where each row stands."""
    t, T, H = lesson.t, len(reading.x), lesson.sizes.hidden
    st.subheader(t("build.stack.shapes_title"))
    st.markdown(t("build.both.shapes", steps=T, hidden=H, rows=2 * reading.depth))
    ahead, back = "output[0, t, :H]", "output[0, t, H:]"
    rows = [
        {
            "t": str(k),
            t("build.gates.word"): word,
            ahead: _numbers(lesson, levels[-1].output[k, :H]),
            back: _numbers(lesson, levels[-1].output[k, H:]),
        }
        for k, word in enumerate(reading.words)
    ]
    st.markdown(f"`output` · `(1, {T}, {2 * H})`")
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="build.both.output")
    st.markdown(f"`h_n` · `({2 * reading.depth}, 1, {H})`")
    rows = []
    for k, state in enumerate(last_states(levels)):
        level, way = k // 2, ("forward", "backward")[k % 2]
        top = level == reading.depth - 1
        place = f"output[0, {reading.last}, :H]" if k % 2 == 0 else "output[0, 0, H:]"
        rows.append(
            {
                "": f"h_n[{k}]",
                t("build.both.row"): t(f"build.both.{way}_of", layer=level),
                t("build.both.numbers"): _numbers(lesson, state),
                t("build.both.in_output"): place if top else t("build.both.nowhere"),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="build.both.hidden")
    how_to_read(t, "build.both.end", last=reading.last)


def _mistakes(lesson: Lesson, reading: Reading, levels: tuple[Level, ...]) -> None:
    """What people write, what comes out, and what they wanted."""
    t, H = lesson.t, lesson.sizes.hidden
    h_n, output = last_states(levels), levels[-1].output
    wrong, right = batch_of_two(reading)
    st.subheader(t("build.both.wrong_title"))
    st.markdown(t("build.both.wrong"))
    T, padded = len(output), reading.pad == "padded"
    last = {"none": "last", "padded": "last_padded", "packed": "last_packed"}[reading.pad]
    cases: list[tuple[str, Array, str]] = [
        (
            "torch.cat([h_n[-2], h_n[-1]], dim=1)",
            np.concatenate(h_n[-2:]),
            "ends_padded" if padded else "ends",
        ),
        ("output[:, -1]", output[-1], last),
        ("h_n[-1]", h_n[-1], "alone"),
        ("output.mean(1)", output.mean(axis=0), "mean" if reading.pad == "none" else "mean_pad"),
        (f"output.view(1, 2, {T}, {H})[0, 1, 0]", _halved(output)[1, 0], "halved"),
        (f"output.view(1, {T}, 2, {H})[0, 0, 1]", output[0, H:], "split"),
    ]
    _table(lesson, cases)
    st.markdown(t("build.both.batch"))
    cases = [
        ("h_n[-2:].view(2, -1)[0]", wrong[0], "mixed"),
        ("h_n[-2:].transpose(0, 1).reshape(2, -1)[0]", right[0], "transposed"),
    ]
    _table(lesson, cases)


def _halved(output: Array) -> Array:
    """(T, 2·hidden) cut in two along the wrong axis, (2, T, hidden)."""
    return output.reshape(2, len(output), -1)


def _table(lesson: Lesson, cases: list[tuple[str, Array, str]]) -> None:
    t, good = lesson.t, {"ends", "split", "transposed", "mean"}
    rows = [
        {
            "": ":green[✓]" if name in good else ":red[✗]",
            t("build.both.written"): f"`{code}`",
            t("build.both.numbers"): _numbers(lesson, values),
            t("build.both.what_it_is"): t(f"build.both.case.{name}"),
        }
        for code, values, name in cases
    ]
    # In full, whatever the width: what a line is about must not be cut.
    st.table(pd.DataFrame(rows).set_index(""), border="horizontal")


def _one_step(lesson: Lesson) -> None:
    """The second step of the backward direction, with numbers."""
    t, example = lesson.t, lesson.example
    T = len(example.read)
    layer = both_pairs(example, "rnn", 1)[0][1]
    steps = run_layer(example.x[::-1], layer)
    st.subheader(t("build.both.step_title", step=T - 1))
    st.markdown(t("build.both.step", step=T - 1, after=T))
    weights = ("←W_ih", "←W_hh", "←b_ih", "←b_hh")
    names = NodeNames(
        *(f"x_{T - 1}", f"←h_{T}", f"←z_{T - 1}", f"←h_{T - 1}", example.read[T - 2]), weights
    )
    show_sum(lesson, node_sum(steps[1], layer, names), "both")


def _numbers(lesson: Lesson, values: Array) -> str:
    return f"[{lesson.write_all(values)}]"
