"""Rung 9: why a plain RNN forgets; GRU and LSTM gate by gate; gates held open or shut by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.figures.beyond_diagram import Carried, conveyor_picture
from rnnviz.figures.memory import Curve, fade_curves
from rnnviz.lessons.check_beyond import cell_error, jacobian_error
from rnnviz.lessons.example import Layer
from rnnviz.lessons.gate_sums import part_sums, step_back_sum
from rnnviz.lessons.gates import GatedStep, gated_layer, run_cell
from rnnviz.lessons.gates_script import COMMENTS, code_blocks, expected_output
from rnnviz.lessons.hold import GATES, Hold, format_hold, held_in, parse_hold
from rnnviz.lessons.jacobians import Memory, jacobians, memory_of
from rnnviz.lessons.parts import GATED, part_of
from rnnviz.models.specs import CELL_KINDS
from rnnviz.ui.build.lesson import (
    Lesson,
    choice,
    draw,
    settings,
    short_word,
    show_sum,
    torch_badge,
)
from rnnviz.ui.build.number_editors import edit_numbers
from rnnviz.ui.build.rung3_recurrence import unit_names
from rnnviz.ui.build.take_home import take_home
from rnnviz.ui.components.worked_equation import written
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_picture
from rnnviz.ui.widgets.view_switch import view_switch

FAR = 40  # steps of the curve: the words read again and again
OWN = "own"  # a gate that nobody holds
FORMULAS = {
    "r": r"r_t = \sigma(W_{ir}\,x_t + b_{ir} + W_{hr}\,h_{t-1} + b_{hr})",
    "z": r"z_t = \sigma(W_{iz}\,x_t + b_{iz} + W_{hz}\,h_{t-1} + b_{hz})",
    "n": r"n_t = \tanh(W_{in}\,x_t + b_{in} + r_t \odot (W_{hn}\,h_{t-1} + b_{hn}))",
    "gru.h": r"h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}",
    "i": r"i_t = \sigma(W_{ii}\,x_t + b_{ii} + W_{hi}\,h_{t-1} + b_{hi})",
    "f": r"f_t = \sigma(W_{if}\,x_t + b_{if} + W_{hf}\,h_{t-1} + b_{hf})",
    "g": r"g_t = \tanh(W_{ig}\,x_t + b_{ig} + W_{hg}\,h_{t-1} + b_{hg})",
    "o": r"o_t = \sigma(W_{io}\,x_t + b_{io} + W_{ho}\,h_{t-1} + b_{ho})",
    "lstm.c": r"c_t = f_t \odot c_{t-1} + i_t \odot g_t",
    "lstm.h": r"h_t = o_t \odot \tanh(c_t)",
}


_Line = tuple[str, str, Hold]  # of a curve: its name, its cell, the gates that are held


@dataclass(frozen=True)
class _Run:
    """A cell over the words, and what it remembers."""

    cell: str
    layer: Layer
    steps: list[GatedStep]
    memory: Memory
    held: Hold


def show_gates(lesson: Lesson) -> None:
    """One cell at a time: the plain RNN that forgets, GRU, LSTM; the program of each."""
    t, view = lesson.t, lesson.view
    cells = {name: CELL_KINDS[name].label for name in GATES} | {"rnn": t("build.gates.part_rnn")}
    choice(lesson, "gates_cell", t("build.gates.cell"), cells, view.gates_cell)
    held = held_in(view.gates_cell, parse_hold(view.hold) or {})
    if view.gates_cell == "rnn":
        _forgetting(lesson, _run(lesson, "rnn"))
        faq(t, "gates_why", "gates_explode")
    else:
        _gated(lesson, _run(lesson, view.gates_cell, held))
        faq(t, "gates_which", "gates_names")
    st.subheader(t("build.gates.code_title"))
    comments = {name: t(f"build.comment.{name}") for name in COMMENTS}
    comments["title"] = t("build.comment.gates_title")
    blocks = code_blocks(lesson.example, view.gates_cell, held, comments)
    prints = expected_output(lesson.example, view.gates_cell, held)
    take_home(lesson, "gates", f"{view.gates_cell}_gates", blocks, comments, prints)


def _run(lesson: Lesson, cell: str, held: Hold | None = None) -> _Run:
    layer = gated_layer(lesson.example, cell)
    steps = run_cell(cell, lesson.example.x, layer, held)
    return _Run(cell, layer, steps, memory_of(cell, steps, layer), held or {})


def _forgetting(lesson: Lesson, run: _Run) -> None:
    """How the first word fades; why: the product of the Jacobians, its size and one step of it."""
    t, example = lesson.t, lesson.example
    T = len(run.steps)
    st.metric(
        t("build.gates.left", word=_first(lesson), state="h" + chr(0x2080 + T)),
        _share(lesson, run),
        help=t("build.gates.left_help"),
    )
    _curves(lesson, [("RNN", run.cell, {})])
    how_to_read(t, "build.gates.curve_how", far=FAR)
    settings(lesson)
    st.markdown(t("build.gates.forgets"))
    # Two lines: a phone is narrow.
    st.latex(r"\frac{\partial h_T}{\partial h_t} = J_T \, J_{T-1} \cdots J_{t+1}")
    st.latex(
        r"J_k = \frac{\partial h_k}{\partial h_{k-1}} ="
        r"\operatorname{diag}(1 - h_k^2)\; W_{hh}"
    )
    factors = [jacobians("rnn", step, run.layer).of_state for step in run.steps]
    rows = []
    for k, step in enumerate(run.steps):
        one = written(t, float(np.linalg.norm(factors[k], 2)), 3) if k else "–"
        rows.append(
            {
                "t": str(k + 1),
                t("build.gates.word"): example.read[k],
                "1 − h²": lesson.write_all(1 - step.h**2, 2),
                "‖∂h(t)/∂h(t−1)‖": one,
                f"‖∂h({T})/∂h(t)‖": written(t, float(run.memory.kept[k]), 3),
                f"‖∂h({T})/∂x(t)‖": written(t, float(run.memory.words[k]), 3),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="build.gates.table")
    how_to_read(t, "build.gates.table_how", steps=T)

    st.subheader(t("build.gates.back_title"))
    st.markdown(t("build.gates.back"))
    edit_numbers(lesson, "W_hh", list(range(lesson.sizes.hidden)), unit_names(lesson))
    chosen = lesson.view.step if 1 <= lesson.view.step < T else 1
    words = {step: f"t = {step}" for step in range(1, T)}
    view_switch("step", t("build.gates.back_to"), words, "build.gates.back", now=chosen)
    products = run.memory.products[chosen], run.memory.products[chosen - 1]
    after = run.steps[chosen].h
    show_sum(
        lesson,
        step_back_sum(chosen, T, factors[chosen], products, after, run.layer.W_hh),
        "back",
    )
    torch_badge(
        lesson,
        "torch.autograd",
        "build.gates.equal_back",
        lambda: jacobian_error("rnn", example.x, run.layer, run.memory.products[0]),
    )


def _gated(lesson: Lesson, run: _Run) -> None:
    """What is carried on, hands at the gates, the curve, then one step part by part."""
    t, cell = lesson.t, run.cell
    st.markdown(t(f"build.gates.{cell}"))
    _hands(lesson, cell, run.held)
    _before_and_after(lesson, run)
    names = {"gru": ("h", "z", "n⊙(1−z)"), "lstm": ("c", "f", "i⊙g")}[cell]
    legend = {
        "carried": t("build.gates.carried", name=names[0]),
        "kept": t("build.gates.kept", name=names[1]),
        "written": t("build.gates.written", name=names[2]),
    }
    if cell == "lstm":
        legend["read"] = t("build.gates.read", name="h = o⊙tanh c")
    picture = conveyor_picture(lesson.example.read, _carried(run, names), lesson.write)
    draw(lesson, picture, t("build.gates.picture"), legend)
    how_to_read(t, f"build.gates.{cell}_how")
    lines: list[_Line] = [("RNN", "rnn", {}), (CELL_KINDS[cell].label, cell, {})]
    if run.held:
        lines.append((t("build.gates.by_hand", cell=CELL_KINDS[cell].label), cell, run.held))
    _curves(lesson, lines)
    how_to_read(t, "build.gates.curve_how", far=FAR)
    _parts(lesson, run)


def _hands(lesson: Lesson, cell: str, held: Hold) -> None:
    """A switch a gate: the network's own, shut, open."""
    t = lesson.t
    st.markdown(t("build.gates.hold"))
    words = {OWN: t("build.gates.own"), "0": t("build.gates.shut"), "1": t("build.gates.open")}
    with st.container(horizontal=True, gap="medium"):
        for gate in GATES[cell]:
            key = f"build.hold.{gate}"
            show_value(key, str(held[gate]) if gate in held else OWN)
            st.segmented_control(
                t(f"build.gates.gate.{gate}"),
                list(words),
                format_func=words.__getitem__,
                key=key,
                required=True,
                on_change=_held_by_hand,
                args=(gate,),
            )


def _held_by_hand(gate: str) -> None:
    key = f"build.hold.{gate}"
    if not changed_by_hand(key):
        return
    held, value = parse_hold(current_view().hold) or {}, st.session_state[key]
    held.pop(gate, None)
    if value != OWN:
        held[gate] = int(value)
    change_view(hold=format_hold(held))


def _before_and_after(lesson: Lesson, run: _Run) -> None:
    """How much of the first word is left: plain, with the network's own gates, by hand."""
    t, label = lesson.t, CELL_KINDS[run.cell].label
    state = f"{'c' if run.cell == 'lstm' else 'h'}_{len(run.steps)}"
    st.markdown(t("build.gates.left_title", word=_first(lesson), state=f"${state}$"))
    shown = {"RNN": _run(lesson, "rnn"), label: _run(lesson, run.cell)}
    if run.held:
        shown[t("build.gates.by_hand", cell=label)] = run
    with st.container(horizontal=True):
        for name, one in shown.items():
            st.metric(name, _share(lesson, one))
    if run.cell == "lstm":
        st.caption(t("build.gates.left_h", share=lesson.t.percent(run.memory.first, 1)))


def _carried(run: _Run, names: tuple[str, str, str]) -> Carried:
    parts = {p: np.array([step.parts[p] for step in run.steps]) for p in run.steps[0].parts}
    h, c = (np.array([getattr(step, one) for step in run.steps]) for one in "hc")
    if run.cell == "gru":
        return Carried(h, parts["z"], (1 - parts["z"]) * parts["n"], names)
    return Carried(c, parts["f"], parts["i"] * parts["g"], names, h, "o")


def _curves(lesson: Lesson, lines: list[_Line]) -> None:
    """How the product shrinks over many steps of the same words."""
    t, example = lesson.t, lesson.example
    many = np.resize(example.x, (FAR, example.x.shape[1]))
    curves = []
    for colour, (name, cell, held) in enumerate(lines):
        layer = gated_layer(example, cell)
        kept = memory_of(cell, run_cell(cell, many, layer, held), layer).kept[::-1]
        with np.errstate(divide="ignore"):
            curves.append(Curve(name, np.log(kept), colour == 0 < len(lines) - 1, colour))
    labels = {
        "x": t("memory.axis_distance"),
        "y": t("build.gates.axis_kept"),
        "curve": t("memory.tip_curve"),
        "explodes": t("memory.up"),
        "vanishes": t("memory.down"),
        "decimal": t.separators,
    }
    st.markdown(f"**{t('build.gates.curve_title')}**")
    show_picture(
        fade_curves(curves, labels, theme_mode(), 320),
        key="build.gates.curve",
        alt=t("build.gates.curve_title"),
    )


def _parts(lesson: Lesson, run: _Run) -> None:
    """One step with its numbers: each gate, the candidate, the new state."""
    t, cell = lesson.t, run.cell
    st.subheader(t("build.gates.step_title", cell=CELL_KINDS[cell].label))
    chosen = lesson.view.step if 1 <= lesson.view.step <= len(run.steps) else 2
    words = {step: f"t = {step}" for step in range(1, len(run.steps) + 1)}
    view_switch("step", t("build.formula.node"), words, "build.gates.step", now=chosen)
    _editors(lesson, cell, chosen)
    word = lesson.example.read[chosen - 1]
    step = run.steps[chosen - 1]
    for letter, what in part_sums(cell, chosen, step, run.layer, word).items():
        state = letter in "hc"
        name = f"{cell}.{letter}" if state else letter
        st.markdown(t(f"build.gates.what.{name}"))
        st.latex(FORMULAS[name])
        if letter in step.held:
            st.caption(t("build.gates.is_held", gate=letter, value=step.held[letter]))
        # Said once, below the last of them.
        of = partial(part_of, letters=GATED[cell])
        show_sum(lesson, what, f"gates.{letter}", hint=letter == "h", part=of)
    torch_badge(
        lesson,
        f"torch.nn.{CELL_KINDS[cell].torch_name}",
        "build.gates.equal_held" if run.held else "build.byhand.equal",
        lambda: cell_error(cell, lesson.example.x, run.layer, run.held),
    )


def _editors(lesson: Lesson, cell: str, chosen: int) -> None:
    """The word's vector, the candidate's recurrent weights, and a bias a gate."""
    t, example = lesson.t, lesson.example
    st.markdown(t("build.gates.edit", candidate=CELL_KINDS[cell].candidate))
    with st.container(horizontal=True, gap="medium"):
        row = example.ids[chosen - 1]
        if row != 0:  # <pad> stays 0
            edit_numbers(lesson, "E", [row], [example.vocabulary[row][:12]])
        edit_numbers(lesson, "W_hh", list(range(lesson.sizes.hidden)), unit_names(lesson))
        for gate in GATES[cell]:
            edit_numbers(lesson, f"b_i{gate}", [0], ["b"])


def _first(lesson: Lesson) -> str:
    return plain(short_word(lesson.example.read[0]))


def _share(lesson: Lesson, run: _Run) -> str:
    return lesson.t.percent(run.memory.first_carried, 1)
