"""Dates without a time of day: where they stand, and whether the hours go unnamed."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from rnnviz.series.columns.profile import ColumnProfile, Profiles, frame_of
from rnnviz.series.columns.time import parts_found
from rnnviz.series.columns.time_source import TimeSource
from rnnviz.series.values.times import Stamps

_MONTH = re.compile(r"^(1[789]|20)\d\d[-/.](0?[1-9]|1[0-2])$|^(0?[1-9]|1[0-2])[-/](1[789]|20)\d\d$")
_PARTS = (
    ("year", "month", "day"),
    ("year", "doy"),
    ("year", "month"),
    ("year",),
)


def source_of_dates(profiles: Profiles) -> TimeSource | None:
    """The time where dates without a time of day stand in columns for year, month and day, or as
    ``2019-01``; None where not nearly every row is another date: then an hour goes unnamed.
    """
    found = parts_found(profiles)
    if "doy" in found and not _are_days(profiles[found["doy"]]):
        del found["doy"]
    for parts in _PARTS:
        if "hour" not in found and set(parts) <= set(found):
            names = tuple(found[part] for part in parts)
            return TimeSource(names, parts) if _changes(frame_of(profiles, names)) else None
    for name, column in profiles.items():
        cells = column.filled
        if cells and sum(bool(_MONTH.match(cell)) for cell in cells) > 0.9 * len(cells):
            source = TimeSource((name,), ("year_and_month",))
            return source if _changes(frame_of(profiles, [name])) else None
    return None


def _are_days(column: ColumnProfile) -> bool:
    """Whether figures are days of a year: a mean of all months may be called like them."""
    days = column.numbers.values
    return bool(np.nanmin(days) >= 1 and np.nanmax(days) < 367 and (days % 1 == 0).mean() > 0.9)


def has_unnamed_hours(stamps: Stamps) -> bool:
    """Whether stamps are day after day, each on many rows: no column known has the hours."""
    if _has_clock(stamps[:100]):  # most files: a look at the first is enough
        return False
    known = stamps[~np.isnat(stamps)]
    if _has_clock(known):
        return False
    days = np.unique(known.astype("datetime64[D]"))
    if len(days) < 2:
        return False
    return bool(12 * len(days) <= len(known) and np.median(np.diff(days).astype(int)) == 1)


def _has_clock(stamps: Stamps) -> bool:
    known = stamps[~np.isnat(stamps)]
    return bool((known != known.astype("datetime64[D]")).any())


def _changes(dates: pd.DataFrame) -> bool:
    return bool((dates != dates.shift()).any(axis=1).mean() > 0.9)
