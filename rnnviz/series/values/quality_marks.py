"""Figures with a mark behind them (``-29.6*``): whether they are used, and what is said of it.

A mark speaks against its figures, unless the user, the file's own legend or the figures speak for
them: those that go on from the rows before and after as the unmarked ones do.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.findings import Finding, finding_at
from rnnviz.series.read_options import Marked, Unit
from rnnviz.series.values.numbers import Numbers, to_celsius
from rnnviz.series.values.odd_cells import Marks
from rnnviz.series.values.quality_findings import runs_of

_FILE = Path(__file__).with_name("quality_words.toml")
_SMALL, _WILD = 1.0, 8.0  # °C between rows: no jump at all, and so far that steps tell nothing
_FEWEST = 20  # steps between unmarked rows from which their usual size is known
_STUCK = 6  # rows of the very same figure
_MOST_SHOWN = 8


@dataclass(frozen=True)
class JudgedMarks:
    """``left_out`` (rows,): positions of the figures that are not used."""

    left_out: NDArray[np.intp]
    findings: tuple[Finding, ...]


def judge_marks(
    numbers: Numbers,
    unit: Unit,
    lines: NDArray[np.int64],
    legend: str,
    wished: Marked | None,
) -> JudgedMarks:
    """Which marked figures are used. ``legend``: what the file says around its table."""
    marks = numbers.marks
    if len(marks.rows) == 0:
        return JudgedMarks(marks.rows, ())
    if wished is None:
        said = [legend_says(mark, legend) for mark in marks.kinds]
        fit = _go_on(to_celsius(numbers.values, unit), marks)
        good = [seen if told is None else told for told, seen in zip(said, fit, strict=True)]
    else:
        good = [wished == "keep"] * len(marks.kinds)
    used = np.array(good, bool)[marks.codes]
    findings: list[Finding] = []
    for code, which in (("marks_dropped", ~used), ("marks_kept", used)):
        findings += finding_at(
            code, lines[marks.rows[which]], marks=_counted(marks.kinds, marks.codes[which])
        )
    return JudgedMarks(marks.rows[~used], tuple(findings))


def _counted(kinds: tuple[str, ...], codes: NDArray[np.intp]) -> tuple[str, ...]:
    """Each mark with how many figures have it, the most frequent first."""
    counts = np.bincount(codes, minlength=len(kinds))
    order = [int(k) for k in np.argsort(-counts, kind="stable") if counts[k]]
    shown = tuple(f"{kinds[k]} ({counts[k]})" for k in order[:_MOST_SHOWN])
    return (*shown, "…") if len(order) > _MOST_SHOWN else shown


def legend_says(mark: str, legend: str) -> bool | None:
    """Whether a line such as ``* = suspect`` calls a mark good; None where none tells."""
    sign = re.escape(mark.strip("()[] "))
    explained = re.compile(rf"(?:^|[\s#\"'(\[,;]){sign}[\"')\]]?\s*(?:=|:|→|[-–—]\s|\s\s)(.+)")
    for line in legend.splitlines():
        found = explained.search(line)
        if found:
            clause = re.split(r"[;,|]", found[1])[0].lower()
            for verdict in ("bad", "good"):
                if _words(verdict).search(clause):
                    return verdict == "good"
    return None


@cache
def _words(verdict: str) -> re.Pattern[str]:
    """The words of a verdict: whole ones where letters stand apart, any where they do not."""
    words = tomllib.loads(_FILE.read_text(encoding="utf-8"))[verdict]
    apart = "|".join(
        re.escape(word) for code, those in words.items() if code != "zh" for word in those
    )
    return re.compile(rf"(?<!\w)(?:{apart})(?!\w)|{'|'.join(words['zh'])}")


def _go_on(celsius: NDArray[np.float64], marks: Marks) -> NDArray[np.bool_]:
    """Of each kind of mark, whether its figures go on from the unmarked ones before and after.

    ``celsius`` (rows of the file,), NaN where there is no figure. What stands behind more than
    half of all figures marks none of them.
    """
    known = ~np.isnan(celsius)
    counts = np.bincount(marks.codes, minlength=len(marks.kinds))
    common: NDArray[np.bool_] = counts > 0.5 * known.sum()
    plain = known.copy()
    plain[marks.rows[~common[marks.codes]]] = False
    steps = np.abs(np.diff(celsius[plain]))
    most = max(_SMALL, 3 * float(np.quantile(steps, 0.95))) if len(steps) >= _FEWEST else 0.0
    if not 0 < most <= _WILD:
        return common
    fits = [
        common[k] or _fits(celsius, plain, marks.rows[marks.codes == k], most)
        for k in range(len(marks.kinds))
    ]
    return np.array(fits, bool)


def _fits(
    celsius: NDArray[np.float64], plain: NDArray[np.bool_], rows: NDArray[np.intp], most: float
) -> bool:
    """Whether nine in ten of the figures at ``rows`` are in runs that neither jump by more than
    ``most`` °C, into them, within them and out of them, nor stand still.
    """
    marked = np.zeros(len(plain), bool)
    marked[rows] = True
    at = np.flatnonzero(plain | (marked & ~np.isnan(celsius)))
    steps = np.abs(np.diff(celsius[at]))
    good = 0
    for begin, end in zip(*runs_of(marked[at]), strict=True):
        run = celsius[at[begin:end]]
        stuck = len(run) >= _STUCK and np.ptp(run) == 0
        jumps = (steps[max(begin - 1, 0) : end] > most).any()
        good += 0 if stuck or jumps else len(run)
    return bool(good >= 0.9 * len(rows))
