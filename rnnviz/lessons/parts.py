"""The parts of a network that a term in the text can light, and the colour of each.

A term is a link in a catalogue's Markdown, ``[tanh](#part-tanh)``; a part of a figure names itself
in ``data-part``. The browser brings the two together (``rnnviz/ui/components/parts.js``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# One colour for all that comes from the word, one for all that comes from the past, and so on. As
# text, each has a contrast of at least 4.5 with every ground of its theme, light and dark.
COLOURS: dict[str, dict[str, str]] = {
    "word": {"light": "#0a736e", "dark": "#4fc4c8"},
    "past": {"light": "#7030a0", "dark": "#c09af5"},
    "sum": {"light": "#8a6200", "dark": "#e0b84c"},
    "squash": {"light": "#1c4f10", "dark": "#b4ec9a"},
    "state": {"light": "#a3123f", "dark": "#f5889f"},
    "plain": {"light": "#101318", "dark": "#e8e6e1"},
}
PARTS: dict[str, str] = {
    **dict.fromkeys(("x", "input"), "word"),
    "recurrent": "past",
    **dict.fromkeys(("sum", "bias"), "sum"),
    "tanh": "squash",
    **dict.fromkeys(("state", "h0", "h1", "h2", "units"), "state"),
    # The stepper's: the word and the states of the present step, the states of the one before.
    **{"word": "word", "now": "state", "before": "past", "verdict": "plain"},
    # The same words before learning and after it.
    **{"random": "past", "learned": "word"},
    **dict.fromkeys(("weights", "outputs", "logits", "probabilities", "loss"), "plain"),
    # A gated cell: what is carried on, kept of it, written to it, read out of it.
    **{"carried": "state", "kept": "past", "written": "word", "read": "squash"},
}
PARTS |= {
    # Two rows of states: of a stack the lower and the upper, of both directions each its own. What
    # torch returns of them: `output`, the topmost row, and `h_n`, the last step of each row.
    **{"row1": "word", "row2": "past", "forward": "word", "backward": "past"},
    **{"top": "sum", "last": "squash"},
}
MIXED = "mixed"  # said of what belongs to parts of different colours: it has none of its own
# What stands in a sum under a name of its own.
_NAMED = {"logits": "logits", "exp": "probabilities", "p": "probabilities", "loss": "loss"}
_LETTERS = {"x": "x", "z": "sum", "h": "state"}
# The same of a cell with gates.
GATED = {
    "gru": {"x": "x", "h": "carried", "z": "kept", "n": "written"},
    "lstm": {
        **{"x": "x", "c": "carried", "f": "kept"},
        **{"i": "written", "g": "written", "o": "read", "h": "read"},
    },
}
_NAME = re.compile(r"([A-Za-z]+)_([A-Za-z]+|\d+)")


def part_of(name: str, letters: Mapping[str, str] = _LETTERS) -> str:
    """The parts that a vector or a matrix belongs to, by its name: ``W_ih``, ``h_1(2)``, ``x_3``.

    As ``data-part`` holds them: names with spaces between, nothing for what is no part.
    ``letters``: the part of a vector by its letter, where it differs from the plain RNN's.
    """
    if name in _NAMED:
        return _NAMED[name]
    pieces = _NAME.findall(name)
    return together(part for letter, below in pieces for part in _parts(letter, below, letters))


def together(parts: Iterable[str]) -> str:
    """Several parts of one shape, as ``data-part`` holds them."""
    found = list(parts)
    colours = {PARTS[part] for part in found}
    return " ".join(dict.fromkeys([*found, *([MIXED] if len(colours) > 1 else [])]))


def _parts(letter: str, below: str, letters: Mapping[str, str]) -> list[str]:
    if letter in ("W", "b") and len(below) == 2 and below[0] in "ih":
        return ["bias"] if letter == "b" else ["input" if below[0] == "i" else "recurrent"]
    if letter in letters and below.isdigit():
        part, own = letters[letter], letter + below  # h_1 is a state, and a part of its own
        return [part, *([own] if part == "state" and own in PARTS else [])]
    return []
