"""Times that leave out the year, or the date: which columns they are, and stamps once it is said.

A typical year (EnergyPlus) writes ``05/01  01:00:00``, a diary ``Month, Day, Hour``, a laboratory
11:50:29. Nobody but the user knows the rest; from the date of the first row on, it follows.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.columns.profile import ColumnProfile, Profiles
from rnnviz.series.columns.time_source import TimeSource, clock_text
from rnnviz.series.values.clock_words import month
from rnnviz.series.values.times import read_times

Missing = Literal["year", "date"]

_DAY = re.compile(
    r"^\s*(?:(?P<a>\d{1,2})[/.\-](?P<b>\d{1,2})\.?"
    r"|(?P<day>\d{1,2})[. \-]*(?P<word>[^\W\d_]{3,12})\.?"
    r"|(?P<word2>[^\W\d_]{3,12})\.?[ \-]*(?P<day2>\d{1,2}))"
    r"(?:[,T ]+(?P<clock>\d{1,2}[:.h]\d\d.*))?\s*$"
)
_HALF_YEAR, _HALF_DAY = 183, 43_200


@dataclass(frozen=True)
class Undated(TimeSource):
    """Columns that would be the time if somebody said what is ``missing``.

    ``first``: the date of the first row, where somebody did; of it the year alone counts where
    only that is missing. ``day_first``: how 3/4 is meant, None to go by the steps.
    """

    missing: Missing = "year"
    first: datetime.date | None = None
    day_first: bool | None = None

    def text(self, frame: pd.DataFrame) -> pd.Series:
        """One stamp a row, as text; ``first`` has to be known."""
        assert self.first is not None
        if self.missing == "date":
            return self._after_first_day(frame)
        if not self.parts:
            return self._with_years(*self._days(frame))
        whole = TimeSource(("year", *self.columns), ("year", *self.parts))
        months = self.columns[self.parts.index("doy" if "doy" in self.parts else "month")]
        turn = _HALF_YEAR if "doy" in self.parts else 6
        figures = frame[months].map(lambda cell: str(month(cell) or cell))
        years = self.first.year + _turns(_numbers(figures), turn)
        return whole.text(frame.assign(year=years.astype(str)))

    def _after_first_day(self, frame: pd.DataFrame) -> pd.Series:
        assert self.first is not None
        clock = clock_text(frame[self.columns[0]].str.strip())
        stamps = read_times("2000-01-01 " + clock).stamps
        seconds = (stamps - np.datetime64("2000-01-01", "s")).astype("timedelta64[s]")
        known = np.where(np.isnat(seconds), np.nan, seconds.astype(np.float64))
        days = np.datetime64(self.first, "D") + _turns(known, _HALF_DAY)
        return pd.Series(np.datetime_as_string(days), index=clock.index) + " " + clock

    def _days(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
        """Of each row the two figures of its date, NaN where it has none, and the clock."""
        rows, kinds = pd.factorize(frame[self.columns[0]], use_na_sentinel=False)
        found = pd.DataFrame([_figures(str(kind)) for kind in kinds], columns=["a", "b", "clock"])
        found = found.take(rows).set_axis(frame.index)
        clock = found["clock"]
        if len(self.columns) > 1:
            clock = clock_text(frame[self.columns[1]].str.strip())
        return found[["a", "b"]].astype(float), clock

    def _with_years(self, days: pd.DataFrame, clock: pd.Series) -> pd.Series:
        assert self.first is not None
        first, second = days["a"].to_numpy(), days["b"].to_numpy()
        day_first = self._is_day_first(first, second)
        months, day = (second, first) if day_first else (first, second)
        years = self.first.year + _turns(months, 6)
        good = ~np.isnan(months) & ~np.isnan(day)
        text = [
            f"{y}-{int(m):02}-{int(d):02} {c}" if ok else ""
            for y, m, d, c, ok in zip(years, months, day, clock, good, strict=True)
        ]
        return pd.Series(text, index=days.index)

    def _is_day_first(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
        """3/4: what cannot be a month is a day; else the order in which days go on."""
        if np.nanmax(second, initial=0) > 12:
            return False
        if np.nanmax(first, initial=0) > 12 or self.day_first is not None:
            return self.day_first is not False

        def goes_on(months: NDArray[np.float64], days: NDArray[np.float64]) -> float:
            steps = np.diff(months * 31 + days)
            return float((np.abs(steps) <= 1).mean()) if len(steps) else 0.0

        return goes_on(second, first) > goes_on(first, second)


def undated_source(profiles: Profiles, parts: dict[str, str], clocks: list[str]) -> Undated | None:
    """The columns that are a time but for the year or the date; None where there are none.

    ``parts``: columns that are called month, day, hour …; ``clocks``: columns of times of day.
    """
    dated = {"month", "day"} <= set(parts) or "doy" in parts
    if dated and ("hour" in parts or clocks):
        kept = {part: name for part, name in parts.items() if part != "year"}
        if "hour" not in kept:
            kept["clock"] = clocks[0]
        kept.pop("month" if "doy" in kept else "", None)
        return Undated(tuple(kept.values()), tuple(kept))
    for name, column in profiles.items():
        with_clock = says_days(column)
        beside = [clock for clock in clocks if clock != name]
        if with_clock is not None and (with_clock or beside):
            return Undated((name,) if with_clock else (name, beside[0]))
    return Undated((clocks[0],), missing="date") if clocks else None


def says_days(column: ColumnProfile) -> bool | None:
    """Whether cells are days without a year with a clock behind them; None where they are none."""
    found = [_figures(cell) for cell in column.filled[:100]]
    days = [clock for a, _, clock in found if a is not None]
    if not found or column.all_figures or len(days) < 0.9 * len(found):
        return None
    return sum(map(bool, days)) > 0.5 * len(days)


def _figures(cell: str) -> tuple[int | None, int | None, str]:
    """A day without a year as two figures, month first where it is a word, and its clock."""
    match = _DAY.match(cell)
    nothing = (None, None, "")
    if match is None:
        return nothing
    clock = match["clock"] or ""
    if match["a"]:
        a, b = int(match["a"]), int(match["b"])
        return (a, b, clock) if 1 <= min(a, b) <= 12 and max(a, b) <= 31 else nothing
    named = month(match["word"] or match["word2"])
    return (named, int(match["day"] or match["day2"]), clock) if named else nothing


def _numbers(cells: pd.Series) -> NDArray[np.float64]:
    return pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)


def _turns(values: NDArray[np.float64], half: float) -> NDArray[np.int64]:
    """(rows,) how often a dial has gone round since the first row: 12 → 1, or back."""
    known = pd.Series(values).ffill().bfill().to_numpy()
    steps = np.diff(known, prepend=known[:1])
    return np.cumsum((steps < -half).astype(np.int64) - (steps > half).astype(np.int64))
