"""Whose runs these are: an unguessable id in the address, made when it is first needed.

Another workspace never sees them. Who has the address has the runs, as with a shared document.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.runs.launcher import Launcher, launcher_of
from rnnviz.runs.records import Run, new_id
from rnnviz.runs.store import RunStore
from rnnviz.runs.uploads import UploadStore
from rnnviz.series.types import RegularSeries
from rnnviz.ui.shell.state import change_view, current_view

_REOPENING = threading.Lock()


@st.cache_resource(show_spinner=False)
def _opened() -> tuple[RunStore, Launcher]:
    """One pair for the whole server. Where it cannot be opened nothing is kept: the next page
    tries again."""
    store = RunStore.from_environment()
    return store, launcher_of(store)


def _open() -> tuple[RunStore, Launcher]:
    """The pair; opened anew where its folder has vanished, or another was put in its place."""
    with _REOPENING:
        store, launcher = _opened()
        if not store.is_there():
            _opened.clear()
            launcher.close()
            store.database.close()
        return _opened()


def run_store() -> RunStore:
    """The record of all runs."""
    return _open()[0]


@st.cache_resource(show_spinner=False)
def upload_store() -> UploadStore:
    """The files that workspaces keep, one store for the whole server."""
    return UploadStore.from_environment()


def launcher() -> Launcher:
    """Who executes runs."""
    return _open()[1]


def workspace() -> str:
    """The workspace of the address; a new one where there is none yet."""
    if not current_view().ws:
        change_view(ws=new_id())
    return current_view().ws


def current_run() -> Run | None:
    """The run of the address, if this workspace has it."""
    view = current_view()
    if not (view.ws and view.run):
        return None
    try:
        return run_store().get(view.ws, view.run)
    except RnnvizError as error:
        if error.code == "run_unknown":
            return None
        raise


def stop_runs(runs: Sequence[Run]) -> None:
    """Ask those that have not ended, and were not asked yet, to stop."""
    for run in runs:
        if run.unfinished and not run.stopping:
            run_store().request_stop(run.workspace, run.id)


@st.cache_resource(max_entries=8, show_spinner=False)
def _series(workspace: str, run_id: str) -> RegularSeries:
    return run_store().series(workspace, run_id)


def run_series(run: Run) -> RegularSeries:
    """The series a run learns from; it never changes."""
    return _series(run.workspace, run.id)


def keep_warm() -> None:
    """Have workers ready before anybody clicks; the last call of a page about runs."""
    launcher().ensure_alive()
