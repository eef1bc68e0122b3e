"""Other columns beside the temperature: their cells → figures → one value a step.

They go through the same stages as the temperature (``clean``), so that a column with the same cells
becomes the same series, to the last bit. Their units are the file's: nothing is converted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName
from rnnviz.series.findings import Finding, finding_at
from rnnviz.series.read_options import Take
from rnnviz.series.types import SeriesError
from rnnviz.series.values.numbers import SENTINELS, to_numbers
from rnnviz.series.values.quality_findings import runs_of

Figures = NDArray[np.float64]
USUAL_WINDOW = 6  # steps: five to read and one to forecast, by which lost windows are counted
MUCH = 1  # per cent of the windows; fewer that are lost are not worth a word


def read_inputs(
    frame: pd.DataFrame, names: Sequence[str], lines: NDArray[np.int64]
) -> tuple[tuple[Figures, ...], list[Finding]]:
    """The figures of these columns of ``frame``, (rows,) each, and what was odd about them.

    Raises ``series_input_empty`` where a column holds no figure at all.
    """
    columns: list[Figures] = []
    findings: list[Finding] = []
    for name in names:
        column = {"column": ColumnName(name)}
        numbers = to_numbers(frame[name])
        values = numbers.values
        stand_for_missing = sentinels_in(values)
        shown = tuple(f"{value:g}" for value in np.unique(values[stand_for_missing]))
        values[stand_for_missing] = np.nan
        if np.isnan(values).all():
            raise SeriesError("series_input_empty", **column)
        odd = str(frame[name].iloc[numbers.bad[0]])[:40] if len(numbers.bad) else ""
        findings += finding_at("input_not_numbers", lines[numbers.bad], **column, value=odd)
        findings += finding_at("input_sentinels", lines[stand_for_missing], **column, values=shown)
        columns.append(values)
    return tuple(columns), findings


def sentinels_in(values: Figures) -> NDArray[np.intp]:
    """Rows whose figure stands for "not measured": a usual one of these, far from all others.

    99 is an ordinary humidity and 999 an ordinary pressure; -200 among concentrations, -9999
    among anything and a pressure of 0 are none.
    """
    usual = np.isin(values, SENTINELS) | (values == 0)
    rest = values[~usual & ~np.isnan(values)]
    if not usual.any() or len(rest) < 2:
        return np.flatnonzero(np.zeros(0))
    low, high = float(rest.min()), float(rest.max())
    usual_range = float(np.subtract(*np.quantile(rest, [0.99, 0.01])))
    far = max(2 * usual_range, 1e-9)
    below_all = (values < low - far) | ((values < 0) & (low >= 0))
    return np.flatnonzero(usual & (below_all | (values > high + far)))


def joined_known(values: Figures, starts: NDArray[np.intp]) -> Figures:
    """One figure for the rows of each stamp: the same one once, different ones averaged, NaN only
    where none of them is known. ``starts``: the first row of each stamp.
    """
    low, high = np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)
    sizes = np.diff(np.append(starts, len(values)))
    means = _means(values, starts, sizes)
    return np.where(high - low > 1e-9, means, low)


def together_known(
    values: Figures, starts: NDArray[np.intp], sizes: NDArray[np.intp], take: Take
) -> Figures:
    """One figure a step of the rows that have one, as the temperature's are taken together."""
    if take == "min":
        return np.asarray(np.fmin.reduceat(values, starts))
    if take == "max":
        return np.asarray(np.fmax.reduceat(values, starts))
    return np.where(sizes == 1, values[starts], _means(values, starts, sizes))


def _means(values: Figures, starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> Figures:
    missing = np.isnan(values)
    if not missing.any():
        return np.asarray(np.add.reduceat(values, starts) / sizes)
    known = np.add.reduceat((~missing).astype(np.int64), starts)
    sums = np.add.reduceat(np.where(missing, 0, values), starts)
    return np.where(known > 0, sums / np.maximum(known, 1), np.nan)


def fill_short(grid: Figures, most: int) -> Figures:
    """Interpolate holes of at most ``most`` steps; longer ones stay."""
    begins, ends = runs_of(np.isnan(grid))
    filled = pd.Series(grid).interpolate("linear", limit_area="inside").to_numpy()
    result = grid.copy()
    short = ends - begins <= most
    for begin, end in zip(begins[short], ends[short], strict=True):
        result[begin:end] = filled[begin:end]
    return result


def regular_inputs(
    others: Mapping[str, Figures],
    places: NDArray[np.int64],
    temperature: Figures,
    most: int,
    findings: list[Finding],
) -> Mapping[str, NDArray[np.float32]]:
    """Each input, one value a step of the finished ``temperature`` (steps,), holes of at most
    ``most`` steps filled; ``others`` (places,) are the values at the steps ``places``.

    What its long holes cost is among the ``findings``.
    """
    columns: dict[str, NDArray[np.float32]] = {}
    for name, values in others.items():
        grid = np.full(len(temperature), np.nan)
        grid[places] = values
        if np.isnan(grid).all():
            raise SeriesError("series_input_empty", column=ColumnName(name))
        whole = fill_short(grid, most)
        measured = np.zeros(len(grid), bool)
        measured[places] = True
        findings += _hole_findings(name, grid, whole, measured, temperature, most)
        columns[name] = whole.astype(np.float32)
    return columns


def _hole_findings(
    name: str,
    before: Figures,
    after: Figures,
    measured: NDArray[np.bool_],
    temperature: Figures,
    most: int,
) -> list[Finding]:
    """What was filled where the temperature was measured, and the windows that the rest costs."""
    column = {"column": ColumnName(name)}
    missing = np.isnan(after)
    filled = int((np.isnan(before) & ~missing & measured).sum())
    left = int((missing & measured).sum())
    findings = [Finding("input_filled", filled, (), {**column, "limit": most})] if filled else []
    holes = np.isnan(temperature)
    all_windows = _windows(holes)
    lost = all_windows - _windows(holes | missing)
    percent = round(100 * lost / all_windows) if all_windows else 0
    if percent >= MUCH:
        findings.append(Finding("input_holes", left, (), {**column, "percent": percent}))
    return findings


def _windows(holes: NDArray[np.bool_]) -> int:
    """How many windows of the usual length hold none of these."""
    if len(holes) < USUAL_WINDOW:
        return 0
    before = np.concatenate([[0], np.cumsum(holes)])
    return int((before[USUAL_WINDOW:] == before[:-USUAL_WINDOW]).sum())
