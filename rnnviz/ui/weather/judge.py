"""Step 4 of the Weather page: the verdict on what the network never saw, from all sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from rnnviz.figures.forecast import bars, residual_histogram
from rnnviz.i18n import Translator
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.guided_path import complete_step
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.weather.backtest import backtest_panel
from rnnviz.ui.weather.brought import show_brought
from rnnviz.ui.weather.stations import stations_panel
from rnnviz.ui.weather.zoomable_chart import Axis, Line, zoomable
from rnnviz.ui.widgets.faq import faq
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.forecast_verdict import (
    baseline_table,
    errors_words,
    lag_words,
    months_named,
    show_verdict,
    worst_table,
)
from rnnviz.ui.widgets.run_results import current_result
from rnnviz.ui.widgets.series_words import in_steps_of

if TYPE_CHECKING:
    from rnnviz.inference.forecast_diagnostics import Diagnostics, Errors

WEEK = 168  # of hours; of any other step as many


def judge_step(t: Translator) -> None:
    """The whole step."""
    st.subheader(t("weather.judge_title"))
    result = current_result(t)
    if result is None:
        return
    t = in_steps_of(t, result.run.spec)
    st.caption(t("weather.judge_of", name=plain(result.run.name), source=plain(result.run.source)))
    show_verdict(t, result.numbers)
    _table(t, result.numbers)
    stations_panel(t, result.run)
    alone = result.run.spec.among is None or result.run.spec.among.learned == "each"
    if alone:  # what is trained anew there learns from one series
        show_brought(t, result)
    complete_step("series")
    _against_truth(t, result.diagnostics)
    _lag(t, result.diagnostics)
    _errors(t, result.diagnostics)
    _worst(t, result.diagnostics)
    if alone:
        backtest_panel(t, result)


def _table(t: Translator, numbers: dict[str, Any]) -> None:
    # Four lines to read, not a grid to work with: they wrap on a phone instead of being cut.
    st.table(baseline_table(t, numbers), hide_index=True, border="horizontal")
    st.caption(t("weather.table_how"))


def _against_truth(t: Translator, found: Diagnostics) -> None:
    st.subheader(t("weather.against_title"))
    st.markdown(t("weather.against_how", lead=found.lead))
    count = len(found.truth)
    zoomable(
        t,
        "weather.against",
        Axis(found.start, found.step),
        [
            Line(t("weather.truth"), found.truth),
            Line(t("weather.forecast"), found.forecast),
        ],
        t("weather.against_alt"),
        at_first=(0, min(2 * WEEK, count)),
    )


def _lag(t: Translator, found: Diagnostics) -> None:
    st.subheader(t("weather.lag_title"))
    st.markdown(lag_words(t, found))
    st.caption(t("weather.lag_how"))
    faq(t, "shifted")


def _errors(t: Translator, found: Diagnostics) -> None:
    st.subheader(t("weather.errors_title"))
    st.markdown(errors_words(t, found))
    with st.grid(2, min_column_width=330):
        for name, errors in (
            ("hour", found.by_hour),
            ("month", months_named(t, found.by_month)),
            ("year", found.by_year),
            ("lead", found.by_lead),
        ):
            if len(errors.names) > 1:
                _bars(t, name, errors)
        with st.container():
            st.markdown(f"**{t('weather.residual_title')}**")
            labels = {
                "x": t("weather.axis_off"),
                "y": t("weather.axis_count"),
                "decimal": t.separators,
            }
            show_figure(
                residual_histogram(found.edges, found.counts, labels, theme_mode()),
                key="weather.residuals",
                alt=t("weather.residual_title"),
            )


def _bars(t: Translator, name: str, errors: Errors) -> None:
    labels = {
        "x": t(f"weather.axis_{name}"),
        "y": t("weather.axis_celsius"),
        "own": t("weather.own"),
        "persistence": t("weather.baseline.persistence"),
        "decimal": t.separators,
    }
    with st.container():
        st.markdown(f"**{t(f'weather.by_{name}')}**")
        show_figure(
            bars(errors.names, errors.own, labels, theme_mode(), errors.persistence),
            key=f"weather.by_{name}",
            alt=t(f"weather.by_{name}"),
        )


def _worst(t: Translator, found: Diagnostics) -> None:
    if not found.worst:
        return
    st.subheader(t("weather.worst_title"))
    st.markdown(t("weather.worst_how"))
    st.dataframe(worst_table(t, found), hide_index=True, key="weather.worst")
