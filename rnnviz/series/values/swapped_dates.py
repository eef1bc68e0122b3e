"""Dates whose day and month a spreadsheet has swapped: those that could be read either way.

Opened where people write the month first, 05/03/2024 becomes the 3rd of May, while 13/03/2024 fits
no month and stays text. So all dates that the spreadsheet made have a day up to 12, and all that it
left have one beyond.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.values.stamps import Fields

_FEWEST = 2  # different dates of either kind


def may_be_swapped(fields: Fields) -> NDArray[np.bool_] | None:
    """Which dates a spreadsheet may have made: with the year first, or the month in words; or,
    where all are written alike, those that could be read either way.

    None where there are no such, or days up to 12 and beyond are not parted between them and the
    rest.
    """
    year_first = fields.a > 31
    made = year_first | fields.b_word
    left = (fields.a <= 31) & ~fields.a_word & ~made
    beyond = np.maximum(fields.a, fields.b) > 12
    if not made.any():
        made = left & ~beyond
        left &= beyond
    elif np.where(year_first, fields.c, fields.a)[made].max() > 12 or not beyond[left].all():
        return None
    return made if min(made.sum(), left.sum()) >= _FEWEST else None


def swap(fields: Fields, made: NDArray[np.bool_]) -> Fields:
    """The same dates with day and month the other way round where ``made``."""
    year_first = made & (fields.a > 31)
    year_last = made & ~year_first
    return replace(
        fields,
        a=np.where(year_last, fields.b, fields.a),
        b=np.where(year_first, fields.c, np.where(year_last, fields.a, fields.b)),
        c=np.where(year_first, fields.b, fields.c),
    )
