"""Tables with a column for each hour, day or month, turned into one value a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rnnviz.message_values import ColumnName
from rnnviz.series.columns.names import says_nothing, temperature_score
from rnnviz.series.columns.profile import ColumnProfile, Profiles
from rnnviz.series.columns.time import parts_found, sample_stamps, time_sources
from rnnviz.series.findings import Finding
from rnnviz.series.table.hour_columns import days_of, hours_of, months_of
from rnnviz.series.table.raw_table import RawTable, sampled_rows


def melt(table: RawTable) -> RawTable:
    """The same table with one value a row, where it had a column for each hour of the day, each day
    of the month or each month of the year.
    """
    group, all_hours = hours_of(table.columns)
    if group is None:
        return _melt_dates(table)
    rest = [
        name
        for name, column in table.profiles.items()
        if name not in all_hours and not _is_of_day(column)
    ]
    if not rest or _has_clock({name: table.profiles[name] for name in rest}):
        return table
    clock = next(
        name for name in ("hour", "hour of the day", "hour in columns") if name not in rest
    )
    params = {**_ends(group.names), "clock": group.clocks[0]}
    melted = _melted(table, rest, group.names, clock, group.clocks, "hours_across", params)
    told = any(clock in source.columns for source in time_sources(melted.profiles))
    return melted if told else table


def _melt_dates(table: RawTable) -> RawTable:
    """The same for days and months: beside them stand the year, and the month of the days."""
    days, months = days_of(table.columns), months_of(table.columns)
    if not days and not months:
        return table
    found = parts_found(table.profiles)
    # A mean of the year may look like a day of it: what is more than such parts is a time.
    if any(
        not set(source.columns) <= set(found.values()) for source in time_sources(table.profiles)
    ):
        return table
    if days and {"year", "month"} <= set(found):
        part, names, dated = "day", days, {found["year"], found["month"]}
    elif months and "year" in found:
        part, names, dated = "month", months, {found["year"]}
    else:
        return table
    rest = [
        name
        for name, column in table.profiles.items()
        if name not in names and (name in dated or not column.all_figures)
    ]
    numbers = tuple(str(k) for k in range(1, len(names) + 1))
    return _melted(table, rest, names, part, numbers, "dates_across", _ends(names))


def _ends(names: Sequence[str]) -> dict[str, object]:
    return {"first": ColumnName(names[0]), "last": ColumnName(names[-1])}


def _melted(
    table: RawTable,
    rest: Sequence[str],
    names: Sequence[str],
    part: str,
    said: Sequence[str],
    code: str,
    params: dict[str, object],
) -> RawTable:
    """A row for each of the columns ``names``, with what it stands for in a new column ``part``.

    Hours from 1 to 24 are those at which they end, so that 24 is midnight.
    """
    label = f"{names[0]}…{names[-1]}"
    cells = table.read([*rest, *names])
    repeated = cells[list(rest)].loc[cells.index.repeat(len(names))].reset_index(drop=True)
    repeated[part] = np.tile(np.array(said, object), len(cells))
    repeated[label] = cells[list(names)].to_numpy(object).ravel()
    lines = table.lines[: len(cells)] if len(table.lines) >= len(cells) else table.lines[:1]
    if len(lines) < len(cells):
        lines = np.arange(len(cells), dtype=np.int64) + int(table.lines[0])
    sample = repeated.iloc[sampled_rows(len(repeated))].reset_index(drop=True)
    return replace(
        table,
        columns=tuple(str(name) for name in repeated.columns),
        lines=np.repeat(lines, len(names)),
        units=(),
        findings=(*table.findings, Finding(code, len(cells), (), params)),
        sample=sample,
        body=None,
        frame=repeated,
        kept=None,
    )


def _is_of_day(column: ColumnProfile) -> bool:
    """Whether a column holds the day's mean, or its extremes."""
    speaks = says_nothing(column.name) or temperature_score(column.name) is not None
    return speaks and column.all_figures


def _has_clock(rest: Profiles) -> bool:
    """Whether the other columns say the time of day already."""
    for source in time_sources(rest):
        stamps = sample_stamps(source, rest)
        stamps = stamps[~np.isnat(stamps)]
        if len(source.columns) > 1 or (stamps != stamps.astype("datetime64[D]")).any():
            return True
    return False
