"""The Runs page: the list with its ticks, and what can be done with those that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.runs.housekeeping import keep_days
from rnnviz.runs.records import Run
from rnnviz.ui.runs.compare import compare
from rnnviz.ui.runs.one_run import delete_runs, leave, one_run
from rnnviz.ui.shell.errors import errors_shown, plain, show_error
from rnnviz.ui.shell.navigation import page_link
from rnnviz.ui.shell.shown_values import changed_by_hand, show_value
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.view import View
from rnnviz.ui.shell.workspace import keep_warm, run_store
from rnnviz.ui.widgets.run_settings import settings_line, settings_of
from rnnviz.ui.widgets.series_words import in_steps_of

REFRESH = 2.0  # seconds between two looks at runs that are not over
_TICKED = "runs.ticked"
MOST = 6  # runs in one comparison: more lines cannot be told apart


def show_runs(t: Translator, view: View) -> None:
    """The whole page."""
    leave(t)
    try:
        runs = run_store().list(view.ws) if view.ws else ()
        if not runs:
            st.info(t("runs.none"), icon=":material/history:")
            page_link("weather", t("runs.to_weather"), t)
        else:
            chosen = _list(t, view, runs)
            _actions(t, chosen)
            st.caption(_quota(t, runs))
        keep_warm()
    except RnnvizError as error:
        show_error(t, error)


def _quota(t: Translator, runs: Sequence[Run]) -> str:
    """How much of what a workspace may keep is taken, and how long it is kept."""
    store = run_store()
    size, limits, days = store.bytes_of(runs), store.limits, keep_days()
    known = {"count": len(runs), "most": limits.runs, "limit": limits.megabytes}
    said = t("runs.quota", size=t.number(size / 2**20, 1), **known)
    return said if days is None else f"{said} {t('runs.expires', days=days)}"


def chosen_ids(view: View) -> list[str]:
    """The runs that are ticked; they stand in the address."""
    return [run_id for run_id in view.others.split(",") if run_id]


def _list(t: Translator, view: View, runs: Sequence[Run]) -> list[Run]:
    waiting = any(run.unfinished for run in runs)

    @st.fragment(run_every=REFRESH if waiting else None, key="runs.list")
    def rows() -> None:
        if st.session_state.pop(_TICKED, False):
            st.rerun()  # a tick reruns this list alone; what is below belongs to it too
        with errors_shown(t):
            now = run_store().list(view.ws) if waiting else runs
            if waiting and not any(run.unfinished for run in now):
                st.rerun()
            st.markdown(t("runs.how", most=MOST))
            with st.container(border=True, gap="small", key="runs-list"):
                for run in now:
                    _row(t, run)

    rows()
    ticked = set(chosen_ids(view))
    return [run for run in runs if run.id in ticked]


def _row(t: Translator, run: Run) -> None:
    t = in_steps_of(t, run.spec)
    key = f"runs.tick.{run.id}"
    ticked = chosen_ids(current_view())
    show_value(key, run.id in ticked)
    with st.container(gap=None):
        st.checkbox(
            f"**{plain(run.name)}** · {_state(t, run)}",
            key=key,
            on_change=_tick,
            args=(run.id,),
            disabled=len(ticked) >= MOST and run.id not in ticked,
        )
        when = t.moment(datetime.fromtimestamp(run.created).replace(second=0, microsecond=0))
        line = settings_line(t, settings_of(run.spec))
        st.caption(f"{plain(run.source)} · {line} · {when}")


def _state(t: Translator, run: Run) -> str:
    if run.status == "running":
        return t("weather.epoch_of", epoch=run.epoch, epochs=run.epochs)
    words = t(f"weather.status.{run.status}")
    numbers = run_store().result_of(run)
    if numbers is None:
        return words
    gain = float(numbers["mae_skill_score"])
    better = t("weather.better" if gain > 0 else "weather.worse", share=t.percent(abs(gain)))
    return f"{words} · {t('runs.test', mae=t.number(numbers['test']['mae'], 2))}, {better}"


def _tick(run_id: str) -> None:
    key = f"runs.tick.{run_id}"
    if not changed_by_hand(key):
        return
    ids = chosen_ids(current_view())
    if st.session_state[key]:
        ids = [*ids, run_id][-MOST:]
    else:
        ids = [other for other in ids if other != run_id]
    change_view(others=",".join(ids))
    st.session_state[_TICKED] = True


def _actions(t: Translator, chosen: Sequence[Run]) -> None:
    if not chosen:
        st.caption(t("runs.tick_one"))
    elif len(chosen) == 1:
        one_run(t, chosen[0])
    else:
        compare(t, chosen)
        delete_runs(t, chosen)
