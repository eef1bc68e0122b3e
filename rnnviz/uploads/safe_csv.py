"""CSVs that a spreadsheet opens as text: a cell that it would run as a formula is defused.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line's end is a formula to Excel and
LibreOffice, whoever wrote it. The usual remedy is an apostrophe before it. Numbers are none: −1.5
stays −1.5.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

import pandas as pd

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(\d[\d.,\u00a0 ]*|[.,]\d+)([eE][+-]?\d+)?\s?%?")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run this text, or try to."""
    return cell.startswith(_STARTS) and not _NUMBER.fullmatch(cell)


def safe_cell(cell: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would run it."""
    return f"'{cell}" if is_formula(cell) else cell


def write_rows(handle: TextIO, rows: Iterable[Sequence[str]]) -> int:
    """Write rows of text as a CSV; returns how many cells were defused."""
    writer = csv.writer(handle)
    defused = 0
    for row in rows:
        defused += sum(map(is_formula, row))
        writer.writerow([safe_cell(cell) for cell in row])
    return defused


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as a CSV, the same on every system: UTF-8, times in ISO 8601."""
    made = safe_table(table)
    text = made.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S", lineterminator="\n")
    return text.encode()


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its texts, names of columns included, as a CSV may hold them."""
    made = table.rename(columns=lambda name: safe_cell(str(name)))
    for column, kind in enumerate(made.dtypes):
        if pd.api.types.is_object_dtype(kind) or pd.api.types.is_string_dtype(kind):
            values = [safe_cell(v) if isinstance(v, str) else v for v in made.iloc[:, column]]
            made.isetitem(column, pd.Series(values, index=made.index, dtype=kind))
    return made
