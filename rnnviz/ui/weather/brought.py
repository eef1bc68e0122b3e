"""On Judge: what the columns beside the temperature brought, by shuffling and by training anew."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.message_values import ColumnName
from rnnviz.runs.records import Run
from rnnviz.runs.retrained import Retrained, retrained, without_input
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.workspace import run_series, run_store
from rnnviz.ui.widgets.run_results import RunResult
from rnnviz.ui.widgets.run_settings import run_name

_ERROR = "weather.brought_error"


def show_brought(t: Translator, result: RunResult) -> None:
    """Nothing for a run that reads the temperature alone."""
    shuffled = result.numbers.get("inputs")
    if not shuffled:
        return
    st.subheader(t("weather.brought.title"))
    columns = (t(f"weather.brought.{name}") for name in ("column", "rise", "range"))
    rows = [
        (_named(t, each["column"]), t.number(each["rise"], 3), _range(t, each["low"], each["high"]))
        for each in shuffled
    ]
    st.table(pd.DataFrame(rows, columns=list(columns)), hide_index=True, border="horizontal")
    st.caption(t("weather.brought.how"))
    _trained_anew(t, result)


def _named(t: Translator, column: str) -> str:
    return plain(t.said(ColumnName(column)))


def _range(t: Translator, low: float, high: float) -> str:
    return f"{t.number(low, 3)} … {t.number(high, 3)}"


def _trained_anew(t: Translator, result: RunResult) -> None:
    """Runs alike with and without each column, and a click that trains one without it."""
    run, series = result.run, result.trained.ready.task.series
    found = retrained(run, series, run_store().list(run.workspace))
    st.markdown(f"**{t('weather.brought.anew')}**")
    for each in found:
        if each.without:
            st.markdown(_compared(t, each))
            if not each.same_windows:
                st.caption(t("weather.brought.other_windows"))
    if any(each.without for each in found):
        st.caption(t("weather.brought.seeds"))
    else:
        st.caption(t("weather.brought.none_yet"))
    error = st.session_state.pop(_ERROR, None)
    if isinstance(error, RnnvizError):
        show_error(t, error)
    with st.container(horizontal=True, gap="small"):
        for place, each in enumerate(found):
            st.button(
                t("weather.brought.train", column=_named(t, each.column)),
                key=f"weather.brought.{place}",
                icon=":material/play_arrow:",
                on_click=_train_without,
                args=(t, run, each),
            )


def _compared(t: Translator, found: Retrained) -> str:
    own, other = (_errors(runs) for runs in (found.with_it, found.without))
    return t(
        "weather.brought.compared",
        column=_named(t, found.column),
        own=_spread(t, own),
        other=_spread(t, other),
    )


def _errors(runs: Sequence[Run]) -> list[float]:
    """Test MAE of each run, °C."""
    numbers = (run_store().result_of(run) for run in runs)
    return [found["test"]["mae"] for found in numbers if found is not None]


def _spread(t: Translator, errors: Sequence[float]) -> str:
    """One error, or the mean of several with their range."""
    if len(errors) == 1:
        return t("weather.brought.one", mae=t.number(errors[0], 3))
    return t(
        "weather.brought.several",
        count=len(errors),
        mae=t.number(sum(errors) / len(errors), 3),
        low=t.number(min(errors), 3),
        high=t.number(max(errors), 3),
    )


def _train_without(t: Translator, run: Run, found: Retrained) -> None:
    """The same training without one column; a seed that was tried already makes way for the next.

    Then a click more says what the seed alone changes.
    """
    tried = {each.spec.seed for each in found.without}
    seed = next(seed for seed in (run.spec.seed, *range(len(tried) + 1)) if seed not in tried)
    spec = run.spec.model_copy(update={"seed": seed})
    fewer = without_input(run_series(run), found.column)
    try:
        made = start_run(run_name(t, spec, fewer.inputs), spec, fewer, run.source)
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    change_view(run=made.id, part="train")
