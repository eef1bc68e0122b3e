"""Which columns are the time: of stamps, a date beside a clock, or year, month, day and hour."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from rnnviz.series.columns.names import CLOCK_NAME, PARTS, TIME_NAME, part_of
from rnnviz.series.columns.profile import ColumnProfile, Profiles, frame_of
from rnnviz.series.columns.time_source import (
    TimeSource,
    are_fractions,
    are_minutes_of_day,
    date_text,
    is_day_first_in_figures,
)
from rnnviz.series.columns.undated import Undated, says_days, undated_source
from rnnviz.series.table.cells import is_stamp
from rnnviz.series.values.clock_words import ENGLISH_HALF, all_halves, half_in_english, month
from rnnviz.series.values.stamps import zone_seconds
from rnnviz.series.values.times import Stamps, looks_like_serials, read_times

_HALF = rf"({ENGLISH_HALF}|[ap]\.?\s?)"  # other languages' are put into English before
_CLOCK = re.compile(
    rf"^({_HALF}\s*)?\d{{1,2}}([:.h]\d{{1,2}}){{1,2}}((?<=:\d\d)[.,]\d+)?\s*{_HALF}?\s*(z|utc"
    rf"|gmt|[+-]\d\d:?\d\d|uhr|hrs?|h)?$"
    rf"|^(ore|kl\.?|klo|um|at)\s\d{{1,2}}[:.]\d\d$|^h\d{{1,2}}$"
    rf"|^\d{{1,2}}([:.]\d\d)?\s*h?\s*[-–]\s*\d{{1,2}}([:.]\d\d)?\s*h?$"  # 00:00-01:00
    rf"|^\d{{1,2}}\s*({_HALF}|h|uhr|時|时|시|giờ)$|^\d{{3,4}}\s*(z|utc|gmt|h)$"
    rf"|^\d{{1,2}}\s*giờ\s*\d{{1,2}}\s*(phút)?$|^0 days? \d{{1,2}}:\d\d(:\d\d(\.\d+)?)?$",
    re.IGNORECASE,
)

# A column of hours may be called by the zone alone.
_ZONE = re.compile(r"^\s*(utc|gmt|z|lst|[acehmp][sd]t|aest|cet|mez|jst|kst)\s*$", re.IGNORECASE)
# 20.03.26 is a date as much as a time of day.
_DOTTED = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{2}$")
# The days that spreadsheets and databases count from.
_FIRST_DAYS = np.array(["1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01"], "datetime64[D]")
_MOST_ZONES = 6
_ZONE_CELL = re.compile(r"Z$|[A-Z]{3,4}$|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?$")
_ZONE_NAME = re.compile(r"zone|(^|[^a-z])(tz|dst|utc|gmt)([^a-z]|$)|offset|múi giờ", re.IGNORECASE)
_MOST_PAIRS = 60  # of a date and a clock that are tried
# Of two stamps of a stretch of time the series wants the first.
_BEGIN_NAME = re.compile(
    r"start|begin|anfang|beginn|début|inicio|inizio|(^|\W)(from|von)(\W|$)", re.I
)


def time_sources(profiles: Profiles) -> list[TimeSource]:
    """Everything that could be the time, the likeliest first."""
    full: list[tuple[float, TimeSource]] = []
    dates: list[str] = []
    clocks: list[str] = []
    half: str | None = None
    for position, (name, column) in enumerate(profiles.items()):
        if all_halves(column.filled):
            half = half or name
            continue
        if not column.filled or says_days(column):  # 29 Dec 13:00 is of no year 13
            continue
        tells_clock = _tells_clock(column)
        if tells_clock:
            clocks.append(name)
        if (not tells_clock or _is_dotted(column)) and _may_be_stamps(column):
            score, only_days = _as_stamps(column)
            if only_days:
                dates.append(name)
            if score is not None:
                score -= position * 0.01 + 1.5 * only_days
                full.append((score, TimeSource((name,))))
    full += _pairs(dates, clocks, profiles)
    parts = _part_columns(profiles, clocks)
    if parts is not None:
        full.append((2.2, parts))
    found = [source for _, source in sorted(full, key=lambda item: -item[0])]
    found = [_with_half(source, half, profiles) if half else source for source in found]
    zone = next(filter(lambda name: _tells_zones(profiles[name]), profiles), None)
    return [_with_zone(source, zone, profiles) if zone else source for source in found]


def undated(profiles: Profiles) -> Undated | None:
    """The columns that are a time but for the year or the date, where there is no whole one."""
    clocks = [name for name, column in profiles.items() if column.filled and _tells_clock(column)]
    return undated_source(profiles, parts_found(profiles), clocks)


def _pairs(
    dates: list[str], clocks: list[str], profiles: Profiles
) -> list[tuple[float, TimeSource]]:
    """Each date with each clock, scored: by their names, and among several by what they give."""
    pairs = [TimeSource((date, clock)) for date in dates for clock in clocks if date != clock][
        :_MOST_PAIRS
    ]
    given = [_goes_on(sample_stamps(pair, profiles)) if len(pairs) > 1 else 0.0 for pair in pairs]
    scored = []
    for pair, goes_on in zip(pairs, given, strict=True):
        date, clock = pair.columns
        score = 3.0 + 0.1 * _shared_prefix(date, clock) + goes_on - max(given)
        if _is_constant(profiles[date].filled):  # a day's file, or when it was written
            score -= 1.5
        scored.append((score, pair))
    return scored


def sample_stamps(source: TimeSource, profiles: Profiles) -> Stamps:
    """The points in time that a source gives in the rows of the sample, NaT where it gives none."""
    return read_times(source.text(frame_of(profiles, source.columns))).stamps


def _goes_on(stamps: Stamps) -> float:
    """How well stamps go on from row to row, 0 to 2: how many differ, and go the same way.

    The hour of the sunrise or of the last calibration does not.
    """
    known = stamps[~np.isnat(stamps)]
    if len(known) < max(2, 0.5 * len(stamps)):
        return 0.0
    steps = np.diff(known).astype(np.int64)
    return float(len(np.unique(known)) / len(known) + max((steps > 0).mean(), (steps < 0).mean()))


def _is_dotted(column: ColumnProfile) -> bool:
    return all(_DOTTED.match(cell) for cell in column.filled)


def _is_constant(cells: list[str]) -> bool:
    return len(cells) > 9 and len(set(cells)) == 1


def _has_no_day(column: ColumnProfile) -> bool:
    """Whether a column of stamps holds times of day on the first day that a program knows."""
    if not any(year in column.filled[0] for year in ("1899", "1900", "1904")):
        return False
    known = column.times.stamps[~np.isnat(column.times.stamps)]
    days = known.astype("datetime64[D]")
    return len(known) > 0.9 * len(column.filled) and bool(
        np.isin(days, _FIRST_DAYS).all() and len(np.unique(known)) > 1
    )


def _tells_clock(column: ColumnProfile) -> bool:
    """Whether a column holds times of day, in figures only where its name says so."""
    named = bool(CLOCK_NAME.search(column.name) or _ZONE.match(column.name))
    if named or not column.all_figures:
        clocks = column.count(lambda cell: _CLOCK.match(half_in_english(cell)))
        if clocks > 0.9 * len(column.filled):
            return True
    if _has_no_day(column):
        return True
    if part_of(column.name) == "minute" and column.figures is not None:
        return are_minutes_of_day(column.figures)
    return named and column.figures is not None and _is_clock(column.figures)


def _is_yymmdd(column: ColumnProfile) -> bool:
    """Whether six figures are a date: only their name tells."""
    return column.name.strip().lower() == "yymmdd"


def _may_be_stamps(column: ColumnProfile) -> bool:
    """Whether cells are dates, or figures so large, or so named, that they may stand for them."""
    figures, cells = column.figures, column.filled
    if figures is None:
        return column.count(is_stamp) >= 0.5 * len(cells)
    named = TIME_NAME.search(column.name) is not None
    if _is_yymmdd(column) or is_day_first_in_figures(cells):
        return True
    return bool((figures > 1e7).all()) or (
        named and bool(looks_like_serials(figures.to_numpy(float)))
    )


def _as_stamps(column: ColumnProfile) -> tuple[float | None, bool]:
    """How likely cells are the time, None where they are not; and whether they are days only."""
    name, cells, stamps = column.name, column.filled, column.times.stamps
    if _is_yymmdd(column) or is_day_first_in_figures(cells):
        stamps = read_times(date_text(pd.Series(cells))).stamps
    good = ~np.isnat(stamps)
    if good.mean() < 0.5:
        return None, False
    of_day = (stamps[good] - stamps[good].astype("datetime64[D]")).astype(np.int64)
    only_days = bool((of_day == 0).all() and good.sum() > 1)
    if _is_constant(cells):
        return None, only_days
    score = float(good.mean()) + (1.0 if TIME_NAME.search(name) else 0.0)
    score += min(1.0, len(np.unique(stamps[good])) / good.sum())
    score += 0.05 if _BEGIN_NAME.search(name) else 0.0
    return score, only_days


def _with_half(source: TimeSource, half: str, profiles: Profiles) -> TimeSource:
    """The same time with the column that says AM or PM, where its clock needs it."""
    stamps = sample_stamps(source, profiles)
    known = stamps[~np.isnat(stamps)]
    of_day = known - known.astype("datetime64[D]")
    if "clock" in source.parts or (of_day >= np.timedelta64(13, "h")).any() or not of_day.any():
        return source
    if _goes_on(stamps) > 1.99:  # without it, too: FM and EM are stations as well
        return source
    return TimeSource((*source.columns, half), source.parts, True)


def _tells_zones(column: ColumnProfile) -> bool:
    """Whether a column says the zone of each row, and more than one: summer time and the other."""
    kinds = set(column.filled)
    if not 2 <= len(kinds) <= _MOST_ZONES or not all(map(_ZONE_CELL.match, kinds)):
        return False
    named = _ZONE_NAME.search(column.name) is not None
    return (named or not column.all_figures) and all(zone_seconds(k) is not None for k in kinds)


def _with_zone(source: TimeSource, zone: str, profiles: Profiles) -> TimeSource:
    """The same time with the column that says its zone, where it goes on as well as without."""
    if zone in source.columns:
        return source
    zoned = replace(source, columns=(*source.columns, zone), zoned=True)
    own = read_times(source.text(frame_of(profiles, source.columns)))
    if own.utc or _goes_on(sample_stamps(zoned, profiles)) < _goes_on(own.stamps):
        return source
    return zoned


def _is_clock(figures: pd.Series) -> bool:
    """Hours 0 to 24, hours and minutes in one figure up to 2400 (or 240000), or parts of a day."""
    if are_fractions(figures):
        return True
    if are_minutes_of_day(figures):
        return True
    whole = (figures == figures.round()).all() and (figures >= 0).all()
    if not whole or figures.nunique() < 3:  # 0 and 1 are no hours
        return False
    top = figures.max()
    return bool(
        top <= 24
        or (top <= 2400 and (figures % 100 < 60).all())
        or (
            2400 < top <= 240_000
            and (figures % 10_000 < 6_000).all()
            and (figures % 100 == 0).all()
        )
    )


def _shared_prefix(a: str, b: str) -> int:
    """LST_DATE goes with LST_TIME, not with UTC_TIME."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))


def parts_found(profiles: Profiles) -> dict[str, str]:
    """The columns of figures whose names say which part of a date they hold."""
    found: dict[str, str] = {}
    for name, column in profiles.items():
        part = part_of(name)
        if part == "month" and "month" in found and "hour" in found and name == "mm":
            part = "minute"  # NOAA's buoys write MM for the month and mm for the minutes
        if part is None or part in found:
            continue
        if column.filled and (
            _is_figures(column) or (part == "month" and all(map(month, column.filled)))
        ):
            found[part] = name
    return found


def _is_figures(column: ColumnProfile) -> bool:
    """Whether cells are figures, but for one or two in a hundred: a line of totals at the end."""
    figures = column.figures
    return figures is not None and len(figures) >= 0.98 * len(column.filled)


def _part_columns(profiles: Profiles, clocks: list[str]) -> TimeSource | None:
    found = parts_found(profiles)
    if "hour" not in found and found.get("minute") in clocks:  # minutes of the day
        del found["minute"]
    if "hour" not in found and clocks:
        found["clock"] = _best_clock(found, clocks, profiles)
    if "month" not in found and "minute" in found and found["minute"].lower() == "mn":
        found["month"] = found.pop("minute")
    dated = {"month", "day"} <= set(found) or "doy" in found
    if "year" not in found or not dated:
        return None
    if not {"hour", "clock"} & set(found):
        # 64.5417: a day, of the year or of the month, whose fraction is the time of day.
        days = profiles[found["doy" if "doy" in found else "day"]].numbers.values
        if (days % 1 > 0).mean() < 0.3 or not 1 <= np.nanmin(days) <= np.nanmax(days) < 367:
            return None
    return _source_of_parts(found)


def _source_of_parts(found: dict[str, str]) -> TimeSource:
    order = [part for part in (*PARTS, "clock") if part in found]
    return TimeSource(tuple(found[part] for part in order), tuple(order))


def _best_clock(found: dict[str, str], clocks: list[str], profiles: Profiles) -> str:
    """Of several clocks, the one that goes on with the date in its parts."""
    dated = {"month", "day"} <= set(found) or "doy" in found
    if len(clocks) == 1 or "year" not in found or not dated:
        return clocks[0]
    return max(
        clocks,
        key=lambda clock: _goes_on(
            sample_stamps(_source_of_parts({**found, "clock": clock}), profiles)
        ),
    )
