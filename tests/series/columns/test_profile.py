"""What the sample of a column holds is asked once of each kind of cell, and counted as often."""

from __future__ import annotations

import pandas as pd
import pytest

from rnnviz.series.columns.profile import ColumnProfile
from rnnviz.series.table.cells import is_missing, is_number, is_stamp

COLUMNS = [
    ["1.5", " 2", "1.5", "", "-", "NA", '"3,5"'],
    ["2024-01-01 00:00", "2024-01-01 01:00", "x", "x", ""],
    ["", "NA", "---"],
    ["CLR", "OVC", "CLR", "7"],
    [*["5"] * 19, "five"],
]


@pytest.mark.parametrize("cells", COLUMNS)
def test_cells_are_judged_as_one_by_one(cells):
    column = ColumnProfile("any", pd.Series(cells))
    filled = [cell.strip() for cell in cells if not is_missing(cell)]
    assert column.filled == filled
    assert column.is_empty == (not filled)
    assert column.all_figures == all(map(is_number, filled))
    for test in (is_number, is_stamp):
        assert column.count(test) == sum(map(test, filled))
    many = sum(map(is_number, filled)) > 0.9 * len(filled)
    assert (column.figures is not None) == many
