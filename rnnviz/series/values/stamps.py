"""One stamp → its parts: a date in figures or words, a time of day, AM/PM, an offset from UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.values.clock_words import (
    ENGLISH_HALF,
    half_in_english,
    month,
    month_in_english,
)

# Zones that weather files name by letters, in hours from UTC. Unlisted letters are ignored.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "ICT": 7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_SEP = r"(?:\.?[-/.年月 ,]+|(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d))"
_DATE = (
    rf"(?P<a>\d{{1,4}}|[^\W\d]{{3,12}}){_SEP}(?P<b>\d{{1,2}}|[^\W\d]{{3,12}}){_SEP}"
    r"(?P<c>\d{4}|\d{1,2})(?!\d)日?"
)
_COMPACT = r"(?P<ymd>\d{8})"
_CLOCK = (
    r"(?P<H>\d{1,2})(?:[:.h]|[時时点시]\s?)(?P<M>\d{1,2})"
    r"(?:(?:[:.]|[分분]\s?)(?P<S>\d{1,2})(?:[.,]\d+)?)?[分분秒초]?"
    r"|(?P<hm>\d{3,6})|(?P<h>\d{1,2})(?:\s*(?:h|Uhr|[時时点시]))?"
)
_STAMP = re.compile(
    rf"^\W*(?P<weekday>(?:[^\W\d]{{2,9}}|[Tt][2-7])\.?,?\s+(?:[^\W\d]{{2,9}},?\s+)?)?(?:{_COMPACT}|{_DATE})"
    rf"(?:[T _:,.-]*\s*(?:{_CLOCK}))?"
    rf"\s*(?P<half>(?i:{ENGLISH_HALF}|[ap])(?![A-Za-z]))?"
    r"\s*(?P<zone>[+-]\d{2}:?\d{2}\ (?:UTC|GMT)|Z|[+-]\d{1,2}:?\d{0,2}|(?:UTC"
    r"|GMT)[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?\W*$"
)


# Other orders, brought into the usual one: what is looked for, and what is put there.
_REORDER = (
    # From one stamp to another: the first is meant.
    (re.compile(r"(?<=\d:\d\d)(?::\d\d)?\s+[-–]\s+\d.*$|(?<=[:\d]\d[\dZ])/\d.*$"), ""),
    (re.compile(r"^(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일"), r"\1-\2-\3"),
    (re.compile(r"^(\d{4}-\d\d-\d\d)[_ T](\d\d)-(\d\d)(?:-(\d\d))?$"), r"\1 \2:\3"),
    (re.compile(r"(?<=[\d.] )(?:klo|kl\.?|ore|um|at|às|à|alle|lúc)\s+(?=\d)", re.I), ""),
    (re.compile(r"(?<=[\d.] )([ap]m)\s+(\d{1,2}:\d\d(?::\d\d)?)$", re.I), r"\2 \1"),
    (re.compile(r"\[[\w/]+\]$|\([^)]*\)$"), ""),  # a zone's name after its offset
    (re.compile(r"(?<=:\d\d)\s*(uhr|hrs?|h)$", re.I), ""),
    # "5 de marzo de 2023", "5 tháng 3 2023", "13:00 ngày 5/3/2023": little words between.
    (re.compile(r"(?<=[\d\s])(de|del|ngày|năm)\b\s*", re.I), " "),
    (re.compile(r"(?<=\d)[\s,]*(?:tháng|thg)\.?\s*(\d{1,2})[\s,]+", re.I), r"-\1-"),
    (re.compile(r"^(\d{4}):(\d\d):(\d\d)\b"), r"\1-\2-\3"),
    (re.compile(r"\b(\d{1,2})\s*giờ\s*(\d{1,2})\s*(?:phút)?", re.I), r"\1:\2"),
    (re.compile(r"^(\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s*[ap]m)?)[ ,]+(\S*\d.*)$", re.I), r"\2 \1"),
    (  # Tue Feb 06 13:00:00 CET 2024
        re.compile(
            r"^(?:[^\W\d]{3},? )?([^\W\d]{3,4}) +(\d{1,2}) (\d{1,2}:\d\d(?::\d\d)?) "
            r"([A-Z]{3,4} )?(\d{4})$"
        ),
        r"\2 \1 \5 \3 \4",
    ),
)


_PROBES = 50  # of many dates that look alike


@dataclass(frozen=True)
class Fields:
    """The parts of many stamps: arrays of one value each, NaN where a stamp lacks the part."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    c: NDArray[np.float64]
    compact: NDArray[np.float64]  # YYYYMMDD
    a_word: NDArray[np.bool_]  # a month's name stood there
    b_word: NDArray[np.bool_]
    hours: NDArray[np.float64]
    minutes: NDArray[np.float64]
    seconds: NDArray[np.float64]
    shift: NDArray[np.float64]  # seconds from UTC, NaN where no zone is named

    @property
    def read(self) -> NDArray[np.bool_]:
        return ~(np.isnan(self.a) & np.isnan(self.compact))


def match_stamps(cells: list[str]) -> Fields:
    """The parts of every cell; NaN throughout where a cell is no stamp."""
    count = len(cells)
    a, b, c, compact, hours, minutes, seconds, shift = np.full((8, count), np.nan)
    a_word, b_word = np.zeros((2, count), bool)
    for i, cell in enumerate(cells):
        match = _match(cell)
        if match is None:
            continue
        row = match.groupdict()
        if row["ymd"]:
            compact[i] = float(row["ymd"])
        else:
            a[i], b[i], c[i] = _part(row["a"]), _part(row["b"]), _part(row["c"])
            a_word[i], b_word[i] = not row["a"].isdecimal(), not row["b"].isdecimal()
        hours[i], minutes[i], seconds[i] = _clock(row)
        if row["zone"]:
            offset = zone_seconds(row["zone"])
            shift[i] = np.nan if offset is None else offset
    return Fields(a, b, c, compact, a_word, b_word, hours, minutes, seconds, shift)


def _match(cell: str) -> re.Match[str] | None:
    """A stamp as it is, or else with its months in English and its parts in the usual order."""
    simple = cell.isascii() and len(cell) < 80
    match = _STAMP.match(cell) if simple else None
    if match and not (match["weekday"] or match["zone"] or _has_unknown_word(match)):
        return match  # no word is left that could say AM or PM
    said = half_in_english(cell)
    if said != cell or not simple:
        match = _STAMP.match(said) if len(said) < 80 else None
    if (match is None or _has_unknown_word(match)) and len(said) < 120:
        cell = month_in_english(said)
        for pattern, order in _REORDER:
            cell = pattern.sub(order, cell.strip())
        match = _STAMP.match(cell)
    return match


def _has_unknown_word(match: re.Match[str]) -> bool:
    """Whether there is no such month: "5 tháng 3 2024", where the figure after it is one."""
    parts = (match["a"], match["b"])
    return any(part and not part.isdecimal() and month(part) is None for part in parts)


def match_dates(cells: list[str]) -> Fields:
    """As ``match_stamps``, and faster where all dates have their figures at the same places."""
    groups = _figures(cells)
    if groups is None or len(groups) not in (1, 3) or len(cells) < 4 * _PROBES:
        return match_stamps(cells)
    nothing, zero = np.full(len(cells), np.nan), np.zeros(len(cells))
    no_word = np.zeros(len(cells), bool)
    a, b, c, compact = [*groups, nothing] if len(groups) == 3 else [nothing] * 3 + groups
    read = Fields(a, b, c, compact, no_word, no_word, zero, zero, zero, nothing)
    # Some of them are matched in any case: what the pattern does not take for a date is none.
    some = np.linspace(0, len(cells) - 1, _PROBES).astype(np.intp)
    probes = match_stamps([cells[k] for k in some])
    for name, values in vars(probes).items():
        if not np.array_equal(values, getattr(read, name)[some], equal_nan=True):
            return match_stamps(cells)
    return read


def _figures(cells: list[str]) -> list[NDArray[np.float64]] | None:
    """The whole numbers in texts which differ in nothing but digits; None where more differs."""
    width = len(cells[0]) if cells else 0
    if not 0 < width < 20 or any(len(cell) != width or not cell.isascii() for cell in cells):
        return None
    grid = np.frombuffer("".join(cells).encode(), np.uint8).reshape(len(cells), width)
    digits = (grid >= ord("0")) & (grid <= ord("9"))
    same = digits[0]
    if (digits != same).any() or (grid[:, ~same] != grid[0, ~same]).any():
        return None
    groups: list[NDArray[np.float64]] = []
    for k in np.flatnonzero(same):
        digit = grid[:, k].astype(np.float64) - ord("0")
        if k and same[k - 1]:
            groups[-1] = 10.0 * groups[-1] + digit
        else:
            groups.append(digit)
    return groups


def _part(text: str) -> float:
    return float(text) if text.isdecimal() else float(month(text) or np.nan)


def _clock(row: dict[str, str | None]) -> tuple[float, float, float]:
    """Hours, minutes and seconds of one stamp; a date alone is its midnight."""
    if joined := row["hm"]:  # 930, 1830, 183000
        padded = joined.zfill(4 if len(joined) < 5 else 6)
        hours, minutes, seconds = (float(padded[k : k + 2] or 0) for k in (0, 2, 4))
    else:
        hours = float(row["H"] or row["h"] or 0)
        minutes, seconds = float(row["M"] or 0), float(row["S"] or 0)
    half = (row["half"] or "")[:1].lower()
    if half == "p" and hours < 12:
        hours += 12
    if half == "a" and hours == 12:
        hours = 0
    return hours, minutes, seconds


def zone_seconds(zone: str) -> int | None:
    """``+0200``, ``GMT+1``, ``CEST`` → seconds from UTC; None for letters that say nothing."""
    if zone in _ZONES:
        return _ZONES[zone] * 3600
    match = re.match(r"^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?(?:\ (?:UTC|GMT))?$", zone)
    if match is None:
        return None
    sign = -1 if match[1] == "-" else 1
    return sign * (int(match[2]) * 3600 + int(match[3] or 0) * 60)
