"""The columns that were found → stamps and degrees, one a row, with what could not be read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName, Stamp, UnitSymbol
from rnnviz.series.columns.find_columns import Columns
from rnnviz.series.columns.temperature import Temperature
from rnnviz.series.findings import Finding, finding_at
from rnnviz.series.table.cells import DEGREES
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.types import ReadOptions, SeriesError, Unit
from rnnviz.series.values.input_columns import read_inputs
from rnnviz.series.values.numbers import (
    MaskedValues,
    Numbers,
    fitting_unit,
    looks_scaled,
    mask_invalid,
    second_unit,
    to_numbers,
)
from rnnviz.series.values.quality_marks import judge_marks
from rnnviz.series.values.times import ReadTimes, Stamps, read_times
from rnnviz.series.zone import on_standard_clock


@dataclass(frozen=True)
class Values:
    """Of every row, what its cells say.

    ``stamps`` (rows,) NaT and ``figures`` (rows,) NaN where a cell could not be read; figures in
    the file's unit until ``to_degrees``, then °C. ``lines`` (rows,) line numbers in the file.
    ``others``: the same rows of each of ``ReadOptions.inputs``, (rows,) as the file has them.
    """

    stamps: Stamps
    figures: NDArray[np.float64]
    lines: NDArray[np.int64]
    utc: bool
    findings: tuple[Finding, ...]
    others: tuple[NDArray[np.float64], ...] = ()
    zone: str = ""  # as in ``Clock``

    def __len__(self) -> int:
        return len(self.lines)

    def only(self, rows: NDArray[np.bool_]) -> Values:
        """Some of the rows."""
        stamps, figures, lines = self.stamps[rows], self.figures[rows], self.lines[rows]
        others = tuple(column[rows] for column in self.others)
        return replace(self, stamps=stamps, figures=figures, lines=lines, others=others)


def read_values(columns: Columns, choices: ReadOptions) -> Values:
    """Read the cells of all rows; raises ``SeriesError`` where they are not what a name says."""
    time, temperature = columns.time, columns.temperature
    frame = columns.table.read([*time.columns, temperature.name, *choices.inputs])
    cells, lines = frame[temperature.name], _lines(columns.table, len(frame))
    with ThreadPoolExecutor(1) as other:  # Arrow and numpy leave each other the processor
        reading = other.submit(to_numbers, cells)
        times = read_times(time.text(frame), choices.day_first, columns.unit == "°F")
        numbers = reading.result()
    _refuse_mixed_units(temperature, cells, lines)
    marks = judge_marks(numbers, columns.unit, lines, columns.table.legend, choices.marked)
    others, about_others = read_inputs(frame, choices.inputs, lines)
    findings = (
        *_time_findings(times, frame[list(time.columns)], lines),
        *_number_findings(numbers, cells, lines),
        *marks.findings,
        *about_others,
    )
    numbers.values[marks.left_out] = np.nan
    if not temperature.unit_known and choices.unit is None and looks_scaled(numbers.values):
        raise SeriesError("series_scaled", column=ColumnName(temperature.name))
    utc = times.utc or time.says_utc
    zone = times.zone or time.zone
    return Values(times.stamps, numbers.values, lines, utc, findings, others, zone)


def to_degrees(values: Values, columns: Columns, choices: ReadOptions) -> Values:
    """The figures in °C, NaN where they stand for "missing" or no air can have them.

    Raises ``SeriesError`` where the unit cannot be what the file says.
    """
    figures, lines = values.figures, values.lines
    masked = mask_invalid(figures, columns.unit)
    _refuse_impossible(columns.temperature, choices.unit, masked, values)
    impossible = "".join(f"{value:g}" for value in figures[masked.impossible[:1]])
    findings = (
        *values.findings,
        *finding_at(
            "sentinels",
            lines[masked.sentinels],
            values=tuple(f"{value:g}" for value in masked.sentinel_values),
        ),
        *finding_at("impossible", lines[masked.impossible], value=impossible),
    )
    return replace(values, figures=masked.celsius, findings=findings)


def in_zone(values: Values, zone: str | None) -> Values:
    """The rows in the zone that the user says their clock is in; stamps in UTC stay there. A file
    whose summer stamps go forward is brought to standard time; None: as the file has it."""
    if zone is None:
        return values
    if values.utc:
        return replace(values, zone=zone)
    measured = np.where(np.isnan(values.figures), np.datetime64("NaT"), values.stamps)
    stamps = on_standard_clock(measured, zone)
    return replace(values, stamps=stamps, zone=zone)


def _lines(table: RawTable, count: int) -> NDArray[np.int64]:
    """Line numbers; where a quoted cell spans lines, counted from the first row on."""
    if len(table.lines) == count:
        return table.lines
    return np.arange(count, dtype=np.int64) + int(table.lines[0])


def _time_findings(
    times: ReadTimes, cells: pd.DataFrame, lines: NDArray[np.int64]
) -> list[Finding]:
    unread = np.flatnonzero(np.isnat(times.stamps))
    if len(unread) == len(lines):
        raise SeriesError("series_no_stamps", row=int(lines[0]), value=" ".join(cells.iloc[0])[:60])
    shown = ""
    if len(unread):
        rows = cells.iloc[unread].itertuples(index=False)  # as far as the first that says anything
        written = (" ".join(row).strip() for row in rows)
        shown = next((text for text in written if text), "")[:60]
    findings = [
        *finding_at("unread_times", lines[unread], value=shown),
        *finding_at("twenty_four", lines[times.midnights]),
    ]
    if len(times.swapped):
        at = times.swapped[0]
        read_as = Stamp(str(times.stamps[at])[:10])
        findings += finding_at(
            "days_swapped",
            lines[times.swapped],
            value=" ".join(cells.iloc[at]).strip()[:40],
            date=read_as,
        )
    if times.offsets > 1:
        findings.append(Finding("mixed_zones", times.offsets, (), {"offsets": times.offsets}))
    if times.buddhist:
        findings.append(Finding("buddhist_years"))
    if times.by_steps:
        findings.append(Finding("order_by_steps", 1, (), {"layout": times.layout}))
    return findings


def _number_findings(numbers: Numbers, cells: pd.Series, lines: NDArray[np.int64]) -> list[Finding]:
    empty = np.flatnonzero(np.isnan(numbers.values))
    empty = np.setdiff1d(empty, np.concatenate([numbers.bad, numbers.marked]))
    shown = str(cells.iloc[numbers.bad[0]])[:40] if len(numbers.bad) else ""
    findings = [
        *finding_at("not_numbers", lines[numbers.bad], value=shown),
        *finding_at("missing", lines[empty]),
    ]
    if numbers.groups:  # said also where none is marked as wrong
        marked = lines[numbers.marked]
        findings += finding_at("quality_marks", marked) or [Finding("quality_marks", 0)]
    return [*findings, Finding("decimal_comma")] if numbers.comma else findings


def _refuse_mixed_units(
    temperature: Temperature, cells: pd.Series, lines: NDArray[np.int64]
) -> None:
    if not any(DEGREES.match(str(cell).strip(" \"'")) for cell in cells.head(100)):
        return
    other = second_unit(cells)
    if other is not None:
        at, value = other
        raise SeriesError(
            "series_mixed_units",
            column=ColumnName(temperature.name),
            row=int(lines[at]),
            value=value,
        )


def _refuse_impossible(
    temperature: Temperature, chosen: Unit | None, masked: MaskedValues, values: Values
) -> None:
    """Refuse figures that nothing fits, or that fit another unit than the file says."""
    if len(masked.impossible) == 0:
        return
    unit = chosen or temperature.unit
    first = masked.impossible[0]
    said = {
        "column": ColumnName(temperature.name),
        "unit": UnitSymbol(unit),
        "row": int(values.lines[first]),
        "value": f"{values.figures[first]:g}",
    }
    other = None if chosen else fitting_unit(values.figures, masked, unit)
    if other is not None:
        raise SeriesError(
            "series_wrong_unit",
            **said,
            count=len(masked.impossible),
            other=UnitSymbol(other),
        )
    if np.isnan(masked.celsius).all():
        raise SeriesError("series_none_possible", **said)
