"""Rows that name their values in every cell: ``2024-02-06 00:00,temp=7.1,hum=81``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rnnviz.series.table.lines import split_line

_HEAD = 50  # lines looked at
_MOST = 0.8  # of them have the same labels
# A word at the beginning of a cell, with "=" behind it, or with ":" and a figure.
_LABEL = re.compile(r'(?<![^\s,;|"])(?P<label>[^\W\d][\w.]*)\s?(?:=\s?|:\s?(?=[+\-−]?[.,]?\d))')


@dataclass(frozen=True)
class LabelledCells:
    """``labels``: those of each row, in order; ``example``: such a row."""

    labels: tuple[str, ...]
    example: str

    def parted(self, text: str) -> bytes:
        """The text without the labels."""
        return "\n".join(map(self.cut, text.split("\n"))).encode()

    def cut(self, line: str) -> str:
        """A line without its labels; one with others as it is."""
        return _LABEL.sub("", line) if _labels(line) == self.labels else line

    def names_for(self, width: int, delimiter: str) -> list[str]:
        """A name for each of so many columns: its label, if it has one."""
        cells = split_line(_LABEL.sub(r"\g<label>=", self.example), delimiter)
        found = [_LABEL.match(cell) for cell in cells]
        names = [match["label"] if match else "" for match in found]
        return [*names, *[""] * width][:width]


def labelled_cells(head: Sequence[str]) -> LabelledCells | None:
    """The labels that nearly all of the first lines have; None where they have none."""
    lines = [line for line in head[:_HEAD] if line.strip()]
    if len(lines) < 2:
        return None
    labels, count = Counter(map(_labels, lines)).most_common(1)[0]
    if not labels or count < max(2, _MOST * len(lines)):
        return None
    return LabelledCells(labels, next(line for line in lines if _labels(line) == labels))


def _labels(line: str) -> tuple[str, ...]:
    return tuple(match["label"] for match in _LABEL.finditer(line))
