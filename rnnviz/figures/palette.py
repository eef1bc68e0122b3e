"""The colours of rnnviz: blue for positive, orange for negative, a quiet middle.

Blue and orange stay apart for every common form of colour blindness; lightness falls to both
ends (rises, in dark mode), so that the scale also reads in grey. The same values stand in
``.streamlit/config.toml``; a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Mode = Literal["light", "dark"]

DIVERGING: dict[Mode, tuple[str, ...]] = {
    "light": (
        *("#8f3a05", "#bf5a14", "#dd8643", "#ecb487", "#f4dcc8"),
        *("#d0dfe8", "#9cc2da", "#5f9dc6", "#2b74a8", "#0e4c7a"),
    ),
    "dark": (
        *("#ffb98a", "#f0914f", "#c96a2b", "#8d4d25", "#4d3529"),
        *("#26394a", "#2a5778", "#347fb0", "#63aadb", "#a5d4f5"),
    ),
}
MIDDLE: dict[Mode, str] = {"light": "#f3f1ec", "dark": "#22282f"}
CATEGORICAL: dict[Mode, tuple[str, ...]] = {
    "light": ("#1c6ca8", "#c8590f", "#2a8a6a", "#8a5aa8", "#a8861c", "#5f6b76"),
    "dark": ("#6db3e3", "#f09a55", "#5cc3a0", "#c39ae0", "#d9bd5a", "#9aa6b2"),
}
BACKGROUND: dict[Mode, str] = {"light": "#fcfbf8", "dark": "#14181d"}
TEXT: dict[Mode, str] = {"light": "#101318", "dark": "#e8e6e1"}


def positive(mode: Mode) -> str:
    """The colour of "positive" as a line or a mark."""
    return CATEGORICAL[mode][0]


def negative(mode: Mode) -> str:
    """The colour of "negative" as a line or a mark."""
    return CATEGORICAL[mode][1]


def diverging_scale(mode: Mode) -> list[list[float | str]]:
    """The diverging scale as plotly takes it, with the quiet middle at 0.5."""
    low, high = DIVERGING[mode][:5], DIVERGING[mode][5:]
    colours: Sequence[str] = (*low, MIDDLE[mode], *high)
    return [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]


def faint(colour: str, share: float) -> str:
    """A colour of six hexadecimal digits, so much of it, for a band behind a line."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
