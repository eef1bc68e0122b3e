"""Step 2 of the Weather page: the settings, what a window is, and contrasts with saved results."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.figures.forecast import contrast
from rnnviz.figures.series import window_rows
from rnnviz.i18n import Translator
from rnnviz.lessons.questions import window_count
from rnnviz.series.step import HOUR
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import window_starts
from rnnviz.training.fitting import fitting
from rnnviz.training.specs import WeatherTraining
from rnnviz.ui.shell.series_source import SeriesSource
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.weather.trials import trials_panel
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.input_words import beside_words, named_inputs
from rnnviz.ui.widgets.run_settings import (
    CONTROLS,
    setting_words,
    settings_of,
    show_controls,
    spec_of,
)

# A worked example used in public lessons on recurrent networks.
EXAMPLE = (24.86, 22.75, 20.07, 17.81, 17.16, 15.01, 14.47)
MOST_DRAWN = 60  # nodes in a row
ROWS = 3


def model_step(t: Translator, view: View, source: SeriesSource) -> None:
    """The whole step."""
    series = source.series
    st.subheader(t("weather.model_title"))
    st.markdown(_in_words(t, view))
    if beside := beside_words(t, series.inputs):
        st.markdown(beside)
    _presets(t, view, series)
    trials_panel(t, source)
    show_controls(t, view)
    _windows(t, view, series)
    hours = len(series)
    show_check(t, "windows", window_count(hours, view.window), hours=hours, window=view.window)
    _contrasts(t.counting(HOUR.kind))  # of the sample, whatever the file's step is


def _in_words(t: Translator, view: View) -> str:
    """The task in one line: 5 hours in → RNN, 64 units → the next hour."""
    ahead = t("weather.next_hour") if view.horizon == 1 else t("weather.next", count=view.horizon)
    what = t(
        "weather.in_words",
        window=view.window,
        cell=setting_words(t, "cell", view.cell),
        units=view.hidden,
        ahead=ahead,
    )
    return f"{what} {t('weather.changes_line' if view.line == 'yes' else 'weather.changes_last')}"


# What a preset decides; all else stays as it was chosen.
_PRESET = ("cell", "hidden", "layers", "window", "calendar", "line", "epochs")


def _presets(t: Translator, view: View, series: RegularSeries) -> None:
    """The lesson's settings, and those that fit this file."""
    offered = {
        "lesson": settings_of(WeatherTraining()),
        "fitting": settings_of(fitting(series, spec_of(view))),
    }
    now = settings_of(spec_of(view))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, settings in offered.items():
            made = {key: settings[key] for key in _PRESET}
            taken = all(now[key] == value for key, value in made.items())
            words = t(
                f"weather.preset.{name}",
                cell=setting_words(t, "cell", settings["cell"]),
                units=settings["hidden"],
                window=settings["window"],
            )
            st.button(
                words,
                key=f"weather.preset.{name}",
                icon=":material/check:" if taken else None,
                disabled=taken,
                on_click=change_view,
                kwargs=made,
            )
    st.caption(t("weather.preset.why"))


def _windows(t: Translator, view: View, series: RegularSeries) -> None:
    """How a window slides over the user's own series, or over the worked example."""
    st.subheader(t("weather.windows_title"))
    st.markdown(t("weather.windows_how", window=view.window, horizon=view.horizon))
    labels = {
        "read": t("weather.node_read"),
        "ahead": t("weather.node_ahead"),
        "row": t("weather.window_n", n="{n}"),
        "x": t("weather.axis_hours"),
        "decimal": t.separators,
    }
    source = st.segmented_control(
        t("weather.windows_of"),
        ["own", "example"],
        format_func=lambda name: t(f"weather.windows_{name}"),
        default="own",
        required=True,
        key="weather.windows_of",
    )
    if source == "example":
        values, window, horizon, rows = np.array(EXAMPLE), 5, 1, 2
    else:
        window, horizon, rows = view.window, view.horizon, ROWS
        length = window + horizon + rows - 1
        starts = window_starts(series, length)
        if length > MOST_DRAWN or len(starts) == 0:
            st.caption(t("weather.windows_too_long", count=window + horizon))
            return
        # From the middle of the series on: its beginning is often the sensor being mounted.
        first = int(starts[len(starts) // 2])
        values = series.values[first : first + length]
    show_figure(
        window_rows(values, window, horizon, rows, labels, theme_mode()),
        key="weather.windows",
        alt=t("weather.windows_alt", window=window, horizon=horizon),
    )
    if series.inputs and source == "own":
        st.caption(t("weather.beside.circles", columns=named_inputs(t, series.inputs)))


@cache
def saved_contrasts() -> dict[str, Any]:
    """Runs made beforehand on the sample; see ``docs/make_weather_contrasts.py``."""
    source = files("rnnviz") / "assets" / "weather_contrasts.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def _contrasts(t: Translator) -> None:
    """What one setting does, on the sample, without waiting."""
    st.subheader(t("weather.contrasts_title"))
    st.markdown(t("weather.contrasts_how"))
    saved = saved_contrasts()
    name = st.segmented_control(
        t("weather.contrast_of"),
        list(saved["contrasts"]),
        format_func=lambda name: t(f"weather.contrast.{name}.name"),
        default=next(iter(saved["contrasts"])),
        required=True,
        key="weather.contrast",
    )
    runs = saved["contrasts"][name]
    st.markdown(t(f"weather.contrast.{name}.story"))
    labels = {
        "x": t("weather.axis_epoch"),
        "y": t("weather.axis_error"),
        "persistence": t("weather.baseline.persistence"),
        "decimal": t.separators,
    }
    curves = {t(f"weather.contrast.{name}.{run['name']}"): run["mae"] for run in runs}
    show_figure(
        contrast(curves, [run["persistence"] for run in runs], labels, theme_mode()),
        key="weather.contrast_chart",
        alt=t(f"weather.contrast.{name}.story"),
    )
    with st.grid(len(runs), min_column_width=200):
        for run in runs:
            with st.container(border=True, gap="xsmall"):
                title = t(f"weather.contrast.{name}.{run['name']}")
                st.markdown(f"**{title}**")
                st.caption(
                    t(
                        "weather.contrast_test",
                        mae=t.number(run["test"], 2),
                        share=_gain(t, run["gain"]),
                    )
                )
                st.button(
                    t("weather.use_settings"),
                    key=f"weather.use.{name}.{run['name']}",
                    on_click=change_view,
                    kwargs={c.name: run["settings"][c.name] for c in CONTROLS},
                )


def _gain(t: Translator, gain: float) -> str:
    return t("weather.better" if gain > 0 else "weather.worse", share=t.percent(abs(gain)))
