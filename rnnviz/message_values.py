"""Values inside messages whose words depend on the language: what they are, they say themselves.

``Translator.said`` (``rnnviz/i18n``) finds the words; a page need not take a sentence apart.
"""

from __future__ import annotations

import re
from datetime import datetime

_UNNAMED = re.compile(r"column (\d+)")


class ColumnName(str):
    """A column's name in the file, or the one that the reader gave it for want of another."""

    @classmethod
    def unnamed(cls, number: int) -> ColumnName:
        """The name of a column that has none; numbers count from 1."""
        return cls(f"column {number}")

    @property
    def number(self) -> int | None:
        """The column's number where the reader named it."""
        found = _UNNAMED.fullmatch(self)
        return int(found[1]) if found else None


class UnitSymbol(str):
    """A unit as it is written: ``°C``, ``0.1 °C``."""


class Stamp(str):
    """A point in time in the form of ISO 8601: ``2013-05-08 21:00`` or ``2013-05-08``."""

    @property
    def when(self) -> datetime | None:
        """None where no calendar has the year."""
        try:
            return datetime.fromisoformat(self)
        except ValueError:
            return None

    @property
    def has_time(self) -> bool:
        """Whether a time of day is part of it."""
        return ":" in self


class Duration(int):
    """A stretch of time in seconds; ``MONTH`` and ``YEAR`` stand for those of the calendar."""

    MONTH = 30 * 86_400
    YEAR = 365 * 86_400

    def in_units(self) -> tuple[float, str]:
        """How many of which unit: the largest that divides it.

        Units are ``y``, ``mo``, ``d``, ``h``, ``min`` and ``s``.
        """
        if self == self.YEAR:
            return 1.0, "y"
        if self and self % self.MONTH == 0:
            return self / self.MONTH, "mo"
        for size, name in ((86_400, "d"), (3600, "h"), (60, "min")):
            if self >= size and self % size == 0:
                return self / size, name
        return (round(self / 3600, 1), "h") if self >= 3600 else (float(self), "s")

    def __str__(self) -> str:
        """``10min``, as data say it."""
        count, name = self.in_units()
        return f"{count:.0f}{name}" if count.is_integer() else f"{count:.1f}{name}"
