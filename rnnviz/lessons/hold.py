"""Gates that somebody holds open or shut by hand, as one short word for a link: ``z1.f1.i0``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rnnviz.models.specs import CELL_KINDS

# The gates of each cell, in torch's order; a letter stands for one gate of one cell.
GATES: dict[str, tuple[str, ...]] = {
    name: tuple(gate for gate in kind.gates if gate != kind.candidate)
    for name, kind in CELL_KINDS.items()
}
_LETTERS = tuple(letter for letters in GATES.values() for letter in letters)
_HOLD = re.compile(rf"([{''.join(_LETTERS)}])([01])")

Hold = Mapping[str, int]  # gate → 1 (open) or 0 (shut); a gate that is not there is the network's


def parse_hold(raw: str) -> dict[str, int] | None:
    """The gates a link holds, or None where it is not exactly what ``format_hold`` writes."""
    held: dict[str, int] = {}
    for part in raw.split(".") if raw else ():
        match = _HOLD.fullmatch(part)
        if match is None:
            return None
        held[match[1]] = int(match[2])
    return held if format_hold(held) == raw else None


def format_hold(held: Hold) -> str:
    """The word for a link that ``parse_hold`` reads; empty where no gate is held."""
    return ".".join(f"{letter}{held[letter]}" for letter in _LETTERS if letter in held)


def held_in(cell: str, held: Hold) -> dict[str, int]:
    """What of it concerns this cell."""
    return {letter: held[letter] for letter in GATES[cell] if letter in held}
