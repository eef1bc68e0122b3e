"""Dates without a time of day: how far apart they are, and whether the hours go unnamed."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from rnnviz.message_values import Duration
from rnnviz.series.columns.profile import Profiles, frame_of
from rnnviz.series.columns.time import parts_found
from rnnviz.series.values.times import Stamps

_MONTH = re.compile(r"^(1[789]|20)\d\d[-/.](0?[1-9]|1[0-2])$|^(0?[1-9]|1[0-2])[-/](1[789]|20)\d\d$")
DAY, MONTH, YEAR = (Duration(days * 86_400) for days in (1, 30, 365))


def step_of_dates(profiles: Profiles) -> Duration | None:
    """How far apart the rows are where dates without hours stand in columns for year, month and
    day, or as ``2019-01``; None where nearly every row is not another date: an hour goes unnamed.
    """
    found = parts_found(profiles)
    for parts, step in (
        (("year", "month", "day"), DAY),
        (("year", "month"), MONTH),
        (("year",), YEAR),
    ):
        if "hour" not in found and set(parts) <= set(found):
            dates = frame_of(profiles, [found[part] for part in parts])
            return step if _changes(dates) else None
    for name, column in profiles.items():
        cells = column.filled
        if cells and sum(bool(_MONTH.match(cell)) for cell in cells) > 0.9 * len(cells):
            return MONTH if _changes(frame_of(profiles, [name])) else None
    return None


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
