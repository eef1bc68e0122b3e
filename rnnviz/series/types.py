"""The values that pass through reading a series: choices in, a table, findings and a series out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
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
from rnnviz.series.zone import Clock


class SeriesError(RnnvizError):
    """The file cannot become a temperature series; ``code`` and ``params`` say why and where."""


@dataclass(frozen=True)
class RegularSeries:
    """Temperatures in °C, one a ``step``: value i belongs to the step that begins ``start`` + i.

    NaN marks a hole. ``utc``: whether stamps are UTC (the file had offsets or said so) or the
    file's own clock. ``inputs``: other columns of the same steps, by name, as the file has them;
    a network may read them beside the temperature, and their holes count as holes. ``zone``: as
    in ``Clock``, "" where nobody knows.
    """

    start: np.datetime64  # in the unit of the step
    values: NDArray[np.float32]  # (steps,), read-only
    utc: bool
    step: Step = HOUR
    inputs: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)  # (steps,) each
    zone: str = ""

    def __post_init__(self) -> None:
        inputs = dict(self.inputs)
        if any(column.shape != self.values.shape for column in inputs.values()):
            raise ValueError("an input has other steps than the temperature")
        for column in (self.values, *inputs.values()):
            column.flags.writeable = False
        object.__setattr__(self, "inputs", MappingProxyType(inputs))

    def __len__(self) -> int:
        return len(self.values)

    @property
    def stamps(self) -> pd.DatetimeIndex:
        """The beginning of every step."""
        return self.step.stamps(self.start, len(self.values))

    @property
    def clock(self) -> Clock:
        """What the stamps say; ``ValueError`` where there is no such zone."""
        return Clock(self.utc, self.zone)

    @property
    def tells_time(self) -> bool:
        """Whether the steps have a time of day, and it is known what clock it is of."""
        return self.clock.known and self.step.is_by_clock

    @property
    def local_stamps(self) -> pd.DatetimeIndex:
        """The beginning of every step by the clocks of the place."""
        return self.local(self.stamps)

    def local(self, stamps: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """What clocks at the place show at these stamps, for steps with a time of day."""
        return self.clock.local(stamps) if self.zone and self.step.is_by_clock else stamps

    def stamp(self, place: int) -> np.datetime64:
        """The beginning of one step; there may be no such value in the series."""
        return self.step.stamp(self.start, place)

    @property
    def known(self) -> NDArray[np.float32]:
        """The values without holes, in order."""
        return self.values[~np.isnan(self.values)]

    @property
    def holes(self) -> NDArray[np.bool_]:
        """(steps,) where the temperature or one of the inputs is missing."""
        missing: NDArray[np.bool_] = np.isnan(self.values)
        for column in self.inputs.values():
            missing |= np.isnan(column)
        return missing

    def with_inputs(self, names: Iterable[str]) -> RegularSeries:
        """The same series with some of its inputs, in this order; ``KeyError`` for another."""
        return replace(self, inputs={name: self.inputs[name] for name in names})


# The field of ``ReadOptions`` that settles a guess.
About = Literal["temperature_column", "unit", "day_first", "station", "standard_time"]
# How sure the reader is, by rules of thumb: "high" where names decide clearly, "low" where nothing
# but the figures speaks.
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Possibility:
    """``value``: of the field of ``ReadOptions`` that a guess is about; ``first``: what the file
    then begins with, in °C, or points in time (of a clock, those beside its first change).
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

    The ``*_columns`` are what could be chosen instead, the likeliest first; ``other_columns`` what
    could be read beside the temperature.
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
    other_columns: tuple[str, ...] = ()
