"""Which columns are the time: of stamps, a date beside a clock, or year, month, day and hour."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnviz.message_values import Duration
from rnnviz.series.columns.names import CLOCK_NAME, PARTS, TIME_NAME, UTC_NAME, part_of
from rnnviz.series.columns.profile import ColumnProfile, Profiles, frame_of
from rnnviz.series.table.cells import is_stamp
from rnnviz.series.values.clock_words import ENGLISH_HALF, half_in_english, half_of, month
from rnnviz.series.values.times import Stamps, looks_like_serials, read_times

_HALF = rf"({ENGLISH_HALF}|[ap]\.?\s?)"  # other languages' are put into English before
_CLOCK = re.compile(
    rf"^({_HALF}\s*)?\d{{1,2}}([:.h]\d{{1,2}}){{1,2}}((?<=:\d\d)[.,]\d+)?\s*{_HALF}?\s*(z|utc"
    rf"|gmt|[+-]\d\d:?\d\d|uhr|hrs?|h)?$"
    rf"|^(ore|kl\.?|klo|um|at)\s\d{{1,2}}[:.]\d\d$|^h\d{{1,2}}$"
    rf"|^\d{{1,2}}([:.]\d\d)?\s*h?\s*[-–]\s*\d{{1,2}}([:.]\d\d)?\s*h?$"  # 00:00-01:00
    rf"|^\d{{1,2}}\s*({_HALF}|h|uhr|時|时|시|giờ)$|^\d{{3,4}}\s*(z|utc|gmt|h)$",
    re.IGNORECASE,
)

_UNTIL = re.compile(r"(?<=\d)\s*h?\s*[-–]\s*(\d{1,2}(?:[:.]\d\d)?)\s*h?$")
_MONTH = re.compile(r"^(1[789]|20)\d\d[-/.](0?[1-9]|1[0-2])$|^(0?[1-9]|1[0-2])[-/](1[789]|20)\d\d$")


DAY, MONTH, YEAR = (Duration(days * 86_400) for days in (1, 30, 365))
# Of two stamps of a stretch of time the series wants the first.
_BEGIN_NAME = re.compile(
    r"start|begin|anfang|beginn|début|inicio|inizio|(^|\W)(from|von)(\W|$)", re.I
)


@dataclass(frozen=True)
class TimeSource:
    """Where stamps come from: one column, a date and a clock, or year, month, day and hour."""

    columns: tuple[str, ...]
    parts: tuple[str, ...] = ()  # names of the parts where the columns are such
    half: bool = False  # the last column says AM or PM

    @property
    def label(self) -> str:
        return " + ".join(self.columns)

    @property
    def says_utc(self) -> bool:
        return any(UTC_NAME.search(name) for name in self.columns)

    def text(self, frame: pd.DataFrame) -> pd.Series:
        """One stamp a row, as text."""
        if self.half:
            whole = TimeSource(self.columns[:-1], self.parts).text(frame)
            return whole + " " + frame[self.columns[-1]].str.strip()
        if len(self.columns) == 1:
            return frame[self.columns[0]]
        if not self.parts:
            date, clock = (frame[column] for column in self.columns)
            date = _each_once(date, _date_text).replace("", None).ffill().fillna("")  # once a day
            return date + " " + _clock_text(clock.str.strip())
        found = {
            part: _each_once(frame[column], _month_figures if part == "month" else _whole)
            for part, column in zip(self.parts, self.columns, strict=True)
        }
        year = found["year"].where(found["year"].str.len() != 2, "20" + found["year"])
        if "doy" in found:
            date = _day_of_year(year, found["doy"])
        else:
            date = year + "-" + found["month"].str.zfill(2) + "-" + found["day"].str.zfill(2)
        if "clock" in found:
            return date + " " + found["clock"]
        if "hour" not in found:
            return date + " " + _clock_of_day(found["doy"])
        hour = found["hour"].str.zfill(2)
        if "minute" in found:
            return date + " " + hour + ":" + found["minute"].str.zfill(2)
        return date + " " + _clock_text(hour)


def _each_once(cells: pd.Series, change: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Cells changed one by one, each kind of cell once: there are few in a million rows."""
    codes, kinds = pd.factorize(cells, use_na_sentinel=False)
    return change(pd.Series(kinds)).take(codes).set_axis(cells.index)


def _date_text(cells: pd.Series) -> pd.Series:
    """Dates without the midnight or the ``.0`` that a spreadsheet left behind them."""
    dates = cells.str.strip().str.replace(r"[T ]+0?0[:.]00([:.]00)?(\.0+)?$", "", regex=True)
    return dates.str.removesuffix(".0")


def _month_figures(cells: pd.Series) -> pd.Series:
    """Months as figures, also where they are words."""
    return _whole(cells.map(lambda cell: str(month(cell) or cell)))


def _whole(cells: pd.Series) -> pd.Series:
    return cells.str.strip().str.replace(r"\.0+$", "", regex=True)


def _clock_text(clock: pd.Series) -> pd.Series:
    """Hours alone (7), or hours and minutes in one figure (730), as hours and minutes."""
    rows, kinds = pd.factorize(clock, use_na_sentinel=False)
    text = pd.Series(kinds).str.replace(r"^[hH](?=\d)", "", regex=True)  # H01
    ends = text.str.extract(_UNTIL, expand=False)
    if ends.nunique() > 3:  # 00:00-01:00 to 23:00-24:00, not offsets from UTC: the begin is meant
        text = text.str.replace(_UNTIL, "", regex=True)
    whole = _whole(text)
    figures = pd.to_numeric(whole, errors="coerce")
    if figures.notna().take(rows).mean() >= 0.9:
        top = figures.max()
        text = whole.str.zfill(2) + ":00" if top <= 24 else whole.str.zfill(4 if top <= 2400 else 6)
    return text.take(rows).set_axis(clock.index)


def _day_of_year(year: pd.Series, day: pd.Series) -> pd.Series:
    years, days = (pd.to_numeric(part, errors="coerce") for part in (year, day))
    good = years.between(1700, 2200) & days.between(1, 366)
    first = (years.where(good, 2000).astype(int) - 1970).to_numpy().astype("datetime64[Y]")
    after = days.where(good, 1).astype(int).to_numpy() - 1
    dates = first.astype("datetime64[D]") + after.astype("timedelta64[D]")
    text = pd.Series(dates, index=year.index).dt.strftime("%Y-%m-%d")
    return text.where(good, "")


def _clock_of_day(day: pd.Series) -> pd.Series:
    """The time of day that the fraction of a day number says."""
    days = pd.to_numeric(day, errors="coerce").fillna(0).to_numpy()
    minutes = np.round((days % 1) * 1440).clip(0, 1439).astype("timedelta64[m]")
    clock = pd.Series(np.datetime64("2000-01-01") + minutes, index=day.index)
    said: pd.Series = clock.dt.strftime("%H:%M")
    return said


def time_sources(profiles: Profiles) -> list[TimeSource]:
    """Everything that could be the time, the likeliest first."""
    full: list[tuple[float, TimeSource]] = []
    dates: list[str] = []
    clocks: list[str] = []
    half: str | None = None
    for position, (name, column) in enumerate(profiles.items()):
        if {half_of(cell) for cell in column.filled} == {"am", "pm"}:
            half = half or name
        elif column.filled and _tells_clock(column):
            clocks.append(name)
        elif column.filled and _may_be_stamps(column):
            score, only_days = _as_stamps(column)
            if score is None:
                continue
            score -= position * 0.01
            if only_days:
                dates.append(name)
                score -= 1.5
            full.append((score, TimeSource((name,))))
    for date in dates:
        for clock in clocks:
            shared = _shared_prefix(date, clock)
            full.append((3.0 + 0.1 * shared, TimeSource((date, clock))))
    parts = _part_columns(profiles, clocks)
    if parts is not None:
        full.append((2.2, parts))
    found = [source for _, source in sorted(full, key=lambda item: -item[0])]
    return [_with_half(source, half, profiles) if half else source for source in found]


def _tells_clock(column: ColumnProfile) -> bool:
    """Whether a column holds times of day, in figures only where its name says so."""
    named, cells = CLOCK_NAME.search(column.name) is not None, column.filled
    if sum(bool(_CLOCK.match(half_in_english(cell))) for cell in cells) > 0.9 * len(cells) and (
        named or not column.all_figures
    ):
        return True
    return named and column.figures is not None and _is_clock(column.figures)


def _may_be_stamps(column: ColumnProfile) -> bool:
    """Whether cells are dates, or figures so large, or so named, that they may stand for them."""
    figures, cells = column.figures, column.filled
    if figures is None:
        return sum(map(is_stamp, cells)) >= 0.5 * len(cells)
    named = TIME_NAME.search(column.name) is not None
    return bool((figures > 1e7).all()) or (
        named and bool(looks_like_serials(figures.to_numpy(float)))
    )


def _as_stamps(column: ColumnProfile) -> tuple[float | None, bool]:
    """How likely cells are the time, None where they are not; and whether they are days only."""
    name, cells, stamps = column.name, column.filled, column.times.stamps
    good = ~np.isnat(stamps)
    if good.mean() < 0.5 or (len(cells) > 9 and len(set(cells)) == 1):  # when it was written
        return None, False
    score = float(good.mean()) + (1.0 if TIME_NAME.search(name) else 0.0)
    score += min(1.0, len(np.unique(stamps[good])) / good.sum())
    score += 0.05 if _BEGIN_NAME.search(name) else 0.0
    of_day = (stamps[good] - stamps[good].astype("datetime64[D]")).astype(np.int64)
    return score, bool((of_day == 0).all() and good.sum() > 1)


def _with_half(source: TimeSource, half: str, profiles: Profiles) -> TimeSource:
    """The same time with the column that says AM or PM, where its clock needs it."""
    stamps = read_times(source.text(frame_of(profiles, source.columns))).stamps
    stamps = stamps[~np.isnat(stamps)]
    of_day = stamps - stamps.astype("datetime64[D]")
    if "clock" in source.parts or (of_day >= np.timedelta64(13, "h")).any() or not of_day.any():
        return source
    return TimeSource((*source.columns, half), source.parts, True)


def _is_clock(figures: pd.Series) -> bool:
    """Hours 0 to 24, or hours and minutes in one figure up to 2400 (or 240000)."""
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


def step_of_dates(profiles: Profiles) -> Duration | None:
    """How far apart the rows are where dates without hours stand in columns for year, month and
    day, or as ``2019-01``; None where nearly every row is not another date: an hour goes unnamed.
    """
    found = _parts_found(profiles)
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


def _parts_found(profiles: Profiles) -> dict[str, str]:
    """The columns of figures whose names say which part of a date they hold."""
    found: dict[str, str] = {}
    for name, column in profiles.items():
        part = part_of(name)
        if part == "month" and "month" in found and "hour" in found and name == "mm":
            part = "minute"  # NOAA's buoys write MM for the month and mm for the minutes
        if part is None or part in found:
            continue
        if column.filled and (
            column.all_figures or (part == "month" and all(map(month, column.filled)))
        ):
            found[part] = name
    return found


def _part_columns(profiles: Profiles, clocks: list[str]) -> TimeSource | None:
    found = _parts_found(profiles)
    if "hour" not in found and clocks:
        found["clock"] = clocks[0]
    if "month" not in found and "minute" in found and found["minute"].lower() == "mn":
        found["month"] = found.pop("minute")
    dated = {"month", "day"} <= set(found) or "doy" in found
    if "year" not in found or not dated:
        return None
    if not {"hour", "clock"} & set(found):
        # 64.5417: a day of the year whose fraction is the time of day.
        days = profiles[found["doy"]].numbers.values if "doy" in found else np.zeros(1)
        if (days % 1 > 0).mean() < 0.3 or not 1 <= np.nanmin(days) <= np.nanmax(days) < 367:
            return None
    order = [part for part in (*PARTS, "clock") if part in found]
    return TimeSource(tuple(found[part] for part in order), tuple(order))
