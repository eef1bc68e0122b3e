"""What a finished run has to show, worked out once and kept: its details, its model, its bands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.ui.shell.workspace import current_run, run_store

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import NextHours, WeatherRun
    from rnnviz.inference.forecast_diagnostics import Diagnostics


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
def _next(workspace: str, run_id: str, ended: float | None, hours: int) -> NextHours:
    from rnnviz.inference.forecast_band import next_hours

    return next_hours(_trained(workspace, run_id, ended)[0], hours)


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
    if result is None:
        waiting = run is not None and run.unfinished
        st.info(t("weather.still_learning" if waiting else "weather.no_result"), icon="⏳")
    return result


def hours_ahead(result: RunResult, hours: int) -> NextHours:
    """Forecast beyond the end of the series; raises ``RnnvizError`` where that cannot be."""
    run = result.run
    return _next(run.workspace, run.id, run.ended, hours)
