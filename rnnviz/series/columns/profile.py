"""``ColumnProfile``: what the sample of one column holds, each question answered once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.table.cells import is_missing, is_number, is_stamp
from rnnviz.series.types import Unit
from rnnviz.series.values.numbers import Numbers, to_numbers, unit_in_cells
from rnnviz.series.values.times import ReadTimes, read_times

_HEAD = 40  # cells looked at for stamps among figures


class ColumnProfile:
    """A column's name and the cells of its sample, as figures, as stamps and as text.

    Each property is worked out when it is first asked for, and kept.
    """

    def __init__(self, name: str, cells: pd.Series) -> None:
        self.name = name
        self.cells = cells

    @cached_property
    def is_empty(self) -> bool:
        """Whether no cell holds anything: the first that does tells."""
        return all(map(is_missing, self.cells.tolist()))

    @cached_property
    def filled(self) -> list[str]:
        """The cells that hold something, without spaces around."""
        cells = self.cells.tolist()
        missing = set(filter(is_missing, set(cells)))
        return [cell.strip() for cell in cells if cell not in missing]

    @cached_property
    def numbers(self) -> Numbers:
        """All cells as numbers, NaN where there is none."""
        return to_numbers(self.cells)

    @cached_property
    def known(self) -> NDArray[np.float64]:
        """The numbers that there are, in order."""
        values = self.numbers.values
        known: NDArray[np.float64] = values[~np.isnan(values)]
        return known

    @cached_property
    def median(self) -> float:
        """The median of the numbers, NaN where there are none."""
        return float(np.median(self.known)) if len(self.known) else float("nan")

    @cached_property
    def _kinds(self) -> Counter[str]:
        """The different filled cells, and how many there are of each: readings repeat."""
        return Counter(self.filled)

    def count(self, test: Callable[[str], object]) -> int:
        """How many of the filled cells a test holds for."""
        return sum(cells for cell, cells in self._kinds.items() if test(cell))

    @cached_property
    def all_figures(self) -> bool:
        """Whether every filled cell is one plain figure."""
        return all(map(is_number, self._kinds))

    @cached_property
    def figures(self) -> pd.Series | None:
        """The filled cells as figures where more than nine in ten are plain ones."""
        if self.count(is_number) <= 0.9 * len(self.filled):
            return None
        plain = pd.Series(self.filled, dtype=object).str.replace(",", ".", regex=False)
        return pd.to_numeric(plain, errors="coerce").dropna()

    @cached_property
    def unit(self) -> Unit | None:
        """The unit that stands behind the figures themselves."""
        return unit_in_cells(self.cells)

    @cached_property
    def stamps_at_first(self) -> int:
        """How many of the first cells are dates or times of day."""
        return sum(map(is_stamp, self.cells.head(_HEAD)))

    @cached_property
    def times(self) -> ReadTimes:
        """The filled cells as points in time, NaT where one is none."""
        return read_times(pd.Series(self.filled))


Profiles = Mapping[str, ColumnProfile]  # by name, in the order of the table


def profiles_of(sample: pd.DataFrame) -> Profiles:
    """A profile for every column of a sample of text cells."""
    return {str(name): ColumnProfile(str(name), sample[name]) for name in sample.columns}


def frame_of(profiles: Profiles, names: Sequence[str]) -> pd.DataFrame:
    """The sample again, some columns of it."""
    return pd.DataFrame({name: profiles[name].cells for name in names})
