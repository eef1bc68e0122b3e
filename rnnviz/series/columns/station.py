"""Which rows are those of one station, where a file holds several."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.columns.find_columns import Columns, no_time
from rnnviz.series.columns.names import (
    names_coordinate,
    names_outdoors,
    names_place,
    temperature_score,
)
from rnnviz.series.columns.time import has_unnamed_hours
from rnnviz.series.findings import Finding
from rnnviz.series.table.cells import is_number
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.types import ReadOptions, SeriesError
from rnnviz.series.values.read_values import Values
from rnnviz.series.values.times import Stamps

MOST_STATIONS = 2000


@dataclass(frozen=True)
class Stations:
    """All stations of a file, and the one whose rows were taken; none where it has but one."""

    all: tuple[str, ...] = ()
    taken: str | None = None


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
    kept = (names == stations.taken).to_numpy()
    params = {"station": stations.taken, "stations": stations.all[:8], "rows": int(kept.sum())}
    found = Finding("several_stations", len(stations.all), (), params)
    return replace(values.only(kept), findings=(*values.findings, found)), stations


def _stations(values: Values, columns: Columns, wished: str | None) -> tuple[Stations, pd.Series]:
    """The stations, most rows first, and whose each row is."""
    stamps, figures = values.stamps, values.figures
    found = _station_columns(columns, stamps, figures)
    if not found:
        return Stations(), pd.Series(dtype=object)
    names = _joined(columns.table.read(found))
    counts = names[~np.isnat(stamps) & ~np.isnan(figures)].value_counts(sort=True)
    stations = tuple(str(name) for name in counts.index)
    if wished is not None and wished not in stations:
        raise SeriesError("series_no_such_station", station=wished, stations=stations[:12])
    most = [name for name in stations if counts[name] >= 0.5 * counts.iloc[0]]
    return Stations(stations, wished or next(filter(names_outdoors, most), stations[0])), names


def _joined(columns: pd.DataFrame) -> pd.Series:
    """The name of a station in each row: of a grid, both coordinates."""
    joined, *others = (columns[name].str.strip() for name in columns.columns)
    for other in others:
        joined = joined + ", " + other
    return joined


def _station_columns(columns: Columns, stamps: Stamps, values: NDArray[np.float64]) -> list[str]:
    """The column that tells apart rows which share a stamp and differ in temperature; of a grid,
    both coordinates; none where there is no such.
    """
    table = columns.table
    good = np.flatnonzero(~np.isnat(stamps) & ~np.isnan(values))
    in_order = (np.diff(stamps[good]) > np.timedelta64(0, "s")).all()
    if in_order or not pd.Series(stamps[good]).duplicated().any():
        return interleaved_device_column(table, stamps, good)
    order = good[np.argsort(stamps[good], kind="stable")]
    again = np.diff(stamps[order]) == np.timedelta64(0, "s")
    conflict = again & (np.abs(np.diff(values[order])) > 1e-9)
    if len(order) < 4 or again.sum() < 0.2 * len(order) or conflict.sum() < 0.3 * again.sum():
        return interleaved_device_column(table, stamps, good)
    taken = {*columns.time.columns, columns.temperature.name}
    # Another temperature tells rows apart as well, and is no station.
    others = [
        name for name in table.columns if name not in taken and temperature_score(name) is None
    ]
    most = min(MOST_STATIONS, len(order) // 4)
    seconds = stamps[order].astype(np.int64)

    def repeated(names: pd.Series) -> int | None:
        """How many rows still share a stamp with another of their station."""
        codes, kinds = pd.factorize(names.iloc[order])
        if not 2 <= len(kinds) <= most:
            return None
        keys = pd.Series(codes).astype("int64") * 10**11 + seconds
        return int(keys.duplicated().sum())

    best: list[str] = []
    fewest = int(0.1 * again.sum())
    for start in range(0, len(others), 16):  # a few at a time: the table may be wide
        frame = table.read(others[start : start + 16])
        for name in frame.columns:
            left = repeated(frame[name])
            if left is not None and left < (0.5 * fewest if best else fewest):
                best, fewest = [name], left
    grid = [name for name in others if names_coordinate(name)]
    if not best and len(grid) == 2:
        left = repeated(_joined(table.read(grid)))
        best = grid if left is not None and left < fewest else []
    return best


def interleaved_device_column(table: RawTable, stamps: Stamps, good: NDArray[np.intp]) -> list[str]:
    """The column of devices that measured by turns: by its name, and none long after the other."""
    for name in filter(names_place, table.columns):
        cells = table.sample[name]
        if cells.nunique() < 2 or cells.str.contains(r"\d[.,]\d", regex=True).any():
            continue  # one device, or what it measured
        which = table.read([name])[name].to_numpy()[good]
        seconds = stamps[good].astype(np.int64)
        spans = pd.Series(seconds).groupby(which).agg(np.ptp)
        several = 2 <= len(spans) <= min(MOST_STATIONS, len(good) // 10)
        if several and spans.sum() > 1.5 * np.ptp(seconds):
            return [name]
    return []
