"""The stepper on a page: its words and colours, the place in the link, the file to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from rnnviz.figures.palette import BACKGROUND, CATEGORICAL, DIVERGING, MIDDLE, TEXT, Mode
from rnnviz.i18n import Translator
from rnnviz.models.specs import CELL_KINDS
from rnnviz.stepper.position import StepperPosition
from rnnviz.stepper.standalone import standalone
from rnnviz.ui.components.stepper import stepper
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import View

if TYPE_CHECKING:  # torch comes with it, and no first screen waits for torch
    from rnnviz.explain.trace import HiddenTrace

_MODES: tuple[Mode, ...] = ("light", "dark")
_WORDS = (
    *("name", "back", "next", "play", "pause", "slider", "speed", "loop", "squares", "light"),
    *("closer", "farther", "fit", "png", "svg", "clear", "hint", "keys", "start", "time", "layers"),
    *("layer", "units", "input", "verdict", "forecast", "sofar", "forecast_is", "badge", "tip"),
    *(
        "tip_input",
        "tip_named",
        "tip_pair",
        "output",
        "hidden",
        "padded",
        "card",
        "all",
        "fewer",
        "pin",
        "close",
    ),
    *(
        "follow",
        "rest",
        "inside",
        "sum",
        "input_scale",
        "full",
        "help_open",
        "base",
        "line",
        "with_line",
    ),
    *("both_output", "both_hidden", "hint_squares", "hint_forecast"),
    *("card_verdict", "card_forecast", "back_to_degrees", "length_factor", "order"),
)
_TIPS = ("speed", "loop", "quantity", "light", "verdict")
_ORDERS = ("similar", "weight", "number")
_DIRECTIONS = ("forward", "backward")
_READS = ("last", "mean", "max")
_HELP = (
    *("picture", "colours", "arrows", "curve", "squares", "terms", "time", "light", "pins", "full"),
    "keys",
)
_STAGES = ("input", "memory", "sum", "squash", "state")
_GATES = (gate for kind in CELL_KINDS.values() for gate in kind.gates)
_QUANTITIES = tuple(dict.fromkeys(("x", "h", "c", *_GATES)))
# The rest of the theme of a file that plays without the app; the colours come from the palette.
_FILE_THEME = {
    "light": ("#f1eee7", "#d8d3c8", "#1c5f8c"),
    "dark": ("#1e242b", "#39424c", "#7cb9e0"),
}


def show_stepper(
    t: Translator,
    view: View,
    traces: Sequence[HiddenTrace],
    *,
    title: str,
    notes: Sequence[str] = (),
    key: str = "rnnviz.stepper",
    begin: int = 0,
    fit: bool = False,
    network: str = "",
    step_of: Callable[[int], int] | None = None,
    like: HiddenTrace | None = None,
) -> None:
    """The stepper over one trace or several of the same steps, and its file to take along.

    ``notes``: what the page says about the picture; the file says it too. ``like``
    as in ``pack``, the others as in ``show_payload``.
    """
    from rnnviz.stepper.payload import pack

    payload = pack(traces, like)
    on_text = traces[0].output_kind == "logit"
    place = show_payload(
        t,
        view,
        payload,
        key=key,
        on_text=on_text and step_of is None,
        begin=begin,
        fit=fit,
        network=network,
        step_of=step_of,
    )
    st.download_button(
        t("stepper.take.button"),
        # Made here, not on the click: a file to be made on a click is forgotten with the page that
        # offered it, and who clicks while the next one is on its way would get none.
        standalone_page(t, payload, place, title, notes),
        file_name="rnnviz-stepper.html",
        mime="text/html",
        key=f"{key}.take",
        help=t("stepper.take.help"),
        icon=":material/download:",
        on_click="ignore",
    )


def show_payload(
    t: Translator,
    view: View,
    payload: bytes,
    *,
    key: str,
    on_text: bool = True,
    begin: int = 0,
    fit: bool = False,
    show: bool = False,
    network: str = "",
    step_of: Callable[[int], int] | None = None,
) -> StepperPosition:
    """The stepper over packed traces; returns where it stands.

    ``begin``: the step at which it stands before anybody chose one; 0 is the last. ``fit``: as
    high as the first screen of the page leaves room for. ``show``: it plays by itself once, for
    who opens the app for the first time, and each text that comes later. ``network``: what the
    network is called, where several could be meant. ``step_of``: the step of the view's text for
    one of this stepper's, where that reads another text.

    The stepper's place is that of the view, and goes back to it when the stepper comes to rest.
    Where it reads something else than the text (``on_text`` is false), the session keeps the place,
    or, where the steps belong to those of the text (``step_of``), the pins alone.
    """
    own = f"{key}.place"
    kept = None if on_text else st.session_state.get(own)
    pins = view.pins if on_text else kept.pins if kept else ""
    is_verdict = view.opened == "verdict"
    place = StepperPosition(view.step or begin, view.layer, view.unit, view.track, is_verdict, pins)
    if not on_text and step_of is None:  # a window's steps are none of the text's
        place = kept or StepperPosition(step=begin)

    def moved(to: StepperPosition) -> None:
        if not on_text:
            st.session_state[own] = to
            if step_of is None:
                return
        change_view(
            step=step_of(to.step) if step_of else to.step,
            layer=to.layer,
            unit=to.unit,
            track=to.track,
            opened="verdict" if to.verdict else "square",
            pins=to.pins if on_text else view.pins,
        )

    settings = {**stepper_settings(t), "fit": fit, "show": show}
    if network:
        settings["words"]["badge"] = f"{network}: {settings['words']['badge']}"
    stepper(payload, place=place, settings=settings, key=key, on_place=moved)
    return place


def standalone_page(
    t: Translator, payload: bytes, place: StepperPosition, title: str, notes: Sequence[str] = ()
) -> str:
    """The stepper as one HTML file in the user's language, light or dark as the reader's system."""
    return standalone(
        payload,
        place=place,
        settings=stepper_settings(t),
        themes={mode: _variables(mode) for mode in _MODES},
        title=t("stepper.take.title", text=title),
        language=t.language,
        notes=notes,
    )


def stepper_settings(t: Translator) -> dict[str, Any]:
    """Words and colours of the stepper, as its JavaScript takes them."""
    words: dict[str, Any] = {name: t(f"stepper.{name}") for name in _WORDS}
    words["stages"] = [t(f"stepper.stage.{name}") for name in _STAGES]
    words["quantity"] = {name: t(f"stepper.quantity.{name}") for name in _QUANTITIES}
    words["tips"] = {name: t(f"stepper.tips.{name}") for name in _TIPS}
    words["orders"] = {name: t(f"stepper.orders.{name}") for name in _ORDERS}
    words["directions"] = {name: t(f"stepper.directions.{name}") for name in _DIRECTIONS}
    words["reads"] = {name: t(f"stepper.reads.{name}") for name in _READS}
    words["help"] = [(t(f"stepper.help.{name}"), t(f"stepper.help.{name}_text")) for name in _HELP]
    words["gates"] = {
        name: {gate: t(f"stepper.gate.{gate}") for gate in kind.gates if len(kind.gates) > 1}
        for name, kind in CELL_KINDS.items()
    }
    return {
        "words": words,
        "decimal": t.separators[0],
        "colours": {
            mode: [*DIVERGING[mode][:5], MIDDLE[mode], *DIVERGING[mode][5:]] for mode in _MODES
        },
        "series": {mode: [CATEGORICAL[mode][3], CATEGORICAL[mode][2]] for mode in _MODES},
    }


def _variables(mode: Mode) -> dict[str, str]:
    second, border, primary = _FILE_THEME[mode]
    return {
        "background-color": BACKGROUND[mode],
        "secondary-background-color": second,
        "text-color": TEXT[mode],
        "border-color": border,
        "primary-color": primary,
        "font": "'Segoe UI', 'Noto Sans', 'Helvetica Neue', Arial, sans-serif",
        "code-font": "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
        "base-radius": "8px",
        "button-radius": "8px",
    }
