"""Step 3 of the Weather page: start a run, watch it learn, stop it, resume it.

The run lives outside this script: whatever happens to the page, it goes on, and this panel only
looks at its record.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.figures.live import learning_curves, week_forecast
from rnnviz.i18n import Translator
from rnnviz.runs.records import EpochRecord, Run
from rnnviz.series.guesses import unsure
from rnnviz.training.for_series import for_series
from rnnviz.ui.shell.errors import errors_shown, plain, show_error
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.series_source import SeriesSource
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.shell.workspace import current_run, launcher, run_store
from rnnviz.ui.weather.stations import learned_now, start_stations, stations_progress
from rnnviz.ui.weather.zoomable_chart import dates
from rnnviz.ui.widgets.figure import show_picture
from rnnviz.ui.widgets.input_words import beside_words
from rnnviz.ui.widgets.run_settings import run_name, settings_line, settings_of, spec_of
from rnnviz.ui.widgets.series_words import in_steps_of
from rnnviz.ui.widgets.waiting import why_it_waits

REFRESH = 0.5  # seconds between two looks at a run
# A warm worker ends the first epoch of a usual run sooner than the first timer would look: the
# charts of a run this young wait for it.
FIRST, OFTEN = 0.8, 0.04  # seconds since the click; between two looks
_ERROR = "weather.train_error"


def train_step(t: Translator, view: View, source: SeriesSource) -> None:
    """The whole step."""
    run = current_run()
    st.subheader(t("weather.train_title"))
    st.markdown(t("weather.train_how"))
    _start_button(t, view, source, run)
    error = st.session_state.pop(_ERROR, None)
    if isinstance(error, RnnvizError):
        show_error(t, error)
    if run is not None:
        live_run(in_steps_of(t, run.spec), run)
        stations_progress(t, run)
    elif view.run:
        st.info(t("weather.run_gone"), icon=":material/info:")


def _start_button(t: Translator, view: View, source: SeriesSource, run: Run | None) -> None:
    spec = spec_of(view)
    file = source.name or t("weather.sample_short")
    st.caption(
        t(
            "weather.will_train",
            source=plain(file),
            settings=settings_line(t, settings_of(spec)),
        )
    )
    if learned := learned_now(source):
        st.caption(t(f"weather.stations.will_{learned}"))
    if beside := beside_words(t, source.series.inputs):
        st.caption(beside)
    _unchecked(t, source)
    again = (
        run is not None
        and run.source == file
        and run.spec == for_series(spec, source.series).model_copy(update={"among": run.spec.among})
    )
    st.button(
        t("weather.train_again" if again else "weather.train"),
        key="weather.start",
        type="primary" if run is None or not run.unfinished else "secondary",
        icon=":material/play_arrow:",
        on_click=_start,
        args=(t, source),
    )


def _unchecked(t: Translator, source: SeriesSource) -> None:
    """What the reader guessed about the file and nobody has confirmed."""
    guesses = unsure(source.reading.guesses) if source.reading and source.name else ()
    if learned_now(source):  # no matter which station is meant
        guesses = tuple(guess for guess in guesses if guess.about != "station")
    if guesses:
        what = ", ".join(t(f"weather.ask.short.{guess.about}") for guess in guesses)
        st.caption(f":orange[:material/help:] {t('weather.ask.open', what=what)}")


def _start(t: Translator, source: SeriesSource) -> None:
    spec = spec_of(current_view())
    name = run_name(t, spec, source.series.inputs)
    try:
        file = source.name or t("weather.sample_short")
        if learned := learned_now(source):
            run = start_stations(t, name, spec, file, learned)
        else:
            run = start_run(name, spec, source.series, file)
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    change_view(run=run.id, part="train")


def live_run(t: Translator, run: Run) -> None:
    """A run as it stands; looked at again and again while it waits or runs."""

    @st.fragment(run_every=REFRESH if run.unfinished else None, key=f"weather.live.{run.id}")
    def panel() -> None:
        with errors_shown(t):
            now = run_store().get(run.workspace, run.id)
            # The whole page once: the timer changes, another step opens, an error is shown. A
            # button in here reruns this panel alone.
            elsewhere = current_view().part != "train" or _ERROR in st.session_state
            if run.unfinished != now.unfinished or elsewhere:
                st.rerun()
            _show_state(t, now)
            _await_first_epoch(now)
            _show_charts(t, now)

    panel()


def _await_first_epoch(run: Run) -> None:
    # The clock may be set back meanwhile: it says how long at the beginning, and no more.
    end = time.monotonic() + min(run.created + FIRST - time.time(), FIRST)
    while run.unfinished and run.epoch == 0 and time.monotonic() < end:
        time.sleep(OFTEN)
        run = run_store().get(run.workspace, run.id)


def _show_state(t: Translator, run: Run) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(run.name)}** · {t(f'weather.status.{run.status}')}")
        st.progress(min(max(run.progress, 0.0), 1.0), text=_progress_words(t, run))
        if run.error is not None:
            show_error(t, run.error)
        why_it_waits(t, [run])
        with st.container(horizontal=True, gap="small"):
            if run.unfinished:
                st.button(
                    t("weather.stopping" if run.stopping else "weather.stop"),
                    key="weather.stop",
                    icon=":material/stop:",
                    disabled=run.stopping,
                    help=t("weather.stop_help"),
                    on_click=_ask,
                    args=("stop", run),
                )
            if run.resumable:
                st.button(
                    t("weather.resume"),
                    key="weather.resume",
                    icon=":material/resume:",
                    on_click=_ask,
                    args=("resume", run),
                )
            if run.has_result:
                st.button(
                    t("weather.to_verdict"),
                    key="weather.to_verdict",
                    type="primary",
                    icon=":material/gavel:",
                    on_click=change_view,
                    kwargs={"part": "judge"},
                )


def _ask(what: str, run: Run) -> None:
    """Stop or resume a run, from a button's callback."""
    try:
        if what == "stop":
            run_store().request_stop(run.workspace, run.id)
        else:
            run_store().resume(run.workspace, run.id)
            launcher().submit(run.id)
    except RnnvizError as error:
        st.session_state[_ERROR] = error


def _progress_words(t: Translator, run: Run) -> str:
    if run.status == "queued":
        return t("weather.place", place=run.place or 1)
    if run.status == "running" and run.seconds_left is not None:
        left = t("weather.left", seconds=t.number(max(run.seconds_left, 0), 0))
        return t("weather.epoch_of", epoch=run.epoch, epochs=run.epochs) + " · " + left
    words = t("weather.epoch_of", epoch=run.epoch, epochs=run.epochs)
    if run.status == "finished" and run.epoch < run.epochs:
        epochs = run_store().epochs(run.workspace, run.id)
        idle = run.epoch - _best(epochs).epoch  # its patience, or more: see ``fit``
        words += " · " + t("weather.early", idle=idle)
    return words


def _best(epochs: Sequence[EpochRecord]) -> EpochRecord:
    return min(epochs, key=lambda each: each.mae)


def _show_charts(t: Translator, run: Run) -> None:
    store, mode = run_store(), theme_mode()
    epochs = store.epochs(run.workspace, run.id)
    preview = store.preview(run.workspace, run.id)
    best, key = (_best(epochs) if epochs else None), "best_now" if run.unfinished else "best_epoch"
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{t('weather.curves_title')}**")
        st.caption(
            t(f"weather.{key}", epoch=best.epoch, mae=t.number(best.mae, 3))
            if best
            else t("weather.no_epoch")
        )
        labels = {
            "train": t("weather.curve_train"),
            "validation": t("weather.curve_validation"),
            "persistence": t("weather.baseline.persistence"),
            "x": t("weather.axis_epoch"),
            "y": t("weather.axis_celsius"),
            "decimal": t.separators,
        }
        show_picture(
            learning_curves(
                [e.epoch for e in epochs],
                [e.train_mae for e in epochs],
                [e.mae for e in epochs],
                run.persistence_mae,
                run.epochs,
                labels,
                mode,
            ),
            key=f"weather.curves.{run.id}",
            alt=t("weather.curves_alt"),
        )
    with right:
        st.markdown(f"**{t('weather.week_title')}**")
        st.caption(
            t("weather.week_how", lead=preview.lead, epoch=preview.epoch)
            if preview
            else t("weather.no_epoch")
        )
        labels = {
            "truth": t("weather.truth"),
            "forecast": t("weather.forecast"),
            "x": t("weather.week_hour"),
            "y": t("weather.axis_celsius"),
            "decimal": t.separators,
            "dates": dates(t),
        }
        empty = np.array([], np.float32)
        stamps = (
            preview.step.stamps(preview.start, len(preview.truth)).to_numpy()
            if preview
            else np.array([], "datetime64[h]")
        )
        show_picture(
            week_forecast(
                stamps,
                preview.truth if preview else empty,
                preview.forecast if preview else None,
                labels,
                mode,
                preview is None or preview.step.is_by_clock,
            ),
            key=f"weather.week.{run.id}",
            alt=t("weather.week_alt"),
        )
