"""Which column says who measured, told by what it does to the rows.

Devices that measure at the same times leave several rows a stamp, and the column that names them
tells those rows apart. Devices that take turns leave one row a stamp, and figures that jump from
row to row; taken device by device, they move slowly. What a column is called only breaks a tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.columns.find_columns import Columns
from rnnviz.series.columns.names import (
    TIME_NAME,
    names_coordinate,
    names_place,
    part_of,
    temperature_score,
)
from rnnviz.series.table.cells import is_stamp
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.values.numbers import SENTINELS
from rnnviz.series.values.times import Stamps

MOST_STATIONS = 2000
_MOST_BY_TURNS = 200  # devices without a name that tells
_AT_ONCE = 16  # columns read together: the table may be wide
# Of the spread among the rows of one stamp, what may be left within a station.
_LEFT = 0.25
# How much slower figures must move within a device than from row to row.
_SLOWER = 0.5
_STAYS = 0.5  # how many stations of a stamp are there at the next one, at least

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class _Rows:
    """The rows with a stamp and a figure, in the order of time; all arrays (rows,).

    ``at``: which rows of the table; ``seconds`` since 1970; ``figures`` in the file's unit.
    """

    at: NDArray[np.intp]
    seconds: NDArray[np.int64]
    figures: NDArray[np.float64]

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """Which stamp each row has, counted from 0."""
        return np.cumsum(np.diff(self.seconds, prepend=self.seconds[:1]) > 0, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.at)

    def codes(self, names: pd.Series) -> tuple[Codes, int]:
        """Whose each row is, as a number, and how many there are."""
        codes, kinds = pd.factorize(names.iloc[self.at])
        return codes.astype(np.int64), len(kinds)


def station_columns(columns: Columns, stamps: Stamps, figures: NDArray[np.float64]) -> list[str]:
    """The column that tells stations apart; of a grid, both coordinates; none without stations."""
    good = np.flatnonzero(~np.isnat(stamps) & ~np.isnan(figures))
    seconds = stamps[good].astype(np.int64)
    ordered = bool((np.diff(seconds) >= 0).all())
    if not ordered:
        by_time = np.argsort(seconds, kind="stable")
        good, seconds = good[by_time], seconds[by_time]
    rows = _Rows(good, seconds, figures[good])
    if len(rows) >= 4 and _share_stamps(rows):
        found = _of_shared_stamps(columns, rows)
        if found:
            return found
    return _by_turns(columns, rows, ordered)


def _share_stamps(rows: _Rows) -> bool:
    """Whether many rows share a stamp with another, and differ from it."""
    again = np.diff(rows.seconds) == 0
    if not again.any():
        return False
    conflict = again & (np.abs(np.diff(rows.figures)) > 1e-9)
    return bool(again.sum() >= 0.2 * len(rows) and conflict.sum() >= 0.3 * again.sum())


def _others(columns: Columns) -> list[str]:
    """Columns that may be stations: another temperature tells rows apart as well, and is none."""
    taken = {*columns.time.columns, columns.temperature.name}
    names = columns.table.columns
    return [name for name in names if name not in taken and temperature_score(name) is None]


def _of_shared_stamps(columns: Columns, rows: _Rows) -> list[str]:
    """The column whose stations have one row a stamp, or else rows that are alike."""
    table, others = columns.table, _others(columns)
    most = min(MOST_STATIONS, len(rows) // 4)
    again = len(rows) - 1 - int(rows.group[-1])
    best: list[str] = []
    fewest = int(0.1 * again)
    alike: tuple[float, str] = (_LEFT, "")
    for name, cells in _read(table, others):
        codes, kinds = rows.codes(cells)
        if not 2 <= kinds <= most or not _stay(rows, codes):
            continue
        left = _still_shared(rows, codes)
        if left < (0.5 * fewest if best else fewest):
            best, fewest = [name], left
        elif not best:
            alike = min(alike, (_left_within(rows, codes), name), key=lambda found: found[0])
    grid = [name for name in others if names_coordinate(name)]
    if not best and len(grid) == 2:
        codes, kinds = rows.codes(joined(table.read(grid)))
        best = grid if 2 <= kinds <= most and _still_shared(rows, codes) < fewest else []
    return best or ([alike[1]] if alike[1] else [])


def joined(columns: pd.DataFrame) -> pd.Series:
    """The name of a station in each row: of a grid, both coordinates."""
    whole, *others = (columns[name].str.strip() for name in columns.columns)
    for other in others:
        whole = whole + ", " + other
    return whole


def _read(table: RawTable, names: list[str]) -> Iterator[tuple[str, pd.Series]]:
    for start in range(0, len(names), _AT_ONCE):
        frame = table.read(names[start : start + _AT_ONCE])
        yield from ((str(name), frame[name]) for name in frame.columns)


def _still_shared(rows: _Rows, codes: Codes) -> int:
    """How many rows still share a stamp with another of their station."""
    return int(pd.Series(_with_group(rows, codes)).duplicated().sum())


def _with_group(rows: _Rows, codes: Codes) -> Codes:
    return rows.group * (int(codes.max()) + 1) + codes


def _stay(rows: _Rows, codes: Codes) -> bool:
    """Whether the stations of a stamp are mostly those of the next, as no reading's figures are."""
    there = np.unique(_with_group(rows, codes))
    kinds = int(codes.max()) + 1
    before_last = there[there // kinds < rows.group[-1]]
    return bool(np.isin(before_last + kinds, there).mean() >= _STAYS) if len(before_last) else True


def _left_within(rows: _Rows, codes: Codes) -> float:
    """The share of the spread among the rows of one stamp that is left within its stations."""
    whole = _spread(rows.figures, rows.group)
    pairs, _ = pd.factorize(_with_group(rows, codes))
    within = _spread(rows.figures, pairs.astype(np.int64))
    kept = ~np.isin(rows.figures, SENTINELS)
    return float(within[kept].sum() / max(whole[kept].sum(), 1e-12))


def _spread(figures: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """(rows,) the squared distance of each figure from the mean of its group."""
    means = np.bincount(group, figures) / np.maximum(np.bincount(group), 1)
    return np.square(figures - means[group])


def _by_turns(columns: Columns, rows: _Rows, ordered: bool) -> list[str]:
    """The column of devices that measured by turns, none of them long after the other."""
    table = columns.table
    named = [name for name in table.columns if names_place(name) and _is_label(table, name)]
    for name in named:
        codes, kinds = rows.codes(table.read([name])[name])
        if 2 <= kinds <= min(MOST_STATIONS, len(rows) // 10) and _at_the_same_time(rows, codes):
            return [name]
    others = [name for name in _others(columns) if name not in named]
    if not others or len(rows) < 20 or (ordered and not _jumps(rows.figures)):
        return []
    likely = [name for name in others if _is_label(table, name)]
    found: list[tuple[float, int, str]] = []
    for name, cells in _read(table, likely):
        codes, kinds = rows.codes(cells)
        if 2 <= kinds <= min(_MOST_BY_TURNS, len(rows) // 10):
            slower = _within_devices(rows, codes)
            if slower <= _SLOWER and _at_the_same_time(rows, codes):
                found.append((slower, kinds, name))
    if not found:
        return []
    best = min(found)[0]
    # A charge of 98 and 76 per cent tells two devices apart as well: the fewest labels are names.
    alike = [(kinds, name) for slower, kinds, name in found if slower <= 1.25 * best + 0.02]
    fewest = min(kinds for kinds, _ in alike)
    return [next(name for kinds, name in alike if kinds == fewest)]


def _is_label(table: RawTable, name: str) -> bool:
    """Whether cells are a few labels, and neither readings nor times."""
    cells = table.sample[name]
    if cells.nunique() < 2 or cells.str.contains(r"\d[.,]\d", regex=True).any():
        return False
    if names_place(name):
        return True
    if TIME_NAME.search(name) or part_of(name) is not None:
        return False
    few = cells.nunique() <= max(2, len(cells) // 10)
    return few and not any(map(is_stamp, cells.unique()))


def _at_the_same_time(rows: _Rows, codes: Codes) -> bool:
    spans = pd.Series(rows.seconds).groupby(codes).agg(np.ptp)
    return bool(spans.sum() > 1.5 * np.ptp(rows.seconds))


def _jumps(figures: NDArray[np.float64]) -> bool:
    """Whether figures move hardly more over some rows than over one, as no air does."""
    first = figures[:4000]
    first = first[~np.isin(first, SENTINELS)]
    moved = [float(np.abs(first[lag:] - first[:-lag]).mean()) for lag in range(1, 9)]
    return moved[0] > 0 and min(moved[1:]) < 1.15 * moved[0]


def _within_devices(rows: _Rows, codes: Codes) -> float:
    """How far figures move from reading to reading of one device, beside from row to row."""
    kept = ~np.isin(rows.figures, SENTINELS)
    figures, codes = rows.figures[kept], codes[kept]
    order = np.argsort(codes, kind="stable")
    same = np.diff(codes[order]) == 0
    overall = np.abs(np.diff(figures)).mean()
    if not same.any() or overall == 0:
        return 1.0
    return float(np.abs(np.diff(figures[order]))[same].mean() / overall)
