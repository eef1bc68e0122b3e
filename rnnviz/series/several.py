"""Every station of a file as a series of its own, for a network on all of them, or one on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rnnviz.series.findings import Finding
from rnnviz.series.types import RegularSeries

# Why a station takes no part: it cannot be read, has another step than most, has too few values,
# or others have more and no more can take part.
Reason = Literal["unread", "step", "few", "many"]


@dataclass(frozen=True)
class SeveralSeries:
    """The stations of a file, or its temperature columns, each as a series with its findings.

    ``series``: by name, those with most rows first, all of one step. ``left_out``: the others, and
    why. ``taken``: the one that is read where only one is.
    """

    series: Mapping[str, RegularSeries]
    findings: Mapping[str, tuple[Finding, ...]]
    left_out: Mapping[str, Reason]
    taken: str


def of_one_step(found: SeveralSeries) -> SeveralSeries:
    """Only those with the step that most have; where as many have another, that of ``taken``."""
    counts = Counter(series.step for series in found.series.values())
    own = found.series[found.taken].step if found.taken in found.series else None
    step = max(counts, key=lambda each: (counts[each], each == own))
    kept = {name: series for name, series in found.series.items() if series.step == step}
    others: dict[str, Reason] = {name: "step" for name in found.series if name not in kept}
    taken = found.taken if found.taken in kept else next(iter(kept))
    return SeveralSeries(kept, found.findings, {**found.left_out, **others}, taken)


def at_most(found: SeveralSeries, most: int) -> SeveralSeries:
    """Only so many, those with most values, and the ``taken`` one among them."""
    sizes = {name: len(series.known) for name, series in found.series.items()}
    ranked = sorted(sizes, key=lambda name: (name != found.taken, -sizes[name]))
    beyond: dict[str, Reason] = dict.fromkeys(ranked[most:], "many")
    kept = {name: series for name, series in found.series.items() if name not in beyond}
    return SeveralSeries(kept, found.findings, {**found.left_out, **beyond}, found.taken)
