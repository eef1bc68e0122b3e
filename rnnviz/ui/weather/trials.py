"""A few settings tried on the user's file: short runs like any other, side by side, and the best.

They are runs of the record: each can be looked at, stopped and deleted on Runs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.training.fitting import candidates
from rnnviz.ui.shell.errors import errors_shown, plain, show_error
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.series_source import SeriesSource
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.work_budget import check_room
from rnnviz.ui.shell.workspace import run_store, stop_runs
from rnnviz.ui.widgets.run_settings import run_name, settings_line, settings_of, spec_of

MOST = 5  # trials: a workspace may have ten runs waiting
EPOCHS = 3
SECONDS = 60  # what has not ended by then is stopped, and keeps its best epoch
REFRESH = 1.0
_TRIALS = "weather.trials"
_CHANGED = "weather.trials_changed"
_ERROR = "weather.trials_error"
_TAKEN = ("cell", "hidden", "layers", "window", "calendar", "line", "rate")


def trials_panel(t: Translator, source: SeriesSource) -> None:
    """The button, and the trials as they stand."""
    st.button(
        t("weather.trials.start", count=MOST),
        key="weather.trials.start",
        icon=":material/experiment:",
        on_click=_start,
        args=(t, source),
    )
    error = st.session_state.pop(_ERROR, None)
    if isinstance(error, RnnvizError):
        show_error(t, error)
    if st.session_state.get(_TRIALS):
        _live(t)
    else:
        st.caption(t("weather.trials.how", epochs=EPOCHS, seconds=SECONDS))


def _start(t: Translator, source: SeriesSource) -> None:
    now = spec_of(current_view())
    file = source.name or t("weather.sample_short")
    started = []
    try:
        check_room(MOST)
        for number, spec in enumerate(candidates(source.series, now)[:MOST], start=1):
            short = spec.model_copy(
                update={"loop": spec.loop.model_copy(update={"epochs": EPOCHS})}
            )
            name = t(
                "weather.trials.name", number=number, run=run_name(t, spec, source.series.inputs)
            )
            started.append(start_run(name, short, source.series, file).id)
    except RnnvizError as error:
        st.session_state[_ERROR] = error
    if started:
        st.session_state[_TRIALS] = started


def _trials() -> list[Run]:
    """Those of this session that are still in the record."""
    wanted = st.session_state.get(_TRIALS, ())
    found = {run.id: run for run in run_store().list(current_view().ws)}
    return [found[run_id] for run_id in wanted if run_id in found]


def _live(t: Translator) -> None:
    unfinished = any(run.unfinished for run in _trials())

    @st.fragment(run_every=REFRESH if unfinished else None, key="weather.trials")
    def panel() -> None:
        with errors_shown(t):
            if st.session_state.pop(_CHANGED, False):
                st.rerun()  # a button in here reruns this panel alone; the settings are elsewhere
            runs = _trials()
            if unfinished != any(run.unfinished for run in runs):
                st.rerun()  # the timer changes
            if unfinished:
                _stop_late(runs)
            _show(t, runs)

    panel()


def _stop_late(runs: Sequence[Run]) -> None:
    """Stop what takes longer than was said."""
    if runs and time.time() > min(run.created for run in runs) + SECONDS:
        stop_runs(runs)


def _show(t: Translator, runs: Sequence[Run]) -> None:
    errors = {run.id: error for run in runs if (error := _validation_error(run)) is not None}
    best = min(errors, key=errors.__getitem__, default=None)
    unfinished = any(run.unfinished for run in runs)
    with st.container(border=True, gap="small", key="weather-trials"):
        for run in runs:
            _row(t, run, errors.get(run.id), best=run.id == best and not unfinished)
        if unfinished:
            st.button(
                t("weather.trials.stop"),
                key="weather.trials.stop",
                icon=":material/stop:",
                on_click=stop_runs,
                args=(runs,),
            )
        elif best is not None:
            st.caption(t("weather.trials.chosen_by"))


def _validation_error(run: Run) -> float | None:
    epochs = run_store().epochs(run.workspace, run.id)
    return min((epoch.mae for epoch in epochs), default=None)


def _row(t: Translator, run: Run, error: float | None, best: bool) -> None:
    settings = settings_of(run.spec)
    state = t(f"weather.status.{run.status}")
    if error is not None:
        state = t("weather.trials.off", mae=t.number(error, 3)) + f" · {state}"
    words = f"{plain(run.name)} · {state}"
    st.markdown(f":material/star: **{words}**" if best else words)
    if best:
        made = {name: settings[name] for name in _TAKEN}
        taken = all(getattr(current_view(), name) == value for name, value in made.items())
        st.button(
            t("weather.trials.taken" if taken else "weather.trials.take"),
            key=f"weather.trials.take.{run.id}",
            type="primary",
            disabled=taken,
            help=settings_line(t, settings),
            on_click=_take,
            args=(made,),
        )


def _take(settings: dict[str, int | str]) -> None:
    change_view(**settings)
    st.session_state[_CHANGED] = True
