"""Bytes as uploaded → plain text in UTF-8, or a table where the format is one (Excel, Parquet).

Everything is bounded: a small archive cannot unpack into more than ``_BOUNDS`` allow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnviz.series.types import SeriesError
from rnnviz.uploads.bounds import Bounds, TableError
from rnnviz.uploads.decode import decode
from rnnviz.uploads.parquet import is_parquet, read_parquet
from rnnviz.uploads.unpack import unpack
from rnnviz.uploads.workbook import is_workbook, sheets

MAX_BYTES = 256 * 2**20
MAX_CELL = 10_000  # characters of a cell: a remark, not a name of megabytes
_BOUNDS = Bounds(
    size=MAX_BYTES,
    unpacked=MAX_BYTES,
    marks=50_000_000,
    rows=None,
    cells=100_000_000,
    longest=MAX_CELL,
    columns=2000,
)
# A line's end inside a quoted cell: kept as a sign of its own, so that a row is one line.
INNER_BREAK = b"\x1f"
_QUOTED_BREAK = re.compile(
    rb'(?:(?<=[,;\t|\n])|\A)"[^"\n]*+\n(?:[^"]|""){0,2000}+"(?=[,;\t|\n]|\Z)'
)
_LINE_END_OF_HTML = re.compile(rb"(?m)<br ?/?>$")
_DELIMITERS: tuple[bytes, ...] = (b",", b";", b"\t", b"|")
_MAX_LINES = 20_000_000
_LONG_LINES = 200  # looked at, of those that are not long beyond doubt


@dataclass(frozen=True)
class DecodedFile:
    """``text`` (UTF-8, lines end in ``\\n``) or ``cells`` (a sheet, no header yet), never both."""

    text: bytes | None
    cells: pd.DataFrame | None
    encoding: str
    further_tables: int = 0


def open_source(data: bytes, name: str) -> DecodedFile:
    """Unpack and decode an upload; raises ``SeriesError`` on what is no text and no table."""
    try:
        return _open(data, name)
    except TableError as error:  # the same troubles, in the words of a page about temperatures
        raise SeriesError(error.code.replace("table_", "series_"), **error.params) from None


def _open(data: bytes, name: str) -> DecodedFile:
    data, _ = unpack(data, name, _BOUNDS)
    if is_workbook(data):
        return _from_workbook(data, name)
    if is_parquet(data):
        columns, cells = read_parquet(data, name, _BOUNDS)
        table = {k: [column, *cells[k]] for k, column in enumerate(columns)}
        return DecodedFile(None, pd.DataFrame(table, dtype=object), "Parquet")
    decoded, encoding = decode(data, name)
    _refuse_other_formats(decoded, name)
    # What was UTF-8 already need not be encoded again.
    plain = encoding == "utf-8" and b"\x00" not in data
    data = data.removeprefix(b"\xef\xbb\xbf")
    text = data.rstrip(b"\x1a") if plain else decoded.encode()
    if b"\r" in text:
        text = text.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"<" in text and b"<br" in text:  # a web page's line ends, left in an export
        *ended, rest = _LINE_END_OF_HTML.split(text)
        text = b"".join([*(line.rstrip(b" ,;") for line in ended), rest])
    if b'"' in text and _breaks_in_quotes(text):
        text = _QUOTED_BREAK.sub(lambda cell: cell[0].replace(b"\n", INNER_BREAK), text)
    if not text[:4096].strip() and not text.strip():
        raise SeriesError("series_empty", name=name)
    _refuse_odd_shapes(text, name)
    return DecodedFile(text, None, encoding)


def _breaks_in_quotes(text: bytes) -> bool:
    """Whether a line opens a quoted cell that it does not close. (The search for such a cell takes
    ten times as long as this.)
    """
    flat = np.frombuffer(text, np.uint8)
    starts = np.concatenate([[0], np.flatnonzero(flat[:-1] == ord("\n")) + 1])
    return bool((np.add.reduceat(flat == ord('"'), starts, dtype=np.int32) % 2).any())


def _refuse_odd_shapes(text: bytes, name: str) -> None:
    """A line of more columns than are read, a cell of megabytes, or more cells than have room:
    the widest line may be the header of rows that are short.
    """
    breaks = np.frombuffer(text, np.uint8) == ord("\n")
    if np.count_nonzero(breaks) > _MAX_LINES:
        raise SeriesError("series_too_many_cells", name=name)
    ends = np.append(np.flatnonzero(breaks), len(text))
    starts = np.insert(ends[:-1] + 1, 0, 0)
    lengths = ends - starts
    longest = int(lengths.max())
    if longest < _BOUNDS.columns and (longest + 1) * len(lengths) <= _BOUNDS.cells:
        return  # a line has at most one column more than characters
    some = min(_LONG_LINES, len(lengths))
    looked_at = {
        *np.argpartition(lengths, -some)[-some:].tolist(),
        *np.flatnonzero(lengths > _BOUNDS.columns).tolist(),
    }
    widest = 0
    for k in sorted(looked_at):
        line = text[starts[k] : starts[k] + lengths[k]]
        delimiter: bytes | None = max(_DELIMITERS, key=line.count)
        columns = 1 + max(map(line.count, _DELIMITERS))
        if columns == 1:
            columns, delimiter = len(line.split(None, _BOUNDS.columns + 1)), None
        widest = max(widest, columns)
        if widest > _BOUNDS.columns:
            raise SeriesError("series_too_wide", name=name, columns=_BOUNDS.columns)
        if len(line) > MAX_CELL and max(map(len, line.split(delimiter))) > MAX_CELL:
            raise SeriesError("series_long_cell", name=name, size=MAX_CELL)
    if widest * len(lengths) > _BOUNDS.cells:
        raise SeriesError("series_too_many_cells", name=name)


def _refuse_other_formats(text: str, name: str) -> None:
    """What is text but no table, by how it begins."""
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if re.match(r"<(!doctype|html|head|body|script|\?xml|svg|kml|gpx)", head):
        raise SeriesError("series_markup", name=name)
    if re.match(r"\{\s*(\"|\}|$)|\[\s*[\[{]", head):
        raise SeriesError("series_json", name=name)


def _from_workbook(data: bytes, name: str) -> DecodedFile:
    """The sheet with most filled cells; rows stay where they are, so that their numbers count."""
    found = list(sheets(data, name, _BOUNDS))
    if not found:
        raise SeriesError("series_empty", name=name)
    best = max(found, key=lambda sheet: sheet.filled)
    width = max(map(len, best.rows))
    rows = [[""] * width for _ in range(best.numbers[-1])]
    for number, row in zip(best.numbers, best.rows, strict=True):
        rows[number - 1][: len(row)] = [cell.strip() for cell in row]
    return DecodedFile(None, pd.DataFrame(rows, dtype=object), "Excel", len(found) - 1)
