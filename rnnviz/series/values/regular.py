"""Rows at any times → a regular series: which step the file has, and which step each row is in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import Duration
from rnnviz.series.findings import Finding, finding_at, first_rows
from rnnviz.series.read_options import ReadOptions
from rnnviz.series.step import DAY, HOUR, MONTH, WEEK, Step
from rnnviz.series.types import SeriesError
from rnnviz.series.values.input_columns import together_known
from rnnviz.series.values.times import Stamps

_ROUND_STEPS = (
    *(60, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200),
    *(DAY.seconds, WEEK.seconds, MONTH.seconds, 12 * MONTH.seconds),
)
_SNAP = 0.02  # a clock that is off by less keeps the step it was set to
_MONTHS = (1, 2, 3, 4, 6, 12)
_MONTH = 30.4375  # days
_MONDAY = 4 * DAY.seconds  # the first one of 1970: weeks are counted from it
ENOUGH = 0.75  # of a day's, week's or month's values: fewer tell nothing about the whole


@dataclass(frozen=True)
class Spacing:
    """How far apart rows usually are: as the file says it, and as a step of its own."""

    usual: Duration
    step: Step


@dataclass(frozen=True)
class Gathered:
    """One value a step that has any: ``places`` are steps after ``start``, ascending.

    ``others``: those of the inputs at the same places, NaN where no row of the step has one.
    """

    start: np.datetime64
    step: Step
    places: NDArray[np.int64]
    values: NDArray[np.float64]
    others: tuple[NDArray[np.float64], ...] = ()


def find_spacing(when: Stamps, line: NDArray[np.int64], findings: list[Finding]) -> Spacing:
    """The usual step between rows. ``when`` (rows,) ascending, without duplicates."""
    steps = np.diff(when).astype("timedelta64[s]").astype(np.int64)
    if (steps == steps[0]).all():
        kinds, counts = steps[:1], np.array([len(steps)])
    else:
        kinds, counts = np.unique(steps, return_counts=True)
    usual = int(kinds[counts.argmax()])
    middle = usual if counts.max() > 0.5 * len(steps) else int(np.median(steps))
    months = _months(middle)
    if months is not None:
        return _of_months(months, when, line, findings)
    if counts.max() < 0.5 * len(steps):  # no step is usual: the middle one, rounded
        usual = min(_ROUND_STEPS, key=lambda step: abs(np.log(step / max(middle, 1))))
        if usual > WEEK.seconds:
            return _of_months(12 if usual > 2 * MONTH.seconds else 1, when, line, findings)
    shown = Duration(usual)
    if usual < 3600:
        if counts.max() < 0.9 * len(steps):
            findings += finding_at("irregular", line[1:][steps != usual], step=shown)
    elif counts.max() < 0.8 * len(steps):
        findings += finding_at("irregular", line[1:][steps != usual], step=shown)
    near = min(_ROUND_STEPS, key=lambda step: abs(step - usual))
    return Spacing(shown, Step.of_seconds(near if abs(near - usual) <= _SNAP * near else usual))


def _months(seconds: int) -> int | None:
    """How many months rows are apart that are so far from each other; None where they are not."""
    days = seconds / DAY.seconds
    count = round(days / _MONTH)
    if count not in _MONTHS or not count * 28 <= days <= count * 31:
        return None
    return count


def _of_months(
    count: int, when: Stamps, line: NDArray[np.int64], findings: list[Finding]
) -> Spacing:
    number = when.astype("datetime64[M]").astype(np.int64)
    apart = np.diff(number)
    shown = Duration(Duration.YEAR if count == 12 else count * Duration.MONTH)
    if (apart == count).mean() < 0.8:
        findings += finding_at("irregular", line[1:][apart != count], step=shown)
    return Spacing(shown, Step(count, "M"))


def gather(
    when: Stamps,
    value: NDArray[np.float64],
    line: NDArray[np.int64],
    spacing: Spacing,
    choices: ReadOptions,
    findings: list[Finding],
    others: Sequence[NDArray[np.float64]] = (),
) -> Gathered:
    """One value a step; rows that fall into the same one are taken together.

    Hours unless the file has a coarser step or the user chose one. Raises ``SeriesError`` where
    that is finer than the file: nothing is made up between two rows.
    """
    own = spacing.step
    step = _wished(choices, own)
    if step is None:
        step = own if own.seconds > HOUR.seconds else HOUR
    elif step.seconds < own.seconds:
        raise SeriesError("series_step_finer", step=spacing.usual)
    if step == own and step != HOUR:  # an hour is that of the clock, at whichever minute
        number, start_of = _own_places(when, step)
    else:
        number, start_of = _places(when, step)
    if step == HOUR:
        _say_hours(when, line, spacing, findings)
    elif step == own:
        findings.append(Finding("own_step", len(when), (), {"step": spacing.usual}))
    first = np.concatenate([[True], np.diff(number) > 0])
    starts = np.flatnonzero(first)
    sizes = np.diff(np.append(starts, len(value)))
    values = _together(value, starts, sizes, choices)
    beside = [together_known(other, starts, sizes, choices.take) for other in others]
    places = number[first] - number[0]
    if step.seconds > HOUR.seconds and step != own:
        wanted = ENOUGH * np.floor(_length(start_of(number[first]), step) / own.seconds)
        enough = sizes >= np.maximum(wanted, 1)
        few = line[starts[~enough]]
        params = {"step": spacing.usual, "every": _said(step), "few": len(few)}
        findings.append(Finding(f"taken_{choices.take}", len(when), first_rows(few), params))
        if not enough.any():
            raise SeriesError("series_too_few_rows", count=0)
        places, values = places[enough], values[enough]
        beside = [other[enough] for other in beside]
    begin = start_of(number[:1] + places[:1])[0]
    if np.datetime_data(begin)[0] != step.unit:  # every three hours from 00:30 on
        step = Step(step.seconds // 60, "m")
    return Gathered(begin, step, places - places[0], values, tuple(beside))


def _wished(choices: ReadOptions, own: Step) -> Step | None:
    if choices.step is None:
        return None
    return own if choices.step == "own" else Step.read(choices.step)


def _said(step: Step) -> Duration:
    return Duration(step.count * Duration.MONTH if step.unit == "M" else step.seconds)


def _say_hours(
    when: Stamps, line: NDArray[np.int64], spacing: Spacing, findings: list[Finding]
) -> None:
    if spacing.usual < HOUR.seconds:
        findings.append(Finding("averaged", len(when), (), {"step": spacing.usual}))
        return
    minutes = when.astype(np.int64) % 3600 // 60
    off_hour = minutes != 0
    if off_hour.any():
        findings += finding_at("off_the_hour", line[off_hour], minute=int(minutes[off_hour][0]))


def _together(
    value: NDArray[np.float64],
    starts: NDArray[np.intp],
    sizes: NDArray[np.intp],
    choices: ReadOptions,
) -> NDArray[np.float64]:
    if choices.take == "min":
        return np.asarray(np.minimum.reduceat(value, starts))
    if choices.take == "max":
        return np.asarray(np.maximum.reduceat(value, starts))
    means = np.add.reduceat(value, starts) / sizes
    return np.where(sizes == 1, value[starts], means)  # one figure stays itself, to the last bit


StartOf = Callable[[NDArray[np.int64]], Stamps]


def _places(when: Stamps, step: Step) -> tuple[NDArray[np.int64], StartOf]:
    """Which step each row is in: hours from midnight, weeks from Monday, months of the year."""
    return _numbered(when, step, _MONDAY if step == WEEK else 0, nearest=False)


def _own_places(when: Stamps, step: Step) -> tuple[NDArray[np.int64], StartOf]:
    """The same by the file's own step: it may begin at any hour, and clocks are not exact."""
    if step.unit == "M":
        number = when.astype("datetime64[M]").astype(np.int64)
        return _numbered(when, step, _usual(number % step.count), nearest=False)
    if step.unit == "D":
        day = when.astype("datetime64[D]").astype("datetime64[s]")
        phase = _usual(day.astype(np.int64) % step.seconds)
        return _numbered(day, step, phase, nearest=True)
    phase = _usual(when.astype(np.int64) % step.seconds // 60) * 60
    return _numbered(when, step, phase, nearest=True)


def _numbered(
    when: Stamps, step: Step, phase: int, nearest: bool
) -> tuple[NDArray[np.int64], StartOf]:
    """Numbers of steps, and the stamp with which a number begins.

    ``phase``: where steps begin, in seconds, of months in months.
    """
    if step.unit == "M":
        number = (when.astype("datetime64[M]").astype(np.int64) - phase) // step.count
        return number, lambda k: (k * step.count + phase).astype("datetime64[M]")
    seconds = when.astype("datetime64[s]").astype(np.int64) - phase
    if nearest:
        seconds = seconds + step.seconds // 2
    unit = step.unit if phase % Step(1, step.unit).seconds == 0 else "m"
    number = seconds // step.seconds

    def start_of(k: NDArray[np.int64]) -> Stamps:
        begin = (k * step.seconds + phase).astype("datetime64[s]")
        stamps: Stamps = begin.astype(f"datetime64[{unit}]")
        return stamps

    return number, start_of


def _usual(phases: NDArray[np.int64]) -> int:
    kinds, counts = np.unique(phases, return_counts=True)
    return int(kinds[counts.argmax()])


def _length(starts: Stamps, step: Step) -> NDArray[np.int64]:
    """Seconds in each step from these on."""
    if step.unit == "M":
        after = starts + np.timedelta64(step.count, "M")
        seconds = after.astype("datetime64[s]") - starts.astype("datetime64[s]")
        return np.asarray(seconds.astype(np.int64))
    return np.full(len(starts), step.seconds)
