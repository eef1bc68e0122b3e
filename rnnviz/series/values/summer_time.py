"""A clock that follows summer time though no column says so: told by the hours themselves.

Where clocks go forward, an hour of the file is left out; where they go back, one is there twice.
Holes and repeated rows have other causes too, so only those count that lie where the clocks of
some country change, and only where hardly any lie elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.findings import Finding, finding_at, stamp_of
from rnnviz.series.values.read_values import Values
from rnnviz.series.values.times import Stamps

# One place for each rule by which clocks change; many others share it.
_ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Helsinki",
    "America/New_York",
    "America/Mexico_City",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Australia/Sydney",
    "Pacific/Auckland",
)
_HOUR = 3600
_DOUBLED = 1.5  # times the rows an hour has, from which on it is there twice
_BY_CHANCE = 0.005  # rarer than that would the places be hit if they were anywhere
_ELSEWHERE = 10  # weight of a hole or a repeated hour that no change of clocks explains


@dataclass(frozen=True)
class SummerTime:
    """``zone``: a place whose clocks change where the file's does.

    ``skipped`` and ``repeated``: the hours left out, and those there twice. ``ahead`` (rows,):
    whose stamps are one hour ahead of standard time. ``after``: the first row after each change.
    """

    zone: str
    skipped: Stamps
    repeated: Stamps
    ahead: NDArray[np.bool_]
    after: NDArray[np.intp]

    def finding(self, code: str, lines: NDArray[np.int64]) -> Finding:
        """What is said about it; ``lines`` (rows,) are line numbers."""
        places = np.sort(np.concatenate([self.skipped, self.repeated]))
        params = {
            "zone": self.zone,
            "skipped": len(self.skipped),
            "repeated": len(self.repeated),
            "places": tuple(stamp_of(place.astype("datetime64[D]")) for place in places[:4]),
        }
        return finding_at(code, lines[self.after], **params)[0]


def on_standard_time(values: Values) -> Values:
    """The rows with their summer stamps moved back by an hour; said also where there are none."""
    found = find_summer_time(values)
    if found is None:
        return replace(values, findings=(*values.findings, Finding("no_summer_time")))
    stamps = values.stamps - np.where(found.ahead, _HOUR, 0).astype("timedelta64[s]")
    told = found.finding("summer_time_undone", values.lines)
    return replace(values, stamps=stamps, findings=(*values.findings, told))


def find_summer_time(values: Values) -> SummerTime | None:
    """The changes of the clock in the rows that have a stamp and a figure; None without any."""
    rows = np.flatnonzero(~np.isnat(values.stamps) & ~np.isnan(values.figures))
    steps = np.diff(values.stamps[rows]).astype(np.int64)
    if values.utc or len(steps) == 0 or (steps == steps[0]).all():
        return None
    if (steps < 0).sum() > (steps > 0).sum():  # the newest row first
        rows, steps = rows[::-1], -steps
    step = int(np.median(steps[steps > 0])) if (steps > 0).any() else 0
    if not 0 < step <= _HOUR:
        return None
    found = []
    for late in (0, step):  # a stamp may say when what was measured began, or when it ended
        clock = _Clock(values.stamps[rows] - np.timedelta64(late, "s"), step)
        if clock.holes or clock.doubled:
            found += [as_there for zone in _ZONES if (as_there := _as_in(zone, clock))]
    if not found:
        return None
    best = max(found, key=lambda each: len(each.after))
    ahead = np.zeros(len(values), bool)
    ahead[rows] = best.ahead
    return replace(best, ahead=ahead, after=np.sort(rows[best.after]))


class _Change(NamedTuple):
    """``at``: when it begins on the clock, the hour that is left out or there twice."""

    at: np.datetime64
    forward: bool


class _Clock:
    """Stamps (rows,) in the order of the file, oldest first, and the usual seconds between two."""

    def __init__(self, stamps: Stamps, step: int) -> None:
        self.stamps, self.step = stamps, step
        self.order = np.argsort(stamps, kind="stable")
        self.by_time = stamps[self.order]
        self.gaps = np.diff(self.by_time).astype(np.int64)
        hours = self.by_time.astype("datetime64[h]").astype(np.int64)
        ends = np.append(np.flatnonzero(np.diff(hours)), len(hours) - 1)
        rows = np.diff(ends, prepend=-1)
        self.hours = len(rows)
        self.fullest = _DOUBLED * _HOUR / step  # rows of an hour that is there once
        self.doubled = int((rows > self.fullest).sum())
        self.holes = int(self._leaves_out_an_hour(self.gaps).sum())

    def _leaves_out_an_hour(self, gaps: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.abs(gaps - self.step - _HOUR) <= self.step / 2

    def rows_in_hour(self, at: np.datetime64) -> NDArray[np.intp]:
        """The rows of the hour that begins at ``at``, by time."""
        first, end = np.searchsorted(self.by_time, [at, at + np.timedelta64(1, "h")])
        return self.order[first:end]

    def after_hole(self, at: np.datetime64) -> int | None:
        """The row after the hour from ``at`` on, where just that one is left out."""
        k = int(np.searchsorted(self.by_time, at))
        return int(self.order[k]) if self._leaves_out_an_hour(self.gaps[k - 1 : k]).all() else None

    def second_time(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of an hour's rows that came after the clock went back; none where it did not."""
        if len(rows) <= self.fullest:
            return rows[:0]
        written = np.sort(rows)
        back = np.flatnonzero(np.diff(self.stamps[written]).astype(np.int64) <= 0) + 1
        if len(back) == 1:
            return written[back[0] :]
        stamps = self.stamps[rows]  # the file was sorted: each stamp stands there twice
        pairs = len(rows) % 2 == 0 and bool((stamps[::2] == stamps[1::2]).all())
        return rows[1::2] if pairs else rows[:0]


def _as_in(zone: str, clock: _Clock) -> SummerTime | None:
    """The changes of a zone's clocks that this clock made too; None where it did not, or where
    it may be chance.
    """
    changes = [
        change
        for year in range(_year(clock.by_time[0]), _year(clock.by_time[-1]) + 1)
        for change in _changes(zone, year)
        if clock.by_time[0] < change.at < clock.by_time[-1] - np.timedelta64(1, "h")
    ]
    if not changes:
        return None
    skipped, repeated, after, first_times = [], [], [], []
    for change in changes:
        rows = clock.rows_in_hour(change.at)
        if change.forward:
            if len(rows):  # it went on through the hour that the zone's clocks leave out
                return None
            if (next_row := clock.after_hole(change.at)) is not None:
                skipped.append(change.at)
                after.append(next_row)
        elif len(second := clock.second_time(rows)):
            repeated.append(change.at)
            after.append(int(second.min()))
            first_times.append(np.setdiff1d(rows, second))
    by_chance = _chance(clock.holes, len(skipped), clock.hours)
    by_chance *= _chance(clock.doubled, len(repeated), clock.hours)
    if by_chance > _BY_CHANCE:
        return None
    at = np.array([change.at for change in changes])
    states = np.array([not changes[0].forward, *(change.forward for change in changes)])
    ahead = states[np.searchsorted(at, clock.stamps, side="right")]
    for first in first_times:
        ahead[first] = True
    gone, twice = (np.array(each, "datetime64[s]") for each in (skipped, repeated))
    return SummerTime(zone, gone, twice, ahead, np.array(after, np.intp))


def _chance(places: int, hits: int, hours: int) -> float:
    """How likely ``hits`` of the ``places`` of a file lie where clocks change, by chance."""
    elsewhere = places - hits
    return min(1.0, (_ELSEWHERE * elsewhere + 1) / hours) ** hits


def _year(stamp: np.datetime64) -> int:
    return int(stamp.astype("datetime64[Y]").astype(int)) + 1970


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[_Change, ...]:
    """When the clocks of a zone change by an hour, in order."""
    moments = pd.date_range(f"{year}-01-01", f"{year + 1}-01-01", freq="30min", tz="UTC")
    utc, clock = (
        each.tz_localize(None).to_numpy().astype("datetime64[s]")
        for each in (moments, moments.tz_convert(zone))
    )
    ahead = clock - utc
    found = []
    for k in np.flatnonzero(np.diff(ahead)) + 1:
        before, after = ahead[k - 1], ahead[k]
        if abs(after - before) == np.timedelta64(_HOUR, "s"):
            found.append(_Change(utc[k] + min(before, after), bool(after > before)))
    return tuple(found)
