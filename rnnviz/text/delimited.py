"""Delimited text → rows of cells. One odd row never costs the others: it is kept and named."""

from __future__ import annotations

import csv
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

DELIMITERS = ",;\t|"
NO_DELIMITER = "\x1f"  # the unit separator: it stands in no text, so a line is one cell
MAX_FIELD = 10_000_000  # characters; the standard limit is too short for a review
_SAMPLE = 200  # rows looked at to find the delimiter
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_MAX_REREAD = 3_000_000  # lines read again after odd quotes, in all


@dataclass
class Delimited:
    """Rows of cells as they stand, the line each begins on, and lines with an odd quote."""

    delimiter: str
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    odd_quotes: list[int] = field(default_factory=list)


def lines_of(text: str) -> Iterator[str]:
    """Lines with their ends, as a file opened with ``newline=""`` has them.

    Not by ``io.StringIO``, which keeps four bytes a character, whatever the text.
    """
    return (found[0] for found in _LINE.finditer(text))


def read_delimited(text: str, delimiter: str | None = None) -> Delimited:
    """All rows that are no blank lines; the delimiter is found where none is given."""
    csv.field_size_limit(MAX_FIELD)
    lines = list(lines_of(text))
    first = 0
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) <= 5:
        delimiter = delimiter or lines[0].rstrip("\r\n")[4:] or None  # Excel's own first line
        first = 1
    found = Delimited(delimiter or find_delimiter(lines[first:]))
    for number, row in _rows(lines, first, found):
        blank = not any(cell.strip() for cell in row)
        # A blank line is none, nor is anything before the first cell; a row of empty cells is one.
        if blank and (not found.rows or (len(row) < 2 and '"' not in lines[number - 1])):
            continue
        found.rows.append(row)
        found.numbers.append(number)
    return found


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts the first lines into the same number of cells, more than one.

    ``NO_DELIMITER`` where none does: then a line is one cell.
    """
    best, best_score = NO_DELIMITER, (0.0, 0)
    for delimiter in DELIMITERS:
        if not any(delimiter in line for line in lines[:3]):
            continue
        sample = Delimited(delimiter)
        widths: list[int] = []
        for _, row in _rows(lines[: 8 * _SAMPLE], 0, sample):
            if any(cell.strip() for cell in row):
                # A quote without its pair: this is not where the cells end.
                whole = all(cell.count('"') % 2 == 0 for cell in row)
                widths.append(len(row) if whole or not widths else 0)
            if len(widths) == _SAMPLE:
                break
        width = widths[0] if widths else 0
        # One cell more is the usual oddity; a text cut at its commas is of any width.
        alike = statistics.fmean(abs(w - width) <= 1 and w > 1 for w in widths) if widths else 0.0
        if width > 1 and alike >= 0.5 and (round(alike, 1), width) > best_score:
            best, best_score = delimiter, (round(alike, 1), width)
    return best


def _rows(lines: list[str], start: int, found: Delimited) -> Iterator[tuple[int, list[str]]]:
    """``(line number from 1, cells)``. A row whose quotes do not pair is read by itself."""
    reread = 0
    while start < len(lines):
        here = start
        rest = (lines[k] for k in range(here, len(lines)))
        reader = csv.reader(rest, delimiter=found.delimiter, strict=True)
        try:
            for row in reader:
                yield start + 1, row
                start = here + reader.line_num
        except csv.Error:
            reread += reader.line_num - (start - here)
            found.odd_quotes.append(start + 1)
            yield start + 1, _alone(lines[start], found.delimiter)
            start += 1
            if reread > _MAX_REREAD:
                break
        else:
            return
    for k in range(start, len(lines)):
        yield k + 1, _literal(lines[k], found.delimiter)


def _alone(line: str, delimiter: str) -> list[str]:
    """One line with odd quotes: a cell in quotes ends at a quote before a delimiter or the end.

    Quotes within it are letters. Where none such comes, the one that opens goes.
    """
    line = line.rstrip("\r\n")
    cells: list[str] = []
    at, closing = 0, True
    while True:
        end = -1
        if closing and line.startswith('"', at):
            end = line.find(f'"{delimiter}', at + 1)
            if end < 0 and len(line) > at + 1 and line.endswith('"'):
                end = len(line) - 1
            closing = end >= 0  # no search from a later place would find one either
        if end >= 0:
            cells.append(line[at + 1 : end].replace('""', '"'))
            end += 1
        else:
            end = line.find(delimiter, at)
            end = len(line) if end < 0 else end
            cells.append(line[at:end].removeprefix('"'))
        if end == len(line):
            return cells
        at = end + 1


def _literal(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)
