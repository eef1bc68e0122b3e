"""The folds of a backtest as runs of the record: which they are, and when each is started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.series.saved import fingerprint
from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.state import current_view
from rnnviz.ui.shell.work_budget import check_room
from rnnviz.ui.shell.workspace import run_store, stop_runs

ERROR = "weather.backtest_error"
_GOES_ON = "weather.backtest_goes_on"  # the backtest whose missing folds are started in turn


@dataclass(frozen=True)
class WantedFold:
    """What a fold learns from and how, and so which run is its own."""

    piece: RegularSeries
    spec: WeatherTraining

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.piece)

    def is_of(self, run: Run) -> bool:
        return run.fingerprint == self.fingerprint and run.spec == self.spec


def runs_of(run: Run, wanted: Sequence[WantedFold]) -> dict[int, Run]:
    """The run of each fold that has been started, by its place."""
    others = run_store().list(run.workspace)
    found = {}
    for place, fold in enumerate(wanted):
        same = (each for each in others if fold.is_of(each))
        if (each := next(same, None)) is not None:
            found[place] = each
    return found


def start_backtest(t: Translator, run: Run, wanted: Sequence[WantedFold]) -> None:
    """The first turn of the missing folds; the others follow as these end."""
    try:
        check_room(min(most_at_once(), len(wanted) - len(runs_of(run, wanted))))
        start_missing(t, run, wanted, max(1, room(run)))
        st.session_state[_GOES_ON] = _name_of(run, wanted)
    except RnnvizError as error:
        st.session_state[ERROR] = error


def start_missing(t: Translator, run: Run, wanted: Sequence[WantedFold], most: int) -> None:
    """At most so many of them, in order."""
    made = runs_of(run, wanted)
    missing = [place for place in range(len(wanted)) if place not in made]
    for place in missing[:most]:
        name = t("weather.backtest.name", number=place + 1, run=run.name)
        start_run(name, wanted[place].spec, wanted[place].piece, run.source)


def stop_backtest(waiting: Sequence[Run]) -> None:
    """Those that wait or run, and none after them."""
    st.session_state.pop(_GOES_ON, None)
    stop_runs(waiting)


def most_at_once() -> int:
    """So many folds wait at once: with fifty of one user in the queue nobody else had a turn."""
    return run_store().limits.unfinished


def room(run: Run) -> int:
    """How many more may wait in this workspace."""
    return most_at_once() - sum(each.unfinished for each in run_store().list(run.workspace))


def _name_of(run: Run, wanted: Sequence[WantedFold]) -> str:
    return f"{run.id} {len(wanted)} {current_view().rolling}"


def goes_on(run: Run, wanted: Sequence[WantedFold], runs: Sequence[Run]) -> bool:
    """Whether missing folds are to be started: they were asked for, and no stop was. A page that
    was reloaded tells by the runs."""
    if any(each.stopping or each.status == "stopped" for each in runs):
        st.session_state.pop(_GOES_ON, None)
    elif any(each.unfinished for each in runs):
        st.session_state[_GOES_ON] = _name_of(run, wanted)
    asked = st.session_state.get(_GOES_ON) == _name_of(run, wanted)
    return asked and len(runs) < len(wanted)
