"""Which zone the clock of a series is in, and what time it is there.

A zone is a name of the IANA database (``Asia/Ho_Chi_Minh``), an offset from UTC (``+05:30``),
``UTC``, or nothing where nobody knows. A series never jumps with summer time: it stands in UTC, or
in the standard time of its zone; local time is worked out where it is read or written.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Stamps = NDArray[np.datetime64]
UTC = "UTC"
_OFFSET = re.compile(r"([+-])(\d{1,2}):?([0-5]\d)?")
_IN_A_NAME = re.compile(r"(?<![a-z])(?:utc|gmt)\s*([+-]\s*\d{1,2}(?::?[0-5]\d)?)(?!\d)", re.I)
_FARTHEST = 14 * 60  # minutes from UTC
_YEAR = 2020  # whose standard time a zone's is taken to be, so that a series has one clock
_PROBES = 2000
# One place for each rule by which clocks change; many others share it.
RULES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Helsinki",
    "Atlantic/Azores",
    "America/New_York",
    "America/Mexico_City",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Asuncion",
    "America/Montevideo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Windhoek",
    "Asia/Amman",
    "Asia/Baku",
    "Asia/Beirut",
    "Asia/Damascus",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Australia/Sydney",
    "Pacific/Auckland",
)
# And where letters in stamps tell one rule on another offset.
_ELSEWHERE = ("America/Chicago", "America/Denver", "America/Los_Angeles", "Australia/Adelaide")


def zone_of(text: str) -> str:
    """A zone as it is written here; raises ``ValueError`` for what is none."""
    text = text.strip()
    bare = re.sub(r"^(?:UTC|GMT)\s*(?=[+-])", "", text, flags=re.IGNORECASE)
    if found := _OFFSET.fullmatch(bare):
        minutes = 60 * int(found[2]) + int(found[3] or 0)
        if minutes > _FARTHEST:
            raise ValueError("Offsets from UTC are 14 hours at most")
        return _written(-minutes if found[1] == "-" else minutes)
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if text not in available_timezones():
        raise ValueError("Wanted is a name such as Asia/Ho_Chi_Minh, or an offset such as +07:00")
    return text


def zone_in_name(name: str) -> str:
    """The offset that a column's name says, as ``Date Time, GMT+07:00`` does; "" for none."""
    found = _IN_A_NAME.search(name)
    try:
        return zone_of(found[1].replace(" ", "")) if found else ""
    except ValueError:
        return ""


@cache
def zone_names() -> tuple[str, ...]:
    """What is offered: UTC, then the places of the IANA database by name."""
    places = re.compile(
        r"(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/"
    )
    return (UTC, *sorted(name for name in available_timezones() if places.match(name)))


def offered_zones(now: str, browser: str | None) -> tuple[str, ...]:
    """What may be chosen: nothing, the zone as it is, that of the user's browser, then all."""
    try:
        here = zone_of(browser or "")
    except ValueError:
        here = ""
    return tuple(dict.fromkeys(["", *filter(None, (now, here)), *zone_names()]))


def zone_of_offsets(stamps: Stamps, seconds: NDArray[np.float64]) -> str:
    """The zone whose stamps (rows,) in UTC had these offsets; UTC where none known fits."""
    known = np.flatnonzero(~np.isnat(stamps) & ~np.isnan(seconds))
    if len(known) == 0:
        return ""
    offsets = np.unique(seconds[known])
    if len(offsets) == 1:
        return _written(int(offsets[0]) // 60)
    some = known[np.unique(np.linspace(0, len(known) - 1, _PROBES).astype(np.intp))]
    moments = pd.DatetimeIndex(stamps[some])
    for name in (*RULES, *_ELSEWHERE):
        if np.array_equal(_ahead(moments, name), seconds[some]):
            return name
    return UTC


def _written(minutes: int) -> str:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    return f"{sign}{size // 60:02d}:{size % 60:02d}" if minutes else UTC


def _ahead(moments: pd.DatetimeIndex, zone: str) -> NDArray[np.int64]:
    """Seconds that the clocks of a zone are ahead of UTC at these moments, naive and in UTC."""
    clock = moments.tz_localize("UTC").tz_convert(ZoneInfo(zone)).tz_localize(None)
    return np.asarray((clock - moments).total_seconds()).astype(np.int64)


@cache
def standard_seconds(zone: str) -> int:
    """Seconds that the standard time of a zone is ahead of UTC."""
    if found := _OFFSET.fullmatch(zone):
        size = 3600 * int(found[2]) + 60 * int(found[3] or 0)
        return -size if found[1] == "-" else size
    place = ZoneInfo(zone)
    both = (datetime.datetime(_YEAR, month, 1, tzinfo=place).utcoffset() for month in (1, 7))
    return min(int(each.total_seconds()) for each in both if each is not None)


@dataclass(frozen=True)
class Clock:
    """What the stamps of a series say: UTC where ``utc``, else standard time of ``zone``, or the
    file's own clock where that is "". With ``utc`` the zone is that of the place, "" if unknown.
    """

    utc: bool
    zone: str = ""

    def __post_init__(self) -> None:
        if self.zone and not _OFFSET.fullmatch(self.zone):
            try:
                ZoneInfo(self.zone)
            except (ZoneInfoNotFoundError, OSError) as error:
                raise ValueError("no zone") from error

    @property
    def known(self) -> bool:
        """Whether an offset from UTC can be said."""
        return self.utc or bool(self.zone)

    @property
    def seconds(self) -> int | None:
        """How far the clock is ahead of UTC; None where nobody knows."""
        return 0 if self.utc else standard_seconds(self.zone) if self.zone else None

    def local(self, stamps: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """What clocks at the place show at these stamps, summer time included; the stamps as they
        are where nobody knows."""
        ahead = self._local_seconds(stamps) - (self.seconds or 0)
        return stamps + pd.to_timedelta(ahead, unit="s") if ahead.any() else stamps

    def written(self, stamps: pd.DatetimeIndex) -> NDArray[np.object_]:
        """Local time as ISO 8601 with its offset from UTC, as texts; raises ``ValueError`` where
        that is not known."""
        if not self.known:
            raise ValueError("no zone")
        seconds, local = self._local_seconds(stamps), self.local(stamps)
        texts = local.to_numpy().astype("datetime64[s]").astype(str)
        signs = np.where(seconds < 0, "-", "+")
        minutes = np.abs(seconds) // 60
        return np.array(
            [
                f"{text}{sign}{size // 60:02d}:{size % 60:02d}"
                for text, sign, size in zip(texts, signs, minutes, strict=True)
            ],
            dtype=object,
        )

    def _local_seconds(self, stamps: pd.DatetimeIndex) -> NDArray[np.int64]:
        """(steps,) how far clocks at the place are ahead of UTC."""
        if self.zone in ("", UTC) or _OFFSET.fullmatch(self.zone):
            return np.full(len(stamps), standard_seconds(self.zone or UTC), np.int64)
        return _ahead(stamps - pd.Timedelta(seconds=self.seconds or 0), self.zone)


NOBODY_KNOWS = Clock(False)


def on_standard_clock(stamps: Stamps, zone: str) -> Stamps:
    """Stamps (rows,) of clocks at a place, in its standard time.

    A file with rows in an hour that clocks there leave out keeps standard time already. Of an hour
    that is there twice, rows count as the second from where the file goes back, or says it again.
    """
    if _OFFSET.fullmatch(zone):
        return stamps
    known = np.flatnonzero(~np.isnat(stamps))
    if len(known) > 1 and stamps[known[0]] > stamps[known[-1]]:  # the newest first
        known = known[::-1]
    own, place = pd.DatetimeIndex(stamps[known]), ZoneInfo(zone)
    once = np.ones(len(known), bool)
    if np.asarray(own.tz_localize(place, ambiguous=once, nonexistent="NaT").isna()).any():
        return stamps
    twice = np.asarray(own.tz_localize(place, ambiguous="NaT").isna())
    first = np.ones(len(known), bool)
    seen: np.datetime64 | None = None
    for k in np.flatnonzero(twice):
        stamp = stamps[known[k]]
        again = seen is not None and stamp <= seen and seen - stamp < np.timedelta64(1, "h")
        same = k > 0 and twice[k - 1]
        first[k] = not (again or (same and not first[k - 1]))
        seen = stamp
    moments = own.tz_localize(place, ambiguous=first).tz_convert("UTC").tz_localize(None)
    result = stamps.copy()
    standard = np.timedelta64(standard_seconds(zone), "s")
    result[known] = moments.to_numpy().astype("datetime64[s]") + standard
    return result
