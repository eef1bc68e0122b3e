"""Tables without a header whose columns are known all the same, by their shape.

The layouts are data, in ``known_layouts.toml``, which says how to add one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")
FITTING = 0.9  # of the rows must: a logger's first one may be torn
_HEAD = 50  # lines that tell a file of fixed width
DELIMITER = ";"  # between the columns of one, once they are cut


@dataclass(frozen=True)
class Layout:
    """``widths``: fewest and most cells of a row; ``cells``: what some of them look like, by
    position; ``names``: of the first columns.
    """

    title: str
    widths: tuple[int, int]
    cells: Mapping[int, re.Pattern[str]]
    names: tuple[str, ...]

    def fits(self, row: Sequence[str]) -> bool:
        """Whether a row looks like one of this layout."""
        return all(
            at < len(row) and cell.fullmatch(row[at].strip()) for at, cell in self.cells.items()
        )

    def names_for(self, width: int) -> list[str]:
        """A name for each of so many columns."""
        return [*self.names, *[""] * width][:width]


@dataclass(frozen=True)
class FixedWidth:
    """A layout whose columns stand at fixed characters: where each begins and ends, from 0."""

    title: str
    line: re.Pattern[str]
    columns: Mapping[str, tuple[int, int]]
    marked: frozenset[str]  # a comma goes before their last character

    def names_for(self, width: int) -> list[str]:
        """The names of its columns."""
        return list(self.columns)[:width]

    def parted(self, text: str) -> bytes:
        """The text with its columns parted by ``DELIMITER``."""
        return "\n".join(map(self.cut, text.split("\n"))).encode()

    def cut(self, line: str) -> str:
        """The cells of a line, parted; a line of another shape as it is."""
        if not self.line.match(line):
            return line
        cells = []
        for name, (begin, end) in self.columns.items():
            cell = line[begin:end]
            cells.append(f"{cell[:-1]},{cell[-1:]}" if name in self.marked else cell)
        return DELIMITER.join(cells)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts whose cells are parted."""
    found = []
    for said in _file()["delimited"]:
        width = said["width"]
        cells = {int(at): re.compile(cell) for at, cell in said["cells"].items()}
        widths = (width, width) if isinstance(width, int) else (width[0], width[1])
        found.append(Layout(said["title"], widths, cells, tuple(said["names"])))
    return tuple(found)


@cache
def fixed_widths() -> tuple[FixedWidth, ...]:
    """The layouts whose columns stand at fixed characters."""
    return tuple(
        FixedWidth(
            said["title"],
            re.compile(said["line"]),
            {name: (begin - 1, end) for name, (begin, end) in said["columns"].items()},
            frozenset(said["comma_before_last"]),
        )
        for said in _file()["fixed_width"]
    )


def known_layout(rows: Sequence[Sequence[str]], width: int) -> Layout | None:
    """The layout that nearly all of some rows follow, if any."""
    for layout in layouts():
        if rows and layout.widths[0] <= width <= layout.widths[1]:
            fitting = sum(map(layout.fits, rows))
            if fitting >= FITTING * len(rows) and fitting > 1:
                return layout
    return None


def fixed_width(head: Sequence[str]) -> FixedWidth | None:
    """The layout of fixed characters that all of the first lines follow, if any."""
    lines = [line for line in head[:_HEAD] if line.strip()]
    for layout in fixed_widths():
        if len(lines) > 1 and all(map(layout.line.match, lines)):
            return layout
    return None
