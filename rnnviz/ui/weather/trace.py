"""A window of the trained network, step by step: its hidden states, ready for the stepper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from rnnviz.i18n import Translator
from rnnviz.message_values import ColumnName
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.types import RegularSeries
from rnnviz.ui.shell.state import current_view
from rnnviz.ui.widgets.run_results import RunResult
from rnnviz.ui.widgets.series_words import stamp_words
from rnnviz.ui.widgets.stepper import show_stepper

_PLACE = "weather.trace_place"
SHOWN = 8  # values of a window in a sentence
_MARKS = ("sin_day", "cos_day", "sin_year", "cos_year")


def input_names(t: Translator, spec: ForecasterSpec) -> tuple[str, ...]:
    """What each number is that the network reads at a step, in its order."""
    marks = _MARKS if spec.calendar else ()
    named = [t.said(ColumnName(name)) for name in spec.others]
    return (t("weather.temperature"), *named, *(t(f"weather.beside.mark.{mark}") for mark in marks))


def _inputs_table(t: Translator, series: RegularSeries, spec: ForecasterSpec, first: int) -> None:
    """The window as the file has it: a row for each input, a column for each step."""
    st.caption(t("weather.beside.window"))
    end = first + spec.window
    columns = {t("weather.beside.celsius"): series.values}
    columns |= {t.said(ColumnName(name)): series.inputs[name] for name in spec.others}
    rows = [
        [name, *(t.number(float(value), _digits(values)) for value in values[first:end])]
        for name, values in columns.items()
    ]
    heads = [stamp_words(t, series.step, series.stamp(first + k)) for k in range(spec.window)]
    table = pd.DataFrame(rows, columns=[t("weather.beside.column"), *heads])
    st.dataframe(table, hide_index=True, width="stretch")


def _digits(values: NDArray[np.float32]) -> int:
    """Decimals that tell a column's values apart: more for a share between 0 and 1."""
    return 1 if float(np.nanstd(values)) >= 1 else 3


def show_trace(t: Translator, result: RunResult) -> None:
    """One window of the test part as the network reads it."""
    from rnnviz.explain.trace import trace_forecast

    st.subheader(t("weather.trace_title"))
    how = t("weather.trace_how")
    st.markdown(how)
    ready, model = result.trained.ready, result.trained.model
    starts = ready.parts.test
    series, window = ready.task.series, ready.task.window
    places = list(range(0, len(starts), max(1, len(starts) // 200)))
    # Streamlit knows a place by how it is written: in another language it is another slider.
    before = st.session_state.get(_PLACE, 0)
    number = st.select_slider(
        t("weather.trace_window"),
        places,
        before if before in places else 0,
        format_func=lambda n: stamp_words(t, series.step, series.stamp(int(starts[n]))),
        key=f"weather.trace_window.{t.language}",
        help=t("weather.trace_window_help"),
    )
    st.session_state[_PLACE] = number
    first = int(starts[int(number or 0)])
    celsius = series.values[first : first + window]
    labels = [t.number(float(value), 1) for value in celsius]
    spec, scale = model.spec, ready.scale
    names = input_names(t, spec) if spec.inputs > 1 else ()
    read = ready.inputs[first : first + window]
    trace = trace_forecast(model, read, labels, scale.mean, scale.std, names)
    truth = float(series.values[first + window])
    line = t(
        "weather.trace_line",
        read=("… → " if window > SHOWN else "") + " → ".join(labels[-SHOWN:]),
        forecast=t.number(float(trace.outputs[-1, 0]), 1),
        truth=t.number(truth, 1),
    )
    st.markdown(line)
    if spec.others:
        _inputs_table(t, ready.task.series, spec, first)
    begins = f"{t('weather.trace_window')}: {stamp_words(t, series.step, series.stamp(first))}"
    show_stepper(
        t,
        current_view(),
        [trace],
        title=result.run.name,
        notes=(how, begins, line),
        key="weather.stepper",
    )
