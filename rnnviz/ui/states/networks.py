"""The States page's panels: what to watch, the stepper over it, and the story of one unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnnviz.explain.trace import HiddenTrace
from rnnviz.figures.text import unit_curve
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, encoding_spec, read_text
from rnnviz.inference.untrained import trace_untrained
from rnnviz.models.shipped import SHIPPED, info_of, load_shipped
from rnnviz.models.specs import CELL_KINDS
from rnnviz.text.encoding import EncodingSpec
from rnnviz.text.vocabulary import PAD
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.reading import model_choice
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.number_field import number_field
from rnnviz.ui.widgets.stepper import show_stepper
from rnnviz.ui.widgets.view_switch import view_switch

THREE = ("rnn", "lstm", "gru")  # in the order in which people meet them


def text_model(view: View) -> str:
    """The model whose language the page's example is in."""
    return THREE[0] if view.watch == "three" else view.reader


def watch_choice(t: Translator, view: View) -> tuple[str, DeltaGenerator]:
    """What to watch, and which network.

    Returns the name of the model that reads the text, and a place beside the choice of the network
    for what can only be asked once the text is read.
    """
    words = {name: t(f"stepper.watch.{name}") for name in ("one", "three", "stack")}
    view_switch("watch", t("stepper.watch.label"), words, "rnnviz.watch")
    if view.watch == "three":
        return THREE[0], st.container()
    # Not columns: within them, a switch that is too wide for a phone is cut instead of wrapped.
    with st.container(horizontal=True, gap="medium"):
        network, beside = st.container(width="content"), st.container(width="content")
    with network:
        return model_choice(t, view) if view.watch == "one" else _stack_choice(t, view), beside


def _stack_choice(t: Translator, view: View) -> str:
    """The cell and the number of layers of an untrained stack; returns the cell's name."""
    cell = info_of(view.reader).spec.cell
    with st.container(horizontal=True, gap="medium"):
        # Of which there is a small model too: the link has one parameter for both.
        cells = {name: kind.label for name, kind in CELL_KINDS.items() if name in SHIPPED}
        view_switch("model", t("stepper.watch.cell"), cells, "rnnviz.cell", now=cell)
        depths = {depth: str(depth) for depth in range(1, 5)}
        above = {"layer": 1, "unit": 0}
        view_switch("states_layers", t("stepper.watch.depth"), depths, "rnnviz.depth", resets=above)
    return cell


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


def _padding(view: View, count: int) -> EncodingSpec | None:
    """How a text of ``count`` words is filled up; None where there is nothing to fill."""
    if view.states_pad == "none" or count >= view.length:
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
    t: Translator, view: View, text: str, reading: Reading, beside: DeltaGenerator
) -> list[HiddenTrace]:
    """The traces the page is about; all read the same steps."""
    with beside, st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        _padding_choice(t, view)
    padding = _padding(view, len(reading.encoding.ids))
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
    """The stepper over the traces, and what must be said about them."""
    st.subheader(t("states.player_title"))
    st.markdown(t("states.player_how"))
    notes = []
    if view.watch != "one":
        notes.append(t(f"stepper.watch.{view.watch}_note"))
    padded = PAD in traces[0].labels
    if view.states_pad != "none" and not padded:
        count = traces[0].steps
        notes.append(t("stepper.watch.pad_full", count=count, length=view.length))
    for note in notes:
        st.caption(note)
    why = t("stepper.watch.pad_why")
    words = [label for label in traces[0].labels if label != PAD]
    taken = [*notes, why] if padded else notes
    show_stepper(t, view, traces, title=" ".join(words)[:60], notes=taken)
    if padded:
        st.info(why, icon=":material/help:")


def show_unit(t: Translator, view: View, trace: HiddenTrace) -> None:
    """One unit's value through time, beside what it does at the chosen step."""
    layer = min(view.layer, len(trace.layers)) - 1
    states = trace.layers[layer].h[1:]  # (T, H)
    units = states.shape[1]
    # The unit whose state moves most on this text, unless the user chose one.
    liveliest = int(np.ptp(states, axis=0).argmax()) + 1
    chosen = view.unit if 1 <= view.unit <= units else liveliest
    st.subheader(t("states.unit_title"))
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
