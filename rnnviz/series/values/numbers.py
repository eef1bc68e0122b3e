"""Text → numbers and degrees: decimal commas, stray signs, units, values that mean "missing"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rnnviz.series.table.cells import DEGREES, is_missing
from rnnviz.series.types import UNITS, Unit
from rnnviz.series.values.odd_cells import Marks, OddCell, read_odd_cell

FIRST_SHOWN = 4  # values that stand for a possibility
LOWEST, HIGHEST = -90.0, 60.0  # °C: the coldest and hottest air ever measured, rounded outwards
# Figures that stand for "not measured" in the files of weather services and loggers.
SENTINELS = (
    -9999, -999, -99, -200, -888, -777, -6999, -7999, -32768, -99.9, -999.9, -9999.9, -99.99,
    -999.99, 99, 999, 9999, 99.9, 99.99, 999.9, 9999.9, 999.99, 6999, 7999, 32767, 327.67,
    -327.68, 85, -127,
)  # fmt: skip
_NEAREST_SENTINEL = min(map(abs, SENTINELS))
_WORTH = {
    # Tenths alone are those of the sky that clouds cover.
    "0.1 °C": re.compile(
        r"0[.,]1\s*((°|deg|degrees?|graden|grad)?\s*c|℃)"
        r"|tenths?\W+((of\W+)?(a\W+)?(deg|cel)|°|c\b|℃)|(temp|tm(ax|in)).*tenths",
        re.I,
    ),
    "°C": re.compile(
        r"°\s*c|℃|\bdeg(ree)?s?[_ .]*c\b|cel[cs]ius|centigrad|[(\[]\W?c[)\]]|[_ -]c$"
        r"|tmpc|tc$|temp_?c(?![a-z])|tempm$|[_ ]cels?$|(?-i:\boC\b)|_c_",
        re.I,
    ),
    "°F": re.compile(
        r"°\s*f|℉|\bdeg(ree)?s?[_ .]*f\b|fah?ren|[(\[]\W?f[)\]]|(?<!^ta)[_ -]f$"
        r"|tmpf|tf$|temp_?f(?![a-z])|tempi$|[_ ]fahr$|(?-i:\boF\b)",
        re.I,
    ),
    "K": re.compile(r"[(\[]\W?k[)\]]|kelvin|[_ ]k$|°\s*k\b|^k$", re.I),
}
_MARKS: dict[str, Unit] = {"C": "°C", "℃": "°C", "F": "°F", "℉": "°F", "K": "K"}
# The ordinal, a ring, and the sign of degrees in what other encodings (Japan's, DOS, the Mac) call
# it, where nothing tells that they were used.
_LIKE_DEGREES = re.compile(r"[º˚ﾟ]|(?<![^\W\d_])[ßø¡](?=[CF]\b)")
_BARE = {"c": "°C", "f": "°F", "k": "K"}
# NOAA's hourly files: "+0123,1" is 12.3 °C with a mark for its quality; 3 and 7 mean "wrong".
_NOAA = re.compile(r"^[+-]\d{4},[0-9A-Z]$")
_WRONG = ("3", "7")
# °C: the hottest places have July medians of 39; where half of the hours are above 34, one in
# twenty is not below 15.
_HOTTEST_MONTH, _HOT, _NEVER_WHERE_HOT = 40.0, 34.0, 15.0
_UNIT_SHARE = 0.3  # of the figures: a letter behind fewer is rather a mark


@dataclass(frozen=True)
class Numbers:
    """``values`` (rows,) float64, NaN where nothing was measured or nothing could be read.

    ``bad``: rows with something else than a number. ``comma``: decimal commas were read.
    ``marks``: figures with a mark behind them. ``groups``: cells were NOAA's groups of tenths and a
    mark; ``marked``: rows marked as wrong.
    """

    values: NDArray[np.float64]
    bad: NDArray[np.intp]
    comma: bool
    marks: Marks = field(default_factory=Marks.none)
    groups: bool = False
    marked: NDArray[np.intp] = field(default_factory=lambda: np.array([], np.intp))


def text_array(column: pd.Series) -> pa.StringArray:
    """A column of cells as Arrow has them, in one piece."""
    cells = pa.array(column, pa.string())
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def to_numbers(column: pd.Series) -> Numbers:
    """Read a column of cells as numbers."""
    if pd.api.types.is_numeric_dtype(column):
        return Numbers(column.to_numpy(np.float64, na_value=np.nan), np.array([], np.intp), False)
    head = [cell.strip(" \"'") for cell in column.head(200).tolist()]
    groups = sum(bool(_NOAA.match(cell)) for cell in head)
    if groups and groups > 0.9 * sum(not is_missing(cell) for cell in head):
        return _from_groups(column)
    values, comma = _plain(column)
    values[np.isinf(values)] = np.nan
    left = np.flatnonzero(np.isnan(values))
    if len(left) == 0:
        return Numbers(values, left, comma)
    codes, unique = pd.factorize(column.iloc[left])
    odd = [read_odd_cell(str(cell)) for cell in unique]
    values[left] = np.array([cell.value for cell in odd])[codes]
    missing = np.array([is_missing(str(cell)) for cell in unique], bool)
    bad = left[np.isnan(values[left]) & ~missing[codes]]
    letters = _few_letters(odd, np.bincount(codes, minlength=len(odd)), len(values))
    marks = Marks.of([cell.mark or (cell.letter if letters else "") for cell in odd], codes, left)
    return Numbers(values, bad, comma or any(cell.comma for cell in odd), marks)


def _from_groups(column: pd.Series) -> Numbers:
    """NOAA's "+0123,1": tenths, and a mark for the quality."""
    codes, unique = pd.factorize(column.str.strip(" \"'"))
    tenths = np.full(len(unique), np.nan)
    wrong, odd = np.zeros((2, len(unique)), bool)
    for i, cell in enumerate(unique):
        if not _NOAA.match(cell):
            odd[i] = not is_missing(cell)
        elif cell[:5] != "+9999":
            wrong[i] = cell[6] in _WRONG
            tenths[i] = np.nan if wrong[i] else int(cell[:5]) / 10
    marked = np.flatnonzero(wrong[codes])
    bad = np.flatnonzero(odd[codes])
    return Numbers(tenths[codes], bad, False, groups=True, marked=marked)


def _plain(column: pd.Series) -> tuple[NDArray[np.float64], bool]:
    """Cells that are plain numbers, the others NaN; and whether decimal commas were read."""
    cells = text_array(column)
    for trimmed in (False, True):
        if trimmed:
            cells = pc.utf8_trim(cells, characters=" \t\"'")
            cells = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
        for comma in (False, True):
            # All cells as they are, or all with their decimal comma made a point.
            read = _cast(_with_points(cells) if comma else cells)
            if read is not None:
                return read, comma
    codes, kinds = pd.factorize(column)
    read = pd.to_numeric(pd.Series(kinds), errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return read[codes], False


def _cast(cells: pa.StringArray) -> NDArray[np.float64] | None:
    """The numbers, NaN for null; None where a cell is none."""
    try:
        # The first cells tell in most cases, and Arrow is slow to say no to a million.
        pc.cast(cells.slice(0, 100), pa.float64())
        return np.array(pc.cast(cells, pa.float64()), np.float64)
    except pa.ArrowInvalid:
        return None


def _with_points(cells: pa.StringArray) -> pa.StringArray:
    """Every comma made a point."""
    known, ends, data = cells.buffers()
    text = np.frombuffer(data or b"", np.uint8)
    text = np.where(text == ord(","), np.uint8(ord(".")), text)
    return pa.StringArray.from_buffers(
        len(cells), ends, pa.py_buffer(text), known, cells.null_count, cells.offset
    )


def _few_letters(odd: list[OddCell], counts: NDArray[np.intp], rows: int) -> bool:
    """Whether letters such as C, F and K stand behind so few figures that they are no unit."""
    lettered = sum(int(count) for cell, count in zip(odd, counts, strict=True) if cell.letter)
    return 0 < lettered < _UNIT_SHARE * rows


def unit_in(text: str) -> Unit | None:
    """The unit a name or a line of units speaks of; None where it speaks of none."""
    text = _LIKE_DEGREES.sub("°", text.strip())
    if text.lower() in _BARE:
        return _BARE[text.lower()]  # type: ignore[return-value]
    for unit, pattern in _WORTH.items():
        if pattern.search(text):
            return unit  # type: ignore[return-value]
    return None


def _mark(cell: str) -> str:
    """The letter or sign of the unit behind a figure; "" where there is none."""
    match = DEGREES.match(cell)
    return match[1][0].upper() if match else ""


def unit_in_cells(cells: pd.Series) -> Unit | None:
    """The unit that stands behind the figures themselves: ``72 °F``."""
    found = [_mark(str(cell).strip()) for cell in cells.head(100)]
    marks = set(found) - {""}
    if len(marks) != 1 or sum(map(bool, found)) < 0.3 * len(found):
        return None
    return _MARKS[marks.pop()]


def second_unit(cells: pd.Series) -> tuple[int, str] | None:
    """The first cell with another unit behind its figure than the cells before it: its position
    and its text. Choosing one unit for all of them would be wrong for some.
    """
    codes, kinds = pd.factorize(cells)
    marks = [_mark(str(kind).strip(" \"'")) for kind in kinds]
    units = np.array([_MARKS.get(mark, "") for mark in marks])
    told = np.flatnonzero(units[codes] != "")
    other = told[units[codes[told]] != units[codes[told[:1]]]] if len(told) else told
    return (int(other[0]), str(cells.iloc[other[0]])) if len(other) else None


def unit_of_values(known: NDArray[np.float64], american: bool = False) -> Unit | None:
    """The unit that makes figures plausible temperatures of air; None where none does.

    ``american``: other columns of the file are in miles or inches.
    """
    real = known[~np.isin(known, SENTINELS)]
    real = real if len(real) else known
    low, middle, high = np.quantile(real, [0.01, 0.5, 0.99])
    if low >= 180 and high <= 335:
        return "K"
    if high <= HIGHEST and low >= LOWEST:
        return "°F" if american or _is_too_hot(real, float(middle)) else "°C"
    if low >= -60 and high <= 135:
        return "°F"
    whole = (real == np.round(real)).all()
    return "0.1 °C" if whole and low >= 10 * LOWEST and high <= 10 * HIGHEST else None


def _is_too_hot(figures: NDArray[np.float64], middle: float) -> bool:
    """Whether figures would be too hot a month for any place in °C, or too hot beside their cold:
    a winter in °F.
    """
    cold = float(np.quantile(figures, 0.05))
    return middle > _HOTTEST_MONTH or (middle > _HOT and cold < _NEVER_WHERE_HOT)


def looks_scaled(values: NDArray[np.float64]) -> bool:
    """Whether figures were scaled, so that no degrees can be had from them: all of them between 0
    and 1, from -1 to 1 with more than two decimals, or with a mean of 0 and a standard deviation
    of 1.
    """
    known = values[~np.isnan(values)]
    if len(known) < 100 or (known == np.round(known)).all() or np.ptp(known) == 0:
        return False
    low, high = known.min(), known.max()
    ends = max(abs(low + 1), abs(high - 1)) < 1e-6 and np.mean(known != known.round(2)) > 0.5
    standard = max(abs(known.mean()), abs(known.std() - 1)) < 1e-3
    return bool((low >= -1e-6 and high <= 1 + 1e-6) or ends or standard)


def to_celsius(values: NDArray[np.float64], unit: Unit) -> NDArray[np.float64]:
    """Values in ``unit`` → °C."""
    if unit == "°F":
        return (values - 32) * (5 / 9)
    if unit == "K":
        return values - 273.15
    return values / 10 if unit == "0.1 °C" else values


def first_degrees(values: NDArray[np.float64], unit: Unit) -> tuple[float, ...]:
    """The first values that are there in °C, rounded: by them a possibility is shown."""
    known = values[~np.isnan(values)][:FIRST_SHOWN]
    return tuple(round(float(value), 1) for value in to_celsius(known, unit))


def fitting_unit(values: NDArray[np.float64], taken: MaskedValues, unit: Unit) -> Unit | None:
    """The unit that was meant where a fifth of the figures are impossible in ``unit``, and hardly
    any in another; None where there is no such.
    """
    known = values[~np.isnan(values)]
    if len(taken.impossible) < 0.2 * (len(known) - len(taken.sentinels)):
        return None
    for other in UNITS:
        if other == unit:
            continue
        left = mask_invalid(values, other)
        if len(left.impossible) + len(left.sentinels) < 0.01 * len(known):
            return other
    return None


@dataclass(frozen=True)
class MaskedValues:
    """°C with NaN for what was taken out, and which rows that was."""

    celsius: NDArray[np.float64]
    sentinels: NDArray[np.intp]
    sentinel_values: tuple[float, ...]
    impossible: NDArray[np.intp]


def mask_invalid(values: NDArray[np.float64], unit: Unit) -> MaskedValues:
    """Take out figures that stand for "missing", and what no air can have.

    A usual sentinel that could be a temperature (85, 99 in °F …) is taken out only where it stands
    far from all its neighbours.
    """
    celsius = to_celsius(values, unit)
    possible = (celsius >= LOWEST) & (celsius <= HIGHEST)
    known = ~np.isnan(values)
    usual = np.abs(values) >= _NEAREST_SENTINEL
    usual[usual] = np.isin(values[usual], SENTINELS)
    if unit == "K":
        usual |= np.isclose(values, 0)
    doubtful = np.flatnonzero(usual & possible)
    alone = np.zeros(len(values), bool)
    if len(doubtful):
        quiet = np.flatnonzero(known & possible & ~usual)
        if len(quiet):
            at = np.clip(np.searchsorted(quiet, doubtful), 0, len(quiet) - 1)
            before = np.clip(at - 1, 0, len(quiet) - 1)
            gap = np.minimum(
                np.abs(celsius[quiet[at]] - celsius[doubtful]),
                np.abs(celsius[quiet[before]] - celsius[doubtful]),
            )
            alone[doubtful] = gap > 15
    sentinel = known & usual & (~possible | alone)
    impossible = known & ~possible & ~sentinel
    result = np.where(sentinel | impossible, np.nan, celsius)
    kinds = tuple(float(v) for v in np.unique(values[sentinel]))
    return MaskedValues(result, np.flatnonzero(sentinel), kinds, np.flatnonzero(impossible))
