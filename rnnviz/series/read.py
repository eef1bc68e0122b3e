"""``read_series``: the bytes of any temperature file → a clean hourly series and all findings."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.columns.station import station_rows
from rnnviz.series.columns.temperature import Temperature, temperatures
from rnnviz.series.columns.time import (
    TimeSource,
    has_unnamed_hours,
    step_of_dates,
    time_sources,
)
from rnnviz.series.source import open_source
from rnnviz.series.table.cells import DEGREES, is_number
from rnnviz.series.table.find_table import find_table
from rnnviz.series.table.long_format import find_quantity
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.table.wide_hours import melt_hours
from rnnviz.series.types import Finding, ReadOptions, SeriesError, SeriesReading, Unit, first_rows
from rnnviz.series.values.clean import clean
from rnnviz.series.values.numbers import (
    MaskedValues,
    Numbers,
    fitting_unit,
    looks_scaled,
    mask_invalid,
    second_unit,
    to_numbers,
    unit_in,
)
from rnnviz.series.values.times import ReadTimes, read_times


def read_series(data: bytes, name: str, choices: ReadOptions | None = None) -> SeriesReading:
    """Read a file. ``name`` is only used in messages.

    Raises ``SeriesError`` where the file is no temperature series, or where only the user can know.
    """
    choices = choices or ReadOptions()
    table = melt_hours(find_table(open_source(data, name), name))
    findings = list(table.findings)
    sources = time_sources(table.sample)
    source = _chosen_time(sources, table, choices.time_column)
    table, found = _temperature(table, source, choices, findings)
    temperature = found[0]

    frame = table.read([*source.columns, temperature.name])
    lines = _lines(table, len(frame))
    with ThreadPoolExecutor(1) as other:  # Arrow and numpy leave each other the processor
        reading = other.submit(to_numbers, frame[temperature.name])
        times = read_times(source.text(frame), choices.day_first)
        numbers = reading.result()
    _refuse_mixed_units(temperature, frame[temperature.name], lines)
    unit = choices.unit or temperature.unit
    _time_findings(times, frame[list(source.columns)], lines, findings)
    _number_findings(numbers, frame[temperature.name], lines, findings)
    _unit_findings(temperature, choices, unit, findings)
    if not temperature.unit_known and choices.unit is None and looks_scaled(numbers.values):
        raise SeriesError("series_scaled", column=temperature.name)
    if len(found) > 1 and choices.temperature_column is None:
        others = ", ".join(other.name for other in found[1:6])
        findings.append(
            Finding(
                "more_temperatures",
                len(found) - 1,
                (),
                {"column": temperature.name, "others": others},
            )
        )
    if not temperature.by_name and choices.temperature_column is None:
        findings.append(Finding("temperature_by_content", 1, (), {"column": temperature.name}))

    stamps, values = times.stamps, numbers.values
    station, stations, kept = station_rows(
        table, source, temperature, stamps, values, choices.station
    )
    # Hours that no name tells look like stations with a number each.
    if (station is None or is_number(station)) and has_unnamed_hours(stamps):
        raise _no_time(table)
    if station is not None:
        findings.append(
            Finding(
                "several_stations",
                len(stations),
                (),
                {"station": station, "stations": ", ".join(stations[:8]), "rows": int(kept.sum())},
            )
        )
        stamps, values, lines = stamps[kept], values[kept], lines[kept]
    cleaned = mask_invalid(values, unit)
    _refuse_impossible(temperature, choices.unit, cleaned, values, lines)
    for code, rows, params in (
        (
            "sentinels",
            cleaned.sentinels,
            {"values": ", ".join(f"{v:g}" for v in cleaned.sentinel_values)},
        ),
        ("impossible", cleaned.impossible, {}),
    ):
        if len(rows):
            if code == "impossible":
                params = {"value": f"{values[rows[0]]:g}"}
            findings.append(Finding(code, len(rows), first_rows(lines[rows]), params))
    result = clean(stamps, cleaned.celsius, lines, choices, times.utc or source.says_utc)
    return SeriesReading(
        series=result.series,
        findings=(*findings, *result.findings),
        time_column=source.label,
        temperature_column=temperature.name,
        unit=unit,
        rows_read=len(frame),
        rows_used=result.rows_used,
        step=result.step,
        encoding=table.encoding,
        delimiter=table.delimiter,
        time_columns=tuple(source.label for source in sources),
        temperature_columns=tuple(other.name for other in found),
        stations=stations,
        station=station,
    )


def _temperature(
    table: RawTable, source: TimeSource, choices: ReadOptions, findings: list[Finding]
) -> tuple[RawTable, list[Temperature]]:
    """The temperature, the likeliest first, and the rows that measured it where others did not."""
    wished = choices.temperature_column
    quantity = None
    try:
        found = temperatures(table, table.sample, source.columns, wished)
        if found[0].by_name or wished is not None:
            return table, found
    except SeriesError:
        quantity = find_quantity(table.sample)
        if quantity is None:
            raise
    quantity = quantity or find_quantity(table.sample)
    if quantity is None:
        return table, found
    rest = len(table)
    if quantity.others:
        table = table.only(quantity.column, quantity.name)
    unit, taken = unit_in(quantity.name), (*source.columns, quantity.column)
    measured = quantity.name.replace(".", " ")
    found = [
        replace(
            each, by_name=True, unit=unit or each.unit, unit_known=each.unit_known or bool(unit)
        )
        for each in temperatures(table, table.sample, taken, wished, measured)
    ]
    if quantity.others:
        others = ", ".join(quantity.others[:8])
        params = {"column": quantity.column, "name": quantity.name, "others": others}
        findings.append(Finding("other_quantities", rest - len(table), (), params))
    return table, found


def _lines(table: RawTable, count: int) -> NDArray[np.int64]:
    """Line numbers; where a quoted cell spans lines, counted from the first row on."""
    if len(table.lines) == count:
        return table.lines
    return np.arange(count, dtype=np.int64) + int(table.lines[0])


def _chosen_time(sources: Sequence[TimeSource], table: RawTable, wished: str | None) -> TimeSource:
    if wished is not None:
        for source in sources:
            if wished in (source.label, source.columns[0]):
                return source
        if wished in table.columns:
            return TimeSource((wished,))
        raise SeriesError(
            "series_no_such_column", column=wished, columns=", ".join(table.columns[:12])
        )
    if not sources:
        step = step_of_dates(table.sample)
        if step is not None:
            raise SeriesError("series_too_coarse", step=step)
        raise _no_time(table)
    return sources[0]


def _no_time(table: RawTable) -> SeriesError:
    shown = ", ".join(table.columns[:12]) + (", …" if len(table.columns) > 12 else "")
    return SeriesError("series_no_time", columns=shown)


def _time_findings(
    times: ReadTimes, cells: pd.DataFrame, lines: NDArray[np.int64], findings: list[Finding]
) -> None:
    unread = np.flatnonzero(np.isnat(times.stamps))
    if len(unread) == len(lines):
        raise SeriesError("series_no_stamps", row=int(lines[0]), value=" ".join(cells.iloc[0])[:60])
    if len(unread):
        written = cells.iloc[unread].apply(lambda row: " ".join(row).strip(), axis=1)
        shown = next((text for text in written if text), "")
        findings.append(
            Finding("unread_times", len(unread), first_rows(lines[unread]), {"value": shown[:60]})
        )
    if times.offsets > 1:
        findings.append(Finding("mixed_zones", times.offsets, (), {"offsets": times.offsets}))
    if len(times.midnights):
        findings.append(
            Finding("twenty_four", len(times.midnights), first_rows(lines[times.midnights]))
        )
    if times.by_steps:
        findings.append(Finding("order_by_steps", 1, (), {"layout": times.layout}))


def _number_findings(
    numbers: Numbers, cells: pd.Series, lines: NDArray[np.int64], findings: list[Finding]
) -> None:
    if len(numbers.bad):
        value = str(cells.iloc[numbers.bad[0]])[:40]
        findings.append(
            Finding(
                "not_numbers", len(numbers.bad), first_rows(lines[numbers.bad]), {"value": value}
            )
        )
    empty = np.flatnonzero(np.isnan(numbers.values))
    only = np.setdiff1d(empty, np.concatenate([numbers.bad, numbers.marked]))
    if len(only):
        findings.append(Finding("missing", len(only), first_rows(lines[only])))
    if numbers.groups:
        marked = numbers.marked
        findings.append(Finding("quality_marks", len(marked), first_rows(lines[marked])))
    if numbers.comma:
        findings.append(Finding("decimal_comma"))


def _refuse_mixed_units(
    temperature: Temperature, cells: pd.Series, lines: NDArray[np.int64]
) -> None:
    if not any(DEGREES.match(str(cell).strip(" \"'")) for cell in cells.head(100)):
        return
    other = second_unit(cells)
    if other is not None:
        at, value = other
        raise SeriesError(
            "series_mixed_units", column=temperature.name, row=int(lines[at]), value=value
        )


def _refuse_impossible(
    temperature: Temperature,
    chosen: Unit | None,
    taken: MaskedValues,
    values: NDArray[np.float64],
    lines: NDArray[np.int64],
) -> None:
    """Refuse figures that nothing fits, or that fit another unit than the file says."""
    if len(taken.impossible) == 0:
        return
    unit = chosen or temperature.unit
    first = taken.impossible[0]
    said = {
        "column": temperature.name,
        "unit": unit,
        "row": int(lines[first]),
        "value": f"{values[first]:g}",
    }
    other = None if chosen else fitting_unit(values, taken, unit)
    if other is not None:
        raise SeriesError("series_wrong_unit", **said, count=len(taken.impossible), other=other)
    if np.isnan(taken.celsius).all():
        raise SeriesError("series_none_possible", **said)


def _unit_findings(
    temperature: Temperature, choices: ReadOptions, unit: str, findings: list[Finding]
) -> None:
    if unit != "°C":
        findings.append(Finding("unit_converted", 1, (), {"unit": unit}))
    if not temperature.unit_known and choices.unit is None:
        findings.append(Finding("unit_by_values", 1, (), {"unit": unit}))
