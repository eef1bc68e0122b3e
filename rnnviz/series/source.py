"""Bytes as uploaded → plain text in UTF-8, or a table where the format is one (Excel, Parquet).

Everything is bounded: a small archive cannot unpack into more than ``_BOUNDS`` allow.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnviz.series.encodings import decode
from rnnviz.series.types import SeriesError
from rnnviz.uploads.bounds import Bounds, TableError
from rnnviz.uploads.unpack import is_workbook, unpack

MAX_BYTES = 256 * 2**20
_BOUNDS = Bounds(size=MAX_BYTES, unpacked=MAX_BYTES, marks=0, rows=None)
# A line's end inside a quoted cell: kept as a sign of its own, so that a row is one line.
INNER_BREAK = b"\x1f"
_QUOTED_BREAK = re.compile(
    rb'(?:(?<=[,;\t|\n])|\A)"[^"\n]*+\n(?:[^"]|""){0,2000}+"(?=[,;\t|\n]|\Z)'
)


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
        data, _ = unpack(data, name, _BOUNDS)
    except TableError as error:  # the same troubles, in the words of a page about temperatures
        raise SeriesError(error.code.replace("table_", "series_"), **error.params) from None
    if is_workbook(data):
        return _read_excel(data, name)
    if data[:4] == b"PAR1":
        return _read_parquet(data, name)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SeriesError("series_old_excel", name=name)
    decoded, encoding = decode(data, name)
    _refuse_other_formats(decoded, name)
    # What was UTF-8 already need not be encoded again.
    plain = encoding == "utf-8" and b"\x00" not in data
    data = data.removeprefix(b"\xef\xbb\xbf")
    text = data.rstrip(b"\x1a") if plain else decoded.encode()
    if b"\r" in text:
        text = text.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"<" in text and b"<br" in text:  # a web page's line ends, left in an export
        text = re.sub(rb"(?m)[ ,;]*<br ?/?>$", b"", text)
    if b'"' in text and _breaks_in_quotes(text):
        text = _QUOTED_BREAK.sub(lambda cell: cell[0].replace(b"\n", INNER_BREAK), text)
    if not text[:4096].strip() and not text.strip():
        raise SeriesError("series_empty", name=name)
    return DecodedFile(text, None, encoding)


def _breaks_in_quotes(text: bytes) -> bool:
    """Whether a line opens a quoted cell that it does not close. (The search for such a cell takes
    ten times as long as this.)
    """
    flat = np.frombuffer(text, np.uint8)
    starts = np.concatenate([[0], np.flatnonzero(flat[:-1] == ord("\n")) + 1])
    return bool((np.add.reduceat(flat == ord('"'), starts, dtype=np.int32) % 2).any())


def _refuse_other_formats(text: str, name: str) -> None:
    """What is text but no table, by how it begins."""
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if re.match(r"<(!doctype|html|head|body|script|\?xml|svg|kml|gpx)", head):
        raise SeriesError("series_markup", name=name)
    if re.match(r"\{\s*(\"|\}|$)|\[\s*[\[{]", head):
        raise SeriesError("series_json", name=name)


def _read_excel(data: bytes, name: str) -> DecodedFile:
    """The sheet with most filled cells."""
    try:
        sheets = list(
            pd.read_excel(
                io.BytesIO(data), sheet_name=None, header=None, dtype=object, engine="openpyxl"
            ).values()
        )
    except Exception as error:  # openpyxl raises anything from KeyError to XML errors
        raise SeriesError("series_bad_archive", name=name) from error
    filled = [int(sheet.notna().to_numpy().sum()) for sheet in sheets]
    if not filled or not max(filled):
        raise SeriesError("series_empty", name=name)
    best = sheets[filled.index(max(filled))]
    cells = best.map(lambda cell: "" if pd.isna(cell) else str(cell).strip())
    return DecodedFile(None, cells, "Excel", sum(1 for count in filled if count) - 1)


def _read_parquet(data: bytes, name: str) -> DecodedFile:
    try:
        table = pd.read_parquet(io.BytesIO(data), engine="pyarrow")
    except Exception as error:  # pyarrow raises its own family for damaged files
        raise SeriesError("series_bad_archive", name=name) from error
    if not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    text = table.map(_said) if len(table) else table
    header = pd.DataFrame([[str(column) for column in table.columns]])
    text.columns = header.columns
    return DecodedFile(None, pd.concat([header, text.astype(object)], ignore_index=True), "Parquet")


def _said(cell: object) -> str:
    try:
        return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]
    except (ValueError, OverflowError, NotImplementedError):  # a list, or a year beyond 9999
        return ""
