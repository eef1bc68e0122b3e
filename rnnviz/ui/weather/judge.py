"""Step 4 of the Weather page: the verdict on hours the network never saw, from all sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from rnnviz.figures.forecast import bars, residual_histogram
from rnnviz.i18n import Translator
from rnnviz.training.verdict import (
    beside_line,
    saved,
    verdict_of,
    verdict_words,
    yesterday_is_better,
)
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.guided_path import mark
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.weather.results import current_result
from rnnviz.ui.weather.zoomable_chart import Line, zoomable
from rnnviz.ui.widgets.faq import ask

if TYPE_CHECKING:
    from rnnviz.inference.forecast_diagnostics import Details, Errors

WEEK = 168


def judge_step(t: Translator) -> None:
    """The whole step."""
    st.subheader(t("weather.judge_title"))
    result = current_result(t)
    if result is None:
        return
    st.caption(t("weather.judge_of", name=plain(result.run.name), source=plain(result.run.source)))
    show_verdict(t, result.numbers)
    _table(t, result.numbers)
    mark("series")
    _against_truth(t, result.details)
    _lag(t, result.details)
    _errors(t, result.details)
    _worst(t, result.details)


def show_verdict(t: Translator, numbers: dict[str, Any]) -> None:
    """The verdict, and whether something else that is simple would have done as well."""
    words = verdict_words(t, numbers)
    if verdict_of(numbers) == "beats":
        st.success(f"**{words}**", icon=":material/check_circle:")
    else:
        st.warning(f"**{words}**", icon=":material/info:")
    for sentence in beside_words(t, numbers):
        st.markdown(sentence)


def beside_words(t: Translator, numbers: dict[str, Any]) -> list[str]:
    """Whether a straight line, or the same hour yesterday, does as well; a sentence each."""
    said = []
    own, found = numbers["test"]["mae"], numbers["baselines"]
    line = beside_line(numbers)
    if line is not None:
        mae = t.number(found["linear"]["mae"], 3)
        said.append(t(f"weather.{line}", mae=mae, own=t.number(own, 3)))
    if yesterday_is_better(numbers):
        said.append(t("weather.loses_yesterday", mae=t.number(found["yesterday"]["mae"], 3)))
    return said


def baseline_table(t: Translator, numbers: dict[str, Any]) -> pd.DataFrame:
    """MAE and RMSE of the network and of what is simple, best first."""
    rows = [(t("weather.own"), numbers["test"])]
    rows += [(t(f"weather.baseline.{name}"), found) for name, found in numbers["baselines"].items()]
    rows = [row for row in rows if row[1]["mae"] is not None]
    rows.sort(key=lambda row: row[1]["mae"])
    last = numbers["baselines"]["last_hour"]["mae"]
    return pd.DataFrame(
        {
            t("weather.col_method"): [name for name, _ in rows],
            t("weather.col_mae"): [t.number(found["mae"], 3) for _, found in rows],
            t("weather.col_rmse"): [t.number(found["rmse"], 3) for _, found in rows],
            t("weather.col_gain"): [
                signed_share(t, saved(found["mae"], last)) for _, found in rows
            ],
        }
    )


def signed_share(t: Translator, share: float) -> str:
    """How much better (+) or worse (−) than "same as last hour"; a dash for next to nothing."""
    if abs(share) < 5e-4:
        return "–"
    return ("+" if share > 0 else "−") + t.percent(abs(share), 1)


def _table(t: Translator, numbers: dict[str, Any]) -> None:
    # Four lines to read, not a grid to work with: they wrap on a phone instead of being cut.
    st.table(baseline_table(t, numbers), hide_index=True, border="horizontal")
    st.caption(t("weather.table_how"))


def _against_truth(t: Translator, found: Details) -> None:
    st.subheader(t("weather.against_title"))
    st.markdown(t("weather.against_how", lead=found.lead))
    hours = len(found.truth)
    zoomable(
        t,
        "weather.against",
        found.start,
        [
            Line(t("weather.truth"), found.truth),
            Line(t("weather.forecast"), found.forecast),
        ],
        t("weather.against_alt"),
        at_first=(0, min(2 * WEEK, hours)),
    )


def _lag(t: Translator, found: Details) -> None:
    st.subheader(t("weather.lag_title"))
    st.markdown(lag_words(t, found))
    st.caption(t("weather.lag_how"))
    ask(t, "shifted")


def lag_words(t: Translator, found: Details) -> str:
    """Whether the forecast is the input shifted, and the figures that say so."""
    lag = found.lag
    return t(
        "weather.lag_yes" if lag.shifted else "weather.lag_no",
        truth=t.number(lag.to_truth, 2),
        input=t.number(lag.to_input, 2),
        foresight=t.number(lag.foresight, 2),
    )


def errors_words(t: Translator, found: Details) -> str:
    """How often the forecast was close, and how far ahead it and the charts below are."""
    return t("weather.errors_how", lead=found.lead, within=t.percent(found.within))


def _errors(t: Translator, found: Details) -> None:
    st.subheader(t("weather.errors_title"))
    st.markdown(errors_words(t, found))
    with st.grid(2, min_column_width=330):
        for name, errors in (
            ("hour", found.by_hour),
            ("month", found.by_month),
            ("lead", found.by_lead),
        ):
            if len(errors.names) > 1:
                _bars(t, name, errors)
        with st.container():
            st.markdown(f"**{t('weather.residual_title')}**")
            labels = {
                "x": t("weather.axis_off"),
                "y": t("weather.axis_count"),
                "decimal": t.separators,
            }
            st.plotly_chart(
                residual_histogram(found.edges, found.counts, labels, theme_mode()),
                key="weather.residuals",
                config={"displayModeBar": False},
                alt=t("weather.residual_title"),
            )


def _bars(t: Translator, name: str, errors: Errors) -> None:
    labels = {
        "x": t(f"weather.axis_{name}"),
        "y": t("weather.axis_celsius"),
        "own": t("weather.own"),
        "last_hour": t("weather.baseline.last_hour"),
        "decimal": t.separators,
    }
    with st.container():
        st.markdown(f"**{t(f'weather.by_{name}')}**")
        st.plotly_chart(
            bars(errors.names, errors.own, labels, theme_mode(), errors.last_hour),
            key=f"weather.by_{name}",
            config={"displayModeBar": False},
            alt=t(f"weather.by_{name}"),
        )


def _worst(t: Translator, found: Details) -> None:
    if not found.worst:
        return
    st.subheader(t("weather.worst_title"))
    st.markdown(t("weather.worst_how"))
    st.dataframe(worst_table(t, found), hide_index=True, key="weather.worst")


def worst_table(t: Translator, found: Details) -> pd.DataFrame:
    """The days with the largest errors, and the worst hour of each."""
    return pd.DataFrame(
        {
            t("weather.col_day"): [day.day for day in found.worst],
            t("weather.col_mae"): [t.number(day.mae, 2) for day in found.worst],
            t("weather.col_worst"): [
                t(
                    "weather.too_warm" if day.worst > 0 else "weather.too_cold",
                    degrees=t.number(abs(day.worst), 1),
                    hour=day.hour,
                )
                for day in found.worst
            ],
        }
    )
