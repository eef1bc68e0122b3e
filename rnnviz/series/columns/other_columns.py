"""Which other columns of the table could be read beside the temperature, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rnnviz.message_values import ColumnName
from rnnviz.series.columns.find_columns import Columns
from rnnviz.series.columns.names import (
    TIME_NAME,
    UTC_NAME,
    is_mark,
    is_other_quantity,
    names_coordinate,
    names_humidity,
    names_place,
    names_unit,
    part_of,
)
from rnnviz.series.columns.profile import ColumnProfile
from rnnviz.series.findings import some_names
from rnnviz.series.types import SeriesError

FEWEST_KINDS = 3  # figures of a column that measures something: two are a switch or a flag
MOSTLY = 0.8  # of the filled cells are figures
SHOWN = 60  # names at most
_COUNTED = 10  # rows from which on a column that only rises is a count or a clock
# Whole numbers under such a name tell rows or kinds apart.
_LABEL = re.compile(
    r"(^|[^a-z])(ids?|index|idx|no|nr|num|number|row|stt|code|flag|quality|class|group|season"
    r"|week|weekday|day.?of.?week|holiday|quarter)([^a-z]|$)",
    re.IGNORECASE,
)


def other_columns(columns: Columns) -> tuple[str, ...]:
    """Numeric columns beside time and temperature; no clocks, ids, flags and row numbers."""
    taken = _taken(columns)
    temperatures = {each.name for each in columns.temperatures}
    found = [
        name
        for name, column in columns.table.profiles.items()
        if name not in taken and _measures(column)
    ]

    def rank(name: str) -> int:
        if names_humidity(name):
            return 0
        return 1 if is_other_quantity(name) else 2 if name in temperatures else 3

    return tuple(sorted(found, key=rank)[:SHOWN])


def check_inputs(columns: Columns, names: Sequence[str]) -> None:
    """Raise ``SeriesError`` where a column is not there, is taken already, or holds no figures."""
    for name in names:
        if name not in columns.table.columns:
            others = some_names(other_columns(columns))
            raise SeriesError("series_no_such_input", column=name, columns=others)
        if name in _taken(columns):
            raise SeriesError("series_input_taken", column=ColumnName(name))
        column = columns.table.profiles[name]
        if column.filled and not _holds_figures(column):
            raise SeriesError("series_input_no_numbers", column=ColumnName(name))


def _taken(columns: Columns) -> set[str]:
    return {*columns.time.columns, columns.temperature.name}


def _holds_figures(column: ColumnProfile) -> bool:
    return len(column.known) >= MOSTLY * len(column.filled) and column.stamps_at_first <= 20


def _measures(column: ColumnProfile) -> bool:
    """Whether a column measures something, by its name and its sample."""
    name, known = column.name, column.known
    if len(known) == 0 or not _holds_figures(column):
        return False
    if is_mark(name) or names_unit(name) or names_coordinate(name) or part_of(name) is not None:
        return False
    if not is_other_quantity(name) and (TIME_NAME.search(name) or UTC_NAME.search(name)):
        return False
    if bool((known % 1 == 0).all()) and (names_place(name) or _LABEL.search(name)):
        return False
    steps = np.diff(known)
    counts = len(known) >= _COUNTED and bool((steps > 0).all() or (steps < 0).all())
    return not counts and len(np.unique(known)) >= FEWEST_KINDS
