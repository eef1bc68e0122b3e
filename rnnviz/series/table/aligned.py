"""Columns that spaces line up: told by the places where no row has anything.

Names may hold spaces (``Dew point``) and cells may be blank, so neither can be told by counting
words: a row with a blank cell would hand its other cells to the wrong columns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.table.cells import is_data
from rnnviz.series.table.headers import MOST_GROUPS
from rnnviz.series.table.lines import COMMENT_SIGNS, Lines
from rnnviz.series.values.clock_words import ENGLISH_HALF
from rnnviz.series.values.quality_findings import runs_of

MOST_BYTES = 32 * 2**20
_FEWEST_ROWS = 3
# Of many rows, a few may have something where all others have nothing: they are left out.
_MANY, _ACROSS = 20, 0.005

# A date, figures or words, with or without a clock and its half, or a clock with its half.
_STAMP = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\.?|\d{1,2}\.? [^\W\d]{3,12}\.? \d{4}|\d{8})"
    rf" \d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d+)?(?: ?{ENGLISH_HALF})?$"
    rf"|\d{{1,2}}\.? [^\W\d]{{3,12}}\.? \d{{4}}$|\d{{1,2}}:\d\d(?::\d\d)? {ENGLISH_HALF}$",
    re.IGNORECASE,
)

Span = tuple[int, int]


def with_tabs(lines: Lines, head: Sequence[str]) -> bytes | None:
    """The text with a tab between its columns; None where spaces do not line up any columns."""
    if len(lines.text) > MOST_BYTES or b"\t" in lines.text:
        return None
    first = _first_row(head)
    if first is None or len(lines) - first < _FEWEST_ROWS:
        return None
    # One byte a character, for places to be places.
    plain = lines.text.decode().encode("latin-1", "replace")
    rows = np.flatnonzero(lines.lengths > 0)
    rows = rows[rows >= first]
    header = head[first - 1] if first else ""
    columns = _runs(~_nothing_at(Lines(plain), rows))
    spans = _with_names(_whole_stamps(columns, head[first]), header)
    if len(spans) < 2 or not all(header[begin:end].strip() for begin, end in spans):
        return None
    texts = [lines[i] for i in range(len(lines))]
    parted = [*texts[: max(first - 1, 0)], *(_cut(t, spans) for t in texts[max(first - 1, 0) :])]
    for k in range(first - 2, max(first - 2 - MOST_GROUPS, -1), -1):  # names of groups
        names = _over(texts[k], spans)
        if names is None:
            break
        parted[k] = names
    return "\n".join(parted).encode()


def _first_row(head: Sequence[str]) -> int | None:
    """The first of the lines that go on as rows: at least two of their words are data."""
    rows = [
        not line.startswith(COMMENT_SIGNS) and sum(map(is_data, line.split())) >= 2 for line in head
    ]
    for k in range(len(rows) - _FEWEST_ROWS + 1):
        if all(rows[k : k + _FEWEST_ROWS]):
            return k
    return None


def _nothing_at(lines: Lines, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(places,) where hardly any of the rows has anything."""
    flat = np.frombuffer(lines.text, np.uint8)
    there = np.flatnonzero((flat != 32) & (flat != 10))
    line = np.searchsorted(lines.starts, there, "right") - 1
    kept = np.isin(line, rows)
    counts = np.bincount(there[kept] - lines.starts[line[kept]])
    few = max(2, _ACROSS * len(rows)) if len(rows) >= _MANY else 0
    nothing: NDArray[np.bool_] = counts <= few
    return nothing


def _with_names(columns: Sequence[Span], header: str) -> list[Span]:
    """The columns of the rows, and wider where their names are; none where a word stands over
    several of them.
    """
    spans = [list(span) for span in columns]
    for begin, end in _runs(np.array([c != " " for c in header], bool)):
        over = [span for span in spans if span[0] < end and begin < span[1]]
        if len(over) > 1:
            return []
        beside = [s for s in spans if begin - s[1] in (0, 1) or s[0] - end in (0, 1)]
        if over or beside:
            taken = (over or beside)[0]
            taken[:] = min(taken[0], begin), max(taken[1], end)
        else:
            spans.append([begin, end])
    spans.sort()
    apart = all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    return [(a, b) for a, b in spans] if apart else []


def _whole_stamps(spans: Sequence[Span], row: str) -> list[Span]:
    """The parts of a stamp, a space between each, as one column."""
    whole: list[Span] = []
    k = 0
    while k < len(spans):
        last = k
        while last + 1 < len(spans) and spans[last + 1][0] - spans[last][1] == 1:
            last += 1
        # Of what is that close, as much as is a stamp and nothing else.
        while last > k and not _STAMP.match(row[spans[k][0] : spans[last][1]].strip()):
            last -= 1
        whole.append((spans[k][0], spans[last][1]))
        k = last + 1
    return whole


def _runs(there: NDArray[np.bool_]) -> list[Span]:
    return [(int(a), int(b)) for a, b in zip(*runs_of(there), strict=True)]


def _within(line: str, spans: Sequence[Span]) -> bool:
    """Whether a line has nothing between the columns."""
    left = list(line)
    for begin, end in spans:
        left[begin:end] = " " * len(left[begin:end])
    return not "".join(left).strip()


def _over(line: str, spans: Sequence[Span]) -> str | None:
    """Names with tabs between them: of each column, or of groups, each where its first column
    begins; None for a line that is something else.
    """
    if _within(line, spans) and all(line[begin:end].strip() for begin, end in spans):
        return _cut(line, spans)
    cells = [""] * len(spans)
    names = list(re.finditer(r"\S+(?: \S+)*", line))
    for name in names:
        over = [k for k, (begin, end) in enumerate(spans) if begin <= name.start() < end]
        if not over or is_data(name[0]):
            return None
        cells[over[0]] = name[0]
    return "\t".join(cells) if names else None


def _cut(line: str, spans: Sequence[Span]) -> str:
    """A row's cells with tabs between them; a line that is not so, as it is."""
    if not _within(line, spans):
        return line
    return "\t".join(line[begin:end].strip() for begin, end in spans)
