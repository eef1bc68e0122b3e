"""A workbook (.xlsx, .xls, .ods) → rows of text, within bounds.

A workbook is mostly a zip of XML: a few kilobytes may claim a million columns or unpack to
gigabytes, so what it holds is counted before calamine sees it.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from rnnviz.uploads import compound
from rnnviz.uploads.bounds import Bounds, TableError

_CHUNK = 2**20
_MAX_PLACES = 20_000_000  # of a sheet, filled or not: calamine keeps one for each
_MAX_ROWS = 2**20  # of a sheet, as Excel has it, empty ones too
_MAX_STYLES = 500_000  # marks; Excel itself has 65,490 cell formats
# Where a cell (B7) or a row (7) says that it stands, however it is written.
_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)([0-9]+)""")
_ROW = re.compile(rb"[<:]row[\s/>]")
_ROWS = (b"<row", b":row")  # counted, for that is ten times as fast
_CELLS = tuple(begin + end for begin in (b"<c", b":c") for end in (b" ", b"/", b">", b"\n"))
_EXCEL, _EXCEL_BINARY, _OPEN = "xl/workbook.xml", "xl/workbook.bin", "content.xml"


@dataclass(frozen=True)
class Sheet:
    """A sheet with anything in it: rows of text from its first filled column on, their numbers."""

    title: str
    rows: list[list[str]]
    numbers: list[int]
    others: tuple[str, ...]  # names of the other sheets

    @property
    def filled(self) -> int:
        """Cells that are not empty."""
        return sum(1 for row in self.rows for cell in row if cell)


def is_workbook(data: bytes) -> bool:
    """Whether these bytes begin as a workbook does."""
    return data.startswith(compound.MAGIC) or _kind(data) is not None  # .xls, a locked .xlsx


def sheets(data: bytes, name: str, bounds: Bounds) -> Iterator[Sheet]:
    """The sheets that are not empty, read one after the other.

    Raises ``TableError`` on what is damaged, locked or beyond the bounds.
    """
    import python_calamine as calamine

    kind = _kind(data)
    if kind == _EXCEL_BINARY:
        raise TableError("table_xlsb", name=name)
    if kind is not None:
        _count(data, kind, name, bounds)
    elif not compound.ends_everywhere(data):
        raise TableError("table_bad_archive", name=name)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        for title in book.sheet_names:
            others = tuple(other for other in book.sheet_names if other != title)
            sheet = _read(book.get_sheet_by_name(title), others, name, bounds)
            if sheet.rows:
                yield sheet
    except (TableError, MemoryError):
        raise
    except calamine.PasswordError:
        raise TableError("table_locked", name=name) from None
    # calamine raises errors of its own, and its Rust a panic, which is no Exception.
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise TableError("table_bad_archive", name=name) from error


def _kind(data: bytes) -> str | None:
    """The member by which a zip archive is told to be a workbook; None where it is none."""
    if data[:4] != b"PK\x03\x04":
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            if _OPEN in members and "spreadsheet" not in _said_by(archive, members):
                members.remove(_OPEN)  # a letter or a presentation
    except Exception:  # a damaged one; whoever opens it says so
        return None
    return next((kind for kind in (_EXCEL, _EXCEL_BINARY, _OPEN) if kind in members), None)


def _said_by(archive: zipfile.ZipFile, members: set[str]) -> str:
    if "mimetype" not in members:
        return ""
    with archive.open("mimetype") as handle:
        return handle.read(200).decode("ascii", "replace")


def _count(data: bytes, kind: str, name: str, bounds: Bounds) -> None:
    """Refuse what would take too much memory: bytes, marks of XML, places of a sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if m.filename.endswith((".xml", ".rels"))]
            if sum(member.file_size for member in members) > bounds.unpacked:
                raise bounds.too_big(name, bounds.unpacked)
            marks = 0
            for member in members:
                counter = _counter(kind, member.filename)
                with archive.open(member) as handle:
                    while chunk := handle.read(_CHUNK):
                        marks += chunk.count(b"<")
                        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                            raise TableError("table_bad_archive", name=name)
                        counter.feed(chunk)
                        if marks > bounds.marks or counter.too_many:
                            raise TableError("table_too_many_cells", name=name)
    except (TableError, MemoryError):
        raise
    except Exception as error:  # zipfile raises anything from BadZipFile to NotImplementedError
        raise TableError("table_bad_archive", name=name) from error


def _counter(kind: str, member: str) -> _Counter:
    if member == _OPEN:
        return _OpenSheets()
    if kind == _EXCEL and member.endswith("styles.xml"):
        return _Styles()
    return _ExcelSheet() if kind == _EXCEL and "worksheets/" in member else _Counter()


class _Counter:
    """Counts what a member of a workbook would take, while its XML comes in; here nothing."""

    places = 0  # of a sheet, to the furthest cell

    def feed(self, chunk: bytes) -> None:
        """The next bytes."""

    @property
    def too_many(self) -> bool:
        """Whether it takes more than any workbook that somebody made."""
        return self.places > _MAX_PLACES


class _Styles(_Counter):
    def __init__(self) -> None:
        self._marks = 0

    def feed(self, chunk: bytes) -> None:
        self._marks += chunk.count(b"<")

    @property
    def too_many(self) -> bool:
        return self._marks > _MAX_STYLES


class _ExcelSheet(_Counter):
    """Rows and columns as cells give them, and as they are counted where cells give none."""

    def __init__(self) -> None:
        self._tail, self._columns, self._last = b"", 0, 0
        self._rows = self._in_row = 0

    def feed(self, chunk: bytes) -> None:
        kept = max(chunk.rfind(b"<"), 0)  # a mark cut in two is read with the next bytes
        whole, self._tail = self._tail + chunk[:kept], chunk[kept:][:_CHUNK]
        placed = _PLACE.findall(whole)
        if placed:
            self._last = max(self._last, *(int(row[:9]) for _, row in placed))
            letters = {column for column, _ in placed if column}
            self._columns = max(self._columns, *map(_column, letters), 0)
        self._rows += sum(map(whole.count, _ROWS))
        if sum(map(whole.count, _CELLS)) > sum(1 for column, _ in placed if column):
            for k, row in enumerate(_ROW.split(whole)):
                self._in_row = (0 if k else self._in_row) + sum(map(row.count, _CELLS))
                self._columns = max(self._columns, self._in_row)
        self.places = max(self._last, self._rows) * self._columns

    @property
    def too_many(self) -> bool:
        return super().too_many or max(self._last, self._rows) > _MAX_ROWS


def _column(letters: bytes) -> int:
    """``A`` is 1, ``AA`` 27."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


class _OpenSheets(_Counter):
    """The tables of an OpenDocument, where few marks may repeat many cells."""

    def __init__(self) -> None:
        self._repeated = self._width = self._filled = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)

    def _start(self, mark: str, said: dict[str, str]) -> None:
        if mark == "table:table-row":
            self._repeated = int(said.get("table:number-rows-repeated", 1))
            self._width = self._filled = 0
        elif mark in ("table:table-cell", "table:covered-table-cell"):
            self._width += int(said.get("table:number-columns-repeated", 1))
            if any(name.startswith("office:") for name in said):
                self._filled = self._width

    def _end(self, mark: str) -> None:
        if mark == "table:table-row" and self._filled:
            self.places += self._repeated * self._filled


def _read(sheet: Any, others: tuple[str, ...], name: str, bounds: Bounds) -> Sheet:
    found: list[list[object]] = []
    numbers: list[int] = []
    clocked: set[int] = set()  # columns with a time of day
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, values in enumerate(sheet.iter_rows() if sheet.start else (), first):
        end = len(values)
        while end and values[end - 1] == "":
            end -= 1
        if end > bounds.columns:
            raise TableError("table_too_wide", name=name, columns=bounds.columns)
        if end:
            found.append(values[:end])
            numbers.append(number)
            clocked.update(k for k, v in enumerate(values) if isinstance(v, datetime.datetime))
            if bounds.rows is not None and len(found) > bounds.rows + 1:  # one may be the header
                raise bounds.too_long(name)
    rows = [[_said(value, k in clocked) for k, value in enumerate(row)] for row in found]
    return Sheet(sheet.name, rows, numbers, others)


def _said(value: object, clocked: bool) -> str:
    """A cell as its sheet shows it, as far as that can be told.

    calamine makes a date of every midnight; among times of day it is one of them.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        if value.microsecond > 999_000:  # a day's fraction, cut
            value += datetime.timedelta(microseconds=1_000_000 - value.microsecond)
        return value.isoformat(" ", "seconds" if value.microsecond < 1000 else "auto")
    if isinstance(value, datetime.date):
        return f"{value} 00:00:00" if clocked else str(value)
    if isinstance(value, datetime.timedelta):  # hours beyond a day, too: 24:00
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)
