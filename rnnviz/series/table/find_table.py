"""Text → ``RawTable``: which delimiter, where the header is, where the table ends.

Lines about the station may stand before the table, units below its header, comments and other
tables after it. The head is looked at line by line, the rest only by counting delimiters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName
from rnnviz.series.findings import Finding, finding_at
from rnnviz.series.source import DecodedFile
from rnnviz.series.table.aligned import with_tabs
from rnnviz.series.table.arrow_fast_path import even_table
from rnnviz.series.table.blocks import main_block
from rnnviz.series.table.headers import (
    commented_header,
    find_header,
    first_row,
    is_data_row,
    names_both,
    note_lines,
    refuse_ambiguous_commas,
)
from rnnviz.series.table.known_layouts import known_layout
from rnnviz.series.table.lines import Lines, find_delimiter, quoted_whole, split_line, usual
from rnnviz.series.table.raw_table import RawTable, read_cells, sampled_rows, with_empty_columns
from rnnviz.series.types import SeriesError

HEAD = 400  # lines looked at one by one


def find_table(source: DecodedFile, name: str) -> RawTable:
    """The main table of a file; raises ``SeriesError`` where there is none."""
    if source.cells is not None:
        return _from_cells(source, name)
    return even_table(source, name, _from_text) or _from_text(source, name)


def _from_text(source: DecodedFile, name: str) -> RawTable:
    """Every line is looked at."""
    assert source.text is not None
    lines = Lines(source.text)
    head = [lines[i] for i in range(min(HEAD, len(lines)))]
    if quoted_whole(head):
        lines = Lines(re.sub(rb'(?m)^"|"$', b"", source.text))
        head = [line.strip('"') for line in head]
    delimiter = find_delimiter(head)
    if delimiter is None:
        raise SeriesError("series_one_column", name=name)
    counts = lines.fields(delimiter)
    if delimiter == " " and (aligned := _aligned(lines, head, counts)) is not None:
        return _from_text(replace(source, text=aligned), name)
    comments = lines.comments() & (counts > 0)
    kept = (counts > 0) & ~comments
    block = main_block(lines, counts, kept, delimiter)
    rows = block.rows
    width = usual(counts[rows])
    cells = [split_line(lines[i], delimiter) for i in rows[:HEAD]]
    top = first_row(cells, width)
    if top is None:
        raise SeriesError(
            "series_no_rows" if any(map(names_both, cells)) else "series_no_numbers", name=name
        )
    header = find_header(cells[:top], [int(i) for i in rows[:top]], width)
    usual_width, names, layout = width, None, None
    begin = int(rows[header.at if header is not None else top])
    if header is not None:
        names = list(header.names)
        width = max(width, len(names))
        refuse_ambiguous_commas(names, cells[top], delimiter, int(lines.numbers[rows[top]]))
        if len(names) < width and any(row[-1] for row in cells[top:] if len(row) == width):
            names.insert(0, "")  # the first column is an index without a name
    else:
        earlier = np.flatnonzero(comments[: int(rows[top])])[-50:]
        names, said_at = commented_header([lines[i] for i in earlier], width, delimiter)
        if names is not None:
            comments[earlier[said_at]] = False
            begin = int(earlier[said_at])
        layout = known_layout([row for row in cells[top:] if len(row) == width], width)
        if names is None and layout is not None:
            names = list(layout.names)
    units = list(header.units) if header is not None else []
    units_at = rows[list(header.units_at)] if header is not None else rows[:0]
    body = rows[top:]
    again = lines.same_as(begin, body) if header is not None else body[:0]
    body = np.setdiff1d(body, again, assume_unique=True) if len(again) else body
    notes = note_lines(body, counts, width, lines, delimiter)
    body = np.setdiff1d(body, notes, assume_unique=True) if len(notes) else body
    # Rows with fewer cells are filled up; with more, or a quote left open, they are no rows. Where
    # nothing but spaces parts the cells, nobody can tell which one is missing.
    widths = (usual_width,) if delimiter == " " else (usual_width, width)
    fits = counts[body] == usual_width if delimiter == " " else counts[body] <= width
    good = body[fits & ~lines.broken()[body]]
    if len(good) == 0:
        raise SeriesError("series_no_numbers", name=name)
    even = bool((counts[good] == width).all())
    columns = _unique(names, width)
    some = lines.gather(good[sampled_rows(len(good), width)])
    sample = read_cells(some, delimiter, width, range(width), even)
    sample.columns = pd.Index(columns)
    empty = (counts == 0) & (lines.lengths > 0)
    # Before the header, and between it and the first row.
    outside = (lines.lengths > 0) & ~comments
    outside[[begin, *units_at]] = False

    def found(code: str, at: NDArray[np.intp]) -> list[Finding]:
        return finding_at(code, lines.numbers[at])

    findings = [
        *found("metadata_lines", np.flatnonzero(outside[: int(rows[top])])),
        *_units_finding(units, lines.numbers[units_at]),
        *found("comment_lines", np.flatnonzero(comments)),
        *found("no_header", body[: int(names is None or layout is not None)]),
        *([Finding("known_layout", 1, (), {"layout": layout.title})] if layout else []),
        *found("empty_rows", np.flatnonzero(empty[int(body[0]) :]) + int(body[0])),
        *found("odd_rows", _odd(body, counts, widths, lines)),
        *found("notes", notes),
        *found("repeated_headers", np.union1d(block.repeated, again)),
        *_further_tables(block.further, (int(lines.numbers[body[-1]]) + 1,)),
    ]
    table = RawTable(
        columns=columns,
        lines=lines.numbers[good],
        delimiter=delimiter,
        encoding=source.encoding,
        has_header=names is not None and layout is None,
        metadata="\n".join(head[: begin if header is not None else int(rows[top])])[:20_000],
        units=_joined_units(units, width),
        findings=tuple(findings),
        sample=sample,
        body=lines.gather(good),
        even=even,
    )
    return with_empty_columns(table)


def _aligned(lines: Lines, head: Sequence[str], counts: NDArray[np.int64]) -> bytes | None:
    """The text with tabs, where its columns are lined up and words do not tell them apart."""
    some = counts[counts > 1]
    return with_tabs(lines, head) if len(some) and (some != some[0]).any() else None


def _odd(
    body: NDArray[np.intp], counts: NDArray[np.int64], widths: tuple[int, ...], lines: Lines
) -> NDArray[np.intp]:
    return body[~np.isin(counts[body], widths) | lines.broken()[body]]


def _further_tables(count: int, rows: tuple[int, ...] = ()) -> list[Finding]:
    return [Finding("further_tables", count, rows)] if count else []


def _units_finding(units: Sequence[Sequence[str]], lines: NDArray[np.intp]) -> list[Finding]:
    shown = ", ".join(cell for cell in units[-1] if cell)[:120] if units else ""
    return finding_at("units_line", lines, units=shown)


def _joined_units(units: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    return tuple(" ".join(row[i] for row in units) for i in range(width)) if units else ()


def _unique(names: Sequence[str] | None, width: int) -> tuple[str, ...]:
    given = list(names or [])[:width]
    given += [""] * (width - len(given))
    result: list[str] = []
    for i, name in enumerate(given):
        base = " ".join(name.strip().strip("\"'\ufeff").split())[:200] or ColumnName.unnamed(i + 1)
        unique, k = base, 2
        while unique in result:
            unique, k = f"{base} ({k})", k + 1
        result.append(unique)
    return tuple(result)


def _from_cells(source: DecodedFile, name: str) -> RawTable:
    """A sheet or a Parquet table: the same search for header and units, without a delimiter."""
    assert source.cells is not None
    cells = source.cells
    filled = (cells != "").sum(axis=1).to_numpy()
    width = cells.shape[1]
    head = [list(map(str, row)) for row in cells.head(HEAD).itertuples(index=False)]
    top = next(
        (k for k, row in enumerate(head) if is_data_row(row, width) and filled[k] >= 2), None
    )
    if top is None:
        raise SeriesError("series_no_numbers", name=name)
    full = [k for k in range(top) if filled[k] >= 0.6 * usual(filled[top:])]
    header = find_header([head[k] for k in full], full, width)
    body = cells.iloc[top:]
    kept = (body != "").any(axis=1).to_numpy()
    lines = np.flatnonzero(kept) + top
    units = list(header.units) if header is not None else []
    units_at = np.array([full[k] for k in header.units_at] if header is not None else [], np.intp)
    named = [*units_at, full[header.at] if header is not None else top]
    names = _unique(header.names if header is not None else None, width)
    frame = body[kept].reset_index(drop=True)
    sample = frame.iloc[sampled_rows(len(frame), width)].reset_index(drop=True)
    sample.columns = pd.Index(names)
    findings = [
        *finding_at("metadata_lines", np.setdiff1d(np.flatnonzero(filled[:top]), named) + 1),
        *_units_finding(units, units_at + 1),
        *([Finding("no_header", 1, (top + 1,))] if header is None else []),
        *_further_tables(source.further_tables),
    ]
    table = RawTable(
        columns=names,
        lines=lines + 1,
        delimiter="",
        encoding=source.encoding,
        has_header=header is not None,
        metadata="\n".join(" ".join(row) for row in head[:top])[:20_000],
        units=_joined_units(units, width),
        findings=tuple(findings),
        sample=sample,
        frame=frame,
    )
    return with_empty_columns(table)
