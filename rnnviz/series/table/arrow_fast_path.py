"""Long files without a fault: only their head is looked at line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from rnnviz.series.source import INNER_BREAK, DecodedFile
from rnnviz.series.table.raw_table import (
    RawTable,
    arrow_cells,
    has_spaces_before_quotes,
    sampled_rows,
    with_empty_columns,
)
from rnnviz.series.types import SeriesError

LONG = 2**18  # bytes of the head
NARROW = 16  # columns that are kept as text all together


def even_table(
    source: DecodedFile, name: str, from_text: Callable[[DecodedFile, str], RawTable]
) -> RawTable | None:
    """A long file whose head is a table without any fault, and whose rest is like its last rows.

    Only the head is looked at line by line; Arrow reads the rest, and would not if one row had
    other cells than the others. None where the file is not so: all its lines must be looked at.
    """
    text = source.text or b""
    cut = text.find(b"\n", LONG)
    if cut < 0 or INNER_BREAK in text:
        return None
    try:
        table = from_text(replace(source, text=text[:cut]), name)
    except SeriesError:
        return None
    body, first = table.body or b"", int(table.lines[0])
    reaches = len(table) == text.count(b"\n", 0, cut) + 2 - first
    if not (reaches and table.even and len(table.columns) <= NARROW and table.delimiter != " "):
        return None
    if has_spaces_before_quotes(text, table.delimiter):
        return None
    begin, end = cut - len(body), len(text)
    if text[begin:cut] != body:  # its lines were changed before they were read
        return None
    heads = [b"\n" + line for line in text[:begin].split(b"\n")[-5:] if line]
    if any(text.find(head + b"\n", begin) >= 0 or text.endswith(head) for head in heads):
        return None  # a header once more
    while text[end - 1] == ord("\n"):
        end -= 1
    rest = pa.py_buffer(memoryview(text)[begin:end])
    try:
        cells = arrow_cells(rest, table.delimiter, len(table.columns), threads=True)
    except pa.ArrowInvalid:
        return None
    cells = cells.combine_chunks()
    rows = len(cells)
    quoted = text.find(b'"', begin) >= 0
    if not _begin_well(cells.column(0)) or (quoted and rows != 1 + text.count(b"\n", begin, end)):
        return None
    sample = cells.take(pa.array(sampled_rows(rows))).to_pandas()
    sample.columns = pd.Index(table.columns)
    findings = (found for found in table.findings if found.code != "empty_columns")
    return with_empty_columns(
        replace(
            table,
            lines=np.arange(first, first + rows, dtype=np.int64),
            sample=sample,
            body=None,
            arrow=cells,
            findings=tuple(findings),
        )
    )


def _begin_well(first: pa.ChunkedArray) -> bool:
    """Whether every row begins with something, and none with the sign of a comment."""
    for chunk in first.chunks:
        ends = np.frombuffer(chunk.buffers()[1], np.int32)[chunk.offset :][: len(chunk) + 1]
        if (ends[1:] == ends[:-1]).any():
            return False
        begins = np.frombuffer(chunk.buffers()[2], np.uint8)[ends[:-1]]
        if (begins <= ord("%")).any() or (begins == ord("/")).any():  # a space, a quote, #, %
            return False
    return True
