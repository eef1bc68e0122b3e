"""``read_series``: the bytes of any temperature file → a clean, regular series and all findings."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from rnnviz.series.columns.find_columns import Columns, find_columns
from rnnviz.series.columns.other_columns import check_inputs, other_columns
from rnnviz.series.columns.station import each_station, one_station
from rnnviz.series.findings import Finding
from rnnviz.series.guesses import clock_guess, find_guesses
from rnnviz.series.leaks import check_inputs_for_leaks
from rnnviz.series.second_opinion import Clock, second_opinion
from rnnviz.series.several import Reason, SeveralSeries, of_one_step
from rnnviz.series.source import open_source
from rnnviz.series.table.find_table import find_table
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.table.wide_hours import melt
from rnnviz.series.types import Guess, ReadOptions, RegularSeries, SeriesError, SeriesReading
from rnnviz.series.values.clean import CleanSeries, clean
from rnnviz.series.values.read_values import Values, in_zone, read_values, to_degrees
from rnnviz.series.values.summer_time import find_summer_time, on_standard_time


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
    result, clock, found = _regular(own, columns, choices, today)
    return SeriesReading(
        series=result.series,
        findings=(*table.findings, *columns.findings, *found),
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
        guesses=(*guesses, *clock),
        other_columns=other_columns(columns),
    )


def read_stations(
    data: bytes,
    name: str,
    choices: ReadOptions | None = None,
    today: Clock = datetime.date.today,
) -> SeveralSeries:
    """Every station of a file as ``read_series`` would read it; of a file without stations, every
    temperature column. What is chosen about the station, or the column, only says which is first.

    Raises ``series_one_station`` where there is but one, and else as ``read_series`` does.
    """
    choices = choices or ReadOptions()
    table = melt(find_table(open_source(data, name), name))
    columns = find_columns(table, choices)
    check_inputs(columns, choices.inputs)
    series: dict[str, RegularSeries] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    left_out: dict[str, Reason] = {}
    taken, parts = _parts(table, columns, choices, left_out)
    for station, own, of in parts:
        try:
            result, _, found = _regular(own, of, choices, today)
        except SeriesError:
            left_out[station] = "unread"
        else:
            series[station], findings[station] = result.series, found
    if len(series) + len(left_out) < 2 or not series:
        raise SeriesError("series_one_station", name=name)
    return of_one_step(SeveralSeries(series, findings, left_out, taken))


def _parts(
    table: RawTable, columns: Columns, choices: ReadOptions, left_out: dict[str, Reason]
) -> tuple[str, Iterator[tuple[str, Values, Columns]]]:
    """The first, and each station with its rows, or each temperature column with all rows; columns
    that cannot be read are added to those ``left_out``."""
    values = read_values(columns, choices)
    stations, split = each_station(values, columns, choices)
    if stations.taken is not None:
        return stations.taken, ((station, own, columns) for station, own in split)

    def by_column() -> Iterator[tuple[str, Values, Columns]]:
        for column in columns.temperatures:
            if not column.by_name or column.name in choices.inputs:
                continue  # what all read beside their own is no station
            wished = choices.model_copy(update={"temperature_column": column.name})
            try:
                of = find_columns(table, wished)
                read = read_values(of, wished)
            except SeriesError:
                left_out[column.name] = "unread"
            else:
                yield column.name, read, of

    return columns.temperature.name, by_column()


def _regular(
    own: Values, columns: Columns, choices: ReadOptions, today: Clock
) -> tuple[CleanSeries, tuple[Guess, ...], tuple[Finding, ...]]:
    """The rows of one station → its series, what was guessed of its clock, and all findings."""
    values = in_zone(to_degrees(own, columns, choices), choices.zone)
    summer = None if choices.standard_time else find_summer_time(values)
    if choices.standard_time:
        values = on_standard_time(values)
    clock = clock_guess(values, summer, choices)
    result = clean(values, choices, summer)
    doubts = second_opinion(columns, values, result, choices, summer, today)
    leaks = check_inputs_for_leaks(result.series)
    return result, clock, (*values.findings, *result.findings, *doubts, *leaks)


def column_names(data: bytes, name: str) -> tuple[str, ...]:
    """The columns of a file's table, for the user to point at one; raises ``SeriesError``."""
    return melt(find_table(open_source(data, name), name)).columns
