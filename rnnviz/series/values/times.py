"""Text → points in time: which way round the date is, which clock, which zone.

A stamp is taken apart into a date, a time of day, AM/PM and an offset by one regular expression,
then read by the one layout that fits most rows. Where day and month could be either, the order
that gives the steadier steps wins; nothing else can know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rnnviz.series.table.cells import is_missing, is_number
from rnnviz.series.values.clock_words import ENGLISH_HALF, halves_before_clock
from rnnviz.series.values.date_order import Stamps as Stamps
from rnnviz.series.values.date_order import (
    assemble,
    calendar,
    date_order,
    in_buddhist_years,
    swapped_back,
)
from rnnviz.series.values.fixed_width import Kinds, split_alike, split_figures
from rnnviz.series.values.numbers import text_array, to_numbers
from rnnviz.series.values.stamps import Fields, match_dates, match_stamps
from rnnviz.series.zone import UTC, zone_of_offsets

LONG = 500  # rows from which on each kind of date and of clock is read once
# What Arrow reads by itself, and fast.
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$")


_AM_PM = re.compile(r"\d[:.]\d\d(?:[:.]\d\d)?\s*[ap]\.?m\.?$", re.IGNORECASE)
_SHORTEST_DATE = len("1.1.20")
_LAYOUTS = {
    "abc": "year-month-day",
    "acb": "year-day-month",
    "cba": "day-month-year",
    "cab": "month-day-year",
}
# 1970-01-01 in days as spreadsheets, MATLAB and astronomers count them.
_EPOCHS = (25_569, 719_529, 2_440_587.5)
_EARLIEST, _LATEST = np.datetime64("1700-01-01", "s"), np.datetime64("2200-12-31", "s")


@dataclass(frozen=True)
class ReadTimes:
    """Stamps (rows,) as UTC where ``utc``, else by the file's own clock.

    ``offsets``: how many different offsets from UTC the stamps named. ``midnights``: rows that
    said 24:00. ``by_steps``: day and month were told apart by the steps alone. ``swapped``: rows
    whose day and month a spreadsheet had swapped. ``buddhist``: years were counted as in Thailand.
    """

    stamps: Stamps
    utc: bool
    offsets: int
    midnights: NDArray[np.intp]
    layout: str
    by_steps: bool = False
    swapped: NDArray[np.intp] = field(default_factory=lambda: np.array([], np.intp))
    buddhist: bool = False
    zone: str = ""  # of what the offsets tell


def read_times(
    column: pd.Series, day_first: bool | None = None, american: bool = False
) -> ReadTimes:
    """Read a column of stamps, one cell a row. Whatever cannot be read becomes NaT.

    ``american``: the file is in American units, so the month rather comes first.
    """
    arrow = text_array(column)
    alike = split_alike(arrow) if len(arrow) >= LONG else None
    cells = arrow if alike else pc.utf8_trim(arrow, characters=" \t\"'")
    head = [cell for cell in cells.slice(0, 500).to_pylist() if not is_missing(cell)]
    if head and sum(map(is_number, head)) > 0.9 * len(head):
        figures = split_figures(arrow) if len(arrow) >= LONG else None
        if figures is not None:
            calendar = _from_text(arrow, None, figures)
            if np.isnat(calendar.stamps).mean() < 0.05:
                return replace(calendar, layout="YYYYMMDDhhmmss"[: len(head[0])])
        numbers = to_numbers(column).values
        read = _from_numbers(numbers) if not np.isnan(numbers).all() else None
        if read is not None:
            return read
    iso = alike is None and not day_first and head and all(map(_ISO.match, head))
    if iso and head[0] < "24":  # and not 2567, as Thailand counts
        try:
            read_at = pc.cast(cells, pa.timestamp("ms")).to_numpy(zero_copy_only=False)
            stamps = read_at.astype("datetime64[s]")
            stamps[(stamps < _EARLIEST) | (stamps > _LATEST)] = np.datetime64("NaT")
            return ReadTimes(stamps, False, 0, np.array([], np.intp), "ISO 8601")
        except pa.ArrowInvalid:
            pass  # not every cell is as the first ones are
    english = sum(bool(_AM_PM.search(cell)) for cell in head) > 0.5 * len(head)
    return _from_text(cells, day_first, alike, american or english)


def _from_numbers(numbers: NDArray[np.float64]) -> ReadTimes | None:
    """Figures that are stamps: 20200131, 2020013112, 202001311200, seconds since 1970."""
    none = np.array([], np.intp)
    whole = numbers[~np.isnan(numbers)]
    low, high = float(whole.min()), float(whole.max())
    filled = np.nan_to_num(numbers, nan=0)
    if looks_like_serials(whole):
        return ReadTimes(_from_serials(numbers, _epoch(whole)), False, 0, none, "days")
    for unit, scale in {"s": 1, "ms": 1_000, "µs": 1_000_000, "ns": 1_000_000_000}.items():
        in_range = 3e8 * scale <= low and high <= 4.2e9 * scale
        if in_range and not any(_is_calendar(whole, digits) for digits in (10, 12, 14)):
            stamps = (filled // scale).astype("int64").astype("datetime64[s]")
            stamps[np.isnan(numbers)] = np.datetime64("NaT")
            layout = f"seconds since 1970 ({unit})"
            return ReadTimes(stamps, True, 1, none, layout, zone=UTC)
    for digits in (8, 10, 12, 14):
        if not _is_calendar(whole, digits):
            continue
        value = filled.astype(np.int64)
        parts = []
        for _ in range((digits - 8) // 2):
            parts.append(value % 100)
            value = value // 100
        parts = parts[::-1] + [np.zeros_like(value)] * 3
        hours, minutes, seconds = parts[:3]
        stamps, late = assemble(
            value // 10000, value // 100 % 100, value % 100, hours, minutes, seconds
        )
        stamps[np.isnan(numbers)] = np.datetime64("NaT")
        return ReadTimes(stamps, False, 0, late, "YYYYMMDDhhmmss"[:digits])
    return None


def _epoch(numbers: NDArray[np.float64]) -> float | None:
    """The day number of 1970-01-01 in the way of counting that puts all days in 1955 to 2100."""
    low, high = numbers.min(), numbers.max()
    return next((e for e in _EPOCHS if low > e - 5_600 and high < e + 48_000), None)


def looks_like_serials(numbers: NDArray[np.float64]) -> bool:
    """Days counted on, with a fraction: as in spreadsheets, MATLAB, astronomy; several a day."""
    if len(numbers) < 2 or _epoch(numbers) is None:
        return False
    steps = np.abs(np.diff(numbers))
    return bool(np.median(steps) < 1.5 and (numbers % 1 > 0).mean() > 0.3)


def _from_serials(numbers: NDArray[np.float64], epoch: float | None) -> Stamps:
    seconds = np.round((np.nan_to_num(numbers) - (epoch or 0)) * 86_400)
    minutes = np.round(seconds / 60) * 60
    if np.abs(seconds - minutes)[~np.isnan(numbers)].max() <= 10:  # few decimals were written
        seconds = minutes
    stamps = seconds.astype("int64").astype("datetime64[s]")
    stamps[np.isnan(numbers)] = np.datetime64("NaT")
    return stamps


def _is_calendar(numbers: NDArray[np.float64], digits: int) -> bool:
    if (numbers != np.floor(numbers)).any():
        return False
    date = numbers // 10 ** (digits - 8)
    year, month, day = date // 10000, date // 100 % 100, date % 100
    fits = (year >= 1700) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    return bool(fits.mean() > 0.95)


def _split(cells: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Dates and times of day: a million stamps have few different ones of either."""
    at = pc.unique(pc.find_substring_regex(cells, "[T ]")).to_pylist()
    if len(at) == 1 and at[0] >= _SHORTEST_DATE:
        return pc.utf8_slice_codeunits(cells, 0, at[0]), pc.utf8_slice_codeunits(cells, at[0] + 1)
    # Dates with spaces in them: 31 January 2020 13:00. A half of the day may come before the clock.
    clock = rf"(?:(?i:{ENGLISH_HALF})\s*)?\d{{1,2}}:\d\d"
    if pc.mean(pc.match_substring_regex(cells, clock)).as_py() > 0.9:
        dates = _without_clock(cells, clock)
        if halves := halves_before_clock(pc.unique(dates).to_pylist()):
            words = "|".join(map(re.escape, sorted(halves)))
            clock = rf"(?:(?:(?i:{ENGLISH_HALF})|{words})[\s\x{{a0}}\x{{202f}}]*)?\d{{1,2}}:\d\d"
            dates = _without_clock(cells, clock)
        return dates, pc.replace_substring_regex(cells, rf"^.*?({clock})", r"\1")
    dates = pc.replace_substring_regex(cells, "[T ].*$", "")
    return dates, pc.replace_substring_regex(cells, "^[^T ]*[T ]*", "")


def _without_clock(cells: pa.Array, clock: str) -> pa.Array:
    return pc.replace_substring_regex(cells, rf"[T ,]*{clock}.*$", "")


def _kinds(cells: pa.Array) -> Kinds:
    encoded = cells.dictionary_encode()
    return Kinds(encoded.dictionary.to_pylist(), encoded.indices.to_numpy())


def _from_text(
    cells: pa.Array,
    day_first: bool | None,
    alike: tuple[Kinds, Kinds] | None,
    american: bool = False,
) -> ReadTimes:
    if len(cells) < LONG:
        everything = np.arange(len(cells))
        return _from_fields(match_stamps(cells.to_pylist()), everything, day_first, american)
    dates, clocks = alike or map(_kinds, _split(cells))
    date_codes, clock_codes = dates.codes, clocks.codes
    by_date = match_dates(dates.texts)
    by_clock = match_stamps([f"2000-01-01 {clock}".strip() for clock in clocks.texts])
    failed = np.array([], np.intp)
    if not (by_date.read.all() and by_clock.read.all()):
        failed = np.flatnonzero(~(by_date.read[date_codes] & by_clock.read[clock_codes]))
    if len(failed) > 0.5 * len(cells):  # in an order of its own: each is looked at as a whole
        whole = cells.dictionary_encode()
        fields = match_stamps(whole.dictionary.to_pylist())
        return _from_fields(fields, whole.indices.to_numpy(), day_first, american)
    by_date, swapped = swapped_back(by_date, date_codes, day_first, american)
    order, by_steps = date_order(by_date, date_codes, day_first, american)
    on_one_day, late_clocks = calendar(by_clock, "abc")
    of_day = on_one_day - np.datetime64("2000-01-01", "s")
    stamps = calendar(by_date, order)[0][date_codes] + of_day[clock_codes]
    late = np.flatnonzero(np.isin(clock_codes, late_clocks)) if len(late_clocks) else late_clocks
    if len(failed) == 0 and np.isnan(by_clock.shift).all():
        buddhist = in_buddhist_years(by_date)
        return ReadTimes(stamps, False, 0, late, _LAYOUTS[order], by_steps, swapped, buddhist)
    shift = by_clock.shift[clock_codes]
    if len(failed):
        codes, unique = pd.factorize(cells.take(pa.array(failed)).to_pandas())
        fields = match_stamps([str(cell) for cell in unique])
        stamps[failed] = calendar(fields, order)[0][codes]
        shift[failed] = fields.shift[codes]
    read = _in_utc(stamps, shift, late, order, by_steps)
    return replace(read, swapped=swapped, buddhist=in_buddhist_years(by_date))


def _from_fields(
    fields: Fields, codes: NDArray[np.intp], day_first: bool | None, american: bool
) -> ReadTimes:
    fields, swapped = swapped_back(fields, codes, day_first, american)
    order, by_steps = date_order(fields, codes, day_first, american)
    stamps, late = calendar(fields, order)
    late_rows = np.flatnonzero(np.isin(codes, late))
    read = _in_utc(stamps[codes], fields.shift[codes], late_rows, order, by_steps)
    return replace(read, swapped=swapped, buddhist=in_buddhist_years(fields))


def _in_utc(
    stamps: Stamps, shift: NDArray[np.float64], late: NDArray[np.intp], order: str, by_steps: bool
) -> ReadTimes:
    zoned = ~np.isnan(shift)
    utc = bool(zoned.sum() > 0.5 * max(1, (~np.isnat(stamps)).sum()))
    offsets = len(pd.unique(shift[zoned])) if utc else 0
    if utc:
        stamps = stamps - np.nan_to_num(shift).astype("timedelta64[s]")
    zone = zone_of_offsets(stamps, shift) if utc else ""
    return ReadTimes(stamps, utc, offsets, late, _LAYOUTS[order], by_steps, zone=zone)
