"""A second look at what was read: is it plausible at all? Nothing is changed, only asked.

The first look goes from the file to a series; this one goes back from the series to the file, and
holds the unit, the column and the dates against what weather can be and against each other.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName, UnitSymbol
from rnnviz.series.columns.find_columns import Columns
from rnnviz.series.columns.movement import by_time, daily_cycle, keeps_to_levels
from rnnviz.series.columns.names import temperature_score
from rnnviz.series.columns.time import sample_stamps
from rnnviz.series.columns.unit_evidence import evident_unit
from rnnviz.series.findings import Finding, finding_at, stamp_of
from rnnviz.series.tail import doubtful_tail
from rnnviz.series.types import ReadOptions, RegularSeries
from rnnviz.series.values.clean import CleanSeries
from rnnviz.series.values.read_values import Values
from rnnviz.series.values.summer_time import SummerTime
from rnnviz.series.values.times import Stamps

HOTTEST_YEAR = 35.0  # °C: the middle of a year; no place on Earth reaches it
YEAR = 300 * 24 * 3600  # seconds that count as a year
OLDEST = np.datetime64("1850-01-01", "h")  # hardly anybody measured by the hour before
AHEAD = np.timedelta64(30, "h")  # a day that has begun elsewhere, and its last hour
MIXED, MIXED_ROWS = 0.01, 10  # more of the rows that contradict each other are no slips
NEIGHBOURS = 6  # temperature columns that are compared
APART, TOGETHER = 0.3, 0.7  # correlations of a column that goes its own way, and of the others
NO_CYCLE, CLEAR_CYCLE = 0.05, 0.4
FEWEST = 96  # rows of the sample: fewer tell no cycle and no correlation
LEAPS = 3  # from day to day, that dates in order do not make

Clock = Callable[[], datetime.date]


def second_opinion(
    columns: Columns,
    values: Values,
    result: CleanSeries,
    choices: ReadOptions,
    summer: SummerTime | None = None,
    today: Clock = datetime.date.today,
) -> tuple[Finding, ...]:
    """What speaks against the reading. ``values`` in °C, all rows that were kept; ``summer``: how
    their clock follows summer time, where it does.
    """
    return (
        *_unit(columns, result.series, choices),
        *_column(columns, choices),
        *_dates(values, result.series, np.datetime64(today(), "h")),
        *_other_order(values, result),
        *([summer.finding("summer_time", values.lines)] if summer is not None else []),
        *_mixed_devices(values, result),
        *_tail(result.series),
    )


def _unit(columns: Columns, series: RegularSeries, choices: ReadOptions) -> Iterator[Finding]:
    if choices.unit is not None:
        return
    unit, name = columns.unit, columns.temperature.name
    if columns.temperature.unit_known and unit in ("°C", "°F"):
        profiles = columns.table.profiles
        told = evident_unit(profiles[name], unit, profiles, columns.time)
        if told is not None and told.unit != unit:
            params = {"unit": UnitSymbol(unit), "other": UnitSymbol(told.unit)}
            yield Finding("unit_against_figures", 1, (), params)
            return
    if (
        len(series) >= series.step.of(YEAR)
        and (middle := float(np.median(series.known))) > HOTTEST_YEAR
    ):
        yield Finding("too_hot", 1, (), {"unit": UnitSymbol(unit), "median": round(middle, 1)})


def _column(columns: Columns, choices: ReadOptions) -> Iterator[Finding]:
    """Whether the column moves as the air does, and as its neighbours do."""
    if choices.temperature_column is not None:
        return
    profiles, name = columns.table.profiles, columns.temperature.name
    known = profiles[name].known
    column = {"column": ColumnName(name)}
    if keeps_to_levels(known, columns.unit):
        yield Finding("looks_set", 1, (), {**column, "levels": len(np.unique(known))})
        return
    others = [each for each in columns.temperatures if each.by_name and each.name != name]
    names = [each.name for each in others[:NEIGHBOURS]]
    if not names or len(known) < FEWEST:
        return
    figures = {each: profiles[each].numbers.values for each in (name, *names)}
    if _goes_its_own_way(figures, name):
        params = {**column, "others": tuple(map(ColumnName, names))}
        yield Finding("column_apart", len(names), (), params)
        return
    peers = [each for each in names if (temperature_score(each) or 0) > 8]
    if peers:
        stamps = sample_stamps(columns.time, profiles)
        if _cycle(stamps, figures[name]) < NO_CYCLE:
            cycles = {each: _cycle(stamps, figures[each]) for each in peers}
            best = max(peers, key=cycles.__getitem__)
            if cycles[best] > CLEAR_CYCLE:
                params = {**column, "other": ColumnName(best)}
                yield Finding("no_daily_cycle", 1, (), params)


def _goes_its_own_way(figures: dict[str, NDArray[np.float64]], name: str) -> bool:
    """Whether a column moves with none of several others, which move with each other."""
    table = np.stack(list(figures.values()))
    table = table[:, ~np.isnan(table).any(axis=0)]
    if len(table) < 3 or table.shape[1] < FEWEST or (table.std(axis=1) == 0).any():
        return False
    alike = np.asarray(np.corrcoef(table))
    own = list(figures).index(name)
    others = np.delete(np.arange(len(table)), own)
    among = alike[np.ix_(others, others)][np.triu_indices(len(others), 1)]
    return bool(alike[own, others].max() < APART and np.median(among) > TOGETHER)


def _cycle(stamps: Stamps, figures: NDArray[np.float64]) -> float:
    seconds, values = by_time(stamps, figures)
    return daily_cycle(seconds, values) if len(values) >= FEWEST else 0.0


def _dates(values: Values, series: RegularSeries, today: np.datetime64) -> Iterator[Finding]:
    """Whether the dates lie where measurements can, and whether there is anything between them."""
    last = series.stamp(len(series) - 1)
    if last > today + AHEAD:
        at = np.flatnonzero(values.stamps > today + AHEAD)
        yield from finding_at("future_dates", values.lines[at], stamp=stamp_of(last))
    if series.start < OLDEST and series.step.is_by_clock:
        at = np.flatnonzero(values.stamps < OLDEST)
        yield from finding_at("old_dates", values.lines[at], stamp=stamp_of(series.start))
    missing = 1 - len(series.known) / len(series)
    if missing > 0.5:
        yield Finding("mostly_gaps", 1, (), {"percent": round(100 * missing)})


def _other_order(values: Values, result: CleanSeries) -> Iterator[Finding]:
    """Whether the dates would go on from row to row if day and month were the other way round."""
    if not {"gaps", "unordered"} & {found.code for found in result.findings}:
        return
    days = values.stamps[~np.isnat(values.stamps)].astype("datetime64[D]")
    days = days[np.flatnonzero(np.diff(days.astype(np.int64), prepend=-1))]
    months = days.astype("datetime64[M]")
    day = (days - months).astype(np.int64) + 1
    if day.max(initial=0) > 12:  # no month to swap it with
        return
    years = months.astype("datetime64[Y]")
    month = (months - years).astype(np.int64)
    other = (years.astype("datetime64[M]") + (day - 1)).astype("datetime64[D]") + month
    before, after = (
        int((np.abs(np.diff(each).astype(np.int64)) > 1).sum()) for each in (days, other)
    )
    if before >= LEAPS and after <= 0.2 * before:
        yield Finding("order_doubtful", 1, (), {"leaps": before})


def _mixed_devices(values: Values, result: CleanSeries) -> Iterator[Finding]:
    """Whether more rows contradict each other than slips can explain."""
    clash = next((f for f in result.findings if f.code == "conflicting_duplicates"), None)
    if clash is not None and clash.count > max(MIXED_ROWS, MIXED * len(values)):
        share = round(100 * clash.count / len(values), 1)
        yield Finding("devices_mixed", clash.count, clash.rows, {"percent": share})


def _tail(series: RegularSeries) -> Iterator[Finding]:
    """Whether the series ends in something that is no weather: there it would be judged."""
    if (tail := doubtful_tail(series)) is not None:
        begin = series.stamp(tail.place).astype("datetime64[D]")
        params = {
            "from": stamp_of(begin),
            "days": tail.days,
            "now": round(tail.now, 2),
            "usual": round(tail.usual, 2),
        }
        yield Finding(f"tail_{tail.kind}", 1, (), params)
