"""Tables with a row a day and a column for each hour of it, turned into one value a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnnviz.message_values import ColumnName
from rnnviz.series.columns.dates_only import DAY, MONTH
from rnnviz.series.columns.names import says_nothing, temperature_score
from rnnviz.series.columns.profile import ColumnProfile, Profiles
from rnnviz.series.columns.time import sample_stamps, time_sources
from rnnviz.series.findings import Finding
from rnnviz.series.table.hour_columns import days_of, hours_of
from rnnviz.series.table.raw_table import RawTable, sampled_rows
from rnnviz.series.types import SeriesError

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def melt_hours(table: RawTable) -> RawTable:
    """The same table with one value a row, where it had a column for each hour of the day.

    Hours from 1 to 24 are those at which they end, so that 24 is midnight. Raises ``SeriesError``
    where the columns are days or months: such a table has no hours.
    """
    group, all_hours = hours_of(table.columns)
    if group is None:
        _refuse_days(table)
        return table
    rest = [
        name
        for name, column in table.profiles.items()
        if name not in all_hours and not _is_of_day(column)
    ]
    if not rest or _has_clock({name: table.profiles[name] for name in rest}):
        return table
    width = len(group.names)
    cells = table.read([*rest, *group.names])
    repeated = cells[rest].loc[cells.index.repeat(width)].reset_index(drop=True)
    clock = next(name for name in ("hour", "hour of the day", group.label) if name not in rest)
    repeated[clock] = np.tile(np.array(group.clocks, object), len(cells))
    repeated[group.label] = cells[list(group.names)].to_numpy(object).ravel()
    lines = table.lines[: len(cells)] if len(table.lines) >= len(cells) else table.lines[:1]
    if len(lines) < len(cells):
        lines = np.arange(len(cells), dtype=np.int64) + int(table.lines[0])
    sample = repeated.iloc[sampled_rows(len(repeated))].reset_index(drop=True)
    found = Finding(
        "hours_across",
        len(cells),
        (),
        {
            "first": ColumnName(group.names[0]),
            "last": ColumnName(group.names[-1]),
            "clock": group.clocks[0],
        },
    )
    melted = replace(
        table,
        columns=tuple(str(name) for name in repeated.columns),
        lines=np.repeat(lines, width),
        units=(),
        findings=(*table.findings, found),
        sample=sample,
        body=None,
        frame=repeated,
        kept=None,
    )
    told = any(clock in source.columns for source in time_sources(melted.profiles))
    return melted if told else table


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


def _refuse_days(table: RawTable) -> None:
    if days_of(table.columns):
        raise SeriesError("series_too_coarse", step=DAY)
    starts = {name.strip().lower()[:3] for name in table.columns if len(name.strip()) < 10}
    if set(_MONTHS) <= starts and not time_sources(table.profiles):
        raise SeriesError("series_too_coarse", step=MONTH)
