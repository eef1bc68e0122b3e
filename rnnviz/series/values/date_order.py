"""The parts of dates → which of them is year, month and day, and the stamps that gives.

A spreadsheet opened where people write the month first makes the 3rd of May of 05/03/2024, and
leaves 13/03/2024 as text, for it fits no month. So all dates that it made have a day up to 12, and
all that it left have one beyond: that is put right here, too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.values.stamps import Fields

Stamps = NDArray[np.datetime64]  # unit s; NaT where a cell could not be read

BUDDHIST = 543  # years that the Thai calendar is ahead
_FEWEST = 2  # different dates that were made, and that were left
_FEWEST_LEAPS = 2  # that show dates to be swapped


def date_order(
    fields: Fields, codes: NDArray[np.intp], day_first: bool | None, american: bool
) -> tuple[str, bool]:
    """Which parts are year, month and day, as letters; and whether only the steps could tell.

    ``codes`` (rows,): which of the dates in ``fields`` each row has.
    """
    first, second, third = fields.a, fields.b, fields.c
    parted = first <= 31
    if parted.mean() < 0.1:
        return "acb" if day_first and _days_stand_second(fields, codes) else "abc", False
    if fields.b_word[parted].mean() > 0.5:
        return "cba", False
    if fields.a_word[parted].mean() > 0.5:
        return "cab", False
    fits = {"cba": (second <= 12) & (first <= 31), "cab": (first <= 12) & (second <= 31)}
    if np.nanmax(third[parted]) <= 31 and np.nanmax(first[parted]) > 12:  # maybe 22.11.30
        fits["abc"] = (second <= 12) & (third <= 31)
    shares = {order: float(fit[parted].mean()) for order, fit in fits.items()}
    left = [order for order in fits if shares[order] >= max(shares.values()) - 0.001]
    wished = {None: "", True: "cba", False: "cab"}[day_first]
    if wished in left:
        return wished, False
    if len(left) == 1:
        return left[0], False

    def steadiness(order: str) -> float:
        steps = np.diff(calendar(fields, order)[0][codes].astype(np.int64))
        return float(np.mean(np.abs(steps) <= 86_400)) if len(steps) else 0.0

    # Where even the steps are equal, most of the world writes the day first; America does not.
    if american:
        left.sort(key=lambda order: order != "cab")
    return max(left, key=steadiness), True


def calendar(fields: Fields, order: str) -> tuple[Stamps, NDArray[np.intp]]:
    """The stamps where the three parts of a date are year, month and day in this order."""
    year, month, day = (getattr(fields, letter) for letter in order)
    if order not in ("abc", "acb"):  # a date that begins with its year leaves no doubt
        year_first = fields.a > 31
        parts = ((year, fields.a), (month, fields.b), (day, fields.c))
        year, month, day = (np.where(year_first, sure, part) for part, sure in parts)
    year = np.where(year < 70, year + 2000, np.where(year < 100, year + 1900, year))
    compact = fields.compact
    joined = ~np.isnan(compact)
    year = np.where(joined, compact // 10000, year)
    month = np.where(joined, compact // 100 % 100, month)
    day = np.where(joined, compact % 100, day)
    if in_buddhist_years(fields):
        year = year - BUDDHIST
    # 0 is no month: what is missing becomes NaT.
    date = [np.nan_to_num(part, nan=0).astype(np.int64) for part in (year, month, day)]
    clock = (fields.hours, fields.minutes, fields.seconds)
    return assemble(*date, *(np.nan_to_num(part, nan=0).astype(np.int64) for part in clock))


def in_buddhist_years(fields: Fields) -> bool:
    """Whether years are counted as in Thailand: 2567 is 2024."""
    years = np.concatenate([fields.a, fields.c, fields.compact // 10_000])
    years = years[years >= 1000]
    return len(years) > 0 and bool(((years > 2400) & (years < 2700)).mean() > 0.95)


def assemble(
    year: NDArray[np.int64],
    month: NDArray[np.int64],
    day: NDArray[np.int64],
    hours: NDArray[np.int64],
    minutes: NDArray[np.int64],
    seconds: NDArray[np.int64],
) -> tuple[Stamps, NDArray[np.intp]]:
    """Parts → stamps, NaT where there is no such moment; and which rows said 24:00."""
    good = (
        (year >= 1700) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
        & (hours >= 0) & (hours <= 24) & (minutes < 60) & (seconds < 61)
    )  # fmt: skip
    months = (np.where(good, year, 2000) - 1970) * 12 + np.where(good, month, 1) - 1
    begin = months.astype("datetime64[M]").astype("datetime64[D]")
    date = begin + (np.where(good, day, 1) - 1).astype("timedelta64[D]")
    good &= date.astype("datetime64[M]") == months.astype("datetime64[M]")  # no 30 February
    clock = np.where(good, hours * 3600 + minutes * 60 + seconds, 0)
    stamps = date.astype("datetime64[s]") + clock.astype("timedelta64[s]")
    stamps[~good] = np.datetime64("NaT")
    return stamps, np.flatnonzero(good & (hours == 24))


def swapped_back(
    fields: Fields, codes: NDArray[np.intp], day_first: bool | None, american: bool
) -> tuple[Fields, NDArray[np.intp]]:
    """Dates as they were before a spreadsheet swapped day and month in some, and which rows' those
    are: where that leaves half the leaps from row to row at most.
    """
    made = _may_be_swapped(fields)
    if made is None:
        return fields, np.array([], np.intp)
    right = _swap(fields, made)
    runs = codes[np.flatnonzero(np.diff(codes, prepend=-1))]  # each date once a run of rows
    before, after = (
        _leaps(dates, runs, date_order(dates, runs, day_first, american)[0])
        for dates in (fields, right)
    )
    if before < _FEWEST_LEAPS or after > 0.5 * before:
        return fields, np.array([], np.intp)
    return right, np.flatnonzero((right.b != fields.b)[codes] & made[codes])


def _days_stand_second(fields: Fields, codes: NDArray[np.intp]) -> bool:
    """Whether dates that begin with their year, 2024-31-01, go on from row to row only so."""
    if not ((fields.b <= 31) & (fields.c <= 12)).all():
        return False
    runs = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
    return _leaps(fields, runs, "acb") < 0.5 * _leaps(fields, runs, "abc")


def _leaps(fields: Fields, codes: NDArray[np.intp], order: str) -> int:
    """How many steps from row to row are longer than a day."""
    steps = np.diff(calendar(fields, order)[0][codes].astype(np.int64))
    return int((np.abs(steps) > 86_400).sum())


def _may_be_swapped(fields: Fields) -> NDArray[np.bool_] | None:
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


def _swap(fields: Fields, made: NDArray[np.bool_]) -> Fields:
    """The same dates with day and month the other way round where ``made``."""
    year_first = made & (fields.a > 31)
    year_last = made & ~year_first
    return replace(
        fields,
        a=np.where(year_last, fields.b, fields.a),
        b=np.where(year_first, fields.c, np.where(year_last, fields.a, fields.b)),
        c=np.where(year_first, fields.b, fields.c),
    )
