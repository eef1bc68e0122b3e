"""What is odd about a series itself: a sensor that stands still, hardly any change, few values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import Stamp
from rnnviz.series.findings import EXAMPLE_ROWS, Finding, stamp_of
from rnnviz.series.step import Step

# The same figure for so long, or so often, is more often a stuck sensor than the weather.
FROZEN_SECONDS, FROZEN_STEPS = 24 * 3600, 8
SHORT_SECONDS, SHORT_STEPS = 14 * 24 * 3600, 200  # less than either teaches little
NEARLY_CONSTANT = 0.5  # °C between the coldest and the warmest percentile


def quality_findings(
    grid: NDArray[np.float64],
    step: Step,
    findings: list[Finding],
    line_at: Callable[[int], int],
    named: Callable[[int], Stamp],
) -> None:
    """What is odd about the series itself; nothing is changed."""
    known = grid[~np.isnan(grid)]
    if np.ptp(known) == 0:
        findings.append(Finding("constant", len(known), (), {"value": round(float(known[0]), 1)}))
        return
    low, high = np.quantile(known, [0.01, 0.99])
    if high - low < NEARLY_CONSTANT:
        findings.append(
            Finding("nearly_constant", len(known), (), {"spread": round(float(high - low), 2)})
        )
    same = np.concatenate([[False], np.diff(grid) == 0])
    begins, ends = runs_of(same)
    long = (ends - begins + 1) >= max(FROZEN_STEPS, step.of(FROZEN_SECONDS))
    if long.any():
        sizes = (ends - begins + 1)[long]
        first = begins[long] - 1
        at = int(first[sizes.argmax()])
        findings.append(
            Finding(
                "frozen",
                int(long.sum()),
                tuple(line_at(int(k)) for k in first[:EXAMPLE_ROWS]),
                {
                    "longest": int(sizes.max()),
                    "from": named(at),
                    "value": round(float(grid[at]), 1),
                },
            )
        )
    if len(known) < max(SHORT_STEPS, step.of(SHORT_SECONDS)):
        findings.append(Finding("short", len(known), (), {"hours": len(known)}))


def runs_of(flags: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Begin and end (exclusive) of every run of True."""
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def step_stamp(step: Step, start: np.datetime64, place: int) -> Stamp:
    """The stamp of a step, as it is shown; with a time of day where a day has several."""
    if step.is_by_clock:
        return Stamp(stamp_of(step.stamp(start, place).astype("datetime64[m]")))
    return Stamp(str(step.stamp(start, place).astype("datetime64[D]")))
