"""Which rows are those of one station, where a file holds several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rnnviz.series.columns.dates_only import has_unnamed_hours
from rnnviz.series.columns.find_columns import Columns, no_time
from rnnviz.series.columns.names import names_outdoors, names_place
from rnnviz.series.columns.station_columns import MOST_STATIONS, joined, station_columns
from rnnviz.series.findings import Finding
from rnnviz.series.table.cells import is_number
from rnnviz.series.types import ReadOptions, SeriesError
from rnnviz.series.values.numbers import first_degrees
from rnnviz.series.values.read_values import Values

SHOWN_STATIONS = 5


@dataclass(frozen=True)
class Stations:
    """All stations of a file, and the one whose rows were taken; none where it has but one.

    ``first``: names of some, the one that was taken among them, with their first values in °C.
    """

    all: tuple[str, ...] = ()
    taken: str | None = None
    first: tuple[tuple[str, tuple[float, ...]], ...] = ()


def one_station(values: Values, columns: Columns, choices: ReadOptions) -> tuple[Values, Stations]:
    """The rows of one station, where several measured at the same times.

    Without a wish it is the one outdoors, or else that with most rows; the finding tells which,
    and the others' names. Raises ``SeriesError`` where what looks like stations are hours that no
    column names, and where the one wished for is not there.
    """
    stations, names = _stations(values, columns, choices.station)
    if stations.taken is None or is_number(stations.taken):
        # Hours that no name tells look like stations with a number each.
        if has_unnamed_hours(values.stamps):
            raise no_time(columns.table)
        if stations.taken is None:
            return values, stations
    if len(stations.all) == 1:
        return values, stations
    kept = (names == stations.taken).to_numpy()
    params = {"station": stations.taken, "stations": stations.all[:8], "rows": int(kept.sum())}
    found = Finding("several_stations", len(stations.all), (), params)
    return replace(values.only(kept), findings=(*values.findings, found)), stations


def each_station(
    values: Values, columns: Columns, choices: ReadOptions
) -> tuple[Stations, Iterator[tuple[str, Values]]]:
    """All stations, and each with its rows, most rows first; none where the file has but one."""
    _, stations = one_station(values, columns, choices)
    if stations.taken is None or len(stations.all) == 1:
        return Stations(), iter(())
    _, names = _stations(values, columns, choices.station)
    return stations, ((name, values.only((names == name).to_numpy())) for name in stations.all)


def _stations(values: Values, columns: Columns, wished: str | None) -> tuple[Stations, pd.Series]:
    """The stations, most rows first, and whose each row is."""
    stamps, figures = values.stamps, values.figures
    found = station_columns(columns, stamps, figures)
    if not found and wished is not None:
        found = _column_with(columns, wished)
    if not found:
        return Stations(), pd.Series(dtype=object)
    names = joined(columns.table.read(found))
    counts = names[~np.isnat(stamps) & ~np.isnan(figures)].value_counts(sort=True)
    stations = tuple(str(name) for name in counts.index)
    if wished is not None and wished not in stations:
        raise SeriesError("series_no_such_station", station=wished, stations=stations[:12])
    most = [name for name in stations if counts[name] >= 0.5 * counts.iloc[0]]
    taken = wished or next(filter(names_outdoors, most), stations[0])
    shown = dict.fromkeys([taken, *stations[:SHOWN_STATIONS]])
    first = tuple(
        (name, first_degrees(figures[(names == name).to_numpy()], columns.unit)) for name in shown
    )
    return Stations(stations, taken, first), names


def _column_with(columns: Columns, wished: str) -> list[str]:
    """The column of labels that holds a station somebody asked for, though it told no rows apart.

    Raises ``SeriesError`` where none does; of columns that are called so, it lists the stations.
    """
    table, known = columns.table, dict[str, None]()
    for name in table.columns:
        figures = table.sample[name].map(is_number).all() and not names_place(name)
        if name in columns.time.columns or figures:
            continue
        kinds = table.read([name])[name].str.strip().unique()
        if wished in kinds:
            return [name]
        if names_place(name) and len(kinds) <= MOST_STATIONS:
            known |= dict.fromkeys(filter(None, kinds))
    if known:
        raise SeriesError("series_no_such_station", station=wished, stations=tuple(known)[:12])
    raise SeriesError("series_no_stations", station=wished)
