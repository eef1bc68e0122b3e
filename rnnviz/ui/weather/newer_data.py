"""Newer data for a run, in step 5 of the Weather page: how its forecasts did and how they go on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.sandbox.readers import keep_readers_warm, read_series
from rnnviz.series.guesses import unsure
from rnnviz.series.join import join
from rnnviz.series.read_options import STEPS, TAKES, UNITS, ReadOptions, StepName
from rnnviz.series.source import MAX_BYTES
from rnnviz.series.types import RegularSeries, SeriesReading
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.series_source import set_aside
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.work_budget import heavy_work
from rnnviz.ui.weather.newer_found import show_found
from rnnviz.ui.widgets.run_report import naive_words
from rnnviz.ui.widgets.run_results import RunResult, finished_result, first_ahead
from rnnviz.ui.widgets.run_settings import settings_of
from rnnviz.ui.widgets.upload import upload_box

if TYPE_CHECKING:
    from rnnviz.inference.new_data import NewData

_FILE, _CHOICES, _ERROR = "newer.file", "newer.choices", "newer.error"


@dataclass(frozen=True)
class _NewerFile:
    run: str  # the id of the run that it is for
    name: str
    data: bytes
    digest: str


def newer_data(t: Translator, result: RunResult) -> None:
    """The whole section."""
    st.subheader(t("newer.title"))
    st.markdown(t("newer.how"))
    key = f"newer.upload.{result.run.id}"
    upload_box(
        t("newer.upload"),
        key=key,
        on_change=_uploaded,
        args=(key, result.run),
        megabytes=min(MAX_BYTES // 2**20, int(st.get_option("server.maxUploadSize"))),
    )
    keep_readers_warm()
    error = st.session_state.pop(_ERROR, None)
    if isinstance(error, RnnvizError):
        show_error(t, error)
    file = st.session_state.get(_FILE)
    if isinstance(file, _NewerFile) and file.run == result.run.id:
        _looked_at(t, result, file)


def _uploaded(key: str, run: Run) -> None:
    upload = st.session_state.get(key)
    if upload is not None:
        data = upload.getvalue()
        digest = hashlib.sha256(data).hexdigest()
        st.session_state[_FILE] = _NewerFile(run.id, upload.name, data, digest)
        st.session_state[_CHOICES] = ReadOptions(step=_step_of(run), inputs=run.spec.model.others)


def _step_of(run: Run) -> StepName:
    """The run's step as a choice of the reader's; one that it does not offer is the file's own."""
    own: StepName = "own"
    return next((name for name in STEPS if name == run.spec.model.step), own)


@st.cache_resource(max_entries=4, show_spinner=False, scope="session")
def _reading(digest: str, choices: ReadOptions, _file: _NewerFile) -> SeriesReading:
    with heavy_work():
        return read_series(_file.data, _file.name, choices)


@st.cache_resource(max_entries=4, show_spinner=False, scope="session")
def _found(
    run_id: str,
    ended: float | None,
    digest: str,
    choices: ReadOptions,
    _run: Run,
    _newer: RegularSeries,
) -> NewData:
    from rnnviz.inference.new_data import look_at

    result = finished_result(_run)
    assert result is not None
    known = result.trained.ready.task.series
    return look_at(result.trained, join(known, _newer), first_ahead(known.step))


def _looked_at(t: Translator, result: RunResult, file: _NewerFile) -> None:
    run, choices = result.run, st.session_state[_CHOICES]
    st.markdown(f"**{plain(file.name)}**")
    try:
        with st.spinner(t("weather.judging")):
            reading = _reading(file.digest, choices, file)
            _how_read(t, reading, choices, file.digest)
            found = _found(run.id, run.ended, file.digest, choices, run, reading.series)
    except RnnvizError as error:
        show_error(t, error)
        _forget_button(t)
        return
    show_found(t, found)
    _ahead(t, found)
    _again(t, run, found, file)


def _how_read(t: Translator, reading: SeriesReading, choices: ReadOptions, digest: str) -> None:
    """What was taken from the file, and the choices that may have to be those of the run's file."""
    with st.expander(
        t("newer.read", column=plain(reading.temperature_column), unit=reading.unit),
        key="newer.reading",
    ):
        st.caption(t("newer.read_how"))
        taken = {
            "temperature_column": (reading.temperature_columns, reading.temperature_column),
            "unit": (UNITS, reading.unit),
            "take": (TAKES, choices.take),
        }
        with st.grid(3, min_column_width=180):
            for name, (options, now) in taken.items():
                _choice(t, name, list(options), now, f"newer.{name}.{digest[:12]}")
    if open_guesses := unsure(reading.guesses):
        what = ", ".join(t(f"weather.ask.short.{guess.about}") for guess in open_guesses)
        st.caption(f":orange[:material/help:] {t('weather.ask.open', what=what)}")


def _choice(t: Translator, name: str, options: list[str], now: str, key: str) -> None:
    def chosen() -> None:
        choices = st.session_state[_CHOICES]
        made = {**choices.model_dump(), name: st.session_state[key]}
        st.session_state[_CHOICES] = ReadOptions.model_validate(made)

    def said(value: str) -> str:
        return t(f"weather.take_of.{value}") if name == "take" else value

    places = options.index(now) if now in options else 0
    st.selectbox(
        t(f"weather.{name}"),
        options,
        index=places,
        format_func=said,
        key=key,
        on_change=chosen,
    )


def _ahead(t: Translator, found: NewData) -> None:
    if found.ahead is None:
        if found.open_end is not None:
            show_error(t, found.open_end)
        return
    from rnnviz.uploads.safe_csv import csv_bytes

    if found.score is not None and found.score.alarm.rings:
        st.warning(t("newer.ahead_doubt"), icon=":material/info:")
    if worse := naive_words(t, found.ahead):
        st.warning(worse, icon=":material/balance:")
    st.download_button(
        t("newer.ahead_csv"),
        csv_bytes(found.ahead.written),
        file_name="forecast.csv",
        key="newer.csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _again(t: Translator, run: Run, found: NewData, file: _NewerFile) -> None:
    with st.container(horizontal=True, gap="small"):
        if len(found.joined.new):
            st.button(
                t("newer.again"),
                key="newer.again",
                type="primary",
                icon=":material/model_training:",
                help=t("newer.again_help"),
                on_click=_train_again,
                args=(run, found.joined.series, file.name),
            )
        _forget_button(t)


def _train_again(run: Run, series: RegularSeries, name: str) -> None:
    """A new run beside this one, and the page about it."""
    try:
        new = start_run(run.name, run.spec, series, f"{run.source} + {name}")
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    set_aside(new.id)
    change_view(run=new.id, part="train", **settings_of(run.spec))


def _forget_button(t: Translator) -> None:
    st.button(t("newer.forget"), key="newer.forget", icon=":material/close:", on_click=_forget)


def _forget() -> None:
    for key in (_FILE, _CHOICES):
        st.session_state.pop(key, None)
