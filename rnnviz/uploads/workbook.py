"""An Excel workbook (.xlsx) → rows of text, read as a stream and within bounds.

A workbook is a zip of XML: a few kilobytes may claim a million columns or unpack to gigabytes, so
what it holds is counted before openpyxl sees it, and the cells while they are read.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from rnnviz.uploads.bounds import MAX_COLUMNS, Bounds, TableError

_CHUNK = 2**20
_LAST_ROW = 2**20  # of a sheet, as Excel has it
_MAX_PLACES = 20_000_000  # filled or not, in all rows together


@dataclass(frozen=True)
class Sheet:
    """The first sheet with anything in it: rows of text, their numbers, and the sheets' names."""

    rows: list[list[str]]
    numbers: list[int]
    title: str
    others: tuple[str, ...]


def read_workbook(data: bytes, name: str, bounds: Bounds) -> Sheet:
    """Raises ``TableError`` on what is damaged, empty or beyond the bounds."""
    import openpyxl

    _count(data, name, bounds)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        titles = [sheet.title for sheet in book.worksheets]
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file claims of itself need not be true
            rows, numbers = _read(sheet.iter_rows(values_only=True), name, bounds)
            if rows:
                others = tuple(title for title in titles if title != sheet.title)
                return Sheet(rows, numbers, sheet.title, others)
    except TableError:
        raise
    except Exception as error:  # openpyxl raises anything from KeyError to XML errors
        raise TableError("table_bad_archive", name=name) from error
    raise TableError("table_empty", name=name)


def _count(data: bytes, name: str, bounds: Bounds) -> None:
    """Refuse what would take too much memory: bytes, or marks of XML, each an object."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if m.filename.endswith((".xml", ".rels"))]
            if sum(member.file_size for member in members) > bounds.unpacked:
                raise bounds.too_big(name, bounds.unpacked)
            marks = 0
            for member in members:
                with archive.open(member) as handle:
                    while chunk := handle.read(_CHUNK):
                        marks += chunk.count(b"<")
                        if marks > bounds.marks:
                            raise TableError("table_too_many_cells", name=name)
                        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                            raise TableError("table_bad_archive", name=name)
    except TableError:
        raise
    except Exception as error:  # zipfile raises anything from BadZipFile to NotImplementedError
        raise TableError("table_bad_archive", name=name) from error


def _read(
    found: Iterator[tuple[object, ...]], name: str, bounds: Bounds
) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    places = 0
    for number, values in enumerate(found, 1):
        places += len(values)
        if places > _MAX_PLACES or number > _LAST_ROW:
            raise TableError("table_too_many_cells", name=name)
        end = len(values)
        while end and values[end - 1] in (None, ""):
            end -= 1
        if end > MAX_COLUMNS:
            raise TableError("table_too_wide", name=name, columns=MAX_COLUMNS)
        if end:
            rows.append([_said(value) for value in values[:end]])
            numbers.append(number)
            if bounds.rows is not None and len(rows) > bounds.rows + 1:  # one may be the header
                raise bounds.too_long(name)
    return rows, numbers


def _said(value: object) -> str:
    """A cell as its sheet shows it, as far as that can be told."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)
