"""A series and a newer one of the same place: what is new, and whether they agree where both are.

The older values stay. Where the two contradict each other it is said, never mended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import Duration
from rnnviz.series.step import Step, as_unit
from rnnviz.series.types import RegularSeries, SeriesError

TOLERANCE = 0.1  # °C: values that are farther apart are not the same
_ROUNDING = 1e-4  # of float32
AGREE = 0.95  # of the common steps of two series of the same place
ENOUGH = 24  # common steps that tell whether the clocks are the same
MOST_SHIFT = 24  # steps by which a clock is looked for elsewhere
MOST_GAP = 100_000  # steps that may be missing between the two, or as many as the older one has


@dataclass(frozen=True)
class Overlap:
    """The steps that have a value in both.

    ``different``: how many differ by more than ``TOLERANCE``; ``largest`` and ``mean``: of the
    differences (newer − older), °C, None where nothing is common. ``shift``: by how many steps the
    newer series would have to be moved for the two to agree, where they do not as they are.
    """

    steps: int
    different: int
    largest: float | None = None
    mean: float | None = None
    shift: int | None = None

    @property
    def contradicts(self) -> bool:
        """Whether more differs than the edges, where a step may have been read in part only."""
        return self.different > max(2, (1 - AGREE) * self.steps)


@dataclass(frozen=True)
class Joined:
    """The older series, going on with the newer one's values.

    ``end``: length of the older one; ``new``: the places that have got a value; ``gap``: steps
    without one between the end of the older series and the first value of the newer.
    """

    series: RegularSeries
    end: int
    new: NDArray[np.int64]
    gap: int
    overlap: Overlap


def join(known: RegularSeries, newer: RegularSeries, fixed: int | None = None) -> Joined:
    """Put ``newer`` behind ``known``; raises ``SeriesError`` where they cannot be one series.

    Holes of ``known`` are filled from the step ``fixed`` on (by default its length: none), for
    what a run learned from stays as it is. ``newer`` has all inputs of ``known``, which go on too.
    """
    newer = _on_one_clock(known, newer)
    begin = _place(known, newer)
    end, last = len(known), begin + len(newer)
    overlap = _overlap(known.values, newer.values, begin)
    if last <= end and overlap.steps == 0:
        raise SeriesError("newer_is_older")
    if begin - end > max(MOST_GAP, end):
        raise SeriesError("newer_far", gap=begin - end)
    if known.utc != newer.utc and (overlap.steps < ENOUGH or overlap.contradicts):
        raise SeriesError("newer_other_clock")
    open_from = end if fixed is None else fixed
    values, places = _behind(known.values, newer.values, begin, open_from)
    inputs = {
        name: _behind(column, newer.inputs[name], begin, open_from)[0]
        for name, column in known.inputs.items()
    }
    made = RegularSeries(known.start, values, known.utc, known.step, inputs, known.zone)
    return Joined(made, end, places, max(0, begin - end), overlap)


def _behind(
    known: NDArray[np.float32], newer: NDArray[np.float32], begin: int, open_from: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """One column going on with the newer one's values, and the places that have got one."""
    values = np.full(max(len(known), begin + len(newer)), np.nan, np.float32)
    values[: len(known)] = known
    places = begin + np.flatnonzero(~np.isnan(newer))
    places = places[(places >= open_from) & np.isnan(values[np.maximum(places, 0)])]
    values[places] = newer[places - begin]
    return values, places.astype(np.int64)


def _on_one_clock(known: RegularSeries, newer: RegularSeries) -> RegularSeries:
    """The newer series with the stamps of the older one's clock, where both clocks are known."""
    clocks = known.clock.seconds, newer.clock.seconds
    if not known.step.is_by_clock or clocks[0] is None or clocks[1] is None:
        return newer
    if clocks[0] == clocks[1]:
        return replace(newer, utc=known.utc, zone=known.zone)
    apart = np.timedelta64(clocks[0] - clocks[1], "s")
    start = newer.start.astype("datetime64[s]") + apart
    if start != start.astype(newer.start.dtype):  # half an hour apart, of whole hours
        return newer
    start = start.astype(newer.start.dtype)
    return replace(newer, start=start, utc=known.utc, zone=known.zone)


def _place(known: RegularSeries, newer: RegularSeries) -> int:
    """The step of ``known`` with which ``newer`` begins; raises where it has other steps."""
    step = known.step
    if newer.step.seconds != step.seconds or (newer.step.unit == "M") != (step.unit == "M"):
        raise SeriesError("newer_other_step", step=_said(step), other=_said(newer.step))
    unit, length = ("M", step.count) if step.unit == "M" else ("m", step.seconds // 60)
    apart = as_unit(newer.start, unit).astype(int) - as_unit(known.start, unit).astype(int)
    if apart % length:
        raise SeriesError("newer_other_grid", step=_said(step))
    return int(apart // length)


def _said(step: Step) -> Duration:
    return Duration(step.count * Duration.MONTH if step.unit == "M" else step.seconds)


def _overlap(known: NDArray[np.float32], newer: NDArray[np.float32], begin: int) -> Overlap:
    apart = _differences(known, newer, begin)
    if len(apart) == 0:
        return Overlap(0, 0)
    different = int(_differ(apart).sum())
    largest = float(apart[np.abs(apart).argmax()])
    found = Overlap(len(apart), different, largest, float(apart.mean()))
    return replace(found, shift=_shift(known, newer, begin)) if found.contradicts else found


def _differences(
    known: NDArray[np.float32], newer: NDArray[np.float32], begin: int
) -> NDArray[np.float64]:
    """Newer − older where both have a value, ``newer`` beginning at step ``begin``."""
    first, last = max(0, begin), min(len(known), begin + len(newer))
    if last <= first:
        return np.array([], np.float64)
    apart = newer[first - begin : last - begin].astype(np.float64) - known[first:last]
    return np.asarray(apart[~np.isnan(apart)])


def _differ(apart: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(apart) > TOLERANCE + _ROUNDING)


def _shift(known: NDArray[np.float32], newer: NDArray[np.float32], begin: int) -> int | None:
    """The smallest move, up to a day of hours, after which the two agree; None where none does."""
    if np.nanstd(known) < TOLERANCE:
        return None
    for move in sorted(range(-MOST_SHIFT, MOST_SHIFT + 1), key=abs):
        apart = _differences(known, newer, begin + move)
        if move and len(apart) >= ENOUGH and _differ(apart).mean() <= 1 - AGREE:
            return move
    return None
