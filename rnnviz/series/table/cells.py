"""What a single cell of a table looks like: a number, a stamp, nothing, or words."""

from __future__ import annotations

import re

from rnnviz.series.values.clock_words import month_in_english

_NOTHING = (
    "na n/a #n/a nan null none nil - -- --- ---- . .. ... ? m mm mq miss missing / // /// //// "
    "nodata no_data "
    "undefined invalid error #value! #div/0! #num! #ref! inf -inf * x × unknown unavailable "
    "---.- --.- –  — 欠測 ----- ------ ** *** **** ***** ****** n.a. n.d. n/d s/d (null) <null>"
)
MISSING = frozenset(_NOTHING.split()) | {"", "no data", "not available"}

NUMBER = re.compile(r"^[+\-−]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$")
# A date in figures, a date with a month's name, or a time of day, with whatever follows.
_STAMPS = re.compile(
    r"""^[^\w+-]?((?:[^\W\d]{2,9}|[Tt][2-7])\.?,?\ (?:[^\W\d]{2,9},?\ )?)?(
        \d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}   # 2020-01-31, 31.1.20
      | \d{4}(\.|년)\ ?\d{1,2}[.월]\ ?\d{1,2}[.일]  # 2020. 1. 31., 2020년 1월 31일
      | \d{1,2}[:.h]\d{2}([:.]\d{2})?         # 18:00, 18.00.00, 18h00
      | \d{4}:\d\d:\d\d                      # 2020:01:31
      | [A-Za-z]{3}\ +\d{1,2}\ \d{1,2}:\d\d    # Jan 31 18:00:00 2020
      | \d{8}[T _:-]\d{2,6}                   # 20200131T1200
      | \d{1,4}[-/ .,]*(?:de\ )?[^\W\d_]{3,12}\.?[-/ .,]*(?:de\ )?\d{1,4}  # 31-Jan-2020
      | [A-Za-z]{3,9}\.?\ \d{1,2},?\ \d{4}    # January 31, 2020
      | \d{1,2}\ [Tt]h(?:áng|g)\.?\ \d{1,2},?\ \d{4}    # 31 thg 1, 2020
    )[^,;|\t]*(,\ ?\d{1,2}:\d\d[^,;|\t]*)?$""",
    re.VERBOSE,
)


# A figure with its unit: "72 °F", "3.40 °C".
DEGREES = re.compile(
    r"^[+\-−]?[\d.,]+\s*(?:[°º]|deg(?:rees?)?\.?)?\s*(℃|℉|celsius|fahrenheit|kelvin|[CFK])$",
    re.IGNORECASE,
)


def is_missing(cell: str) -> bool:
    """Whether a cell says that nothing was measured."""
    return cell.strip().strip("\"'").lower() in MISSING


def is_number(cell: str) -> bool:
    """Whether a cell is one number, with a point or a comma."""
    return NUMBER.match(cell.strip().strip("\"'")) is not None


def is_stamp(cell: str) -> bool:
    """Whether a cell begins like a date or a time of day (a plain number does not count)."""
    text = cell.strip().strip("\"'")
    if is_number(text) or DEGREES.match(text):
        return False
    if _STAMPS.match(text):
        return True
    return any(map(str.isdigit, text)) and _STAMPS.match(month_in_english(text)) is not None


def is_data(cell: str) -> bool:
    """Whether a cell could stand in a row of data: a number, degrees or a stamp."""
    return is_number(cell) or is_stamp(cell) or DEGREES.match(cell.strip(" \"'")) is not None
