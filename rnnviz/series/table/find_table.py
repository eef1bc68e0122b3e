"""Text → ``RawTable``: which delimiter, where the header is, where the table ends.

Lines about the station may stand before the table, units below its header, comments and other
tables after it. The head is looked at line by line, the rest only by counting delimiters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    Header,
    commented_header,
    find_header,
    first_row,
    is_data_row,
    names_both,
    note_lines,
    refuse_ambiguous_commas,
)
from rnnviz.series.table.known_layouts import FixedWidth, Layout, fixed_width, known_layout
from rnnviz.series.table.labelled_cells import LabelledCells, labelled_cells
from rnnviz.series.table.lines import (
    Lines,
    are_decimal_commas,
    bracketed,
    find_delimiter,
    quoted_whole,
    split_line,
    usual,
)
from rnnviz.series.table.raw_table import RawTable, read_cells, sampled_rows, with_empty_columns
from rnnviz.series.types import SeriesError

HEAD = 400  # lines looked at one by one
FOOT = 60  # lines below the rows that may explain something


def find_table(source: DecodedFile, name: str) -> RawTable:
    """The main table of a file; raises ``SeriesError`` where there is none."""
    if source.cells is not None:
        return _from_cells(source, name)
    return even_table(source, name, _from_text) or _from_text(source, name)


@dataclass(frozen=True)
class _Parted:
    """A text whose cells are parted: ``counts`` (lines,) cells of each line, 0 of an empty one."""

    lines: Lines
    head: list[str]
    delimiter: str
    counts: NDArray[np.int64]
    layout: FixedWidth | None = None
    labels: LabelledCells | None = None


@dataclass(frozen=True)
class _Named:
    """What stands above the rows: ``names`` of ``width`` columns, None where nothing tells them.

    ``begin``: the line with the names, or the first row; ``at``: lines that are accounted for,
    ``units_at`` those below the header.
    """

    names: Sequence[str] | None
    width: int
    begin: int
    header: Header | None
    layout: Layout | FixedWidth | None
    units_at: NDArray[np.intp]
    at: list[int]

    @property
    def units(self) -> tuple[tuple[str, ...], ...]:
        """The lines of units."""
        return self.header.units if self.header is not None else ()


def _from_text(source: DecodedFile, name: str) -> RawTable:
    """Every line is looked at."""
    parted = _part(source, name)
    lines, counts, delimiter = parted.lines, parted.counts, parted.delimiter
    comments = lines.comments() & (counts > 0)
    kept = (counts > 0) & ~comments
    block = main_block(lines, counts, kept, delimiter)
    rows = block.rows
    usual_width = usual(counts[rows])
    cells = [split_line(lines[i], delimiter) for i in rows[:HEAD]]
    top = first_row(cells, usual_width)
    if top is None:
        raise SeriesError(
            "series_no_rows" if any(map(names_both, cells)) else "series_no_numbers", name=name
        )
    named = _name_columns(parted, rows, cells, top, comments)
    width, header = named.width, named.header
    comments[named.begin] = False
    body = rows[top:]
    again = lines.same_as(named.begin, body) if header is not None else body[:0]
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
    columns = _unique(named.names, width)
    some = lines.gather(good[sampled_rows(len(good), width)])
    sample = read_cells(some, delimiter, width, range(width), even)
    sample.columns = pd.Index(columns)
    empty = (counts == 0) & (lines.lengths > 0)
    # Before the header, and between it and the first row.
    outside = (lines.lengths > 0) & ~comments
    outside[named.at] = False

    def found(code: str, at: NDArray[np.intp]) -> list[Finding]:
        return finding_at(code, lines.numbers[at])

    findings = [
        *found("metadata_lines", np.flatnonzero(outside[: int(rows[top])])),
        *_units_finding(named.units, lines.numbers[named.units_at]),
        *found("comment_lines", np.flatnonzero(comments)),
        *found("no_header", body[: int(named.names is None or named.layout is not None)]),
        *_layout_finding(named.layout),
        *found("empty_rows", np.flatnonzero(empty[int(body[0]) :]) + int(body[0])),
        *found("odd_rows", _odd(body, counts, widths, lines)),
        *found("notes", notes),
        *found("repeated_headers", np.union1d(block.repeated, again)),
        *_further_tables(block.further, (int(lines.numbers[body[-1]]) + 1,)),
    ]
    before = named.begin if header is not None else int(rows[top])
    table = RawTable(
        columns=columns,
        lines=lines.numbers[good],
        delimiter=delimiter,
        encoding=source.encoding,
        has_header=named.names is not None and named.layout is None,
        metadata="\n".join(parted.head[:before])[:20_000],
        units=_joined_units(named.units, width),
        findings=tuple(findings),
        sample=sample,
        footer="\n".join(lines[i] for i in range(int(good[-1]) + 1, len(lines))[:FOOT]),
        body=lines.gather(good),
        even=even,
    )
    return with_empty_columns(table)


def _part(source: DecodedFile, name: str) -> _Parted:
    """The lines, and how their cells are parted; raises ``SeriesError`` where nothing parts any."""
    assert source.text is not None
    text, layout, labels = source.text, None, None
    lines = Lines(text)
    head = [lines[i] for i in range(min(HEAD, len(lines)))]
    if quoted_whole(head):
        text = re.sub(rb'(?m)^"|"$', b"", text)
        head = [line.strip('"') for line in head]
    elif bracketed(head):
        text = re.sub(rb"(?m)^\[([^\]\n]*)\]", rb"\1", text)
        head = [re.sub(r"^\[([^\]]*)\]", r"\1", line) for line in head]
    elif (layout := fixed_width(head)) is not None:
        text = layout.parted(text.decode())
        head = list(map(layout.cut, head))
    elif (labels := labelled_cells(head)) is not None:
        text = labels.parted(text.decode())
        head = list(map(labels.cut, head))
    lines = Lines(text)
    delimiter = find_delimiter(head)
    if delimiter is None or (delimiter == "," and are_decimal_commas(head)):
        raise SeriesError("series_one_column", name=name)
    counts = lines.fields(delimiter)
    if delimiter == " " and (aligned := with_tabs(lines, head)) is not None:
        return _part(replace(source, text=aligned), name)
    return _Parted(lines, head, delimiter, counts, layout, labels)


def _name_columns(
    parted: _Parted,
    rows: NDArray[np.intp],
    cells: Sequence[Sequence[str]],
    top: int,
    comments: NDArray[np.bool_],
) -> _Named:
    """The header above the first row, or in a comment, or of a layout that is known."""
    lines, delimiter = parted.lines, parted.delimiter
    width, first = usual(parted.counts[rows]), int(rows[top])
    header = find_header(cells[:top], [int(i) for i in rows[:top]], width)
    if header is not None:
        names, begin = list(header.names), int(rows[header.at])
        width = max(width, len(names))
        refuse_ambiguous_commas(names, cells[top], delimiter, int(lines.numbers[first]))
        if len(names) < width and any(row[-1] for row in cells[top:] if len(row) == width):
            names.insert(0, "")  # the first column is an index without a name
        units_at = rows[list(header.units_at)]
        at = [begin, *map(int, units_at), *map(int, rows[list(header.over_at)])]
        return _Named(names, width, begin, header, None, units_at, at)
    earlier = np.flatnonzero(comments[:first])[-50:]
    said, said_at = commented_header([lines[i] for i in earlier], width, delimiter)
    if said is not None:
        begin, width = int(earlier[said_at]), max(width, len(said))
        return _Named(said, width, begin, None, None, rows[:0], [begin])
    full = [row for row in cells[top:] if len(row) == width]
    layout = parted.layout or known_layout(full, width)
    given = layout.names_for(width) if layout is not None else None
    if layout is None and parted.labels is not None:
        given = parted.labels.names_for(width, delimiter)
    return _Named(given, width, first, None, layout, rows[:0], [first])


def _layout_finding(layout: Layout | FixedWidth | None) -> list[Finding]:
    if layout is None:
        return []
    return [Finding("known_layout", 1, (), {"layout": layout.title})]


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
    result: dict[str, None] = {}
    tried: dict[str, int] = {}  # a name → the number to try next
    for i, name in enumerate(given):
        base = " ".join(name.strip().strip("\"'\ufeff").split())[:200] or ColumnName.unnamed(i + 1)
        unique, k = base, tried.get(base, 2)
        while unique in result:
            unique, k = f"{base} ({k})", k + 1
        tried[base] = k
        result[unique] = None
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
    fewest = 0.6 * usual(filled[top:])
    # A line with names of groups, in cells merged once, has few.
    full = [k for k in range(top) if max(filled[k : min(k + 3, top)]) >= fewest and filled[k]]
    header = find_header([head[k] for k in full], full, width)
    body = cells.iloc[top:]
    kept = (body != "").any(axis=1).to_numpy()
    lines = np.flatnonzero(kept) + top
    units = list(header.units) if header is not None else []
    units_at = np.array([full[k] for k in header.units_at] if header is not None else [], np.intp)
    named = [*units_at, *(full[k] for k in header.over_at)] if header is not None else []
    named.append(full[header.at] if header is not None else top)
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
