"""``read_series``: the bytes of any temperature file → a clean, regular series and all findings."""

from __future__ import annotations

import datetime

from rnnviz.series.columns.find_columns import find_columns
from rnnviz.series.columns.other_columns import check_inputs, other_columns
from rnnviz.series.columns.station import one_station
from rnnviz.series.guesses import find_guesses
from rnnviz.series.leaks import check_inputs_for_leaks
from rnnviz.series.second_opinion import Clock, second_opinion
from rnnviz.series.source import open_source
from rnnviz.series.table.find_table import find_table
from rnnviz.series.table.wide_hours import melt
from rnnviz.series.types import ReadOptions, SeriesReading
from rnnviz.series.values.clean import clean
from rnnviz.series.values.read_values import read_values, to_degrees
from rnnviz.series.values.summer_time import on_standard_time


def read_series(
    data: bytes,
    name: str,
    choices: ReadOptions | None = None,
    today: Clock = datetime.date.today,
) -> SeriesReading:
    """Read a file: bytes → a table → its columns → their values → one value a step.

    ``name`` is only used in messages; ``today`` tells which dates are in the future. Raises
    ``SeriesError`` where the file is no temperature series, or where only the user can know.
    """
    choices = choices or ReadOptions()
    source = open_source(data, name)
    table = melt(find_table(source, name))
    columns = find_columns(table, choices)
    check_inputs(columns, choices.inputs)
    values = read_values(columns, choices)
    rows_read = len(values)
    own, stations = one_station(values, columns, choices)
    guesses = find_guesses(columns, values, own, stations, choices)
    values = to_degrees(own, columns, choices)
    if choices.standard_time:
        values = on_standard_time(values)
    result = clean(values, choices)
    doubts = second_opinion(columns, values, result, choices, today)
    leaks = check_inputs_for_leaks(result.series)
    return SeriesReading(
        series=result.series,
        findings=(
            *table.findings,
            *columns.findings,
            *values.findings,
            *result.findings,
            *doubts,
            *leaks,
        ),
        time_column=columns.time.label,
        temperature_column=columns.temperature.name,
        unit=columns.unit,
        rows_read=rows_read,
        rows_used=result.rows_used,
        step=result.step,
        encoding=table.encoding,
        delimiter=table.delimiter,
        time_columns=tuple(time.label for time in columns.times),
        temperature_columns=tuple(other.name for other in columns.temperatures),
        stations=stations.all,
        station=stations.taken,
        guesses=guesses,
        other_columns=other_columns(columns),
    )


def column_names(data: bytes, name: str) -> tuple[str, ...]:
    """The columns of a file's table, for the user to point at one; raises ``SeriesError``."""
    return melt(find_table(open_source(data, name), name)).columns
