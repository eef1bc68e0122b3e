"""One run of the Runs page: open, repeat, rename, delete, download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.runs.records import Limits, Run
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.ui.shell.navigation import go_to
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.series_source import set_aside
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.workspace import run_series, run_store
from rnnviz.ui.widgets.forecast_verdict import show_verdict
from rnnviz.ui.widgets.run_files import file_stem, zip_of_run
from rnnviz.ui.widgets.run_settings import settings_of

_ERROR, _LEAVE = "runs.error", "runs.leave"


def one_run(t: Translator, run: Run) -> None:
    """All that can be done with one run."""
    error = st.session_state.pop(_ERROR, None)
    if isinstance(error, RnnvizError):
        show_error(t, error)
    st.subheader(plain(run.name))
    numbers = run_store().result_of(run)
    if numbers is not None:
        show_verdict(t, numbers)
    if run.error is not None:
        show_error(t, run.error)
    with st.container(horizontal=True, gap="small"):
        for name, icon, action in (
            ("open", ":material/open_in_new:", _open),
            ("same", ":material/replay:", _again),
            ("changed", ":material/tune:", _with_changes),
        ):
            st.button(
                t(f"runs.{name}"),
                type="primary" if name == "open" else "secondary",
                icon=icon,
                key=f"runs.{name}",
                help=t("runs.same_help") if name == "same" else None,
                on_click=_guarded(partial(action, run)),
            )
        if numbers is not None:
            st.download_button(
                t("weather.download.everything"),
                lambda: zip_of_run(t, run),
                file_name=f"{file_stem(run.name)}.zip",
                mime="application/zip",
                key="runs.download",
                icon=":material/download:",
                on_click="ignore",
            )
    key = f"runs.name.{run.id}"

    def rename() -> None:
        if changed_by_hand(key):
            run_store().rename(run.workspace, run.id, st.session_state[key])

    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        show_value(key, run.name)
        st.text_input(
            t("runs.rename"),
            key=key,
            max_chars=Limits().name_length,
            on_change=_guarded(rename),
        )
    with right:
        delete_runs(t, [run])


def leave(t: Translator) -> None:
    """Go to the Weather page where a button of the last run asked for it."""
    if st.session_state.pop(_LEAVE, False):
        go_to("weather", t)


def _open(run: Run) -> None:
    """The Weather page about this run: its data, its settings, and how it stands."""
    _fill_in(run)
    change_view(run=run.id, part="judge" if run.has_result else "train")
    st.session_state[_LEAVE] = True


def _again(run: Run) -> None:
    """The same data, settings and seed once more: the same numbers."""
    _open(start_run(run.name, run.spec, run_series(run), run.source))


def _with_changes(run: Run) -> None:
    """The Weather page with this run's data and settings filled in."""
    _fill_in(run)
    change_view(run=run.id, part="model")
    st.session_state[_LEAVE] = True


def _fill_in(run: Run) -> None:
    set_aside(run.id)  # the page is about the run's series, not about an earlier upload
    change_view(**settings_of(run.spec))


def delete_runs(t: Translator, runs: Sequence[Run]) -> None:
    """Delete, after asking."""
    names = ", ".join(plain(run.name) for run in runs)
    with st.popover(t("runs.delete"), icon=":material/delete:"):
        st.markdown(t("runs.delete_sure", names=names))

        def delete() -> None:
            gone = {run.id for run in runs}
            for run in runs:
                run_store().delete(run.workspace, run.id)
            view = current_view()
            left = [run_id for run_id in view.others.split(",") if run_id not in gone]
            change_view(others=",".join(left), run="" if view.run in gone else view.run)

        st.button(
            t("runs.delete_yes"), key="runs.delete", type="primary", on_click=_guarded(delete)
        )


def _guarded(action: Callable[[], None]) -> Callable[[], None]:
    """A callback whose coded errors are shown on the next run of the page."""

    def run() -> None:
        try:
            action()
        except RnnvizError as error:
            st.session_state[_ERROR] = error

    return run
