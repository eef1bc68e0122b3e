"""One cell that is no plain number → its figure, and the mark of quality that stands behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.table.cells import DEGREES, is_missing

_AFTER = re.compile(r"^(\d+([.,]\d*)?-|\(\d+([.,]\d*)?\))$")
_FIGURE = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:[. ']\d{3})+),(\d+)")
_LONGEST = 12  # letters and signs behind a figure
# What stands behind a figure and says nothing of its quality: a unit, or stray signs.
_UNIT = re.compile(
    r"^[\s%'\".,;]*(?:(?:deg(?:rees?)?|grad\w*|độ|o|°|º|˚)[\s.]*(?:celsius|fahrenheit|[cfk])?"
    r"|[cfk](?=[^\w\s]))?[\s°º˚'\".,;]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^[(\[]\s*\w{1,4}\s*[)\]]$")  # (1), [b]: a footnote


@dataclass(frozen=True)
class OddCell:
    """``value`` is NaN where there is no figure. ``mark``: what stands behind it, without a unit.

    ``letter``: a unit of one letter and no sign of degrees, which may be a mark as well: ``12.3F``.
    """

    value: float = float("nan")
    comma: bool = False
    mark: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Marks:
    """Figures with a mark: ``rows`` (marked,) their positions, ``kinds`` the different marks, and
    ``codes`` (marked,) which of them each has.
    """

    rows: NDArray[np.intp]
    codes: NDArray[np.intp]
    kinds: tuple[str, ...]

    @classmethod
    def none(cls) -> Marks:
        return cls(np.array([], np.intp), np.array([], np.intp), ())

    @classmethod
    def of(cls, texts: list[str], places: NDArray[np.intp], rows: NDArray[np.intp]) -> Marks:
        """``texts``: the mark of each kind of cell, "" for none; ``places`` (rows,) which of the
        kinds stands at ``rows``.
        """
        kinds = sorted(set(texts) - {""})
        number = np.array([kinds.index(text) if text else -1 for text in texts], np.intp)
        of_row = number[places]
        return cls(rows[of_row >= 0], of_row[of_row >= 0], tuple(kinds))


def read_odd_cell(cell: str) -> OddCell:
    """``1,5``, ``−3``, ``12.3 °C``, ``1.234,5``, ``(3.5)``, ``-29.6*``, ``12.3 (1)``."""
    text = cell.strip().strip("\"'").replace("−", "-").replace("\u00a0", " ")
    if is_missing(text) or re.search(r"#\w", text):  # -1.#IND: how C writes what is no number
        return OddCell()
    degrees = DEGREES.match(text)
    letter = ""
    if degrees:
        signed = re.search(r"[°º]|deg", text, re.IGNORECASE)
        letter = degrees[1] if len(degrees[1]) == 1 and degrees[1].isascii() and not signed else ""
        text = text[: degrees.start(1)].rstrip(" °ºdegrs.")
    if _AFTER.match(text):  # 3.5- and (3.5), as accounts are kept
        text = "-" + text.strip("()-")
    plain = text.replace(" ", "") if text[:1] in "+-" else text
    match = _FIGURE.match(plain)
    behind = plain[match.end() :] if match else ""
    # What follows a figure may be a unit or a footnote, not more figures.
    if match is None or (re.search(r"\d", behind) and not _NUMBERED.match(behind.strip())):
        both = _GROUPED.fullmatch(text)
        if both is None:
            return OddCell()
        return OddCell(float(re.sub(r"[. ']", "", both[1]) + "." + both[2]), True)
    if len(behind) > _LONGEST:
        return OddCell()
    return OddCell(float(match[0].replace(",", ".")), "," in match[0], _mark(behind), letter)


def _mark(behind: str) -> str:
    """What is left behind a figure when its unit is taken away."""
    return behind[_UNIT.match(behind).end() :].strip()  # type: ignore[union-attr]
