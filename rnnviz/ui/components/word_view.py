"""The user's text with every word coloured, in place, by a number between -1 and 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st

from rnnviz.text.encoding import Token
from rnnviz.ui.components import mount, source

_HTML = """
<div class="wrap"><div class="text" role="group"></div><div class="tip" role="status"></div></div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_word_view", html=_HTML, css=source("word_view.css"), js=source("word_view.js")
)


@dataclass(frozen=True)
class ShadedWord:
    """``text[start:end]``, its shade (-1 negative … 1 positive, None without), and its tip.

    ``step`` is the time step it stands for, from 1; 0 where the model never reads it.
    Positions count UTF-16 units, as JavaScript does (``utf16_offsets``).
    """

    start: int
    end: int
    step: int
    shade: float | None
    tip: str
    kind: Literal["", "unknown", "cut", "flip", "unknown flip", "gone", "new"] = ""


def utf16_offsets(text: str) -> list[int]:
    """Where each character of ``text`` begins in JavaScript's string; one more for the end."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))
    return offsets


def placed(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, Token, int, int]]:
    """The tokens of a text that show: number among ``tokens``, token, start and end in UTF-16.

    One character can become two words; the first one shows.
    """
    offsets, shown = utf16_offsets(text), 0
    for number, token in enumerate(tokens):
        start, end = offsets[token.start], offsets[token.end]
        if start >= shown:
            yield number, token, start, end
            shown = end


def word_view(
    text: str,
    words: Sequence[ShadedWord],
    *,
    selected: int,
    label: str,
    hint: str,
    key: str,
    on_choose: Callable[[int], None],
) -> None:
    """Show ``text`` with its words shaded; ``on_choose`` gets the step of a clicked word."""

    def chosen(step: object) -> None:
        if isinstance(step, int | float):
            on_choose(int(step))

    mount(
        _COMPONENT,
        key=key,
        data={
            "text": text,
            "words": [asdict(word) for word in words],
            "selected": next(
                (i for i, w in enumerate(words) if selected and w.step == selected), -1
            ),
            "label": label,
            "hint": hint,
        },
        on={"chosen": chosen},
    )
