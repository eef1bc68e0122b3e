"""Typical years (TMY, EPW, PVGIS): each month was measured in another year.

Whoever makes such a file means one year without holes, and smooths the joints between its months.
Taken at their word, its stamps would be a few months scattered over decades.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.findings import Finding, first_rows
from rnnviz.series.values.times import Stamps

APART = np.timedelta64(20, "D")  # no two rows of one stretch are so far from each other
FEWEST, MOST = 4, 40  # stretches: fewer may be a logger that was off, more are no months
JOINT = np.timedelta64(3, "D")  # from the end of a stretch to the next, within the one year
YEAR = np.timedelta64(360, "D"), np.timedelta64(367, "D")


def as_one_year(when: Stamps, lines: NDArray[np.int64], findings: list[Finding]) -> Stamps:
    """The stamps with one year for all, where the rows are the months of a typical year.

    ``when`` (rows,) without NaT, ``lines`` (rows,) line numbers in the file. Any other file keeps
    its stamps: only stretches of different years that fill one calendar year, one after another
    and without overlap, are such months.
    """
    jumps = np.flatnonzero(np.abs(np.diff(when)) > APART) + 1
    if not FEWEST <= len(jumps) + 1 <= MOST:
        return when
    begins, ends = np.r_[0, jumps], np.r_[jumps, len(when)]
    years = when.astype("datetime64[Y]").astype(int) + 1970
    firsts = years[begins]
    if len(set(firsts)) < 2:
        return when
    year = _common_year(when, int(firsts[0]))
    # By the year in which its stretch begins: the hour after 31 December is of the next one.
    shift = np.repeat(year - firsts, ends - begins)
    months = when.astype("datetime64[M]")
    laid: NDArray[np.datetime64] = (
        (months + 12 * shift).astype(when.dtype) + (when - months)
    ).astype(when.dtype)
    order = np.argsort(laid[begins], kind="stable")
    gaps = laid[begins[order[1:]]] - laid[ends[order[:-1]] - 1]
    if (gaps < np.timedelta64(0, "s")).any() or (gaps > JOINT).any():
        return when
    if not YEAR[0] <= laid[ends[order[-1]] - 1] - laid[begins[order[0]]] <= YEAR[1]:
        return when
    params = {
        "first": str(firsts.min()),
        "last": str(firsts.max()),
        "year": str(year),
        "joints": len(jumps),
    }
    findings.append(
        Finding("typical_year", len(set(firsts)), first_rows(lines[begins[1:]]), params)
    )
    return laid


def _common_year(when: Stamps, first: int) -> int:
    """The first year from ``first`` on that has a 29 February where the file has one."""
    days = when.astype("datetime64[D]")
    is_29 = (days - days.astype("datetime64[M]")).astype(int) == 28
    february = (when.astype("datetime64[M]").astype(int) % 12) == 1
    # Its very beginning may be the end of the 28th, where hours count to 24.
    leap = bool((is_29 & february & (when > days)).any())
    return next(year for year in range(first, first + 9) if _is_leap(year) == leap)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
