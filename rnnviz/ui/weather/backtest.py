"""On Judge: the same training from several origins. Each fold is a run of the record.

So folds wait, live, stop and come back after a reload as any run; which of the workspace's runs
they are is told by what they learn from and how.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.figures.forecast import bars
from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.series.conformal import SEASONS
from rnnviz.series.levels import LEVELS
from rnnviz.series.types import RegularSeries
from rnnviz.training.backtest import (
    NETWORK,
    ROLLINGS,
    Compared,
    Fold,
    Rolling,
    best_simple,
    compared,
    fold_training,
    folds,
    held,
    over_seasons,
)
from rnnviz.ui.shell.errors import errors_shown, plain, show_error
from rnnviz.ui.shell.state import current_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.workspace import run_store, stop_runs
from rnnviz.ui.weather.backtest_folds import (
    ERROR,
    WantedFold,
    goes_on,
    most_at_once,
    room,
    runs_of,
    start_backtest,
    start_missing,
    stop_backtest,
)
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.run_results import RunResult
from rnnviz.ui.widgets.view_switch import view_switch
from rnnviz.ui.widgets.waiting import why_it_waits

COUNTS = ("3", "5", "8", "50")
MINUTES = 10  # what has waited and run so long is stopped, and keeps its best epoch
JUDGING = 4.0  # seconds of a fold beside training
REFRESH = 1.0


def backtest_panel(t: Translator, result: RunResult) -> None:
    """The choices, the button, and the folds as they stand."""
    st.subheader(t("weather.backtest.title"))
    st.markdown(t("weather.backtest.how"))
    with st.container(horizontal=True, gap="medium"):
        counts = {count: count for count in COUNTS}
        view_switch("folds", t("weather.backtest.folds"), counts, "weather.folds")
        words = {name: t(f"weather.backtest.{name}") for name in ROLLINGS}
        view_switch("rolling", t("weather.backtest.rolling"), words, "weather.rolling")
    series = result.trained.ready.task.series
    try:
        planned = _planned(result.run, series)
    except RnnvizError as short:
        st.info(plain(t.error(short)), icon=":material/info:")
        return
    error = st.session_state.pop(ERROR, None)
    if isinstance(error, RnnvizError):
        show_error(t, error)
    wanted = [WantedFold(*fold_training(series, result.run.spec, fold)) for fold in planned]
    made = runs_of(result.run, wanted)
    if made:
        _live(t, result.run, wanted, series)
    if len(made) < len(wanted):
        st.button(
            t("weather.backtest.start", count=len(wanted)),
            key="weather.backtest.start",
            icon=":material/history:",
            on_click=start_backtest,
            args=(t, result.run, wanted),
        )
        minutes = max(1, round(_seconds(result, planned) / 60))
        most = MINUTES * -(-len(wanted) // most_at_once())
        st.caption(t("weather.backtest.takes", minutes=minutes, most=most))


def _planned(run: Run, series: RegularSeries) -> tuple[Fold, ...]:
    view = current_view()
    rolling: Rolling = "sliding" if view.rolling == "sliding" else "expanding"
    return folds(series, run.spec, int(view.folds), rolling)


def _seconds(result: RunResult, planned: Sequence[Fold]) -> float:
    """About how long all folds take, one after the other, by the pace of the run at hand."""
    steps = sum(fold.origin - fold.begin for fold in planned)
    epochs = result.numbers.get("epochs", result.run.epochs)
    pace = max(result.numbers.get("windows_per_second", 0), 1)
    return float(steps * epochs / pace + JUDGING * len(planned))


def _live(t: Translator, run: Run, wanted: Sequence[WantedFold], series: RegularSeries) -> None:
    def going(runs: Sequence[Run]) -> bool:
        return any(each.unfinished for each in runs) or goes_on(run, wanted, runs)

    unfinished = going(list(runs_of(run, wanted).values()))

    @st.fragment(run_every=REFRESH if unfinished else None, key="weather.backtest")
    def panel() -> None:
        with errors_shown(t):
            runs = runs_of(run, wanted)
            if goes_on(run, wanted, list(runs.values())) and (free := room(run)) > 0:
                with errors_shown(t):  # this session has had its share for now, perhaps
                    start_missing(t, run, wanted, free)
                runs = runs_of(run, wanted)
            if unfinished != going(list(runs.values())):
                st.rerun()  # the timer changes
            if unfinished:
                _progress(t, list(runs.values()), len(wanted))
            done = [_alike(runs[place]) for place in sorted(runs)]
            _show(t, series, [each for each in done if each is not None])

    panel()


def _progress(t: Translator, runs: Sequence[Run], count: int) -> None:
    waiting = [each for each in runs if each.unfinished]
    if waiting and time.time() > min(each.created for each in waiting) + 60 * MINUTES:
        stop_runs(waiting)
    share = sum(each.progress if each.unfinished else 1.0 for each in runs) / count
    done = sum(not each.unfinished for each in runs)
    words = t("weather.backtest.progress", done=done, count=count)
    st.progress(min(max(share, 0.0), 1.0), text=words)
    why_it_waits(t, waiting)
    st.button(
        t("weather.backtest.stop"),
        key="weather.backtest.stop",
        icon=":material/stop:",
        on_click=stop_backtest,
        args=(waiting,),
    )


def _alike(run: Run) -> dict[str, Any] | None:
    numbers = None if run.unfinished or not run.has_result else run_store().result_of(run)
    found: dict[str, Any] | None = numbers.get("alike") if numbers else None
    return found


def _show(t: Translator, series: RegularSeries, done: Sequence[dict[str, Any]]) -> None:
    if len(done) < 2:
        return  # of one fold nothing spreads
    rows = compared(done)
    rival = best_simple(rows)
    if rival is not None:
        st.markdown(_verdict(t, rows[0], rival, len(done)))
    st.table(_table(t, rows, len(done)), hide_index=True, border="horizontal")
    st.caption(t("weather.backtest.table_how"))
    if rival is not None:
        _chart(t, series, done, rival)
        _by_season(t, done, rival)
    _held(t, done)


def _verdict(t: Translator, own: Compared, rival: Compared, count: int) -> str:
    """In every fold nearer, in every one farther, or no clear difference."""
    kind = "nearer" if rival.nearer == count else "farther" if rival.high < 0 else "unclear"
    return t(
        f"weather.backtest.{kind}",
        rival=_named(t, rival.name),
        own=t.number(own.mae, 3),
        other=t.number(rival.mae, 3),
        count=count,
        nearer=rival.nearer,
        spread=_spread(t, rival),
    )


def _named(t: Translator, name: str) -> str:
    return t("weather.own") if name == NETWORK else t(f"weather.baseline.{name}")


def _spread(t: Translator, row: Compared) -> str:
    low, middle, high = (t.number(each, 3) for each in (row.low, row.gain, row.high))
    return f"{middle} ({low} … {high})"


def _table(t: Translator, rows: Sequence[Compared], count: int) -> pd.DataFrame:
    columns = [
        t("weather.col_method"),
        t("weather.col_mae"),
        t("weather.col_rmse"),
        t("weather.backtest.col_gain"),
        t("weather.backtest.col_nearer"),
    ]
    cells = []
    for row in rows:
        beside = row.name != NETWORK
        cells.append(
            (
                _named(t, row.name),
                t.number(row.mae, 3),
                t.number(row.rmse, 3),
                _spread(t, row) if beside else "",
                t("weather.backtest.of", nearer=row.nearer, count=count) if beside else "",
            )
        )
    return pd.DataFrame(cells, columns=columns)


def _chart(
    t: Translator, series: RegularSeries, done: Sequence[dict[str, Any]], rival: Compared
) -> None:
    labels = {
        "x": t("weather.backtest.origin"),
        "y": t("weather.axis_celsius"),
        "own": t("weather.own"),
        "persistence": _named(t, rival.name),
        "decimal": t.separators,
    }
    origins = [series.step.start_of(fold["origin"]) for fold in done]
    names = [t.month(when) if series.step.unit == "M" else t.date(when) for when in origins]
    own, other = ([fold["scores"][name]["mae"] for fold in done] for name in (NETWORK, rival.name))
    show_figure(
        bars(names, own, labels, theme_mode(), other),
        key="weather.backtest.chart",
        alt=t("weather.backtest.title"),
    )


def _by_season(t: Translator, done: Sequence[dict[str, Any]], rival: Compared) -> None:
    own, other = (over_seasons(done, name) for name in (NETWORK, rival.name))
    if len(own) < 2:
        return
    rows = [
        (t(f"weather.season_{SEASONS.index(name)}"), t.number(mae, 3), t.number(other[name], 3))
        for name, mae in own.items()
    ]
    columns = [t("weather.backtest.season"), t("weather.own"), _named(t, rival.name)]
    st.table(pd.DataFrame(rows, columns=columns), hide_index=True, border="horizontal")


def _held(t: Translator, done: Sequence[dict[str, Any]]) -> None:
    """How often the bands held, at every level: over the folds, and by step ahead."""

    def between(shares: Sequence[float]) -> str:
        low, high = t.percent(min(shares)), t.percent(max(shares))
        return low if low == high else f"{low} – {high}"

    found = {level: held(done, level) for level in LEVELS}
    rows = [
        (
            t.percent(level / 100),
            t.percent(band["inside"]),
            *(between(band[name]) for name in ("by_fold", "by_lead")),
            between(list(band["by_season"].values())),
        )
        for level, band in found.items()
    ]
    names = ("promised", "held", "fold", "lead", "by_season")
    columns = [t(f"weather.backtest.{name}") for name in names]
    st.markdown(f"**{t('weather.backtest.bands')}**")
    st.table(pd.DataFrame(rows, columns=columns), hide_index=True, border="horizontal")
