"""A table → which of its columns is the time and which the temperature, in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.message_values import ColumnName, UnitSymbol
from rnnviz.series.columns.dates_only import source_of_dates
from rnnviz.series.columns.temperature import Temperature, temperatures
from rnnviz.series.columns.time import sample_stamps, time_sources, undated
from rnnviz.series.columns.time_source import TimeSource
from rnnviz.series.columns.undated import Undated
from rnnviz.series.columns.unit_evidence import evident_unit
from rnnviz.series.findings import Finding, some_names
from rnnviz.series.table.long_format import find_quantity
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.types import ReadOptions, SeriesError, Unit
from rnnviz.series.values.numbers import unit_in


@dataclass(frozen=True)
class Columns:
    """The columns that were taken, and those that could be instead, the likeliest first.

    ``table``: only the rows that measured the temperature, where others measured something else.
    """

    table: RawTable
    time: TimeSource
    times: tuple[TimeSource, ...]
    temperature: Temperature
    temperatures: tuple[Temperature, ...]
    unit: Unit
    findings: tuple[Finding, ...]


def find_columns(table: RawTable, choices: ReadOptions) -> Columns:
    """Raises ``SeriesError`` where there is no time or no temperature."""
    times = time_sources(table.profiles)
    time = _chosen_time(times, table, choices)
    times = times or [time]
    table, found, others = _temperatures(table, time, choices)
    if choices.time_column is None:
        time, beside = _its_own_time(time, times, found[0], table)
        others += beside
    if choices.unit is None and not found[0].unit_known:
        found[0] = _with_evidence(found[0], table, time)
    unit = choices.unit or found[0].unit
    findings = [*others, *_unit_findings(found[0], choices, unit), *_guesses(found, choices)]
    return Columns(table, time, tuple(times), found[0], tuple(found), unit, tuple(findings))


def no_time(table: RawTable) -> SeriesError:
    """The refusal of a table without a time."""
    return SeriesError("series_no_time", columns=some_names(table.columns))


def _chosen_time(
    sources: Sequence[TimeSource], table: RawTable, choices: ReadOptions
) -> TimeSource:
    wished = choices.time_column
    partly = undated(table.profiles) if not sources else None
    if partly is not None and wished in (None, partly.label, partly.columns[0]):
        return _dated(partly, table, choices)
    if wished is not None:
        for source in sources:
            if wished in (source.label, source.columns[0]):
                return source
        if wished in table.columns:
            return TimeSource((wished,))
        raise SeriesError("series_no_such_column", column=wished, columns=some_names(table.columns))
    if not sources:
        dates = source_of_dates(table.profiles)
        if dates is None:
            raise no_time(table)
        return dates
    return sources[0]


def _dated(source: Undated, table: RawTable, choices: ReadOptions) -> Undated:
    """The time with what the file leaves out; raises ``SeriesError`` where nobody said it."""
    if choices.first_date is None:
        cells = [table.profiles[name].filled for name in source.columns]
        value = " ".join(column[0] for column in cells if column)[:40]
        missing = "series_no_year" if source.missing == "year" else "series_no_date"
        raise SeriesError(missing, column=ColumnName(source.label), value=value)
    return replace(source, first=choices.first_date, day_first=choices.day_first)


def _its_own_time(
    time: TimeSource, times: Sequence[TimeSource], temperature: Temperature, table: RawTable
) -> tuple[TimeSource, list[Finding]]:
    """Of several times of one name, side by side with their values, the nearest to the left."""
    place = {name: k for k, name in enumerate(table.columns)}
    alike = [
        other
        for other in times
        if len(other.columns) == 1 and _plain_name(other.label) == _plain_name(time.label)
    ]
    at = place[temperature.name]
    left = [other for other in alike if place[other.label] < at]
    if len(time.columns) > 1 or len(alike) < 2 or not left:
        return time, []
    nearest = max(left, key=lambda other: place[other.label])
    if _are_the_same(time, nearest, table):
        return time, []
    params = {"column": ColumnName(temperature.name), "time": ColumnName(nearest.label)}
    return nearest, [Finding("times_side_by_side", len(alike), (), params)]


def _are_the_same(a: TimeSource, b: TimeSource, table: RawTable) -> bool:
    """Whether two columns tell one time twice, as text and as a figure."""
    first, second = (sample_stamps(source, table.profiles) for source in (a, b))
    return bool((np.abs(first - second) < np.timedelta64(1, "m")).all())


def _plain_name(name: str) -> str:
    """A column's name without the number that tells it from another of the same name."""
    return re.sub(r"\s*[(._ ]\d+\)?$", "", name).strip().lower()


def _temperatures(
    table: RawTable, time: TimeSource, choices: ReadOptions
) -> tuple[RawTable, list[Temperature], list[Finding]]:
    """The temperatures, and the rows that measured them where others did not."""
    try:
        found = temperatures(table, time, choices)
        if found[0].by_name or choices.temperature_column is not None:
            return table, found, []
        quantity = find_quantity(table.profiles)
        if quantity is None:
            return table, found, []
    except SeriesError:
        quantity = find_quantity(table.profiles)
        if quantity is None:
            raise
    rest = len(table)
    if quantity.others:
        table = table.only(quantity.column, quantity.name)
    unit = unit_in(quantity.name)
    measured = quantity.name.replace(".", " ")
    found = [
        replace(
            each, by_name=True, unit=unit or each.unit, unit_known=each.unit_known or bool(unit)
        )
        for each in temperatures(table, time, choices, (quantity.column,), measured)
    ]
    if not quantity.others:
        return table, found, []
    params = {
        "column": ColumnName(quantity.column),
        "name": quantity.name,
        "others": quantity.others[:8],
    }
    return table, found, [Finding("other_quantities", rest - len(table), (), params)]


def _with_evidence(temperature: Temperature, table: RawTable, time: TimeSource) -> Temperature:
    """With the unit that the figures speak for, if they do."""
    column = table.profiles[temperature.name]
    told = evident_unit(column, temperature.unit, table.profiles, time)
    if told is None:
        return temperature
    return replace(temperature, unit=told.unit, evidence=told.evidence)


def _unit_findings(temperature: Temperature, choices: ReadOptions, unit: Unit) -> list[Finding]:
    said = {"unit": UnitSymbol(unit)}
    converted = [Finding("unit_converted", 1, (), said)] if unit != "°C" else []
    if temperature.unit_known or choices.unit is not None:
        return converted
    return [*converted, Finding(f"unit_by_{temperature.evidence or 'values'}", 1, (), said)]


def _guesses(found: Sequence[Temperature], choices: ReadOptions) -> list[Finding]:
    """What only the user can know about the column that was taken."""
    if choices.temperature_column is not None:
        return []
    first, *others = found
    column = {"column": ColumnName(first.name)}
    named = {**column, "others": tuple(ColumnName(other.name) for other in others[:5])}
    more = [Finding("more_temperatures", len(others), (), named)] if others else []
    return more + ([] if first.by_name else [Finding("temperature_by_content", 1, (), column)])
