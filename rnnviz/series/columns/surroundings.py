"""What the rest of a table says about its columns: units, customs, lines above the header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rnnviz.series.columns.names import names_temperature, names_unit
from rnnviz.series.columns.profile import Profiles
from rnnviz.series.table.headers import UNIT_ALONE
from rnnviz.series.types import Unit
from rnnviz.series.values.numbers import unit_in

_IMPERIAL_NAME = re.compile(r"mph|in\W?hg|fahrenheit|°\s*f", re.IGNORECASE)
_INDOOR_NAME = re.compile(
    r"indoor|inside|(^|[^a-z])in[ _]?(temp|[^a-z]|$)|room|zone|return.?air", re.IGNORECASE
)
_PRESSURE_NAME = re.compile(r"press|baro|altim|slp", re.IGNORECASE)


@dataclass(frozen=True)
class Surroundings:
    """What the rest of a table says about each of its columns."""

    units: tuple[str, ...]  # the line of units below the header, or nothing
    metadata: str
    american: bool
    unit: Unit | None  # that a column of its own repeats
    numbered: bool  # t2 is a second sensor, not two metres above the ground
    measured: str


def unit_beside(profiles: Profiles) -> Unit | None:
    """The unit that a column of its own repeats in every row."""
    found = set()
    for name, column in profiles.items():
        if names_unit(name):
            cells = set(column.filled)
            found |= {unit_in(cell) for cell in cells if UNIT_ALONE.fullmatch(cell)} or {None}
    return found.pop() if len(found) == 1 else None


def is_american(profiles: Profiles) -> bool:
    """Whether other columns are in miles and inches of mercury, or rooms are at 70 degrees: then
    degrees are Fahrenheit.
    """
    for name, column in profiles.items():
        if _IMPERIAL_NAME.search(name):
            return True
        if _PRESSURE_NAME.search(name) and 24 < column.median < 32.5:
            return True
        indoors = names_temperature(name) and _INDOOR_NAME.search(name)
        if indoors and unit_in(name) is None and 58 < column.median < 85:
            return True
    return False


def explained(metadata: str, name: str) -> str:
    """What a line before the table says about a column: ``T = temperature in 0.1 °C``, or in the
    form of the USGS ``69928  00010  Temperature, water`` about ``69928_00010``.
    """
    plain = name.strip().lower()
    codes = plain.split("_") if re.fullmatch(r"\d+(_\d+)+", plain) else []
    for line in metadata.replace('"', "").splitlines():
        words = line.lstrip("# \t").split(maxsplit=len(codes))
        if codes and len(words) > len(codes) and words[: len(codes)] == codes:
            return words[-1]
        head = re.match(r"^[#\s]*([\w .]+?)(?:\s*[:=]\s*|\s{2,}|\t)(.+)$", line)
        if head and "\t" not in head[2].strip() and head[1].strip().lower() == plain:
            return head[2]
    return ""
