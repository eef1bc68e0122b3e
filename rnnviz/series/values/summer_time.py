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
from rnnviz.series.zone import RULES

_HOUR = 3600
_COARSEST = 12 * _HOUR
_DOUBLED = 1.5  # times the rows an hour has, from which on it is there twice
_BY_CHANCE = 0.01  # rarer than that would the places be hit if they were anywhere
_SAME_MINUTE = 300  # seconds that a stamp may be off
_BESIDE = 2  # rows before and after a change that show it
_ELSEWHERE = 10  # weight of a hole or a repeated hour that no change of clocks explains


@dataclass(frozen=True)
class SummerTime:
    """``zone``: a place whose clocks change where the file's does.

    ``skipped`` and ``repeated``: the hours left out, and those there twice. ``ahead`` (rows,):
    whose stamps are one hour ahead of standard time. ``after``: the first row after each change.
    ``late``: seconds from where an hour begins to its first stamp, 0 unless stamps say when what
    was measured ended.
    """

    zone: str
    skipped: Stamps
    repeated: Stamps
    ahead: NDArray[np.bool_]
    after: NDArray[np.intp]
    late: int

    def explains_repeats(self, stamps: Stamps) -> NDArray[np.bool_]:
        """Which stamps lie in an hour that is there twice: no slips, and no second device."""
        return self._within(self.repeated, stamps)

    def explains_gap(self, first: np.datetime64, after: np.datetime64) -> bool:
        """Whether a gap from ``first`` until before ``after`` is nothing but an hour left out."""
        last = after.astype("datetime64[s]") - np.timedelta64(1, "s")
        ends = np.array([first.astype("datetime64[s]"), last])
        return bool(self._within(self.skipped, ends).all())

    def _within(self, hours: Stamps, stamps: Stamps) -> NDArray[np.bool_]:
        if len(hours) == 0:
            return np.zeros(len(stamps), bool)
        begins = np.sort(hours) + np.timedelta64(self.late, "s")
        at = np.searchsorted(begins, stamps, "right") - 1
        return (at >= 0) & (stamps - begins[at] < np.timedelta64(_HOUR, "s"))

    def around_first(self, stamps: Stamps) -> tuple[Stamps, Stamps]:
        """The rows beside the first change, as the file has them and in standard time."""
        known = np.flatnonzero(~np.isnat(stamps))
        begin = max(0, int(np.searchsorted(known, self.after[0])) - _BESIDE)
        rows = known[begin : begin + 2 * _BESIDE]
        ahead = np.where(self.ahead[rows], _HOUR, 0).astype("timedelta64[s]")
        return stamps[rows], stamps[rows] - ahead

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
    if values.utc:
        return None
    rows = np.flatnonzero(~np.isnat(values.stamps) & ~np.isnan(values.figures))
    steps = np.diff(values.stamps[rows]).astype(np.int64)
    if len(steps) == 0 or (steps == steps[0]).all():
        return None
    if (steps < 0).sum() > (steps > 0).sum():  # the newest row first
        rows, steps = rows[::-1], -steps
    step = int(np.median(steps[steps > 0])) if (steps > 0).any() else 0
    found = _candidates(values.stamps[rows], step)
    if not found:
        return None
    best = max(found, key=lambda each: len(each.after))
    ahead = np.zeros(len(values), bool)
    ahead[rows] = best.ahead
    return replace(best, ahead=ahead, after=np.sort(rows[best.after]))


def _candidates(stamps: Stamps, step: int) -> list[SummerTime]:
    """What the clocks of each zone would explain; ``stamps`` from the oldest row on."""
    found: list[SummerTime | None] = []
    if _HOUR < step <= _COARSEST:
        found = [_between_rows(zone, stamps, step) for zone in RULES]
    elif 0 < step <= _HOUR:
        for late in (0, step):  # a stamp may say when what was measured began, or when it ended
            clock = _Clock(stamps - np.timedelta64(late, "s"), step, late)
            if clock.holes or clock.doubled:
                found += [_as_in(zone, clock) for zone in RULES]
    return [each for each in found if each is not None]


class _Change(NamedTuple):
    """``at``: when it begins on the clock, the hour that is left out or there twice."""

    at: np.datetime64
    forward: bool


class _Clock:
    """Stamps (rows,) in the order of the file, oldest first, and the usual seconds between two.

    ``late``: seconds that were taken from all of them.
    """

    def __init__(self, stamps: Stamps, step: int, late: int) -> None:
        self.stamps, self.step, self.late = stamps, step, late
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
    changes = _changes_between(zone, clock.by_time[0], clock.by_time[-1])
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
    return SummerTime(zone, gone, twice, ahead, np.array(after, np.intp), clock.late)


def _between_rows(zone: str, stamps: Stamps, step: int) -> SummerTime | None:
    """The same where rows are hours apart: no hour of them is left out or there twice, but two rows
    stand an hour further from each other than usual, or nearer.
    """
    gaps = np.diff(stamps).astype(np.int64) - step
    moved = np.abs(np.abs(gaps) - _HOUR) <= _SAME_MINUTE
    if not moved.any() or gaps.min() <= -step:
        return None
    hits: dict[bool, list[np.datetime64]] = {True: [], False: []}
    after: list[int] = []
    for change in _changes_between(zone, stamps[0], stamps[-1]):
        k = int(np.searchsorted(stamps, change.at)) - 1
        # A row within the hour that is there twice may have come before the change, or after it.
        near = range(k, min(k + (1 if change.forward else 2), len(gaps)))
        hit = [j for j in near if moved[j] and (gaps[j] > 0) == change.forward]
        if hit:
            hits[change.forward].append(change.at)
            after.append(hit[0] + 1)
        elif not gaps[near].any():
            return None
    forward = [bool(gaps[k - 1] > 0) for k in after]
    if not after or _chance(int(moved.sum()), len(after), len(stamps)) > _BY_CHANCE:
        return None
    states = np.array([not forward[0], *forward])
    ahead = states[np.searchsorted(after, np.arange(len(stamps)), "right")]
    gone, twice = (np.array(hits[way], "datetime64[s]") for way in (True, False))
    return SummerTime(zone, gone, twice, ahead, np.array(after, np.intp), 0)


def _chance(places: int, hits: int, hours: int) -> float:
    """How likely ``hits`` of the ``places`` of a file lie where clocks change, by chance."""
    elsewhere = places - hits
    return min(1.0, (_ELSEWHERE * elsewhere + 1) / hours) ** hits


def _changes_between(zone: str, first: np.datetime64, last: np.datetime64) -> list[_Change]:
    """The changes of a zone's clocks from one stamp to another, and what they leave of an hour."""
    return [
        change
        for year in range(_year(first), _year(last) + 1)
        for change in _changes(zone, year)
        if first < change.at < last - np.timedelta64(1, "h")
    ]


def _year(stamp: np.datetime64) -> int:
    return int(stamp.astype("datetime64[Y]").astype(int)) + 1970


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[_Change, ...]:
    """When the clocks of a zone change by an hour, in order."""
    days = pd.date_range(f"{year}-01-01", f"{year + 1}-01-01", freq="D", tz="UTC")
    found = []
    for day in days[:-1][np.diff(_ahead(days, zone)[1]) != np.timedelta64(0, "s")]:
        utc, ahead = _ahead(pd.date_range(day, periods=49, freq="30min"), zone)
        for k in np.flatnonzero(np.diff(ahead)) + 1:
            before, after = ahead[k - 1], ahead[k]
            if abs(after - before) == np.timedelta64(_HOUR, "s"):
                found.append(_Change(utc[k] + min(before, after), bool(after > before)))
    return tuple(found)


def _ahead(moments: pd.DatetimeIndex, zone: str) -> tuple[Stamps, NDArray[np.timedelta64]]:
    """Moments in UTC, and how far the clocks of a zone are ahead of it."""
    utc, clock = (
        each.tz_localize(None).to_numpy().astype("datetime64[s]")
        for each in (moments, moments.tz_convert(zone))
    )
    return utc, clock - utc
