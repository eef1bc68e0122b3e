"""The settings of a training run: one table makes the controls, the link and the spec."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.models.specs import CELL_KINDS
from rnnviz.training.specs import WeatherTraining
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import RATES, View
from rnnviz.ui.widgets.input_words import with_inputs
from rnnviz.ui.widgets.number_field import number_field
from rnnviz.ui.widgets.view_switch import view_switch


@dataclass(frozen=True)
class Control:
    """One setting: its name in the view, how it is chosen, and from which values.

    Words: ``weather.set.<name>.label``, ``.help``, and its values' where they have names.
    """

    name: str
    kind: Literal["steps", "range", "switch", "number"]
    values: tuple[int | str, ...] = ()
    more: bool = False  # shown only when asked for


CONTROLS = (
    Control("window", "steps", (1, 2, 3, 5, 8, 12, 24, 36, 48, 72, 96, 168)),
    Control("horizon", "range", (1, 48)),
    Control("cell", "switch", tuple(CELL_KINDS)),
    Control("hidden", "steps", (2, 4, 8, 16, 32, 64, 128, 256)),
    Control("rate", "steps", RATES),
    Control("epochs", "range", (1, 60)),
    Control("calendar", "switch", ("no", "yes"), more=True),
    Control("line", "switch", ("no", "yes"), more=True),
    Control("layers", "switch", (1, 2, 3), more=True),
    Control("loss", "switch", ("huber", "mae", "mse"), more=True),
    Control("seed", "number", (0, 9_999_999), more=True),
)


def spec_of(view: View) -> WeatherTraining:
    """The training that the settings of the view describe."""
    default = WeatherTraining()
    return WeatherTraining.model_validate(
        {
            "model": {
                "cell": view.cell,
                "hidden_size": view.hidden,
                "num_layers": view.layers,
                "window": view.window,
                "horizon": view.horizon,
                "calendar": view.calendar == "yes",
                "linear_part": view.line == "yes",
            },
            "loop": {
                **default.loop.model_dump(),
                "epochs": view.epochs,
                "learning_rate": float(view.rate),
            },
            "loss": view.loss,
            "seed": view.seed,
        }
    )


def settings_of(spec: WeatherTraining) -> dict[str, int | str]:
    """The view's settings that come nearest to a spec (the inverse of ``spec_of``)."""
    rate = min(RATES, key=lambda text: abs(float(text) - spec.loop.learning_rate))
    return {
        "window": spec.model.window,
        "horizon": spec.model.horizon,
        "cell": spec.model.cell,
        "hidden": spec.model.hidden_size,
        "layers": spec.model.num_layers,
        "calendar": "yes" if spec.model.calendar else "no",
        "line": "yes" if spec.model.linear_part else "no",
        "loss": spec.loss,
        "rate": rate,
        "epochs": spec.loop.epochs,
        "seed": spec.seed,
    }


def setting_words(t: Translator, name: str, value: int | str) -> str:
    """A setting's value as the page says it."""
    if name in ("window", "horizon"):
        return t("weather.hours", count=value)
    if name == "rate":
        return str(value).replace(".", t.separators[0])
    if name == "cell":
        return CELL_KINDS[str(value)].label
    key = f"weather.set.{name}.{value}"
    return t(key) if t.has(key) else str(value)


def run_name(t: Translator, spec: WeatherTraining, inputs: Iterable[str]) -> str:
    """What a run is called: what it is, and which other columns it reads."""
    shape = spec.model
    words = t(
        "weather.run_name",
        cell=setting_words(t, "cell", shape.cell),
        units=shape.hidden_size,
        window=shape.window,
        horizon=shape.horizon,
    )
    return words + with_inputs(t, inputs)


def settings_line(t: Translator, settings: dict[str, int | str]) -> str:
    """The settings that matter most, in one line."""
    line = t(
        "weather.settings_line",
        cell=setting_words(t, "cell", settings["cell"]),
        units=settings["hidden"],
        window=settings["window"],
        horizon=settings["horizon"],
        rate=setting_words(t, "rate", settings["rate"]),
        seed=settings["seed"],
    )
    for name in ("calendar", "line"):
        line += t(f"weather.and_{name}") if settings[name] == "yes" else ""
    return line


def show_controls(t: Translator, view: View) -> None:
    """All controls; what few people change is folded away."""
    with st.container(border=True):
        with st.grid(3, min_column_width=260):
            for control in CONTROLS:
                if not control.more:
                    _show(t, view, control)
        changed = any(
            getattr(view, control.name) != getattr(View(), control.name)
            for control in CONTROLS
            if control.more
        )
        with (
            st.expander(t("weather.more_settings"), expanded=changed, key="weather.more"),
            st.grid(2, min_column_width=260),
        ):
            for control in CONTROLS:
                if control.more:
                    _show(t, view, control)


def _show(t: Translator, view: View, control: Control) -> None:
    key = f"weather.set.{control.name}"
    now = getattr(view, control.name)
    if control.kind in ("steps", "range"):
        show_value(key, now)
    label, explained = t(f"weather.set.{control.name}.label"), t(f"weather.set.{control.name}.help")

    def changed() -> None:
        if changed_by_hand(key):
            change_view(**{control.name: st.session_state[key]})

    def said(value: int | str) -> str:
        return setting_words(t, control.name, value)

    match control.kind:
        case "steps":
            values = sorted({*control.values, now}, key=float)
            st.select_slider(
                label, values, format_func=said, key=key, help=explained, on_change=changed
            )
        case "range":
            low, high = (int(value) for value in control.values)
            st.slider(label, low, max(high, now), key=key, help=explained, on_change=changed)
        case "switch":
            words = {value: said(value) for value in control.values}
            view_switch(control.name, label, words, key, help_text=explained)
        case "number":
            low, high = (int(value) for value in control.values)
            number_field(
                t,
                label,
                low,
                high,
                now,
                key=key,
                help_text=explained,
                on_change=lambda value: change_view(**{control.name: value}),
            )
