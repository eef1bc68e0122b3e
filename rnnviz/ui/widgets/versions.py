"""Words about two versions of a text, A and B, and the buttons that choose between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from rnnviz.explain.what_if import Aligned
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import View


def label(reading: Reading, step: int | None) -> str | None:
    """The word read at a step, from 0."""
    return None if step is None else reading.trace.labels[step]


def verdict_words(t: Translator, reading: Reading) -> str:
    """Its side, and how sure it is of that: "negative, 0.4%" would read as hardly negative."""
    positive, chance = reading.path.positive, reading.path.probability
    side = t("reviews.positive" if positive else "reviews.negative")
    return t("compare.side", side=side, share=t.percent(chance if positive else 1 - chance, 1))


def row_words(a: Reading, b: Reading, alignment: Aligned) -> Sequence[str]:
    """What stands in each row: the word, or both as "old → new"."""
    words = []
    for here, there in alignment:
        one, other = label(a, here), label(b, there)
        both = one is not None and other is not None and one != other
        words.append(f"{one} → {other}" if both else str(other if one is None else one))
    return words


def parting_words(t: Translator, words: Sequence[str], row: int | None) -> str:
    """At which of the ``row_words`` the states part (``first_parting``), as a sentence."""
    if row is None:
        return t("compare.never_part")
    if row == 0:
        return t("compare.parting_first", word=plain(words[0]))
    return t("compare.parting", before=plain(words[row - 1]), word=plain(words[row]))


def version_buttons(t: Translator, view: View, text: str, key: str, names: Iterable[str]) -> None:
    """``back`` to A, ``keep_b`` (``text``) as the new A, or ``forget`` A."""
    changes: dict[str, dict[str, Any]] = {
        "back": {"text": view.was, "was": "", "step": 0},
        "keep_b": {"was": text},
        "forget": {"was": ""},
    }
    with st.container(horizontal=True, gap="small"):
        for name in names:
            st.button(
                t(f"compare.{name}"),
                key=f"{key}.{name}",
                on_click=change_view,
                kwargs=changes[name],
            )
