"""How good a run's forecast is, in words and tables: the same on every page and in the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.inference.forecast_verdict import (
    beside,
    best_rival,
    counting,
    last_words,
    spread_words,
    trees_words,
    verdict_of,
    verdict_words,
)
from rnnviz.series.baselines import mae_skill_score

if TYPE_CHECKING:
    from rnnviz.inference.forecast_diagnostics import Diagnostics, Errors


def show_verdict(t: Translator, numbers: dict[str, Any]) -> None:
    """The verdict, and whether something else that is simple would have done as well."""
    words, verdict = f"**{verdict_words(t, numbers)}**", verdict_of(numbers)
    if last := last_words(t, numbers):
        words = f"{words} {last}"
    if verdict == "beats":
        st.success(words, icon=":material/check_circle:")
    elif verdict == "loses":
        st.error(words, icon=":material/trending_down:")
    else:
        st.info(words, icon=":material/balance:")
    for sentence in beside_words(t, numbers):
        st.markdown(sentence)


def beside_words(t: Translator, numbers: dict[str, Any]) -> list[str]:
    """What a straight line, or the season before, does, and how sure the difference is."""
    t, said, key = counting(t, numbers), [], beside(numbers)
    if key is not None:
        name = "linear" if key == "beats_line" else best_rival(numbers)
        mae = t.number(numbers["baselines"][name]["mae"], 3)
        said.append(t(f"weather.{key}", mae=mae, own=t.number(numbers["test"]["mae"], 3)))
    return [*said, *filter(None, [spread_words(t, numbers), trees_words(t, numbers)])]


def baseline_table(t: Translator, numbers: dict[str, Any]) -> pd.DataFrame:
    """MAE and RMSE of the network and of its rivals, best first."""
    t = counting(t, numbers)
    rows = [(t("weather.own"), numbers["test"])]
    rivals = numbers.get("rivals", numbers["baselines"])  # runs of before 0.3 have no others
    rows += [(t(f"weather.baseline.{name}"), found) for name, found in rivals.items()]
    rows = [row for row in rows if row[1]["mae"] is not None]
    rows.sort(key=lambda row: row[1]["mae"])
    last = numbers["baselines"]["persistence"]["mae"]
    return pd.DataFrame(
        {
            t("weather.col_method"): [name for name, _ in rows],
            t("weather.col_mae"): [t.number(found["mae"], 3) for _, found in rows],
            t("weather.col_rmse"): [t.number(found["rmse"], 3) for _, found in rows],
            t("weather.col_gain"): [
                signed_share(t, mae_skill_score(found["mae"], last)) for _, found in rows
            ],
        }
    )


def signed_share(t: Translator, share: float) -> str:
    """How much better (+) or worse (−) than persistence; a dash for next to nothing."""
    if abs(share) < 5e-4:
        return "–"
    return ("+" if share > 0 else "−") + t.percent(abs(share), 1)


def lag_words(t: Translator, found: Diagnostics) -> str:
    """Whether the forecast is the input shifted, and the figures that say so."""
    lag = found.lag
    return t(
        f"weather.lag_{'yes' if lag.shifted else 'part' if lag.timid else 'no'}",
        truth=t.number(lag.to_truth, 2),
        input=t.number(lag.to_input, 2),
        change_correlation=t.number(lag.change_correlation, 2),
    )


def errors_words(t: Translator, found: Diagnostics) -> str:
    """How often the forecast was close, and how far ahead it and the charts below are."""
    return t("weather.errors_how", lead=found.lead, within=t.percent(found.within))


def months_named(t: Translator, errors: Errors) -> Errors:
    """Errors by month, which is 2013-05 there, as the language writes it."""
    names = (t.month(datetime.fromisoformat(f"{name}-01")) for name in errors.names)
    return replace(errors, names=tuple(names))


def worst_table(t: Translator, found: Diagnostics) -> pd.DataFrame:
    """The days, or steps, with the largest errors, and the largest of each."""
    return pd.DataFrame(
        {
            t("weather.col_day"): [t.date(datetime.fromisoformat(d.day)) for d in found.worst],
            t("weather.col_mae"): [t.number(day.mae, 2) for day in found.worst],
            t("weather.col_worst"): [
                t(
                    "weather.too_warm" if day.worst > 0 else "weather.too_cold",
                    degrees=t.number(abs(day.worst), 1),
                    hour=day.hour,
                ).removeprefix(": ")
                for day in found.worst
            ],
        }
    )
