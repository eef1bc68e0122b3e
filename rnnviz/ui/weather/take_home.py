"""Step 5 of the Weather page: what comes after the file, files to take home, a window traced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.figures.forecast import next_hours_band
from rnnviz.i18n import Translator
from rnnviz.series.levels import LEVELS
from rnnviz.training.run_record import RECORD, WEIGHTS
from rnnviz.ui.shell.errors import show_error
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.workspace import current_run
from rnnviz.ui.weather.newer_data import newer_data
from rnnviz.ui.weather.trace import show_trace
from rnnviz.ui.weather.zoomable_chart import dates
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.run_files import NOTEBOOK, SCRIPT, file_stem, take_home_files, zipped
from rnnviz.ui.widgets.run_report import PAST, coverage_words, naive_words
from rnnviz.ui.widgets.run_results import (
    RunResult,
    aheads,
    current_result,
    first_ahead,
    steps_ahead,
)
from rnnviz.ui.widgets.series_words import clock_words, in_steps_of
from rnnviz.ui.widgets.view_switch import view_switch

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import NextSteps


def take_step(t: Translator) -> None:
    """The whole step."""
    run = current_run()
    t = in_steps_of(t, run.spec) if run is not None else t
    st.subheader(t("weather.ahead_title"))
    result = current_result(t)
    if result is None:
        return
    ahead = _ahead(t, result)
    _downloads(t, result, ahead)
    newer_data(t, result)
    show_trace(t, result)


def _ahead(t: Translator, result: RunResult) -> NextSteps | None:
    series = result.trained.ready.task.series
    steps = st.segmented_control(
        t("weather.ahead_hours"),
        list(aheads(series.step)),
        format_func=lambda count: t("weather.hours", count=count),
        default=first_ahead(series.step),
        required=True,
        key=f"weather.ahead_hours.{series.step.kind}",
    )
    view_switch(
        "level",
        t("weather.level"),
        {str(level): t(f"weather.band_{level}") for level in LEVELS},
        "weather.level",
        help_text=t("weather.level_help"),
    )
    try:
        found = steps_ahead(result, int(steps or first_ahead(series.step)))
    except RnnvizError as error:
        show_error(t, error)
        return None
    table = found.table
    past = series.values[-PAST:].astype(np.float64)
    stamps = series.stamps[-PAST:].to_numpy()
    labels = {
        "past": t("weather.measured"),
        "ahead": t("weather.forecast"),
        "band": t(f"weather.band_{found.level}"),
        "y": t("weather.axis_celsius"),
        "decimal": t.separators,
        "dates": dates(t),
    }
    columns = [table[name].to_numpy() for name in ("temperature_c", "low_c", "high_c")]
    # The line goes on from the last measured value.
    middle, low, high = (np.concatenate([past[-1:], column]) for column in columns)
    ahead = np.concatenate([stamps[-1:], table["time"].to_numpy()])
    show_figure(
        next_hours_band(
            (stamps, past),
            ahead,
            middle,
            low,
            high,
            labels,
            theme_mode(),
            series.step.is_by_clock,
        ),
        key="weather.ahead",
        alt=t("weather.ahead_title"),
    )
    if series.tells_time:
        st.caption(clock_words(t, series))
    if worse := naive_words(t, found):
        st.warning(worse, icon=":material/balance:")
    st.markdown(coverage_words(t, found))
    if len(table) > result.run.spec.model.horizon:
        st.caption(t("weather.rolled", horizon=result.run.spec.model.horizon))
        if result.run.spec.model.others:
            st.caption(t("weather.beside.held", horizon=result.run.spec.model.horizon))
    return found


def _downloads(t: Translator, result: RunResult, ahead: NextSteps | None) -> None:
    st.subheader(t("weather.downloads_title"))
    st.markdown(t("weather.downloads_how"))
    made = take_home_files(t, result, ahead)
    stem = file_stem(result.run.name)
    with st.grid(3, min_column_width=220):
        for name, words in (
            ("forecast.csv", "ahead_csv"),
            ("test_forecasts.csv", "test_csv"),
            ("report.html", "report"),
            (WEIGHTS, "weights"),
            (RECORD, "spec"),
            (SCRIPT, "script"),
            (NOTEBOOK, "notebook"),
        ):
            if name in made:
                st.download_button(
                    t(f"weather.download.{words}"),
                    made[name],
                    file_name=name if name in {SCRIPT, NOTEBOOK} else f"{stem}-{name}",
                    key=f"weather.download.{words}",
                    on_click="ignore",
                    width="stretch",
                )
    st.download_button(
        t("weather.download.everything"),
        zipped(made, stem),
        file_name=f"{stem}.zip",
        mime="application/zip",
        key="weather.download.everything",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
