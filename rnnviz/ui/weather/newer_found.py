"""What newer data said about a run, shown: sentences, the picture, the scores, what is far off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.figures.newer import Band, newer_over_band
from rnnviz.i18n import Translator
from rnnviz.series.levels import USUAL
from rnnviz.series.types import RegularSeries
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.weather.zoomable_chart import dates
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.series_words import stamp_words

if TYPE_CHECKING:
    from rnnviz.inference.new_data import NewData, NewScore, Track

PAST = 72  # values shown before the new ones
MOST_DRAWN = 500  # new values


def show_found(t: Translator, found: NewData) -> None:
    """All but the ways on."""
    _sentences(t, found)
    if found.score is not None:
        _picture(t, found, found.score.track)
        _tables(t, found.score)
        _anomalies(t, found, found.score)


def _sentences(t: Translator, found: NewData) -> None:
    from rnnviz.inference.new_data_words import new_data_words

    calm: list[str] = []
    for said in new_data_words(t, found):
        if said.loud == "alarm":
            st.error(said.text, icon=":material/notifications_active:")
        elif said.loud == "warning":
            st.warning(said.text, icon=":material/info:")
        else:
            calm.append(f"- {said.text}")
    st.markdown("\n".join(calm))


def _picture(t: Translator, found: NewData, track: Track) -> None:
    series, drawn = found.joined.series, slice(-MOST_DRAWN, None)
    places = track.places[drawn]
    first = max(0, int(places[0]) - PAST)
    stamps = series.stamps[first:].to_numpy()
    bands = [
        _band(series, track, part)
        for part in np.split(
            np.arange(len(track.places))[drawn], np.flatnonzero(np.diff(places) > 1) + 1
        )
    ]
    shown = {anomaly.when for anomaly in found.score.anomalies} if found.score else set()
    far = np.flatnonzero([stamp in shown for stamp in track.stamps])
    far = far[far >= len(track.places) - len(places)]
    labels = {
        "truth": t("weather.measured"),
        "forecast": t("newer.chart_forecast"),
        "ahead": t("newer.chart_ahead"),
        "band": t(f"weather.band_{USUAL}"),
        "far": t("newer.chart_far"),
        "new": t("newer.chart_new"),
        "y": t("weather.axis_celsius"),
        "decimal": t.separators,
        "dates": dates(t),
    }
    show_figure(
        newer_over_band(
            (stamps, series.values[first:].astype(np.float64)),
            bands,
            _ahead_band(found),
            series.stamp(int(places[0])),
            (series.step.shift(series.start, track.places[far]), track.truth[far]),
            labels,
            theme_mode(),
            series.step.is_by_clock,
        ),
        key="newer.chart",
        alt=t("newer.chart_alt"),
    )
    if len(track.places) > MOST_DRAWN:
        st.caption(t("newer.last_part", count=MOST_DRAWN))


def _band(series: RegularSeries, track: Track, part: np.ndarray) -> Band:
    middle = track.forecast[part]
    when = series.step.stamps(series.stamp(int(track.places[part[0]])), len(part)).to_numpy()
    return Band(when, middle, middle - track.width, middle + track.width)


def _ahead_band(found: NewData) -> Band | None:
    if found.ahead is None:
        return None
    table = found.ahead.table
    names = ("temperature_c", "low_c", "high_c")
    return Band(table["time"].to_numpy(), *(table[name].to_numpy() for name in names))


def _tables(t: Translator, score: NewScore) -> None:
    from rnnviz.inference.new_data_words import far_words

    rows = [(t("weather.own"), score.own, score.windows)]
    rows += [
        (t(f"weather.baseline.{name}"), rival.score, rival.windows)
        for name, rival in score.rivals.items()
        if rival.windows
    ]
    rows.sort(key=lambda row: row[1].mae)
    table = {
        t("weather.col_method"): [name for name, _, _ in rows],
        t("weather.col_mae"): [t.number(found.mae, 3) for _, found, _ in rows],
        t("weather.col_rmse"): [t.number(found.rmse, 3) for _, found, _ in rows],
        t("newer.col_windows"): [t.number(count, 0) for _, _, count in rows],
    }
    # As Streamlit would have it, the names leave a phone no room for the numbers.
    narrow = {t("weather.col_method"): st.column_config.Column(width=170)}
    st.dataframe(pd.DataFrame(table), hide_index=True, key="newer.scores", column_config=narrow)
    st.markdown(far_words(t, score))


def _anomalies(t: Translator, found: NewData, score: NewScore) -> None:
    step = found.joined.series.step
    rows = [
        {
            t("newer.col_when"): stamp_words(t, step, far.when),
            t("weather.measured"): t.number(far.truth, 1),
            t("weather.forecast"): t.number(far.forecast, 1),
            t("newer.col_widths"): t.number(far.widths, 1),
        }
        for far in score.anomalies
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, key="newer.far")
