"""A long column of stamps that are all written alike, taken apart by the place of each character.

A million stamps have few different days and few different times of day. Eight characters at a
time are compared as one number, so that only one stamp of each kind has to be read as text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

WORD = 8  # bytes in one number
_NARROWEST, _WIDEST = 10, 40


@dataclass(frozen=True)
class Kinds:
    """The different texts of a part of each stamp, and which of them each row has (rows,)."""

    texts: list[str]
    codes: NDArray[np.intp]


def split_alike(cells: pa.StringArray) -> tuple[Kinds, Kinds] | None:
    """Dates and times of day; None where the cells are not all of one width, in ASCII, with one
    space or ``T`` between date and time at the same place.
    """
    grid = _grid(cells)
    if grid is None:
        return None
    head = grid[0].tobytes()
    at = min((k for k in (head.find(b" "), head.find(b"T")) if k > 0), default=0)
    if not 0 < at < len(head) - 1:
        return None
    try:
        dates = _kinds(grid, 0, at + 1, in_runs=True)
        clocks = _kinds(grid, at + 1, len(head), in_runs=False)
    except UnicodeDecodeError:
        return None
    separator = chr(head[at])
    # Blanks and quotes at either end would have to be cut off.
    well = all(text[-1] == separator and text[0] > "'" for text in dates.texts)
    if not well or any(text[-1] <= "'" for text in clocks.texts):
        return None
    return Kinds([text[:-1] for text in dates.texts], dates.codes), clocks


def split_figures(cells: pa.StringArray) -> tuple[Kinds, Kinds] | None:
    """Dates and times of day of figures as ``202001311200``; None where other cells are there."""
    grid = _grid(cells)
    if grid is None or grid.shape[1] not in (10, 12, 14):
        return None
    if grid.min() < ord("0") or grid.max() > ord("9"):
        return None
    clocks = _kinds(grid, 8, grid.shape[1], in_runs=False)
    texts = [":".join(text[k : k + 2] for k in (0, 2, 4) if text[k:]) for text in clocks.texts]
    return _kinds(grid, 0, 8, in_runs=True), Kinds(texts, clocks.codes)


def _grid(cells: pa.StringArray) -> NDArray[np.uint8] | None:
    """The bytes of cells which all have the same number of them: (rows, width)."""
    rows = len(cells)
    if rows == 0 or cells.null_count or cells.type != pa.string():
        return None
    ends = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset :][: rows + 1]
    width = int(ends[1] - ends[0])
    if not _NARROWEST <= width <= _WIDEST or (np.diff(ends) != width).any():
        return None
    return np.frombuffer(cells.buffers()[2], np.uint8)[ends[0] : ends[-1]].reshape(rows, width)


def _kinds(grid: NDArray[np.uint8], begin: int, end: int, in_runs: bool) -> Kinds:
    """The different texts between two places. ``in_runs``: neighbours are mostly equal."""
    rows, words = len(grid), _words(grid, begin, end)
    if in_runs:
        change = np.ones(rows, bool)
        change[1:] = False
        for word in words:
            change[1:] |= word[1:] != word[:-1]
        firsts = np.flatnonzero(change)
        if len(firsts) > rows // 4:
            return _kinds(grid, begin, end, in_runs=False)
        codes = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, rows)))
    else:
        codes, firsts = np.zeros(rows, np.intp), np.zeros(1, np.intp)
        for word in words:
            if (word != word[0]).any():
                more, kinds = pd.factorize(word)
                count = len(kinds)
                if codes.any():
                    more, both = pd.factorize(codes * count + more)
                    count = len(both)
                codes, firsts = more, np.empty(count, np.intp)
        firsts[codes[::-1]] = np.arange(rows)[::-1]
    return Kinds([grid[k, begin:end].tobytes().decode("ascii") for k in firsts], codes)


def _words(grid: NDArray[np.uint8], begin: int, end: int) -> list[NDArray[np.uint64]]:
    """The characters between two places, eight a number."""
    rows, width = grid.shape
    found = []
    for place in range(begin, end, WORD):
        size, offset = min(WORD, end - place), min(place, width - WORD)
        word = np.ndarray((rows,), "<u8", grid.reshape(-1), offset, (width,))
        if place > offset:  # what stands before the part is none of its business
            word = word >> np.uint64(8 * (place - offset))
        if size < WORD:  # nor what stands after it
            word = word & np.uint64((1 << 8 * size) - 1)
        found.append(word)
    return found
