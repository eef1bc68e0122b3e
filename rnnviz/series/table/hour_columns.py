"""What names of columns count on: the hours of a day, days of a month, months of a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.series.columns.names import is_other_quantity, names_temperature
from rnnviz.series.values.clock_words import month

_HOUR = re.compile(
    r"^(?P<before>\D*?)\s*(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::00)?)?"
    r"(?:\s*[-–]\s*\d{1,2}(?:[:.h]\d{2})?)?\s*(?P<half>[ap]\.?m\.?)?(?P<after>\D*)$",
    re.IGNORECASE,
)
# What stands before or after the figure where nothing but the hour is meant.
_SAYS_HOUR = re.compile(
    r"^\W*(h|hr|hrs|hour|hora|heure|ora|stunde|std|uhr|t|utc|utc_?hour|z|giờ|gio|h_|godz|jam|val"
    r"|value|時|时|시)?\W*$",
    re.IGNORECASE,
)
_WHOLE_DAYS = tuple(frozenset(range(a, b)) for a, b in ((0, 24), (1, 25), (0, 25)))
_DAY = re.compile(r"(?:d|day|tag|día|dia|jour|ngày)?[ _]?(\d{1,2})", re.IGNORECASE)
_FEWEST_CLOCKS = 8  # 00:00, 03:00 … 21:00


@dataclass(frozen=True)
class Hours:
    """Columns that differ in the hour only, in the order of the hours."""

    names: tuple[str, ...]
    clocks: tuple[str, ...]  # HH:MM of each


def is_hour_or_day_header(row: Sequence[str]) -> bool:
    """Whether a line's figures are the hours of a day or the days of a month, one after another."""
    return hours_of(row)[0] is not None or bool(days_of(row))


def hours_of(names: Sequence[str]) -> tuple[Hours | None, frozenset[str]]:
    """The columns of the hours, and all columns in such groups: a flag may go with each hour.

    Of several groups it is the one that speaks of temperature.
    """
    groups: dict[tuple[str, str], dict[int, str]] = {}
    for name in names:
        match = _HOUR.match(name.strip()) if len(name) < 60 else None
        minutes = _minutes(match) if match else None
        if match is not None and minutes is not None:
            key = (match["before"].lower(), match["after"].lower())
            groups.setdefault(key, {}).setdefault(minutes, name)
    groups = {key: columns for key, columns in groups.items() if _cover_a_day(columns, names)}
    best: tuple[bool, Hours | None] = (False, None)
    for (before, after), columns in groups.items():
        plain = bool(_SAYS_HOUR.match(before) and _SAYS_HOUR.match(after))
        warm = names_temperature(before.strip(" _-")) and not is_other_quantity(before + after)
        if warm > best[0] or (best[1] is None and (plain or warm)):
            at = sorted(columns)
            clocks = tuple(f"{m // 60:02d}:{m % 60:02d}" for m in at)
            best = (warm, Hours(tuple(columns[m] for m in at), clocks))
    return best[1], frozenset(name for columns in groups.values() for name in columns.values())


def _minutes(match: re.Match[str]) -> int | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (match["half"][0].lower() == "p")
    return hour * 60 + minute if hour <= 24 and minute < 60 else None


def _cover_a_day(columns: dict[int, str], names: Sequence[str]) -> bool:
    hours = frozenset(m // 60 for m in columns if m % 60 == 0)
    if len(hours) == len(columns) and hours in _WHOLE_DAYS:
        # Up to 28 or 31 they are the days of a month.
        return not days_of(names)
    steps = np.diff(sorted(columns))
    spoken = all(re.search(r"\d[:.h]\d\d", name) for name in columns.values())
    even = len(steps) > 0 and bool((steps == steps[0]).all())
    return spoken and even and len(columns) >= _FEWEST_CLOCKS and len(columns) * steps[0] == 1440


def days_of(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that are the days of a month, in their order: 28 to 31, counted from 1."""
    found = {}
    for name in names:
        match = _DAY.fullmatch(name.strip())
        if match:
            found[int(match[1])] = name
    counted = set(found) in [set(range(1, last + 1)) for last in (31, 30, 29, 28)]
    return tuple(found[day] for day in sorted(found)) if counted else ()


def months_of(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that are the months of a year, in their order."""
    found = {month(name.strip()): name for name in names if 2 < len(name.strip()) < 12}
    return tuple(found[k] for k in range(1, 13)) if set(range(1, 13)) <= set(found) else ()
