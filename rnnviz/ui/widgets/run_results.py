"""What a finished run has to show, worked out once and kept: its details, its model, its bands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.series.step import Step
from rnnviz.ui.shell.errors import errors_shown
from rnnviz.ui.shell.state import current_view
from rnnviz.ui.shell.workspace import current_run, run_store

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import NextSteps, WeatherRun
    from rnnviz.inference.forecast_diagnostics import Diagnostics


# How far ahead one can look, by the kind of step.
_AHEAD = {
    "h": (6, 12, 24, 48, 72, 168),
    "d": (3, 7, 14, 30, 60, 90),
    "w": (2, 4, 8, 13, 26, 52),
    "mo": (1, 3, 6, 12, 24, 36),
}
_ANY_AHEAD = (4, 8, 16, 24, 48, 96)
REFRESH = 0.5  # seconds between two looks at a run that is awaited


@dataclass(frozen=True)
class RunResult:
    """A run that has a result: its record, the numbers, the trained network, the details."""

    run: Run
    numbers: dict[str, Any]
    trained: WeatherRun
    diagnostics: Diagnostics


# Shared by all sessions: a run's id cannot be guessed, and its workspace is part of the key. When
# a run is resumed and ends again, ``ended`` differs.
@st.cache_resource(max_entries=12, show_spinner=False)
def _trained(workspace: str, run_id: str, ended: float | None) -> tuple[WeatherRun, Diagnostics]:
    import torch

    from rnnviz.inference.forecast_band import load_run
    from rnnviz.inference.forecast_diagnostics import diagnostics

    torch.set_num_threads(1)
    trained = load_run(Path(run_store().files(workspace, run_id)))
    return trained, diagnostics(trained.ready, trained.model)


@st.cache_resource(max_entries=24, show_spinner=False)
def _next(workspace: str, run_id: str, ended: float | None, steps: int) -> NextSteps:
    from rnnviz.inference.forecast_band import next_steps

    return next_steps(_trained(workspace, run_id, ended)[0], steps)


def finished_result(run: Run) -> RunResult | None:
    """The result of a run; None where it has none (yet)."""
    numbers = run_store().result_of(run)
    if numbers is None:
        return None
    trained, found = _trained(run.workspace, run.id, run.ended)
    return RunResult(run, numbers, trained, found)


def current_result(t: Translator) -> RunResult | None:
    """The result of the run in the address; without one, a word about what to do."""
    run = current_run()
    result = None
    if run is not None:
        with st.spinner(t("weather.judging")):
            result = finished_result(run)
    if result is None and run is not None and run.unfinished:
        _await_end(t, run)
    elif result is None:
        st.info(t("weather.no_result"), icon="⏳")
    return result


def _await_end(t: Translator, run: Run) -> None:
    """Say that it goes on, and open the result by itself: whoever came here waits for that."""

    @st.fragment(run_every=REFRESH, key="weather.awaited")
    def panel() -> None:
        with errors_shown(t):
            now = run_store().get(run.workspace, run.id)
            if not now.unfinished:
                st.rerun()
            st.info(t("weather.still_learning"), icon="⏳")
            st.progress(min(max(now.progress, 0.0), 1.0))

    panel()


def aheads(step: Step) -> tuple[int, ...]:
    """How many steps ahead are offered."""
    return _AHEAD.get(step.kind, _ANY_AHEAD)


def first_ahead(step: Step) -> int:
    """How many of them are shown unasked: a day of hours, two weeks, half a year of months."""
    return aheads(step)[2]


def steps_ahead(result: RunResult, steps: int) -> NextSteps:
    """Forecast beyond the end of the series, with the band that the link asks for; raises
    ``RnnvizError`` where that cannot be."""
    run = result.run
    return _next(run.workspace, run.id, run.ended, steps).at(int(current_view().level))
