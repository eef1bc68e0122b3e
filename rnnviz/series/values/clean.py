"""Stamps and degrees, row by row → one value a step, with everything that was done listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import Duration, Stamp
from rnnviz.series.findings import EXAMPLE_ROWS, Finding, finding_at, stamp_of
from rnnviz.series.step import HOUR, Step
from rnnviz.series.types import ReadOptions, RegularSeries, SeriesError
from rnnviz.series.typical import as_one_year
from rnnviz.series.values.input_columns import fill_short, joined_known, regular_inputs
from rnnviz.series.values.quality_findings import quality_findings, runs_of, step_stamp
from rnnviz.series.values.read_values import Values
from rnnviz.series.values.regular import find_spacing, gather
from rnnviz.series.values.spikes import find_spikes, spikes_found
from rnnviz.series.values.summer_time import SummerTime
from rnnviz.series.values.times import Stamps

STRAY_HOURS = 2 * 8766
MOST_STEPS = 200 * 8766  # two hundred years of hours
MOST_FINE = 12_000_000  # of shorter ones: twenty years of minutes


@dataclass(frozen=True)
class CleanSeries:
    """The series, how many rows are in it, the step of the file, and the findings."""

    series: RegularSeries
    rows_used: int
    step: Duration
    findings: tuple[Finding, ...]


def clean(values: Values, choices: ReadOptions, summer: SummerTime | None = None) -> CleanSeries:
    """Order, join duplicates, make regular, fill short holes.

    ``values`` in °C; rows without a stamp or without a figure are left out. ``summer``: how their
    clock follows summer time, where it does and is kept: its hours are no faults of the rows.
    """
    findings: list[Finding] = []
    good = _wanted(values, choices, findings)
    when, value, line, *others = _only(
        good, values.stamps, values.figures, values.lines, *values.others
    )
    if len(when) < 2:
        raise SeriesError("series_too_few_rows", count=len(when))
    when = as_one_year(when, line, findings)
    kept = _without_strays(when, line, findings)
    when, value, line, *others = _only(kept, when, value, line, *others)
    back = np.flatnonzero(np.diff(when) < np.timedelta64(0, "s")) + 1
    slips = back[~summer.explains_repeats(when[back])] if summer is not None else back
    findings += finding_at("unordered", line[slips])
    if len(back):
        order = np.argsort(when, kind="stable")
        when, value, line = when[order], value[order], line[order]
        others = [other[order] for other in others]
    others = _joined(when, others)
    when, value, line = _join_duplicates(when, value, line, findings, summer)
    spikes = find_spikes(when, value)
    if len(spikes):
        findings.append(spikes_found(spikes, when, value, line, choices.drop_spikes))
        if choices.drop_spikes:
            kept = np.ones(len(when), bool)
            kept[spikes] = False
            when, value, line, *others = _only(kept, when, value, line, *others)
    used = len(when)
    if used < 2:
        raise SeriesError("series_too_few_rows", count=used)
    spacing = find_spacing(when, line, findings)
    found = gather(when, value, line, spacing, choices, findings, others)
    if len(found.places) < 2:
        raise SeriesError("series_one_hour", start=stamp_of(when[0]), step=spacing.usual)
    start, step = found.start, found.step
    span = int(found.places[-1]) + 1
    if span > (MOST_STEPS if step.seconds >= HOUR.seconds else MOST_FINE):
        raise SeriesError(
            "series_span",
            start=Stamp(str(start)[:10]),
            end=Stamp(str(step.stamp(start, span))[:10]),
            row=int(line[-1]),
        )
    grid = np.full(span, np.nan)
    grid[found.places] = found.values

    def line_at(place: int) -> int:
        """The line of the first row at this step or after it."""
        return int(line[min(int(np.searchsorted(when, step.stamp(start, place))), len(line) - 1)])

    def named(place: int) -> Stamp:
        return step_stamp(step, start, place)

    most = choices.fill_hours * 3600 // step.seconds
    grid = _fill(grid, most, findings, line_at, named, _is_summer(summer, start, step))
    quality_findings(grid, step, findings, line_at, named)
    beside = dict(zip(choices.inputs, found.others, strict=True))
    inputs = regular_inputs(beside, found.places, grid, most, findings)
    series = RegularSeries(start, grid.astype(np.float32), values.utc, step, inputs, values.zone)
    return CleanSeries(series, used, spacing.usual, tuple(findings))


def _is_summer(
    summer: SummerTime | None, start: np.datetime64, step: Step
) -> Callable[[int, int], bool]:
    """Whether the steps from one place to another are but an hour that the clock left out."""
    if summer is None or len(summer.skipped) == 0:
        return lambda begin, end: False
    return lambda begin, end: summer.explains_gap(step.stamp(start, begin), step.stamp(start, end))


def _only(rows: NDArray[np.bool_], *columns: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Some rows of each column; nothing is copied where it is all of them."""
    return columns if rows.all() else tuple(column[rows] for column in columns)


def _wanted(values: Values, choices: ReadOptions, findings: list[Finding]) -> NDArray[np.bool_]:
    """Rows with a stamp and a figure, before the day from which on nothing is wanted."""
    good = ~np.isnat(values.stamps) & ~np.isnan(values.figures)
    if choices.until is None:
        return good
    after = values.stamps >= np.datetime64(choices.until)
    begin = Stamp(str(choices.until))
    findings += finding_at("cut", values.lines[good & after], **{"from": begin})
    return good & ~after


def _without_strays(
    stamps: Stamps, lines: NDArray[np.int64], findings: list[Finding]
) -> NDArray[np.bool_]:
    """All rows but the few that stand years apart from all others: a clock that was reset."""
    kept = np.ones(len(stamps), bool)
    gaps = np.diff(stamps).astype(np.int64)
    if gaps.min() < 0:
        gaps = np.diff(np.sort(stamps)).astype(np.int64)
    if len(stamps) < 24 or gaps.max() <= STRAY_HOURS * 3600:
        return kept
    order = np.argsort(stamps, kind="stable")
    few = max(1, len(stamps) // 100)
    first, last = 0, len(order)
    for k in np.flatnonzero(gaps > STRAY_HOURS * 3600):
        if k < few:
            first = int(k) + 1
        elif len(order) - k - 1 <= few:
            last = min(last, int(k) + 1)
    strays = np.sort(np.concatenate([order[:first], order[last:]]))
    if len(strays) == 0:
        return kept
    stamp = stamp_of(stamps[strays[0]])
    findings += finding_at("stray_times", lines[strays], stamp=stamp)
    kept[strays] = False
    return kept


def _join_duplicates(
    when: Stamps,
    value: NDArray[np.float64],
    line: NDArray[np.int64],
    findings: list[Finding],
    summer: SummerTime | None,
) -> tuple[Stamps, NDArray[np.float64], NDArray[np.int64]]:
    """One row a stamp: the same value once, different values averaged."""
    first = np.concatenate([[True], np.diff(when) > np.timedelta64(0, "s")])
    if first.all():
        return when, value, line
    group = np.cumsum(first) - 1
    starts = np.flatnonzero(first)
    low, high = np.minimum.reduceat(value, starts), np.maximum.reduceat(value, starts)
    conflict = (high - low > 1e-9)[group]
    again = ~first
    if summer is not None:
        again &= ~summer.explains_repeats(when)
    for code, rows in (
        ("duplicates", again & ~conflict),
        ("conflicting_duplicates", again & conflict),
    ):
        if rows.any():
            params: dict[str, object] = {"stamp": stamp_of(when[rows][0])}
            if code == "conflicting_duplicates":
                params["spread"] = round(float((high - low)[group[rows]].max()), 1)
            findings += finding_at(code, line[rows], **params)
    means = np.add.reduceat(value, starts) / np.diff(np.append(starts, len(value)))
    # A mean of equal figures must be that figure, to the last bit.
    joined = np.where(high - low > 1e-9, means, low)
    return when[first], joined, line[first]


def _joined(when: Stamps, others: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """One row a stamp of each input, as ``_join_duplicates`` has it of the temperature."""
    if not others:
        return []
    first = np.concatenate([[True], np.diff(when) > np.timedelta64(0, "s")])
    if first.all():
        return list(others)
    starts = np.flatnonzero(first)
    return [joined_known(other, starts) for other in others]


def _fill(
    grid: NDArray[np.float64],
    most: int,
    findings: list[Finding],
    line_at: Callable[[int], int],
    named: Callable[[int], Stamp],
    is_summer: Callable[[int, int], bool],
) -> NDArray[np.float64]:
    """Interpolate holes of at most ``most`` steps; longer ones stay and split the series.

    The finding names the rows that come after the longest holes. ``is_summer``: whether a hole is
    an hour that the clock left out, which is filled as well, and is no gap of the file.
    """
    begins, ends = runs_of(np.isnan(grid))
    if len(begins) == 0:
        return grid
    result = fill_short(grid, most)
    gaps = np.array([not is_summer(*hole) for hole in zip(begins, ends, strict=True)], bool)
    begins, ends = begins[gaps], ends[gaps]
    if len(begins) == 0:
        return result
    sizes = ends - begins
    longest = int(sizes.argmax())
    findings.append(
        Finding(
            "gaps",
            len(sizes),
            tuple(line_at(int(ends[k])) for k in np.argsort(-sizes, kind="stable")[:EXAMPLE_ROWS]),
            {
                "hours": int(sizes.sum()),
                "longest": int(sizes[longest]),
                "from": named(int(begins[longest])),
                "to": named(int(ends[longest])),
                "limit": most,
                "filled": int((sizes <= most).sum()),
            },
        )
    )
    return result
