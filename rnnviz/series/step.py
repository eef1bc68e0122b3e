"""The time from one value of a regular series to the next: minutes, hours, days or months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

StepUnit = Literal["m", "h", "D", "M"]  # as numpy writes minutes, hours, days and months
_WRITTEN: dict[StepUnit, str] = {"m": "min", "h": "h", "D": "d", "M": "mo"}
_SECONDS = {"m": 60, "h": 3600, "D": 86_400, "M": 2_629_800}  # a month: a twelfth of 365.25 days
_TEXT = re.compile(r"([1-9]\d{0,4})(min|h|d|mo)")


@dataclass(frozen=True)
class Step:
    """``count`` times ``unit``. Months are those of the calendar; other steps are of one length.

    A series begins at a ``numpy.datetime64`` of the same unit.
    """

    count: int
    unit: StepUnit

    def __post_init__(self) -> None:
        if self.count < 1 or self.unit not in _WRITTEN:
            raise ValueError("no step")

    @classmethod
    def read(cls, text: str) -> Self:
        """The step that ``str`` wrote; raises ``ValueError`` on anything else."""
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError("no step")
        unit = next(unit for unit, written in _WRITTEN.items() if written == found[2])
        return cls(int(found[1]), unit)

    @classmethod
    def of_seconds(cls, seconds: int) -> Self:
        """The step of so many seconds, in the largest unit that divides it; a minute at least."""
        minutes = max(1, round(seconds / 60))
        if minutes % 1440 == 0:
            return cls(minutes // 1440, "D")
        return cls(minutes // 60, "h") if minutes % 60 == 0 else cls(minutes, "m")

    def __str__(self) -> str:
        """``10min``, ``1h``, ``7d``, ``1mo``."""
        return f"{self.count}{_WRITTEN[self.unit]}"

    @property
    def seconds(self) -> int:
        """Its length; of months the mean one."""
        return self.count * _SECONDS[self.unit]

    @property
    def kind(self) -> str:
        """Which words go with it: ``h``, ``d``, ``w`` and ``mo``; else ``clock`` or ``long``."""
        named = {HOUR: "h", DAY: "d", WEEK: "w", MONTH: "mo"}
        return named.get(self, "clock" if self.is_by_clock else "long")

    @property
    def is_by_clock(self) -> bool:
        """Whether there is more than one value a day."""
        return self.seconds < DAY.seconds

    @cached_property
    def per_day(self) -> int | None:
        """Steps in a day; None where no whole number of them is a day."""
        return DAY.seconds // self.seconds if DAY.seconds % self.seconds == 0 else None

    @property
    def long_window(self) -> int:
        """Steps that hold a day twice, 96 at most; 24 where a day is no whole number of them."""
        return min(2 * self.per_day, 96) if self.per_day else 24

    def of(self, seconds: float) -> int:
        """The number of steps, at least 1, that is nearest to a stretch of time."""
        return max(1, round(seconds / self.seconds))

    def start_of(self, stamp: str | np.datetime64) -> np.datetime64:
        """A point in time in the unit of this step, as a series begins with it."""
        return as_unit(np.datetime64(stamp), self.unit)

    def shift(self, start: np.datetime64, places: NDArray[np.integer]) -> NDArray[np.datetime64]:
        """The points in time so many steps after ``start``."""
        moved: NDArray[np.datetime64] = self.start_of(start) + places * self.count
        return moved

    def stamp(self, start: np.datetime64, place: int) -> np.datetime64:
        """The point in time so many steps after ``start``."""
        moved: np.datetime64 = self.start_of(start) + place * self.count
        return moved

    def stamps(self, start: np.datetime64, count: int) -> pd.DatetimeIndex:
        """``count`` points in time from ``start`` on, one a step."""
        return as_index(self.shift(start, np.arange(count)))


def as_unit(stamp: np.datetime64, unit: str) -> np.datetime64:
    """The same point in time, or the beginning of what it lies in, by another unit of numpy's."""
    found: np.datetime64 = stamp.astype(f"datetime64[{unit}]")
    return found


def as_index(stamps: NDArray[np.datetime64]) -> pd.DatetimeIndex:
    """Points in time for pandas: by the nanosecond where its calendar has them so finely."""
    coarse = stamps.astype("datetime64[s]")
    years = coarse.astype("datetime64[Y]").astype(int)
    fine = len(years) == 0 or (years.min() > -290 and years.max() < 290)
    return pd.DatetimeIndex(coarse.astype("datetime64[ns]") if fine else coarse)


HOUR, DAY, WEEK, MONTH = Step(1, "h"), Step(1, "D"), Step(7, "D"), Step(1, "M")
