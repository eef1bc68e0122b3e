"""The numbers a user has changed, as one short word for a link: ``i01_55.h10_-30``.

Each edit names a matrix, a place in it and a value in hundredths. A vector of the embedding is
named by its word (four hexadecimal digits of a checksum), so that it stays with the word when the
sentence changes. Parsing is strict: one odd character, and the whole counts for nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

from rnnviz.lessons.hold import GATES

LIMIT = 9.99  # largest absolute value that may be entered
MAX_LENGTH = 1_300  # characters in a link
CODES = {"W_ih": "i", "W_hh": "h", "W_out": "o", "b_ih": "a", "b_hh": "b", "b_out": "c"}
# The first bias of each gate: a large one opens it, whatever the word.
GATE_BIASES = {f"b_i{letter}": f"g{letter}" for letters in GATES.values() for letter in letters}
CODES |= GATE_BIASES
_NAMES = {code: name for name, code in CODES.items()}
_EDIT = re.compile(
    r"(?:([iho])([0-7])([0-7])|([abc]|g[a-z])([0-7])()|e([0-9a-f]{4})([0-7]))_(-?\d{1,3})"
)

ParameterKey = tuple[str, int | str, int]  # matrix, row (or the tag of a word), column
Edits = Mapping[ParameterKey, float]


def word_tag(word: str) -> str:
    """The four hexadecimal digits that stand for a word in a link."""
    return f"{zlib.crc32(word.encode('utf-8')) & 0xFFFF:04x}"


def parse_edits(raw: str) -> dict[ParameterKey, float] | None:
    """The edits a link carries, or None where it is not exactly what ``format_edits`` writes."""
    if len(raw) > MAX_LENGTH or not raw.isascii():
        return None
    edits: dict[ParameterKey, float] = {}
    for part in raw.split(".") if raw else ():
        match = _EDIT.fullmatch(part)
        if match is None:
            return None
        matrix, row, column, bias, unit, _, tag, dim, value = match.groups()
        place: ParameterKey
        if matrix:
            place = (_NAMES[matrix], int(row), int(column))
        elif bias:
            if bias not in _NAMES:
                return None
            place = (_NAMES[bias], 0, int(unit))
        else:
            place = ("E", tag, int(dim))
        edits[place] = int(value) / 100
    return edits if format_edits(edits) == raw else None


def format_edits(edits: Edits) -> str:
    """The word for a link; values are rounded to hundredths and kept within the limit."""
    return ".".join(sorted(_format(place, value) for place, value in edits.items()))


def _format(place: ParameterKey, value: float) -> str:
    name, row, column = place
    hundredths = round(max(-LIMIT, min(LIMIT, value)) * 100)
    if name == "E":
        where = f"e{row}{column}"
    elif name.startswith("b_"):
        where = f"{CODES[name]}{column}"
    else:
        where = f"{CODES[name]}{row}{column}"
    return f"{where}_{hundredths}"


def canonical(raw: str) -> str | None:
    """``raw`` if it is a valid word for a link, else None: the rule of the URL's table."""
    return None if parse_edits(raw) is None else raw
