"""The memory panel: gradients under the words, how they fade with distance, and W_hh rescaled."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.explain.fade import Fade, fade
from rnnviz.explain.memory import Memory, memory_gradients, norms, spectral_radius
from rnnviz.figures.memory import Curve, Strip, fade_curves, memory_strips, power
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, encoding_spec, vocabulary_of
from rnnviz.models.shipped import LANGUAGE_OF, load_shipped
from rnnviz.text.encoding import encode_ids
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.figure import show_picture

SMALL = ("rnn", "gru", "lstm")  # compared with each other on the same text
ROUGH = 2.0  # a line that is off by more than this factor is called rough
BEND = 10  # steps after which the panel says what is left


# Per session: nobody's text is shared.
@st.cache_resource(max_entries=24, show_spinner=False, scope="session")
def _memory(text: str, model: str, step: int, recur: int, layer: int) -> Memory:
    checkpoint = load_shipped(model)
    ids = encode_ids([text], vocabulary_of(checkpoint), encoding_spec(checkpoint))[0][:step]
    layer = min(layer, checkpoint.info.spec.num_layers - 1)
    return memory_gradients(checkpoint.model, ids, recur / 100, layers=(layer,))


@st.cache_resource(max_entries=64, show_spinner=False)
def _radius(model: str, layer: int) -> float:
    return spectral_radius(load_shipped(model).model.rnn, layer)


def show_memory(t: Translator, view: View, reading: Reading) -> None:
    """How far back the verdict after the chosen step remembers, in the chosen layer."""
    st.subheader(t("memory.title"))
    st.markdown(t("memory.how"))
    _panel(t, reading, min(view.layer, len(reading.trace.layers)) - 1)


@st.fragment
def _panel(t: Translator, reading: Reading, layer: int) -> None:
    # A fragment: moving the slider runs this panel alone.
    view = current_view()
    trace = reading.trace
    step = view.step if 1 <= view.step <= trace.steps else trace.steps
    key = "rnnviz.recur"
    # Set only where it differs: a value that is set would pull back a slider still being moved.
    if st.session_state.get(key) != view.recur:
        show_value(key, view.recur)

    def changed() -> None:
        if changed_by_hand(key):
            change_view(recur=st.session_state[key])

    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.slider(
            t("memory.scale"),
            min_value=0,
            max_value=300,
            # Also as the default: a run that follows at once brings the slider before the value
            # that was set is shown, and the browser would take the minimum for the user's wish.
            value=view.recur,
            step=5,
            format="%d%%",  # per cent: Streamlit would write a decimal point in every language
            key=key,
            help=t("memory.scale_help"),
            width=420,
            on_change=changed,
        )
        if view.recur != 100:
            st.button(
                t("memory.reset"),
                key="memory.reset",
                icon=":material/undo:",
                on_click=lambda: change_view(recur=100),
            )
    if step < 2:
        st.info(t("memory.one_step"), icon=":material/info:")
        return
    text = reading.encoding.text
    memory = _memory(text, reading.model, step, view.recur, layer)
    _facts(t, reading, memory, layer, view.recur / 100)
    _strips(t, reading, memory, layer)
    curves = {reading.model: memory}
    for name in SMALL:
        curves.setdefault(name, _memory(text, name, step, view.recur, 0))
    _curves(t, reading, curves, layer)


def _facts(t: Translator, reading: Reading, memory: Memory, layer: int, scale: float) -> None:
    """The fade in numbers and in a sentence."""
    line, alone = fade(memory.log_gain[layer]), fade(memory.log_alone[layer])
    assert line is not None
    assert alone is not None
    kind = reading.trace.layers[layer].kind
    cell = kind.name
    own = float(reading.trace.verdicts[memory.steps - 1])
    with st.grid(4, min_column_width=150):
        st.metric(
            t("memory.metric_true"),
            t(f"memory.{line.trend}"),
            delta=t("memory.per_step", factor=_factor(t, line)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            help=t("memory.metric_true_help"),
        )
        st.metric(
            t(f"memory.alone_{cell}"),
            t(f"memory.{alone.trend}"),
            delta=t("memory.per_step", factor=_factor(t, alone)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            help=t(f"memory.alone_{cell}_help"),
        )
        st.metric(
            t("memory.radius"),
            t.number(_radius(reading.model, layer) * scale),
            delta=t("memory.radius_trained", radius=t.number(_radius(reading.model, layer))),
            delta_color="off",
            delta_arrow="off",
            border=True,
            help=t("memory.radius_help", weights=f"W_h{kind.candidate}"),
        )
        st.metric(
            t("memory.verdict"),
            t.percent(memory.probability, 1),
            delta=t("memory.verdict_own", p=t.percent(own, 1)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            help=t("memory.verdict_help"),
        )
    sentences = [_story(t, memory, line, layer)]
    if line.error > ROUGH:
        sentences.append(t("memory.rough"))
    if kind.keep is None and alone.trend == "exploding" and line.trend != "exploding":
        sentences.append(t("memory.saved", flat=t.percent(memory.flat[layer])))
    if kind.keep and scale == 0:
        sentences.append(t(f"memory.zero_{cell}"))
    st.markdown(" ".join(sentences))


def _story(t: Translator, memory: Memory, line: Fade, layer: int) -> str:
    gain = memory.log_gain[layer]
    back = min(BEND, memory.steps - 1)
    values = {
        "factor": _factor(t, line),
        "back": back,
        "left": _amount(t, float(gain[memory.steps - 1 - back])),
        "all": memory.steps - 1,
        "first": _amount(t, float(gain[0])),
    }
    whole = "_whole" if back == memory.steps - 1 else ""  # a short text: one stretch, told once
    return t(f"memory.story_{line.trend}{whole}", **values)


def _strips(t: Translator, reading: Reading, memory: Memory, layer: int) -> None:
    """The gradient of the verdict at every word and state, as strips over the words."""
    step = memory.steps
    words = reading.trace.labels[:step]
    many = len(memory.by_state) > 1
    rows = [Strip(t("memory.row_word"), norms(memory.by_word), float(norms(memory.by_word).max()))]
    for i, gradients in enumerate(memory.by_state):
        lengths = norms(gradients)
        name = t("memory.row_layer", layer=i + 1) if many else t("memory.row_state")
        rows.append(Strip(name, lengths, float(lengths.max())))
        if memory.by_cell:
            lengths = norms(memory.by_cell[i])
            name = t("memory.row_cell_layer", layer=i + 1) if many else t("memory.row_cell")
            rows.append(Strip(name, lengths, float(lengths.max())))
    rows.append(Strip(t("memory.row_time", step=step), np.exp(memory.log_gain[layer]), 1.0))
    st.markdown(f"**{t('memory.strips_title', step=step)}**")
    how = t("memory.strips_how", step=step), t(f"memory.readout_{reading.trace.readout}")
    st.caption(" ".join(how))
    names = ("word", "step", "row", "length")
    labels = {"x": t("reviews.axis_words"), "decimal": t.separators}
    labels |= {name: t(f"memory.tip_{name}") for name in names}
    show_picture(
        memory_strips(rows, words, labels, theme_mode()),
        key="memory.strips",
        alt=t("memory.strips_title", step=step),
    )


def _curves(t: Translator, reading: Reading, memories: dict[str, Memory], layer: int) -> None:
    """The fade of this model, and of the three cells beside each other."""
    labels = {
        "x": t("memory.axis_distance"),
        "y": t("memory.axis_gain"),
        "curve": t("memory.tip_curve"),
        "explodes": t("memory.up"),
        "vanishes": t("memory.down"),
        "decimal": t.separators,
    }
    memory, cell = memories[reading.model], reading.trace.cell
    line = fade(memory.log_gain[layer])
    names = [*SMALL, *(name for name in memories if name not in SMALL)]
    colour = names.index(reading.model)
    own = [
        Curve(t("memory.curve_true"), memory.log_gain[layer][::-1], False, colour),
        Curve(t(f"memory.alone_{cell}"), memory.log_alone[layer][::-1], True, 4),
    ]
    if line is not None:
        # Always three curves, so that the picture stays the same one while the slider moves.
        fitted = np.full(memory.steps, -np.inf)
        if line.factor > 0:
            fitted = np.log(line.start) + np.log(line.factor) * np.arange(memory.steps)
        own.append(Curve(t("memory.curve_line"), fitted, True, 5))
    compared = [
        Curve(
            t(f"models.{name}"),
            memories[name].log_gain[layer if name == reading.model else 0][::-1],
            name != reading.model,
            colour,
        )
        for colour, name in enumerate(names)
    ]
    for column, (part, curves) in zip(
        st.columns(2), {"own": own, "cells": compared}.items(), strict=True
    ):
        with column:
            st.markdown(f"**{t(f'memory.{part}_title')}**")
            show_picture(
                fade_curves(curves, labels, theme_mode()),
                key=f"memory.{part}",
                alt=t(f"memory.{part}_title"),
            )
    st.caption(t("memory.curves_how"))
    if LANGUAGE_OF[reading.model] != LANGUAGE_OF[SMALL[0]]:
        st.caption(t("memory.curves_language"))


def _factor(t: Translator, line: Fade) -> str:
    return (
        t.number(line.factor) if line.factor >= 0.01 or line.factor == 0 else "<" + t.number(0.01)
    )


def _amount(t: Translator, log_gain: float) -> str:
    """A share of the gradient in words: 16%, <0.01%, ×37, ×2.1·10⁹."""
    if log_gain <= np.log(10):
        share = float(np.exp(log_gain))
        return t.percent(share, 0 if share >= 0.02 else 2)
    return "×" + power(log_gain / np.log(10), t.separators[0])
