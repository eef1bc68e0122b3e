"""What every rung shares: the sentence, the sizes, the numbers, and small pieces of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.explain.unit_profile import negates
from rnnviz.figures.diagram import Drawing
from rnnviz.i18n import Translator
from rnnviz.lessons.arithmetic import Sum
from rnnviz.lessons.edits import parse_edits
from rnnviz.lessons.example import (
    CLASSES,
    MAX_SIZE,
    MAX_WORDS,
    Array,
    Example,
    Sizes,
    build_example,
    format_size,
    parse_order,
    parse_size,
)
from rnnviz.lessons.parts import part_of
from rnnviz.lessons.telling import telling_first
from rnnviz.text.shorten import shortened
from rnnviz.text.standardise import split_words, standardise
from rnnviz.text.vocabulary import SPECIAL
from rnnviz.ui.components.network_diagram import network_diagram
from rnnviz.ui.components.worked_equation import PartOf, worked_equation, written
from rnnviz.ui.shell.resources import first_step, shipped_vocabulary, trained_table
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.view_switch import view_switch

# Below this, a difference is the rounding of the last of sixteen digits.
EQUAL = 1e-9
SHUFFLED = ("concat", "shared")  # rungs on which words are put in another order


@dataclass(frozen=True)
class Lesson:
    """One run of the page. ``later``: what waits for torch, done when everything is painted."""

    t: Translator
    view: View
    example: Example
    later: list[Callable[[], None]] = field(default_factory=list)

    @property
    def sizes(self) -> Sizes:
        return self.example.sizes

    @property
    def order(self) -> tuple[int, ...]:
        """Positions (from 0) of the words in the order that was chosen."""
        order = parse_order(self.view.order) or ()
        count = self.sizes.words
        return order if len(order) == count else tuple(range(count))

    @property
    def target(self) -> int:
        return CLASSES.index(self.view.goal)

    @property
    def rate(self) -> float:
        return float(self.view.build_rate)

    def write(self, value: float) -> str:
        """A number inside a picture."""
        return written(self.t, value, 2)

    def write_all(self, values: Array, digits: int = 4) -> str:
        """The numbers of a vector beside each other."""
        return "  ".join(written(self.t, float(v), digits) for v in values)


def lesson_of(t: Translator, view: View, text: str) -> Lesson | None:
    """The lesson on the first words of a text, or None (with a friendly word) without any."""
    sentence = split_words(standardise(text))
    if not sentence:
        st.info(t("text.no_words"), icon=":material/edit_note:")
        return None
    sizes = parse_size(view.size) or Sizes()
    if len(sentence) > sizes.words:
        sentence = _telling_first(sentence, view, sizes.words)
    return Lesson(t, view, build_example(sentence, sizes, view.build_seed, parse_edits(view.w)))


def _telling_first(sentence: list[str], view: View, count: int) -> list[str]:
    """The words on which the text's model alone is surest come first (no torch is needed)."""
    ids = [shipped_vocabulary(view.reader).id_of(word) for word in sentence]
    logits = first_step(view.reader).logits(trained_table(view.reader)[ids])
    known = np.array(ids) >= len(SPECIAL)
    negations = [negates(word, view.language) for word in sentence]
    return telling_first(sentence, list(np.abs(logits) * known), negations, count)


def draw(
    lesson: Lesson, picture: Drawing, label: str, legend: Mapping[str, str] | None = None
) -> None:
    """The rung's main picture, and below it what changes it: the picture comes first."""
    key = f"build.drawing.{lesson.view.rung}"
    network_diagram(picture, label=label, key=key, legend=legend)
    settings(lesson)


def settings(lesson: Lesson) -> None:
    """Which words are read, how many numbers there are; new numbers; back."""
    _read_line(lesson)
    _size_controls(lesson.t, lesson.view)


def _size_controls(t: Translator, view: View) -> None:
    sizes = parse_size(view.size) or Sizes()
    given = {"words": sizes.words, "embed": sizes.embed, "hidden": sizes.hidden}
    limits = {"words": MAX_WORDS, "embed": MAX_SIZE, "hidden": MAX_SIZE}
    state = st.session_state
    for name, value in given.items():
        state[f"build.{name}"] = value

    def changed() -> None:
        chosen = Sizes(*(state[f"build.{name}"] for name in given))
        change_view(size=format_size(chosen))

    with st.grid(4, min_column_width=200):
        for name, most in limits.items():
            st.slider(
                t(f"build.{name}"),
                2,
                most,
                key=f"build.{name}",
                help=t(f"build.{name}_help"),
                on_change=changed,
            )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                t("build.new_numbers"),
                key="build.new_numbers",
                icon=":material/casino:",
                help=t("build.new_numbers_help"),
                on_click=change_view,
                kwargs={"build_seed": (view.build_seed + 1) % 1000, "w": ""},
            )
            if view.w:
                st.button(
                    t("build.reset"),
                    key="build.reset",
                    icon=":material/undo:",
                    on_click=change_view,
                    kwargs={"w": ""},
                )


def _read_line(lesson: Lesson) -> None:
    """Which words are read, shown as text: they are the user's."""
    t, example = lesson.t, lesson.example
    if lesson.view.rung in SHUFFLED and list(lesson.order) != sorted(lesson.order):
        return  # the picture has them in another order
    st.text(" · ".join(short_word(word) for word in example.words), width="content")
    padding = example.sizes.words - example.length
    if example.left_out:
        st.caption(t("build.left_out", read=example.length, rest=t.number(example.left_out, 0)))
    elif padding:
        st.caption(t("build.padded", own=example.length, padding=padding))


def show_sum(
    lesson: Lesson, what: Sum, name: str, *, hint: bool = True, part: PartOf = part_of
) -> None:
    """A sum written out, under its name as a label; ``hint``: that one can point at its numbers."""
    label, key = lesson.t("build.sums_label"), f"build.sum.{name}"
    worked_equation(lesson.t, what, label=label, key=key, hint=hint, part=part)


def torch_badge(lesson: Lesson, rival: str, message: str, difference: Callable[[], float]) -> None:
    """Says how far the numbers of ``rival`` (a name in torch) are from those shown.

    Filled in last of all: the page is painted before torch is even imported.
    """
    t, place = lesson.t, st.empty()
    place.markdown(f":gray-badge[:material/hourglass_empty: {rival}] {t('build.checking')}")

    def check() -> None:
        error = difference()
        shown = t.power(error)
        if error < EQUAL:
            badge, text = "green-badge[:material/check_circle:", t(message, error=shown)
        else:
            badge, text = "red-badge[:material/error:", t("build.differs", error=shown)
        place.markdown(f":{badge} {rival}] {text}")

    lesson.later.append(check)


def choice(
    lesson: Lesson, name: str, label: str, words: Mapping[Any, str], current: str | int
) -> None:
    """A switch whose choice is the URL's parameter ``name``."""
    view_switch(name, label, words, f"build.choice.{name}", now=current)


def short_word(word: str) -> str:
    """A word for a sentence: of a very long one the beginning."""
    return shortened(word, 24)
