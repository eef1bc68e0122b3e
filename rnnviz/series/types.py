"""The values that pass through reading a series: choices in, a table, findings and a series out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.errors import RnnvizError
from rnnviz.message_values import Duration, Stamp
from rnnviz.series.findings import Finding
from rnnviz.series.read_options import UNITS as UNITS
from rnnviz.series.read_options import ReadOptions as ReadOptions
from rnnviz.series.read_options import Unit as Unit
from rnnviz.series.step import HOUR, Step


class SeriesError(RnnvizError):
    """The file cannot become a temperature series; ``code`` and ``params`` say why and where."""


@dataclass(frozen=True)
class RegularSeries:
    """Temperatures in °C, one a ``step``: value i belongs to the step that begins ``start`` + i.

    NaN marks a hole. ``utc``: whether stamps are UTC (the file had offsets or said so) or the
    file's own clock.
    """

    start: np.datetime64  # in the unit of the step
    values: NDArray[np.float32]  # (steps,), read-only
    utc: bool
    step: Step = HOUR

    def __post_init__(self) -> None:
        self.values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.values)

    @property
    def stamps(self) -> pd.DatetimeIndex:
        """The beginning of every step."""
        return self.step.stamps(self.start, len(self.values))

    def stamp(self, place: int) -> np.datetime64:
        """The beginning of one step; there may be no such value in the series."""
        return self.step.stamp(self.start, place)

    @property
    def known(self) -> NDArray[np.float32]:
        """The values without holes, in order."""
        return self.values[~np.isnan(self.values)]


# The field of ``ReadOptions`` that settles a guess.
About = Literal["temperature_column", "unit", "day_first", "station"]
# How sure the reader is, by rules of thumb: "high" where names decide clearly, "low" where nothing
# but the figures speaks.
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Possibility:
    """``value``: of the field of ``ReadOptions`` that a guess is about; ``first``: what the file
    then begins with, in °C, or points in time.
    """

    value: str | bool
    first: tuple[float, ...] | tuple[Stamp, ...]


@dataclass(frozen=True)
class Guess:
    """What the reader could not know: what it took, and what it could have taken instead."""

    about: About
    taken: Possibility
    others: tuple[Possibility, ...]
    confidence: Confidence


@dataclass(frozen=True)
class SeriesReading:
    """A file as it was understood: the series, how it was found, and all findings.

    The ``*_columns`` are what could be chosen instead, the likeliest first.
    """

    series: RegularSeries
    findings: tuple[Finding, ...]
    time_column: str
    temperature_column: str
    unit: Unit
    rows_read: int
    rows_used: int
    step: Duration  # usual time between two rows; the series has its own
    encoding: str
    delimiter: str
    time_columns: tuple[str, ...]
    temperature_columns: tuple[str, ...]
    stations: tuple[str, ...]
    station: str | None
    guesses: tuple[Guess, ...]
