"""Where tables begin and end in a file that holds several, or one in pieces."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.table.cells import is_data
from rnnviz.series.table.lines import Lines, split_line

MOST_CUTS = 5000


@dataclass(frozen=True)
class Block:
    """``rows``: lines of the largest table, counted from 0; ``further``: other tables after it.

    ``repeated``: lines that repeat its header, with what stands between the pieces.
    """

    rows: NDArray[np.intp]
    further: int
    repeated: NDArray[np.intp]


def main_block(
    lines: Lines, counts: NDArray[np.int64], kept: NDArray[np.bool_], delimiter: str
) -> Block:
    """The largest table. Tables are told apart by an empty line or a change of width, followed by
    a line of words; pieces with the same header are one table.
    """
    full = np.flatnonzero(kept)
    if len(full) == 0:
        return Block(full, 0, full)
    gap = np.concatenate([[False], np.diff(full) > 1])
    turn = np.concatenate([[False], counts[full][1:] != counts[full][:-1]])
    candidates = np.flatnonzero(gap | turn)
    if len(candidates) > MOST_CUTS:  # every other line is empty, or the width changes all the time
        candidates = np.flatnonzero(turn)[:MOST_CUTS]
    cuts = [0]
    for k in candidates:
        row = split_line(lines[full[k]], delimiter)
        if len(row) >= 2 and not any(map(is_data, row)) and sum(map(bool, row)) >= 2:
            cuts.append(int(k))
    blocks = list(itertools.pairwise([*cuts, len(full)]))
    largest = max(blocks, key=lambda block: block[1] - block[0])
    header = lines[full[largest[0]]].strip()
    same = [block for block in blocks if lines[full[block[0]]].strip() == header]
    if len(same) < 2 or any(map(is_data, split_line(header, delimiter))):
        further = sum(1 for a, b in blocks if a > largest[0] and b - a >= 3)
        return Block(full[slice(*largest)], further, np.array([], np.intp))
    width = counts[full[same[0][0]]]
    pieces = [full[slice(*block)] for block in same]
    rows = np.concatenate([pieces[0][:1], *(piece[1:] for piece in pieces)])
    between = rows[(counts[rows] < width) & (counts[rows] == 1)]
    repeated = np.sort(np.concatenate([[piece[0] for piece in pieces[1:]], between])).astype(
        np.intp
    )
    further = sum(1 for a, b in blocks if a > same[0][0] and b - a >= 3) - (len(same) - 1)
    return Block(np.setdiff1d(rows, between), max(0, further), repeated)
