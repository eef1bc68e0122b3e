"""Stamps and degrees, row by row → one value an hour, with everything that was done listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.message_values import Duration, Stamp
from rnnviz.series.findings import EXAMPLE_ROWS, Finding, finding_at, stamp_of
from rnnviz.series.types import HourlySeries, ReadOptions, SeriesError
from rnnviz.series.typical import as_one_year
from rnnviz.series.values.quality_findings import hour_of, quality_findings, runs_of
from rnnviz.series.values.read_values import Values
from rnnviz.series.values.spikes import find_spikes, spikes_found
from rnnviz.series.values.times import Stamps

STRAY_HOURS = 2 * 8766
MOST_HOURS = 200 * 8766
COARSEST = 3 * 3600  # seconds between rows; hours in between are interpolated
_ROUND_STEPS = (60, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400)


@dataclass(frozen=True)
class CleanSeries:
    """The series, how many rows are in it, the step of the file, and the findings."""

    series: HourlySeries
    rows_used: int
    step: Duration
    findings: tuple[Finding, ...]


def clean(values: Values, choices: ReadOptions) -> CleanSeries:
    """Order, join duplicates, average to hours, fill short holes.

    ``values`` in °C; rows without a stamp or without a figure are left out.
    """
    findings: list[Finding] = []
    good = ~np.isnat(values.stamps) & ~np.isnan(values.figures)
    when, value, line = _only(good, values.stamps, values.figures, values.lines)
    if len(when) < 2:
        raise SeriesError("series_too_few_rows", count=len(when))
    when = as_one_year(when, line, findings)
    when, value, line = _only(_without_strays(when, line, findings), when, value, line)
    back = np.flatnonzero(np.diff(when) < np.timedelta64(0, "s")) + 1
    findings += finding_at("unordered", line[back])
    if len(back):
        order = np.argsort(when, kind="stable")
        when, value, line = when[order], value[order], line[order]
    when, value, line = _join_duplicates(when, value, line, findings)
    spikes = find_spikes(when, value)
    if len(spikes):
        findings.append(spikes_found(spikes, when, value, line, choices.drop_spikes))
        if choices.drop_spikes:
            kept = np.ones(len(when), bool)
            kept[spikes] = False
            when, value, line = _only(kept, when, value, line)
    used = len(when)
    if used < 2:
        raise SeriesError("series_too_few_rows", count=used)
    step = _step(when, line, findings)
    hours, means = _hourly(when, value)
    if len(hours) < 2:
        raise SeriesError("series_one_hour", start=stamp_of(when[0]))
    span = int((hours[-1] - hours[0]).astype(int)) + 1
    if span > MOST_HOURS:
        raise SeriesError(
            "series_span",
            start=Stamp(str(hours[0])[:10]),
            end=Stamp(str(hours[-1])[:10]),
            row=int(line[-1]),
        )
    grid = np.full(span, np.nan)
    grid[(hours - hours[0]).astype(int)] = means
    regular = -(-step // 3600) - 1  # hours between the rows of a file with a step of hours

    def line_at(hour: np.datetime64) -> int:
        return _line_at(hour, when, line)

    grid = _fill(grid, hours[0], choices.fill_hours, regular, findings, line_at)
    quality_findings(grid, hours[0], findings, line_at)
    series = HourlySeries(hours[0], grid.astype(np.float32), values.utc)
    return CleanSeries(series, used, step, tuple(findings))


def _only(rows: NDArray[np.bool_], *columns: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Some rows of each column; nothing is copied where it is all of them."""
    return columns if rows.all() else tuple(column[rows] for column in columns)


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
    when: Stamps, value: NDArray[np.float64], line: NDArray[np.int64], findings: list[Finding]
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
    for code, rows in (
        ("duplicates", again & ~conflict),
        ("conflicting_duplicates", again & conflict),
    ):
        if rows.any():
            params: dict[str, object] = {"stamp": stamp_of(when[rows][0])}
            if code == "conflicting_duplicates":
                params["spread"] = round(float((high - low).max()), 1)
            findings += finding_at(code, line[rows], **params)
    means = np.add.reduceat(value, starts) / np.diff(np.append(starts, len(value)))
    # A mean of equal figures must be that figure, to the last bit.
    joined = np.where(high - low > 1e-9, means, low)
    return when[first], joined, line[first]


def _step(when: Stamps, line: NDArray[np.int64], findings: list[Finding]) -> Duration:
    """The usual step of the file."""
    steps = np.diff(when).astype("timedelta64[s]").astype(np.int64)
    if (steps == steps[0]).all():
        kinds, counts = steps[:1], np.array([len(steps)])
    else:
        kinds, counts = np.unique(steps, return_counts=True)
    usual = int(kinds[counts.argmax()])
    middle = usual if counts.max() > 0.5 * len(steps) else int(np.median(steps))
    if counts.max() < 0.5 * len(steps):  # no step is usual: the middle one, rounded
        usual = min(_ROUND_STEPS, key=lambda step: abs(np.log(step / max(middle, 1))))
    shown = Duration(usual)
    if min(usual, middle) > COARSEST:
        raise SeriesError("series_too_coarse", step=Duration(middle))
    if min(usual, middle) > 5400:
        findings.append(Finding("coarse", len(when), (), {"step": shown}))
    if usual < 3600:
        if counts.max() < 0.9 * len(steps):
            findings += finding_at("irregular", line[1:][steps != usual], step=shown)
        findings.append(Finding("averaged", len(when), (), {"step": shown}))
    elif counts.max() < 0.8 * len(steps):
        findings += finding_at("irregular", line[1:][steps != usual], step=shown)
    minutes = when.astype(np.int64) % 3600 // 60 if usual >= 3600 else np.zeros(1, np.int64)
    off_hour = minutes != 0
    if off_hour.any():
        findings += finding_at("off_the_hour", line[off_hour], minute=int(minutes[off_hour][0]))
    return shown


def _hourly(when: Stamps, value: NDArray[np.float64]) -> tuple[Stamps, NDArray[np.float64]]:
    hours = when.astype("datetime64[h]")
    first = np.concatenate([[True], np.diff(hours) > np.timedelta64(0, "h")])
    starts = np.flatnonzero(first)
    sizes = np.diff(np.append(starts, len(value)))
    means = np.add.reduceat(value, starts) / sizes
    return hours[first], np.where(sizes == 1, value[starts], means)


def _fill(
    grid: NDArray[np.float64],
    start: np.datetime64,
    fill_hours: int,
    regular: int,
    findings: list[Finding],
    line_at: Callable[[np.datetime64], int],
) -> NDArray[np.float64]:
    """Interpolate holes of at most ``fill_hours``; longer ones stay and split the series.

    Holes of ``regular`` hours are the step of the file: they are filled too, and are no finding.

    The finding names the rows that come after the longest holes.
    """
    begins, ends = runs_of(np.isnan(grid))
    hole = ends - begins > regular
    filled = pd.Series(grid).interpolate("linear", limit_area="inside").to_numpy()
    result = grid.copy()
    for begin, end in zip(begins, ends, strict=True):
        if end - begin <= max(fill_hours, regular):
            result[begin:end] = filled[begin:end]
    begins, ends = begins[hole], ends[hole]
    if len(begins) == 0:
        return result
    sizes = ends - begins
    longest = int(sizes.argmax())
    findings.append(
        Finding(
            "gaps",
            len(sizes),
            tuple(
                line_at(start + np.timedelta64(int(ends[k]), "h"))
                for k in np.argsort(-sizes, kind="stable")[:EXAMPLE_ROWS]
            ),
            {
                "hours": int(sizes.sum()),
                "longest": int(sizes[longest]),
                "from": hour_of(start, int(begins[longest])),
                "to": hour_of(start, int(ends[longest])),
                "limit": fill_hours,
                "filled": int((sizes <= fill_hours).sum()),
            },
        )
    )
    return result


def _line_at(hour: np.datetime64, when: Stamps, line: NDArray[np.int64]) -> int:
    """The line of the first row at this hour or after it."""
    return int(line[min(int(np.searchsorted(when, hour)), len(line) - 1)])
