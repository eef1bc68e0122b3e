"""The States page's panels: what to watch, the stepper over it, and the story of one unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnnviz.explain.trace import HiddenTrace
from rnnviz.figures.text import unit_curve
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, encoding_spec, read_text
from rnnviz.inference.untrained import trace_untrained
from rnnviz.models.shipped import LANGUAGE_OF, SHIPPED, info_of, load_shipped
from rnnviz.models.specs import CELL_KINDS
from rnnviz.text.encoding import EncodingSpec
from rnnviz.text.language import detect_language
from rnnviz.text.vocabulary import PAD
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.reading import model_choice, small_model
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import LOOKS, View
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.number_field import number_field
from rnnviz.ui.widgets.stepper import show_stepper
from rnnviz.ui.widgets.view_switch import view_switch

TAUGHT = "rnn"  # the network that the lesson has just built
THREE = ("rnn", "lstm", "gru")  # in the order in which people meet them


def text_model(view: View) -> str:
    """The model whose language the page's example is in."""
    return THREE[0] if view.watch == "three" else view.reader


def watched_model(view: View) -> str:
    """The name of the model that reads the text."""
    if view.watch == "three":
        return THREE[0]
    return small_model(view, TAUGHT) if view.watch == "one" else info_of(view.reader).spec.cell


def watch_choice(t: Translator, view: View) -> None:
    """What to watch, which network, and whether the text is filled up."""
    words = {name: t(f"stepper.watch.{name}") for name in ("one", "three", "stack")}
    # Not columns: within them, a switch that is too wide for a phone is cut instead of wrapped.
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        view_switch("watch", t("stepper.watch.label"), words, "rnnviz.watch")
        if view.watch == "one":
            model_choice(t, view, now=small_model(view, TAUGHT))
        elif view.watch == "stack":
            _stack_choice(t, view)
        _padding_choice(t, view)


def wrong_language(t: Translator, view: View, text: str) -> None:
    """Above the picture: the three networks read English alone."""
    if view.watch == "three" and detect_language(text) not in (None, LANGUAGE_OF[THREE[0]]):
        st.warning(t("stepper.watch.english_only"), icon=":material/translate:")


def look_choice(t: Translator, view: View, trained: bool) -> str:
    """The part of the page below the stepper; of an untrained network there is one alone."""
    if not trained:
        return LOOKS[0]
    words = {name: t(f"states.look.{name}") for name in LOOKS}
    view_switch("look", t("states.looks"), words, "rnnviz.look")
    return view.look


def _stack_choice(t: Translator, view: View) -> None:
    """The cell and the number of layers of an untrained stack."""
    cell = info_of(view.reader).spec.cell
    # Of which there is a small model too: the link has one parameter for both.
    cells = {name: kind.label for name, kind in CELL_KINDS.items() if name in SHIPPED}
    view_switch("model", t("stepper.watch.cell"), cells, "rnnviz.cell", now=cell)
    depths = {depth: str(depth) for depth in range(1, 5)}
    above = {"layer": 1, "unit": 0}
    view_switch("states_layers", t("stepper.watch.depth"), depths, "rnnviz.depth", resets=above)


def _padding_choice(t: Translator, view: View) -> None:
    """Whether the text is filled up with ``<pad>``, on which side and to which length."""
    help_text = t("stepper.watch.pad_help")
    sides = {side: t(f"stepper.watch.pad_{side}") for side in ("none", "before", "after")}
    label, key = t("stepper.watch.pad"), "rnnviz.fill"
    view_switch("states_pad", label, sides, key, help_text=help_text, resets={"step": 0})
    if view.states_pad != "none":
        number_field(
            t,
            t("stepper.watch.pad_length"),
            1,
            400,
            view.length,
            key="rnnviz.fill_length",
            width=180,
            on_change=lambda length: change_view(length=length, step=0),
        )


def padding_of(view: View, reading: Reading) -> EncodingSpec | None:
    """How the text is filled up; None where there is nothing to fill."""
    if view.states_pad == "none" or len(reading.encoding.ids) >= view.length:
        return None
    return EncodingSpec(
        length=view.length, padding="before" if view.states_pad == "before" else "after"
    )


# Per session, as objects: nobody's text is shared, and nothing is pickled.
@st.cache_resource(max_entries=12, show_spinner=False, scope="session")
def _trace(text: str, model: str, layers: int, padding: EncodingSpec | None) -> HiddenTrace | None:
    """A shipped model's trace, or (``layers`` above 0) an untrained stack's."""
    shipped = load_shipped(model)
    spec = padding or encoding_spec(shipped)
    if layers:
        return trace_untrained(text, shipped.info.spec.cell, layers, spec)
    reading = read_text(text, shipped, spec)
    return reading.trace if reading else None


def watched_traces(
    view: View, text: str, reading: Reading, padding: EncodingSpec | None
) -> list[HiddenTrace]:
    """The traces the page is about; all read the same steps."""
    if view.watch == "one" and padding is None:
        return [reading.trace]
    names = THREE if view.watch == "three" else (reading.model,)
    layers = view.states_layers if view.watch == "stack" else 0
    traces = (_trace(text, name, layers, padding) for name in names)
    return [trace for trace in traces if trace is not None]


def watched(view: View, traces: Sequence[HiddenTrace]) -> HiddenTrace:
    """The trace in which the chosen square is."""
    return traces[min(view.track, len(traces)) - 1]


def show_states(t: Translator, view: View, traces: Sequence[HiddenTrace]) -> None:
    """The stepper over the traces, on the first screen of the page and at the first word."""
    words = [label for label in traces[0].labels if label != PAD]
    notes = _notes(t, view, traces)
    taken = [*notes, t("stepper.watch.pad_why")] if PAD in traces[0].labels else notes
    # On other pages another network may read the same text, and come to another verdict.
    network = t(f"models.{watched_model(view)}") if view.watch == "one" else ""
    title = " ".join(words)[:60]
    show_stepper(t, view, traces, title=title, notes=taken, begin=1, fit=True, network=network)


def show_notes(t: Translator, view: View, traces: Sequence[HiddenTrace]) -> None:
    """How to read the stepper, and what must be said about the networks in it."""
    st.markdown(t("states.player_how"))
    for note in _notes(t, view, traces):
        st.caption(note)
    if PAD in traces[0].labels:
        st.info(t("stepper.watch.pad_why"), icon=":material/help:")


def _notes(t: Translator, view: View, traces: Sequence[HiddenTrace]) -> list[str]:
    notes = []
    if view.watch != "one":
        notes.append(t(f"stepper.watch.{view.watch}_note"))
    if view.states_pad != "none" and PAD not in traces[0].labels:
        count = traces[0].steps
        notes.append(t("stepper.watch.pad_full", count=count, length=view.length))
    return notes


def unit_choice(t: Translator, view: View, trace: HiddenTrace) -> int:
    """Which unit of the chosen layer is looked at, from 1: the one that moves most on this text,
    unless somebody chose another."""
    layer = min(view.layer, len(trace.layers)) - 1
    states = trace.layers[layer].h[1:]  # (T, H)
    units = states.shape[1]
    liveliest = int(np.ptp(states, axis=0).argmax()) + 1
    chosen = view.unit if 1 <= view.unit <= units else liveliest
    with st.container(horizontal=True, gap="medium"):
        _layer_choice(t, layer + 1, len(trace.layers))
        number_field(
            t,
            t("states.unit"),
            1,
            units,
            chosen,
            key="rnnviz.unit",
            help_text=t("states.unit_help"),
            width=180,
            on_change=lambda unit: change_view(unit=unit, opened="square"),
        )
    return chosen


def show_unit(t: Translator, view: View, trace: HiddenTrace) -> None:
    """One unit's value through time, beside what it does at the chosen step."""
    st.subheader(t("states.unit_title"))
    chosen = unit_choice(t, view, trace)
    states = trace.layers[min(view.layer, len(trace.layers)) - 1].h[1:]  # (T, H)
    values = states[:, chosen - 1]
    top, bottom = int(values.argmax()), int(values.argmin())
    st.markdown(
        t(
            "states.unit_story",
            unit=chosen,
            high_word=plain(trace.labels[top]),
            high=t.number(float(values[top])),
            low_word=plain(trace.labels[bottom]),
            low=t.number(float(values[bottom])),
        )
    )
    labels = {"x": t("reviews.axis_words"), "y": t("states.axis_value", unit=chosen)}
    labels["decimal"] = t.separators
    show_figure(
        unit_curve(values, trace.labels, view.step, labels, theme_mode()),
        key="states.unit_curve",
        alt=t("states.unit_alt", unit=chosen),
    )


def _layer_choice(t: Translator, chosen: int, count: int) -> None:
    if count > 1:
        layers = {layer: str(layer) for layer in range(1, count + 1)}
        resets = {"opened": "square"}
        view_switch("layer", t("states.layer"), layers, "rnnviz.layer", now=chosen, resets=resets)
