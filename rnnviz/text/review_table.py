"""An uploaded table of reviews: bytes → rows of text, bounded, with clear errors."""

from __future__ import annotations

import gzip
import io
import zlib

import pandas as pd

from rnnviz.errors import RnnvizError

MAX_BYTES = 32 * 2**20  # of the upload
MAX_UNPACKED = 128 * 2**20  # of what a .gz unpacks to
MAX_ROWS = 25_000
USUAL_NAMES = ("review", "text", "comment", "content", "body", "sentence", "đánh giá", "nội dung")


class TableError(RnnvizError):
    """The file is no table of reviews; ``code`` and ``params`` say why."""


def read_review_table(data: bytes, name: str) -> pd.DataFrame:
    """All columns as text; raises ``TableError`` on what cannot be one row a review."""
    if len(data) > MAX_BYTES:
        raise TableError("table_too_big", name=name, size=MAX_BYTES // 2**20)
    if data[:2] == b"\x1f\x8b":
        data = _unpack(data, name)
    if not data.strip():
        raise TableError("table_empty", name=name)
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise TableError("table_binary", name=name)
    text = _decode(data)
    header = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    try:
        table = pd.read_csv(
            io.StringIO(text),
            sep=delimiter if header.count(delimiter) else ",",
            dtype=str,
            keep_default_na=False,
            nrows=MAX_ROWS + 1,
            encoding_errors="replace",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise TableError("table_unreadable", name=name, reason=str(error)[:200]) from error
    if len(table) > MAX_ROWS:
        raise TableError("table_too_long", name=name, rows=MAX_ROWS)
    if table.empty:
        raise TableError("table_no_rows", name=name)
    return table.rename(columns=str).reset_index(drop=True)


def read_reviews(data: bytes, name: str) -> pd.DataFrame:
    """A table of reviews, or a ``.txt`` (also ``.txt.gz``) with one review a line.

    A text file whose first line has a tab is a table. Bounds and errors as ``read_review_table``.
    """
    if not name.lower().removesuffix(".gz").endswith(".txt"):
        return read_review_table(data, name)
    if len(data) > MAX_BYTES:
        raise TableError("table_too_big", name=name, size=MAX_BYTES // 2**20)
    if data[:2] == b"\x1f\x8b":
        data = _unpack(data, name)
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise TableError("table_binary", name=name)
    text = _decode(data).strip()
    if not text:
        raise TableError("table_empty", name=name)
    if "\t" in text.partition("\n")[0]:
        return read_review_table(data, name)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_ROWS:
        raise TableError("table_too_long", name=name, rows=MAX_ROWS)
    return pd.DataFrame({"review": lines}, dtype=str)


def text_columns(table: pd.DataFrame) -> list[str]:
    """Columns that may hold reviews, the likeliest first: by its name, else by length."""
    lengths = {c: float(table[c].astype(str).str.len().head(200).mean()) for c in table.columns}

    def rank(column: str) -> tuple[int, float]:
        known = column.strip().lower()
        return (USUAL_NAMES.index(known) if known in USUAL_NAMES else 99, -lengths[column])

    return sorted(table.columns, key=rank)


def _unpack(data: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as handle:
            unpacked = handle.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise TableError("table_unreadable", name=name, reason=str(error)[:200]) from error
    if len(unpacked) > MAX_UNPACKED:
        raise TableError("table_too_big", name=name, size=MAX_UNPACKED // 2**20)
    return unpacked


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
