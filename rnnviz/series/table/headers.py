"""The lines above the data: which one names the columns, and which only names units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.columns.names import TIME_NAME, names_unit, part_of, temperature_score
from rnnviz.series.table.cells import is_data, is_missing, is_number, is_stamp
from rnnviz.series.table.hour_columns import is_hour_or_day_header
from rnnviz.series.table.lines import Lines, split_line
from rnnviz.series.types import SeriesError

UNIT_ALONE = re.compile(
    r"[\Wºﾟßø]*(deg(rees?)?\W*)?([cfk]|celsius|fahrenheit|kelvin)\W*", re.IGNORECASE
)
MOST_ABOVE = 30  # lines between figures about a station and the header
MOST_NOTES = 1000
MOST_GROUPS = 3  # lines of names above the header
MOST_LEFT_OUT = 5  # last columns that most rows leave out


@dataclass(frozen=True)
class Header:
    """``at``: the line among those looked at; ``names`` of the columns; ``units``: lines below.

    ``units_at``, ``over_at``: where those lines, and the ones with names of groups above, are
    among the lines looked at.
    """

    at: int
    names: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    units_at: tuple[int, ...]
    over_at: tuple[int, ...]


def is_data_row(row: Sequence[str], width: int) -> bool:
    """Whether a line is a row of the table: figures, or a stamp, in the usual number of cells."""
    if len(row) < width or len(row) > 3 * width:
        return False
    if is_hour_or_day_header(row):
        return False
    filled = [cell for cell in row if not is_missing(cell)]
    figures = sum(map(is_data, filled))
    stamped = any(map(is_stamp, filled))
    return figures > 0 and (stamped or (2 * figures >= len(filled) and len(row) == width))


def first_row(cells: Sequence[Sequence[str]], width: int) -> int | None:
    """Where the rows begin, among the first lines of a table; None where there is no row.

    Figures without a stamp may still stand above the header: they are about the station.
    """
    top = next((k for k, row in enumerate(cells) if is_data_row(row, width)), None)
    if top is None or any(map(is_stamp, cells[top])):
        return top
    for k in range(top + 1, min(len(cells), top + MOST_ABOVE)):
        row = cells[k]
        if names_both(row) and not any(map(is_data, row)):
            below = range(k + 1, len(cells))
            return next((i for i in below if is_data_row(cells[i], width)), top)
    return top


def names_both(row: Sequence[str]) -> bool:
    """Whether a line speaks of a time and of a temperature."""
    return _names_time(row) and any(map(_is_temperature, row))


def note_lines(
    body: NDArray[np.intp], counts: NDArray[np.int64], width: int, lines: Lines, delimiter: str
) -> NDArray[np.intp]:
    """Lines among the rows that are none: too few cells, and neither figure nor stamp in them."""
    short = body[counts[body] < width]
    if len(short) > MOST_NOTES:  # rows of a ragged table
        return body[:0]
    texts = [lines[i] for i in short]
    noted = [
        not text.lstrip(' "')[:1].isdecimal() and not any(map(is_data, split_line(text, delimiter)))
        for text in texts
    ]
    kept: NDArray[np.intp] = short[np.array(noted, bool)]
    return kept


def find_header(
    cells: Sequence[Sequence[str]], numbers: Sequence[int], width: int
) -> Header | None:
    """The header among the lines above the data: the first that speaks of time and temperature,
    or else the first of words.

    ``numbers``: where the lines stand in the file. A line above it that says more about some
    columns (``Temp`` over ``Out``) is joined to it.
    """
    best, most = None, -1
    cells = [_whole_brackets(row, width) for row in cells]
    for k, row in enumerate(cells):
        if len(row) == width and is_hour_or_day_header(row):
            best = k
            break
        words = [cell for cell in row if cell and not is_number(cell)]
        fewest = 2 if width > 2 or row[0] else 1  # an index has no name
        if len(words) < max(fewest, 0.5 * sum(map(bool, row))) or any(map(is_stamp, row)):
            continue
        telling = _names_time(row) + any(map(_is_temperature, row))
        if len(row) != width and not (telling and len(row) >= width - 1 and k == len(cells) - 1):
            continue
        if telling > most:
            best, most = k, telling
    if best is None:
        return None
    names, over_at = list(cells[best]), best
    while (
        best - over_at < MOST_GROUPS
        and over_at
        and numbers[over_at] - numbers[over_at - 1] == 1
        and len(cells[over_at - 1]) == len(names)
    ):
        more = _joined(cells[over_at - 1], names)
        if more == names:
            break
        names, over_at = more, over_at - 1
    units_at = tuple(
        k
        for k in range(best + 1, len(cells))
        if len(cells[k]) == width and not all(map(is_missing, cells[k]))
    )
    units = tuple(tuple(cells[k]) for k in units_at)
    return Header(best, tuple(names), units, units_at, tuple(range(over_at, best)))


def _whole_brackets(row: Sequence[str], width: int) -> Sequence[str]:
    """``place (lat,lon)`` without quotes is one name, where a row has as many cells then."""
    if len(row) <= width or not any("(" in cell for cell in row):
        return row
    joined: list[str] = []
    for cell in row:
        if joined and joined[-1].count("(") > joined[-1].count(")"):
            joined[-1] += "," + cell
        else:
            joined.append(cell)
    return joined if len(joined) == width else row


def _names_time(row: Sequence[str]) -> bool:
    """Whether a line speaks of a time, or of a year, a month and a day."""
    return any(map(TIME_NAME.search, row)) or sum(part_of(cell) is not None for cell in row) > 2


def _is_temperature(cell: str) -> bool:
    if UNIT_ALONE.fullmatch(cell) or names_unit(cell):  # "Temperature Units"
        return False
    return temperature_score(cell) is not None


def _joined(over: Sequence[str], under: list[str]) -> list[str]:
    """Two lines of names as one, where the upper one leaves the time alone.

    A name above may stand for the columns to its right as well (``Indoor`` over two of four, as
    merged cells are exported): it does where columns would have the same name without it.
    """
    times = [i for i, cell in enumerate(under) if TIME_NAME.search(cell)]
    words = [cell for cell in over if cell]
    if not times or any(over[i] for i in times) or not words or any(map(is_data, words)):
        return under
    joined = [f"{a} {b}".strip() for a, b in zip(over, under, strict=True)]
    if len(set(joined)) < len(joined):
        joined = [f"{a} {b}".strip() for a, b in zip(_spread(over, times), under, strict=True)]
    elif len(words) < 2:
        return under
    return joined


def _spread(over: Sequence[str], times: Sequence[int]) -> list[str]:
    """Names of groups, each over all its columns, none over the time."""
    spread, last = [], ""
    for i, cell in enumerate(over):
        last = "" if i in times else cell or last
        spread.append(last)
    return spread


def commented_header(
    lines: Sequence[str], width: int, delimiter: str
) -> tuple[list[str] | None, int]:
    """The names of the columns where they stand in a comment, and which of the lines it is.

    It may have more cells than most rows, where it speaks of a time and a temperature: a last
    column of notes is often left out.
    """
    best, most, at = None, 0, -1
    for k, line in enumerate(lines):
        row = split_line(line.lstrip("#%/ "), delimiter)
        telling = sum(bool(TIME_NAME.search(cell)) or _is_temperature(cell) for cell in row)
        wider = 0 < len(row) - width <= MOST_LEFT_OUT and delimiter != " " and names_both(row)
        fits = len(row) == width or wider
        if fits and telling > most and not any(map(is_data, row)):
            best, most, at = row, telling, k
    return best, at


def refuse_ambiguous_commas(
    names: Sequence[str], row: Sequence[str], delimiter: str, line: int
) -> None:
    """``2024-01-31 13:00,3,5`` below ``time,temp``: nobody can tell 3,5 from two cells for sure."""
    if delimiter != "," or len(row) <= len(names):
        return
    stamp = next((i for i, cell in enumerate(row) if is_stamp(cell)), None)
    named = next((i for i, cell in enumerate(names) if TIME_NAME.search(cell)), None)
    if stamp is not None and stamp == named and any(row[len(names) :]):
        raise SeriesError("series_comma_in_numbers", row=line, value=",".join(row)[:60])
