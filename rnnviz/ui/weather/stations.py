"""Several stations of a file on Weather: who learns, how far they are, and the table of all.

Each station's network, and the one of all, is a run of the record; its spec says which stations it
is among, so that the table is found again after a reload, with or without the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.runs.records import Run
from rnnviz.series.types import SeriesReading
from rnnviz.training.specs import Among, WeatherTraining
from rnnviz.training.station_plan import Learned, plan
from rnnviz.ui.shell.errors import errors_shown, plain
from rnnviz.ui.shell.new_run import start_run
from rnnviz.ui.shell.series_source import SeriesSource, stations_at_hand
from rnnviz.ui.shell.state import current_view
from rnnviz.ui.shell.workspace import run_store, stop_runs, workspace
from rnnviz.ui.widgets.view_switch import view_switch
from rnnviz.ui.widgets.waiting import why_it_waits

MOST = 10  # stations at once: as many as may wait in a workspace
REFRESH = 1.0
_COLOURS = {"beats": "green", "loses": "red"}
_KINDS: tuple[Learned, ...] = ("each", "all")


def stations_choice(t: Translator, reading: SeriesReading) -> None:
    """On Data, where the file has several stations: this one, all together, or each by itself."""
    if len(reading.stations) < 2:
        return
    words = {name: t(f"weather.stations.{name}") for name in ("one", "all", "each")}
    view_switch("stations", t("weather.stations.label"), words, "weather.stations")
    st.caption(t("weather.stations.choice_how", most=MOST))


def learned_now(source: SeriesSource) -> Learned | None:
    """How the stations of the file at hand are to be learned from; None for one alone."""
    wished = current_view().stations
    several = source.reading is not None and source.name and len(source.reading.stations) > 1
    return next((kind for kind in _KINDS if several and kind == wished), None)


def start_stations(
    t: Translator, name: str, spec: WeatherTraining, source: str, learned: Learned
) -> Run:
    """Record and queue the runs; those that are there already are not trained again.

    Returns that of the station at hand. Raises ``RnnvizError``.
    """
    planned = plan(stations_at_hand(MOST), spec)
    among = planned.among(planned.first, learned)
    there = {
        each.station: run for run, each in _group(workspace(), among) if each.learned == learned
    }
    stations = [planned.first]
    if learned == "each":
        stations += [name for name in planned.parts if name != planned.first]
    for station in stations:
        if station in there:
            continue
        part = planned.parts[station]
        called = t(f"weather.stations.run_{learned}", run=name, station=station)
        beside = planned.beside(station, learned)
        there[station] = start_run(called, part.spec, part.series, source, beside)
    return there[planned.first]


def _group(space: str, among: Among) -> list[tuple[Run, Among]]:
    """The runs on the same stations with the same settings, the newest first."""
    found = []
    for run in run_store().list(space):
        other = run.spec.among
        if other is not None and other.group == among.group and run.status != "failed":
            found.append((run, other))
    return found


def stations_progress(t: Translator, run: Run) -> None:
    """On Train: how many stations are done, where each has a network of its own."""
    among = run.spec.among
    if among is None or among.learned != "each":
        return
    _live(t, run, among, "progress", lambda waiting: _progress(t, among, waiting))


def _live(
    t: Translator, run: Run, among: Among, name: str, show: Callable[[list[Run]], None]
) -> None:
    """A panel that follows the runs as long as any is waited for; ``show`` is given those."""
    begun = _waiting(run.workspace, among)

    @st.fragment(run_every=REFRESH if begun else None, key=f"weather.stations.{name}")
    def panel() -> None:
        with errors_shown(t):
            waiting = _waiting(run.workspace, among)
            if bool(begun) != bool(waiting):
                st.rerun()  # the timer changes
            show(waiting)

    panel()


def _waiting(space: str, among: Among) -> list[Run]:
    found = _group(space, among)
    return [run for run, each in found if each.learned == among.learned and run.unfinished]


def _progress(t: Translator, among: Among, waiting: Sequence[Run]) -> None:
    count = len(among.stations)
    done = count - len(waiting)
    st.progress(done / count, text=t("weather.stations.progress", done=done, count=count))
    why_it_waits(t, waiting)
    if waiting:
        st.button(
            t("weather.stations.stop"),
            key="weather.stations.stop",
            icon=":material/stop:",
            on_click=stop_runs,
            args=(waiting,),
        )


def stations_panel(t: Translator, run: Run) -> None:
    """On Judge: the table of all stations, of a run that is among several."""
    among = run.spec.among
    if among is None:
        return
    st.subheader(t("weather.stations.title"))
    st.markdown(t("weather.stations.how"))
    st.caption(t("weather.stations.taken", station=plain(among.station)))

    def show(waiting: list[Run]) -> None:
        if waiting and among.learned == "each":
            _progress(t, among, waiting)
        _show_table(t, run.workspace, among)

    _live(t, run, among, "table", show)


def _show_table(t: Translator, space: str, among: Among) -> None:
    done = [
        (each.learned, each.station, run.id, run.ended)
        for run, each in reversed(_group(space, among))  # the newest of each has the last word
        if run.has_result and not run.unfinished
    ]
    if not done:
        st.caption(t("weather.stations.waiting"))
        return
    from rnnviz.inference.station_words import overall_words

    with st.spinner(t("weather.judging")):
        report = _table(space, tuple(done))
    kinds = [kind for kind in _KINDS if kind in report["overall"]]
    st.table(_cells(t, report, kinds), hide_index=True, border="horizontal")
    st.caption(t("weather.stations.table_how"))
    *sentences, chance = overall_words(t, report)
    for sentence in sentences:
        st.markdown(sentence)
    st.caption(chance)
    if among.left_out:
        reasons = (
            f"{plain(name)}: {t(f'weather.stations.out.{reason}')}"
            for name, reason in among.left_out.items()
        )
        st.caption(t("weather.stations.out_title", names=" ".join(reasons)))
    st.download_button(
        t("weather.stations.download"),
        _csv(report, kinds),
        file_name="stations.csv",
        mime="text/csv",
        key="weather.stations.download",
        icon=":material/download:",
        on_click="ignore",
    )


# Shared by all sessions, as results are: ids cannot be guessed, and the workspace is in the key.
@st.cache_resource(max_entries=8, show_spinner=False)
def _table(space: str, done: tuple[tuple[Learned, str, str, float | None], ...]) -> dict[str, Any]:
    from rnnviz.inference.forecast_band import load_run
    from rnnviz.inference.station_table import POOL_FILES, load_stations, station_table

    each, together = {}, {}
    for learned, station, run_id, _ in done:
        if learned == "each":
            each[station] = load_run(run_store().files(space, run_id))
        else:
            together = load_stations(run_store().files(space, run_id, *POOL_FILES))
    return station_table(each, together)


def _cells(t: Translator, report: Mapping[str, Any], kinds: Sequence[Learned]) -> pd.DataFrame:
    """The table as it is shown: few and narrow columns, so that a phone has room for it."""
    rows = []
    for row in report["stations"]:
        cells = {t("weather.stations.station"): plain(row["station"])}
        for kind in kinds:
            cells[t(f"weather.stations.{kind}_col")] = _cell(t, row.get(kind))
        rival = next(row[kind] for kind in kinds if kind in row)
        cells[t("weather.stations.simple")] = t.number(rival["rival_mae"], 3)
        rows.append(cells)
    return pd.DataFrame(rows)


def _cell(t: Translator, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "–"
    said = t(f"weather.stations.{found['verdict']}")
    colour = _COLOURS.get(found["verdict"])
    return f"{t.number(found['mae'], 3)} " + (f":{colour}[{said}]" if colour else said)


def _csv(report: Mapping[str, Any], kinds: Sequence[Learned]) -> bytes:
    from rnnviz.uploads.safe_csv import csv_bytes

    names = ("mae", "rival", "rival_mae", "low", "high", "verdict", "windows")
    rows = [
        {"station": row["station"], "values": row["values"]}
        | {f"{kind}_{name}": row.get(kind, {}).get(name) for kind in kinds for name in names}
        for row in report["stations"]
    ]
    return csv_bytes(pd.DataFrame(rows))
