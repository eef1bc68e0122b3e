"""Step 1 of the Weather page: the file, what was understood, what was found, the series."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.message_values import ColumnName, UnitSymbol
from rnnviz.sandbox.readers import keep_readers_warm
from rnnviz.series.read_options import MOST_INPUTS, TAKES
from rnnviz.series.source import MAX_BYTES
from rnnviz.series.step_choices import step_choices, step_taken
from rnnviz.series.types import UNITS, ReadOptions, SeriesReading
from rnnviz.series.zone import offered_zones
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.ui.shell.series_source import (
    Problem,
    SeriesSource,
    back_to_sample,
    columns_of,
    current_problem,
    current_source,
    earlier_files,
    file_unkept,
    open_earlier,
    repair,
    take_choices,
    take_file,
)
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.weather.findings import show_findings
from rnnviz.ui.weather.questions import show_questions
from rnnviz.ui.weather.stage import show_stage
from rnnviz.ui.weather.stations import stations_choice
from rnnviz.ui.weather.zoomable_chart import Axis, Line, zoomable
from rnnviz.ui.widgets.series_words import clock_words, stamp_words
from rnnviz.ui.widgets.upload import upload_box

FILLS = (0, 1, 2, 3, 6, 12, 24, 48)
# What the user may point at where a file could not be read as it is.
POINT_AT: dict[str, tuple[str, ...]] = {
    "series_no_temperature": ("temperature_column",),
    "series_not_like_air": ("unit", "temperature_column"),
    "series_column_not_numeric": ("temperature_column",),
    "series_no_values": ("temperature_column",),
    "series_mixed_units": ("temperature_column",),
    "series_scaled": ("unit", "temperature_column"),
    "series_wrong_unit": ("unit", "temperature_column"),
    "series_none_possible": ("unit", "temperature_column"),
    "series_no_time": ("time_column",),
    "series_no_stamps": ("time_column",),
    "series_no_year": ("first_date", "time_column"),
    "series_no_date": ("first_date", "time_column"),
}
FIRST_DATE, LAST_DATE = datetime.date(1700, 1, 1), datetime.date(2200, 12, 31)
ORDERS = {"auto": None, "yes": True, "no": False}  # of day and month


def data_step(t: Translator) -> None:
    """The whole step."""
    problem, source = current_problem(), current_source()
    if source.name or source.run or problem:
        _upload(t)
    else:
        stage, beside = st.columns([5, 3], gap="large")
        with stage:
            show_stage(t)
        with beside:
            st.markdown(f"**{t('weather.stage_yours')}**")
            _upload(t)
            st.markdown(t("weather.intro"))
    if problem:
        _show_problem(t, problem)
    _understood(t, source)
    _earlier(t)
    series = source.series
    zoomable(
        t,
        "weather.series",
        Axis(series.start, series.step),
        [Line(t("weather.temperature"), series.values)],
        t("weather.series_alt"),
    )
    if source.reading is not None:
        show_findings(t, source.reading, source.choices)
    keep_readers_warm()


def _upload(t: Translator) -> None:
    upload_box(
        t("weather.upload"),
        key="weather.upload",
        on_change=_uploaded,
        megabytes=min(MAX_BYTES // 2**20, int(st.get_option("server.maxUploadSize"))),
        help=t("weather.upload_help"),
    )


def _uploaded() -> None:
    upload = st.session_state.get("weather.upload")
    if upload is not None:
        take_file(upload.name, upload.getvalue())


def _show_problem(t: Translator, problem: Problem) -> None:
    error = problem.error
    show_error(t, error)
    st.caption(t("weather.kept"))
    for which in POINT_AT.get(error.code, ()):
        if which == "first_date":
            _date_box(t, "weather.missing_first_date", None, _pointed_at, which)
            continue
        unit = which == "unit"
        options = UNITS if unit else columns_of(problem)
        if options:
            st.selectbox(
                t(f"weather.{which}"),
                options,
                index=None,
                format_func=partial(_said, t, which),
                placeholder=t("weather.choose_unit" if unit else "weather.choose_column"),
                key=f"weather.missing_{which}",
                on_change=_pointed_at,
                args=(which,),
            )


def _date_box(
    t: Translator,
    key: str,
    now: datetime.date | None,
    on_change: Callable[[str], None],
    which: str,
) -> None:
    """A box for the date of the first row; empty where nobody said it."""
    show_value(key, now)
    st.date_input(
        t("weather.first_date"),
        min_value=FIRST_DATE,
        max_value=LAST_DATE,
        key=key,
        format="DD/MM/YYYY" if t.language == "vi" else "YYYY-MM-DD",
        help=t("weather.first_date_help"),
        on_change=on_change,
        args=(which,),
    )


def _pointed_at(which: str) -> None:
    repair(**{which: st.session_state[f"weather.missing_{which}"]})


def _understood(t: Translator, source: SeriesSource) -> None:
    """Where the series comes from, the facts, and the choices behind them."""
    series, reading = source.series, source.reading
    known = series.known
    with st.container(horizontal=True, vertical_alignment="center"):
        if source.run is not None:
            run = source.run
            words = t("weather.of_run", name=plain(run.name), source=plain(run.source))
            st.markdown(words, width="content")
        elif source.name:
            st.markdown(f"**{plain(source.name)}**", width="content")
            st.button(t("weather.sample_back"), key="weather.sample", on_click=back_to_sample)
            if file_unkept():
                st.caption(t("errors.upload_not_kept"))
        else:
            st.markdown(t("weather.sample_name"))
    first, last = (stamp_words(t, series.step, series.stamp(k)) for k in (0, len(series) - 1))
    facts = {
        "hours": t.number(len(known), 0),
        "span": t("weather.from_to", first=first, last=last),
        "range": t(
            "weather.low_high",
            low=t.number(float(known.min()), 1),
            mean=t.number(float(np.mean(known, dtype=np.float64)), 1),
            high=t.number(float(known.max()), 1),
        ),
    }
    if reading is not None:
        used, read = t.number(reading.rows_used, 0), t.number(reading.rows_read, 0)
        step = t.said(reading.step)
        facts["rows"] = t("weather.used", used=used, read=read, step=step)
    with st.grid(4, min_column_width=170):
        for name, value in facts.items():
            with st.container(gap=None):
                st.caption(t(f"weather.fact.{name}"))
                st.text(value)
    if series.step.is_by_clock:
        st.caption(clock_words(t, series))
    if source.name and reading is not None:
        show_questions(t, reading)
        stations_choice(t, reading)
        _choices(t, reading, source.choices)


def _earlier(t: Translator) -> None:
    """The way back to files that were uploaded before."""
    if files := earlier_files():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(t("weather.earlier_files"), width="content")
            for upload, name in files:
                st.button(
                    plain(name),
                    key=f"weather.earlier.{upload}",
                    icon=":material/description:",
                    on_click=open_earlier,
                    args=(upload,),
                )


def _choices(t: Translator, reading: SeriesReading, choices: ReadOptions) -> None:
    """Selection boxes with what was found; another choice reads the file again."""
    boxes: list[tuple[str, Sequence[Any], Any]] = [
        ("time_column", reading.time_columns, reading.time_column),
        ("temperature_column", reading.temperature_columns, reading.temperature_column),
        ("unit", UNITS, reading.unit),
        ("day_first", tuple(ORDERS), _order_name(choices.day_first)),
        ("step", step_choices(reading), step_taken(reading, choices)),
    ]
    if step_taken(reading, choices) != "own":
        boxes.append(("take", TAKES, choices.take))
    fills = [hours for hours in FILLS if not hours or hours * 3600 >= reading.series.step.seconds]
    if len(fills) > 1:
        fills_some = choices.fill_hours * 3600 >= reading.series.step.seconds
        boxes.append(("fill_hours", fills, choices.fill_hours if fills_some else 0))
    if reading.series.step.is_by_clock:
        zones = offered_zones(reading.series.zone, st.context.timezone)
        boxes.append(("zone", zones, choices.zone or reading.series.zone))
    if reading.stations:
        boxes.append(("station", reading.stations, reading.station))
    with st.container(border=True), st.grid(3, min_column_width=230):
        if choices.first_date is not None:
            _date_box(t, "weather.choice.first_date", choices.first_date, _chosen, "first_date")
        for name, values, now in boxes:
            key = f"weather.choice.{name}"
            options = list(values) if now in values else [now, *values]
            show_value(key, now)
            st.selectbox(
                t(f"weather.{name}"),
                options,
                key=key,
                format_func=partial(_said, t, name),
                help=t(f"weather.{name}_help"),
                on_change=_chosen,
                args=(name,),
            )
    _inputs(t, reading, choices)


def _inputs(t: Translator, reading: SeriesReading, choices: ReadOptions) -> None:
    """Which other columns are read beside the temperature; none unasked."""
    offered = list(dict.fromkeys([*reading.other_columns, *choices.inputs]))
    if not offered:
        return
    key = "weather.choice.inputs"
    show_value(key, list(choices.inputs))
    st.multiselect(
        t("weather.beside.label"),
        offered,
        key=key,
        format_func=lambda name: t.said(ColumnName(name)),
        placeholder=t("weather.beside.none"),
        max_selections=MOST_INPUTS,
        help=t("weather.beside.help"),
        on_change=_chosen,
        args=("inputs",),
    )
    st.caption(t("weather.beside.how" if choices.inputs else "weather.beside.off"))


def _said(t: Translator, name: str, value: Any) -> str:
    """A choice as the selection box shows it."""
    if name == "day_first":
        return t(f"weather.order.{value}")
    if name == "fill_hours":
        return t("weather.fill", hours=value) if value else t("weather.fill_none")
    if name in ("step", "take"):
        return t(f"weather.{name}_of.{value}")
    if name == "zone":
        return str(value) or t("weather.zone_unknown")
    if name == "unit":
        return t.said(UnitSymbol(value))
    if name == "station":
        return str(value)
    return " + ".join(t.said(ColumnName(part)) for part in str(value).split(" + "))


def _order_name(day_first: bool | None) -> str:
    return next(name for name, value in ORDERS.items() if value is day_first)


def _chosen(name: str) -> None:
    key = f"weather.choice.{name}"
    if changed_by_hand(key):
        value = st.session_state[key]
        taken = ORDERS[value] if name == "day_first" else value
        take_choices(**{name: taken or None if name == "zone" else taken})
