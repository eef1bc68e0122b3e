"""Two or more runs side by side: curves, test numbers, and the settings that differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from rnnviz.figures.forecast import contrast
from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.workspace import run_store
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.forecast_verdict import signed_share
from rnnviz.ui.widgets.run_settings import CONTROLS, setting_words, settings_of
from rnnviz.ui.widgets.series_words import in_steps_of


def compare(t: Translator, runs: Sequence[Run]) -> None:
    """The whole comparison."""
    t = in_steps_of(t, *(run.spec for run in runs))
    st.subheader(t("runs.compare_title", count=len(runs)))
    names = different_names(runs)
    if len({run.fingerprint for run in runs}) > 1:
        st.warning(t("runs.other_data"), icon=":material/info:")
    elif len({run.spec.model.horizon for run in runs}) > 1:
        st.info(t("runs.other_horizon"), icon=":material/info:")
    curves = {
        name: [e.mae for e in run_store().epochs(run.workspace, run.id)]
        for name, run in zip(names, runs, strict=True)
    }
    curves = {name: errors for name, errors in curves.items() if errors}
    if curves:
        labels = {
            "x": t("weather.axis_epoch"),
            "y": t("weather.axis_error"),
            "persistence": t("weather.baseline.persistence"),
            "decimal": t.separators,
        }
        levels = [run.persistence_mae for run in runs if run.persistence_mae is not None]
        show_figure(
            contrast(curves, levels, labels, theme_mode()),
            key="runs.curves",
            alt=t("runs.curves_alt"),
        )
    st.markdown(f"**{t('runs.numbers')}**")
    _table(_numbers(t, names, runs), "runs.numbers")
    st.markdown(f"**{t('runs.differences')}**")
    different = differences(t, names, runs)
    if different.empty:
        st.caption(t("runs.no_differences"))
    else:
        _table(different, "runs.differences")


def _table(table: pd.DataFrame, key: str) -> None:
    """A table whose first column, the names, is not cut as Streamlit would."""
    widths = {table.columns[0]: st.column_config.Column(width="medium")}
    st.dataframe(table, hide_index=True, key=key, column_config=widths)


def different_names(runs: Sequence[Run]) -> list[str]:
    """The runs' names, with a number behind those that occur again."""
    names: list[str] = []
    for run in runs:
        name, number = run.name, 2
        while name in names:
            name, number = f"{run.name} ({number})", number + 1
        names.append(name)
    return names


def _numbers(t: Translator, names: Sequence[str], runs: Sequence[Run]) -> pd.DataFrame:
    rows = []
    for name, run in zip(names, runs, strict=True):
        found = run_store().result_of(run)
        row = {t("runs.col_run"): name, t("runs.col_state"): t(f"weather.status.{run.status}")}
        if found is not None:
            gain = float(found["mae_skill_score"])
            row |= {
                t("weather.col_mae"): t.number(found["test"]["mae"], 3),
                t("weather.col_rmse"): t.number(found["test"]["rmse"], 3),
                t("weather.col_gain"): signed_share(t, gain),
                t("runs.col_best"): str(found["best_epoch"]),
                t("runs.col_seconds"): t.number(found["seconds"], 1),
            }
        rows.append(row)
    return pd.DataFrame(rows).fillna("–")


def differences(t: Translator, names: Sequence[str], runs: Sequence[Run]) -> pd.DataFrame:
    """A row a setting that is not the same in all runs, a column a run."""
    settings = [settings_of(run.spec) for run in runs]
    rows: list[dict[str, str]] = []
    heading = t("runs.col_setting")
    if len({run.source for run in runs}) > 1 or len({run.fingerprint for run in runs}) > 1:
        rows.append(
            {heading: t("weather.report_source")}
            | {name: run.source for name, run in zip(names, runs, strict=True)}
        )
    for control in CONTROLS:
        if len({made[control.name] for made in settings}) > 1:
            rows.append(
                {heading: t(f"weather.set.{control.name}.label")}
                | {
                    name: setting_words(t, control.name, made[control.name])
                    for name, made in zip(names, settings, strict=True)
                }
            )
    return pd.DataFrame(rows)
