"""A text as numbered lines, counted all at once, and the search for its delimiter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.source import INNER_BREAK
from rnnviz.series.table.cells import is_data, is_missing, is_stamp

_BRACKETED = re.compile(r"\[\d[^\]]*\d\]\W*\S")

DELIMITERS = (",", ";", "\t", "|", " ")
MOST_COLUMNS = 2000
COMMENT_SIGNS = ("#", "//")
_DECIMAL_COMMA = re.compile(r"^\s*[+-]?\d+,\d+\s*$")


class Lines:
    """The lines of a UTF-8 text, counted from 0. Nothing is copied before it is asked for."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._flat = np.frombuffer(text, np.uint8)
        breaks = np.flatnonzero(self._flat == 10)
        starts = np.concatenate([[0], breaks + 1])
        ends = np.concatenate([breaks, [len(text)]])
        if starts[-1] >= len(text):
            starts, ends = starts[:-1], ends[:-1]
        self.starts, self.ends = starts, ends
        self.lengths = ends - starts
        # Where a quoted cell has several lines, all of them count.
        inner = np.flatnonzero(self._flat == INNER_BREAK[0])
        self.numbers = np.arange(1, len(starts) + 1) + np.searchsorted(inner, starts)

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int | np.integer) -> str:
        return self._bytes(index).decode()

    def _bytes(self, index: int | np.integer) -> bytes:
        return self.text[self.starts[index] : self.ends[index]]

    def fields(self, delimiter: str) -> NDArray[np.int64]:
        """Fields in each line; 0 for a line without anything but delimiters, quotes and spaces."""
        if delimiter == " ":
            blank = (self._flat == 32) | (self._flat == 9) | (self._flat == 10)
            begins = np.flatnonzero(~blank & np.concatenate([[True], blank[:-1]]))
            return self._count(begins)
        marks = np.flatnonzero(self._flat == ord(delimiter))
        quotes = self._quotes
        quoted = self._count(quotes)
        if len(quotes):  # a delimiter after an odd number of quotes in its line is none
            line = np.searchsorted(self.starts, marks, "right") - 1
            before = np.searchsorted(quotes, marks) - np.searchsorted(quotes, self.starts)[line]
            marks = marks[before % 2 == 0]
        delimiters = self._count(marks)
        fields = delimiters + 1
        nothing = delimiter.encode() + b' "\t'
        short = self.lengths <= delimiters + quoted + 3
        for i in np.flatnonzero(short):
            if not self._bytes(i).strip(nothing):
                fields[i] = 0
        spaces = (delimiters == 0) & ~short & (self.lengths < 200)
        for i in np.flatnonzero(spaces):
            if not self._bytes(i).strip():
                fields[i] = 0
        return fields

    def broken(self) -> NDArray[np.bool_]:
        """Lines with a quote that is opened and not closed, or the other way round."""
        odd: NDArray[np.bool_] = self._count(self._quotes) % 2 == 1
        return odd

    @cached_property
    def _quotes(self) -> NDArray[np.intp]:
        if b'"' not in self.text:
            return np.array([], np.intp)
        return np.flatnonzero(self._flat == ord('"'))

    def comments(self) -> NDArray[np.bool_]:
        """Lines that begin with ``#``, ``%`` or ``//``; none where all of them do."""
        first = self._flat[np.minimum(self.starts, len(self._flat) - 1)]
        found = (self.lengths > 0) & ((first == ord("#")) | (first == ord("%")))
        for i in np.flatnonzero((self.lengths > 1) & (first == ord("/"))):
            found[i] = self._bytes(i)[:2] == b"//"
        # A file of nothing but "comments" is a file whose rows begin with that sign.
        return found if found.sum() < (self.lengths > 0).sum() else np.zeros_like(found)

    def gather(self, rows: NDArray[np.intp]) -> bytes:
        """Some lines, joined; a run of neighbours is taken in one piece."""
        if len(rows) == 0:
            return b""
        runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
        return b"\n".join(self.text[self.starts[run[0]] : self.ends[run[-1]]] for run in runs)

    def same_as(self, line: int, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of some rows that are the very same as a line."""
        alike: NDArray[np.intp] = rows[self.lengths[rows] == self.lengths[line]]
        for k in range(self.lengths[line]):
            if len(alike) == 0:
                break
            alike = alike[self._flat[self.starts[alike] + k] == self._flat[self.starts[line] + k]]
        return alike

    def _count(self, marks: NDArray[np.intp]) -> NDArray[np.int64]:
        if len(marks) == 0:
            return np.zeros(len(self), np.int64)
        return np.searchsorted(marks, self.ends) - np.searchsorted(marks, self.starts)


def usual(values: NDArray[np.int64]) -> int:
    """The value seen most often among those above 0; 0 where there is none."""
    kept = values[values > 0]
    return int(np.bincount(kept).argmax()) if len(kept) else 0


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of a line, without the spaces around them."""
    if delimiter == " ":
        return line.split()
    try:
        row = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:  # a cell longer than the csv module takes
        row = line.split(delimiter)
    return [cell.strip() for cell in row]


def find_delimiter(head: Sequence[str]) -> str | None:
    """The one whose cells look most like figures and stamps, line after line the same number."""
    lines = [line for line in head if line.strip() and not line.startswith(COMMENT_SIGNS)]
    sample = lines[-max(20, len(lines) // 2) :]
    sample = sample[:: -(-len(sample) // 100)] if sample else sample
    best, best_score = None, 0.0
    with_comma = [line for line in sample if "," in line]
    commas_are_points = 2 * len(with_comma) > len(sample) and all(
        map(_has_decimal_commas, with_comma)
    )
    for delimiter in DELIMITERS:
        if delimiter == "," and commas_are_points:
            continue
        rows = [split_line(line, delimiter) for line in sample]
        width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
        if not 2 <= width <= MOST_COLUMNS:
            continue
        same = [row for row in rows if len(row) == width]
        filled = [[cell for cell in row if not is_missing(cell)] for row in same]
        figures = [sum(map(is_data, row)) for row in filled]
        share = sum(figures) / max(1, sum(map(len, filled)))
        lined_up = len(same) / len(rows)
        with_data = sum(map(bool, figures)) / len(rows)
        stamped = sum(any(map(is_stamp, row)) for row in filled) / len(rows)
        # Without any figure it is still a table, if not one for us.
        score = lined_up * (share * with_data * (1 + stamped) + 1e-3)
        # A space stands inside many a stamp: it must be clearly better than a real delimiter.
        if score > best_score * (1.2 if delimiter == " " else 1.0) + 1e-9:
            best, best_score = delimiter, score
    return best


def _has_decimal_commas(line: str) -> bool:
    """Whether the commas of a line are those of figures that spaces part."""
    words = line.split()
    with_comma = [word for word in words if "," in word]
    return len(words) > 1 and bool(with_comma) and all(map(_DECIMAL_COMMA.match, with_comma))


def are_decimal_commas(head: Sequence[str]) -> bool:
    """Whether all commas are those of figures, one a line: a column alone, below its name."""
    filled = [line for line in head if line.strip()]
    named = filled[1:] if filled and "," not in filled[0] else filled
    return len(named) > 2 and all(map(_DECIMAL_COMMA.match, named))


def bracketed(head: Sequence[str]) -> bool:
    """Whether lines begin with a stamp in brackets, as logs do: ``[2024-02-06 00:10] 4``."""
    filled = [line for line in head if line.strip()]
    stamps = sum(bool(_BRACKETED.match(line)) for line in filled)
    return stamps > 0.8 * len(filled)


def quoted_whole(head: Sequence[str]) -> bool:
    """Whether every line stands in quotes as a whole, as a CSV that was exported twice."""
    filled = [line for line in head if line.strip()]
    return len(filled) > 1 and all(
        line[0] == line[-1] == '"' and line.count('"') == 2 and len(line) > 2 for line in filled
    )
