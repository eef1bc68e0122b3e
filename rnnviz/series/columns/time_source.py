"""``TimeSource``: the columns a stamp is put together from, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rnnviz.series.columns.names import UTC_NAME
from rnnviz.series.values.clock_words import month
from rnnviz.series.zone import UTC, zone_in_name

# The day before a clock that was typed as a date: programs put their first one there.
_NO_DAY = re.compile(r"^(?=\S*(?:1899|1900|1904))\S+?[T ]+(?=\d)|^0 days?\s+", re.I)
# Midnight behind a date, as a spreadsheet or a database leaves it there.
_MIDNIGHT = (
    r"[T ]+(?:0?0[:.]00(?:[:.]00)?(?:[.,]0+)?(?:\s*a\.?m\.?)?|12[:.]00(?:[:.]00)?\s*a\.?m\.?)"
    r"\s*(?:Z|UTC|GMT|[+-]00:?00)?$"
)
_UNTIL = re.compile(r"(?<=\d)\s*h?\s*[-–]\s*(\d{1,2}(?:[:.]\d\d)?)\s*h?$")


@dataclass(frozen=True)
class TimeSource:
    """Where stamps come from: one column, a date and a clock, or year, month, day and hour."""

    columns: tuple[str, ...]
    parts: tuple[str, ...] = ()  # names of the parts where the columns are such
    half: bool = False  # the last column says AM or PM
    zoned: bool = False  # the last column says the zone of each row

    @property
    def label(self) -> str:
        return " + ".join(self.columns)

    @property
    def says_utc(self) -> bool:
        return any(UTC_NAME.search(name) for name in self.columns)

    @property
    def zone(self) -> str:
        """The zone that the columns' names say, as ``zone_in_name`` reads it."""
        if self.says_utc:
            return UTC
        return next((zone for name in self.columns if (zone := zone_in_name(name))), "")

    def text(self, frame: pd.DataFrame) -> pd.Series:
        """One stamp a row, as text."""
        if self.zoned:
            whole = replace(self, columns=self.columns[:-1], zoned=False).text(frame)
            return whole + " " + frame[self.columns[-1]].str.strip()
        if self.half:
            whole = TimeSource(self.columns[:-1], self.parts).text(frame)
            return whole + " " + frame[self.columns[-1]].str.strip()
        if self.parts == ("year_and_month",):
            return _each_once(frame[self.columns[0]], _first_of_month)
        if len(self.columns) == 1 and not self.parts:
            return frame[self.columns[0]]
        if not self.parts:
            date, clock = (frame[column] for column in self.columns)
            date = _each_once(date, date_text).replace("", None).ffill().fillna("")  # once a day
            return date + " " + clock_text(clock.str.strip())
        return self._from_parts(frame)

    def _from_parts(self, frame: pd.DataFrame) -> pd.Series:
        found = {
            part: _each_once(frame[column], _month_figures if part == "month" else _whole)
            for part, column in zip(self.parts, self.columns, strict=True)
        }
        year = found["year"].where(found["year"].str.len() != 2, "20" + found["year"])
        if not {"doy", "day"} & set(found):  # months, or years: they begin with their first day
            months = found["month"].str.zfill(2) if "month" in found else "01"
            return year + "-" + months + "-01"
        days = found["doy" if "doy" in found else "day"]
        if "doy" in found:
            date = _day_of_year(year, found["doy"])
        else:
            day = found["day"].str.replace(r"\.\d*$", "", regex=True)
            date = year + "-" + found["month"].str.zfill(2) + "-" + day.str.zfill(2)
        if "clock" in found:
            return date + " " + clock_text(found["clock"])
        if "hour" not in found:
            return date + " " + _clock_of_day(days)
        hour = found["hour"].str.zfill(2)
        if "minute" in found:
            return date + " " + hour + ":" + found["minute"].str.zfill(2)
        return date + " " + clock_text(hour)


def _each_once(cells: pd.Series, change: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Cells changed one by one, each kind of cell once: there are few in a million rows."""
    codes, kinds = pd.factorize(cells, use_na_sentinel=False)
    return change(pd.Series(kinds)).take(codes).set_axis(cells.index)


def is_day_first_in_figures(cells: Sequence[str]) -> bool:
    """Whether eight figures are a day, a month and a year: 31012024."""
    if not cells or not all(len(cell) == 8 and cell.isdecimal() for cell in cells):
        return False

    def fit(year: slice, month: slice, day: slice) -> float:
        fits = (
            1900 <= int(c[year]) < 2100 and 1 <= int(c[month]) <= 12 and 1 <= int(c[day]) <= 31
            for c in cells
        )
        return sum(fits) / len(cells)

    year_first = fit(slice(0, 4), slice(4, 6), slice(6, 8))
    return year_first < 0.05 and fit(slice(4, 8), slice(2, 4), slice(0, 2)) > 0.95


def date_text(cells: pd.Series) -> pd.Series:
    """Dates without the midnight or the ``.0`` that a spreadsheet left behind them."""
    dates = cells.str.strip().str.replace(_MIDNIGHT, "", regex=True, flags=re.IGNORECASE)
    dates = dates.str.removesuffix(".0")
    if is_day_first_in_figures([date for date in dates if date]):
        return dates.str.slice(4) + dates.str.slice(2, 4) + dates.str.slice(0, 2)
    short = dates.str.fullmatch(r"\d{6}")  # YYMMDD
    return ("20" + dates) if short.all() else dates


def _first_of_month(cells: pd.Series) -> pd.Series:
    """``2019-01`` and ``01/2019`` as the day with which the month begins."""
    text = cells.str.strip().str.replace(r"^(\d{1,2})[-/](\d{4})$", r"\2-\1", regex=True)
    return text.str.replace(r"^(\d{4})[-/.](\d{1,2})$", r"\1-\2-01", regex=True)


def _month_figures(cells: pd.Series) -> pd.Series:
    """Months as figures, also where they are words."""
    return _whole(cells.map(lambda cell: str(month(cell) or cell)))


def _whole(cells: pd.Series) -> pd.Series:
    return cells.str.strip().str.replace(r"\.0+$", "", regex=True)


def clock_text(clock: pd.Series) -> pd.Series:
    """Hours alone (7), or hours and minutes in one figure (730), as hours and minutes."""
    rows, kinds = pd.factorize(clock, use_na_sentinel=False)
    text = pd.Series(kinds).str.replace(r"^[hH](?=\d)", "", regex=True)  # H01
    text = text.str.replace(_NO_DAY, "", regex=True)
    text = text.str.replace(r"\s*giờ\s*(\d{1,2})\s*(?:phút)?$", r":\1", regex=True)
    ends = text.str.extract(_UNTIL, expand=False)
    if ends.nunique() > 3:  # 00:00-01:00 to 23:00-24:00, not offsets from UTC: the begin is meant
        text = text.str.replace(_UNTIL, "", regex=True)
    whole = _whole(text)
    figures = pd.to_numeric(whole, errors="coerce")
    if are_fractions(figures.dropna()):
        text = _clock_of_day(figures)
    elif are_minutes_of_day(figures.dropna()):
        text = _clock_of_day(figures / 1440)
    elif figures.notna().take(rows).mean() >= 0.9:
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


def are_minutes_of_day(figures: pd.Series) -> bool:
    """Whether figures are minutes since midnight, 0 to 1439: as hours and minutes, some would have
    more than 59 minutes.
    """
    whole = bool((figures == figures.round()).all() and figures.between(0, 1440).all())
    return whole and figures.nunique() > 3 and bool((figures % 100 >= 60).mean() > 0.1)


def are_fractions(figures: pd.Series) -> bool:
    """Whether figures are times of day as a spreadsheet counts them: 0.5 is noon."""
    if not figures.between(0, 1, inclusive="left").all() or figures.nunique() < 3:
        return False
    minutes = figures * 1440
    return bool((minutes - minutes.round()).abs().max() < 0.02)
