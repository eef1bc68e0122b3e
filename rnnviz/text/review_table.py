"""A file of reviews as people have it → a table of texts, one review a row.

CSV with ``,`` ``;`` tab or ``|``, a text with one review a line, a workbook (.xlsx, .xls, .ods),
Parquet, JSON lines; in any usual encoding, packed or not (``uploads/unpack.py``). The page and the
command line read with ``read_reviews`` alone. What was odd is kept and noted; nothing is moved or
dropped without a note.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from rnnviz.text.delimited import (
    DELIMITERS,
    NO_DELIMITER,
    Delimited,
    lines_of,
    read_delimited,
)
from rnnviz.text.header_row import has_header, is_usual_name, is_value, text_columns
from rnnviz.text.json_rows import looks_like_json, read_json
from rnnviz.uploads.bounds import MAX_COLUMNS, PAGE, Bounds, TableError
from rnnviz.uploads.decode import DAMAGED, decode, well_formed
from rnnviz.uploads.parquet import is_parquet, read_parquet
from rnnviz.uploads.unpack import unpack
from rnnviz.uploads.workbook import is_workbook, sheets

_CELLS_OF_A_LINE = 10  # as long as a cell may be, in one line
_LISTED = 5  # odd rows named in a note
_BETWEEN = f"{DELIMITERS}\n\r{{["  # what a text has more of than it has cells, or so


@dataclass(frozen=True)
class Note:
    """Something about a file that its owner should know, as ``reviewfile.note.<code>`` says it.

    ``count`` rows are concerned; ``rows`` are the numbers of the first, as an editor counts lines.
    """

    code: str
    count: int = 0
    rows: tuple[int, ...] = ()
    value: str = ""

    def words(self, t: Any, shown: Callable[[str], str] = str) -> str:
        """The note in the translator's language; ``shown`` makes a user's word fit to be shown."""
        rows = ", ".join(str(number) for number in self.rows)
        if self.count > len(self.rows):
            rows = t("reviewfile.more_rows", rows=rows)
        count = t.number(self.count, 0)
        value = shown(self.value)
        return str(t(f"reviewfile.note.{self.code}", count=count, rows=rows, value=value))


@dataclass(frozen=True)
class ReviewTable:
    """Names of the columns as they stand, odd and equal ones too, and the rows, all as wide.

    ``header`` says whether the first row named the columns; None where names come with each row.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    header: bool | None
    notes: tuple[Note, ...]

    def values(self, place: int) -> list[str]:
        """The texts of one column."""
        return [row[place] for row in self.rows]

    def titles(self) -> list[str]:
        """A distinct name for each column, as a choice or a picture of the table needs it."""
        return distinct(self.columns)


def read_reviews(
    data: bytes, name: str, bounds: Bounds = PAGE, header: bool | None = None
) -> ReviewTable:
    """The table; raises ``TableError`` on what is none. ``header`` decides about the first row."""
    data, inner = unpack(data, name, bounds)
    if is_workbook(data):
        return _from_workbook(data, name, bounds, header)
    if is_parquet(data):
        return _from_parquet(data, name, bounds)
    return _from_text(data, name, inner.lower().rpartition(".")[2], bounds, header)


def _from_text(
    data: bytes, name: str, ending: str, bounds: Bounds, header: bool | None
) -> ReviewTable:
    if not data or data.isspace():
        raise TableError("table_empty", name=name)
    text, encoding = decode(data, name)
    text = well_formed(text).removeprefix("\ufeff")
    if not text or text.isspace():
        raise TableError("table_empty", name=name)
    if max(map(text.count, _BETWEEN)) > bounds.cells:
        raise TableError("table_too_many_cells", name=name)
    notes = _encoding_notes(text, encoding)
    if ending in ("jsonl", "ndjson", "json") or looks_like_json(text):
        return _from_json(text, name, bounds, notes)
    _check_lines(text, name, bounds)
    if ending == "txt" and not _is_table(text):
        return _from_lines(text, name, bounds, header, notes)
    found = read_delimited(text, "\t" if ending == "tsv" else None)
    if found.rows and not has_header(found.rows) and _is_prose(found):
        found = read_delimited(text, NO_DELIMITER)
    if found.odd_quotes:
        notes.append(_rows_note("quotes", found.odd_quotes))
    return _table(name, found.rows, found.numbers, header, notes, bounds, delimiter=found.delimiter)


def find_text_column(table: ReviewTable, wanted: str | None = None) -> int:
    """The place of the column with the reviews: the ``wanted`` one, else the likeliest.

    Raises ``table_no_column`` or, where nothing reads like text, ``table_no_text``.
    """
    shown = ", ".join(table.titles()[:20])
    if wanted is not None:
        for names in (table.columns, table.titles()):
            for place, column in enumerate(names):
                if column.strip() == wanted.strip():
                    return place
        raise TableError("table_no_column", name=table.name, column=wanted, columns=shown)
    likely = text_columns(table.columns, table.rows)
    if not likely:
        raise TableError("table_no_text", name=table.name, columns=shown)
    return likely[0]


def distinct(names: Sequence[str]) -> list[str]:
    """The names with a number behind those that came before, and one for those without any."""
    made: list[str] = []
    taken: set[str] = set()
    for place, column in enumerate(names, 1):
        title = " ".join(column.split()) or f"column {place}"
        free, k = title, 2
        while free in taken or (free != title and free in names):
            free, k = f"{title} ({k})", k + 1
        taken.add(free)
        made.append(free)
    return made


def free_name(wanted: str, columns: Sequence[str]) -> str:
    """``wanted``, or with the first number from 2 on that no column has."""
    taken = {column.strip().lower() for column in columns}
    if wanted not in taken:
        return wanted
    return next(n for k in range(2, len(columns) + 3) if (n := f"{wanted}_{k}") not in taken)


def _encoding_notes(text: str, encoding: str) -> list[Note]:
    if encoding == DAMAGED:
        return [Note("damaged", count=text.count("\ufffd"))]
    if encoding.startswith("utf"):
        return []
    return [Note("encoding", value=encoding.replace("cp", "windows-"))]


def _from_workbook(data: bytes, name: str, bounds: Bounds, header: bool | None) -> ReviewTable:
    """The first sheet with anything in it."""
    sheet = next(sheets(data, name, bounds), None)
    if sheet is None:
        raise TableError("table_empty", name=name)
    rows = [[well_formed(cell) for cell in row] for row in sheet.rows]
    notes = [Note("sheets", value=sheet.title)] if sheet.others else []
    return _table(name, rows, sheet.numbers, header, notes, bounds, ragged=True)


def _from_parquet(data: bytes, name: str, bounds: Bounds) -> ReviewTable:
    columns, cells = read_parquet(data, name, bounds)
    if not cells or not cells[0]:
        raise TableError("table_no_rows" if cells else "table_empty", name=name)
    _check_size(len(cells[0]), len(cells), chain(*cells), name, bounds)
    rows = [[well_formed(cell) for cell in row] for row in zip(*cells, strict=True)]
    return ReviewTable(name, tuple(map(well_formed, columns)), rows, None, ())


def _from_lines(
    text: str, name: str, bounds: Bounds, header: bool | None, notes: list[Note]
) -> ReviewTable:
    """One review a line."""
    lines = [(k, line.strip()) for k, line in enumerate(text.splitlines(), 1) if line.strip()]
    rows = [[line] for _, line in lines]
    numbers = [number for number, _ in lines]
    named = len(rows) > 1 and is_usual_name(rows[0][0]) if header is None else header
    return _table(name, rows, numbers, named, notes, bounds, only="review")


def _from_json(text: str, name: str, bounds: Bounds, notes: list[Note]) -> ReviewTable:
    found = read_json(text, name, bounds)
    if not found.columns:
        raise TableError("table_no_objects", name=name)
    if found.odd:
        notes.append(_rows_note("json", found.odd))
    width = len(found.columns)
    _check_size(len(found.rows), width, chain(*found.rows), name, bounds)
    rows = [[well_formed(cell) for cell in row] + [""] * (width - len(row)) for row in found.rows]
    return ReviewTable(name, tuple(map(well_formed, found.columns)), rows, None, tuple(notes))


def _table(
    name: str,
    rows: list[list[str]],
    numbers: list[int],
    header: bool | None,
    notes: list[Note],
    bounds: Bounds,
    only: str = "column 1",
    delimiter: str = ",",
    ragged: bool = False,
) -> ReviewTable:
    """Rows of any width → a table: nothing is shifted, what is beyond the last name is kept."""
    if not rows:
        raise TableError("table_empty", name=name)
    named = has_header(rows) if header is None else header
    if named:
        columns, rows, numbers = tuple(rows[0]), rows[1:], numbers[1:]
        if not rows:
            raise TableError("table_no_rows", name=name)
        width = len(columns)
    else:
        width = _usual_width(rows)
        columns = (only,) if width == 1 else tuple(f"column {k}" for k in range(1, width + 1))
        if header is None and only == "column 1":
            notes.append(Note("no_header", value=rows[0][0][:60]))
    if width > MAX_COLUMNS:
        raise TableError("table_too_wide", name=name, columns=MAX_COLUMNS)
    if bounds.rows is not None and len(rows) > bounds.rows:
        raise bounds.too_long(name)
    _check_size(len(rows), width, chain(columns, *rows), name, bounds)
    beyond = [k for k, row in enumerate(rows) if any(cell.strip() for cell in row[width:])]
    short = [] if ragged else [numbers[k] for k, row in enumerate(rows) if len(row) < width]
    if short:
        notes.append(_rows_note("short", short))
    extra = ""
    if beyond:
        extra = free_name("extra cells", columns)
        note = _rows_note("extra", [numbers[k] for k in beyond])
        notes.append(Note(note.code, note.count, note.rows, extra))
    more = {k: _joined(rows[k][width:], delimiter) for k in beyond}
    made = []
    for k, row in enumerate(rows):
        whole = row[:width] + [""] * (width - len(row))
        made.append([*whole, more.get(k, "")] if extra else whole)
    return ReviewTable(name, (*columns, extra) if extra else columns, made, named, tuple(notes))


def _check_lines(text: str, name: str, bounds: Bounds) -> None:
    """Refuse a line that must hold a cell too long, before it is cut into cells."""
    if max(map(len, lines_of(text))) > _CELLS_OF_A_LINE * bounds.longest:
        raise TableError("table_long_cell", name=name, size=bounds.longest)


def _check_size(rows: int, columns: int, cells: Iterable[str], name: str, bounds: Bounds) -> None:
    """Refuse what no page could show: short rows are filled up, and a review is read as a whole."""
    if rows * columns > bounds.cells:
        raise TableError("table_too_many_cells", name=name)
    if max(map(len, cells), default=0) > bounds.longest:
        raise TableError("table_long_cell", name=name, size=bounds.longest)


def _usual_width(rows: list[list[str]]) -> int:
    """The width most rows have."""
    widths = Counter(len(row) for row in rows)
    return max(widths, key=lambda width: (widths[width], -width))


def _joined(cells: list[str], delimiter: str) -> str:
    handle = io.StringIO()
    plain = delimiter if delimiter != NO_DELIMITER else ","
    csv.writer(handle, delimiter=plain, lineterminator="").writerow(cells)
    return handle.getvalue()


def _rows_note(code: str, numbers: list[int]) -> Note:
    return Note(code, len(numbers), tuple(numbers[:_LISTED]))


def _is_table(text: str) -> bool:
    """Whether a ``.txt`` is a table: a tab in its first line, or a header that is one."""
    first = text.lstrip("\r\n").partition("\n")[0]
    if "\t" in first:
        return True
    found = read_delimited(text)
    if found.delimiter == NO_DELIMITER or not found.rows:
        return False
    return any(map(is_usual_name, found.rows[0]))


def _is_prose(found: Delimited) -> bool:
    """Whether lines were cut at the commas of their sentences: a space and words follow."""
    sample = found.rows[:200]
    first = [row[0] for row in sample]
    after = [cell for row in sample for cell in row[1:] if cell.strip()]
    spaced = sum(cell.startswith(" ") and not is_value(cell.strip()) for cell in after)
    worded = sum(not is_value(cell.strip()) for cell in first)
    return found.delimiter == "," and worded > 0.5 * len(first) and spaced > 0.5 * len(after)
