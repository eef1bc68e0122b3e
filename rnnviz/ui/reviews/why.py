"""Why this verdict: the user's text in the colours of one of three views, and all compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnnviz.explain.attribution import Attribution, agreement
from rnnviz.explain.verdict import probability_of
from rnnviz.figures.attribution import strongest_words
from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading
from rnnviz.models.shipped import LANGUAGE_OF
from rnnviz.ui.components.word_view import ShadedWord, placed, word_view
from rnnviz.ui.reviews.attributions import grained, view_of
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import GRAINS, WHY, View
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.view_switch import view_switch

STRONGEST = 8  # words of the chart


def show_words(t: Translator, view: View, reading: Reading) -> Attribution:
    """The text coloured by the chosen view of why, which is given back."""
    names = {name: t(f"reason.{name}") for name in WHY}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        view_switch("why", t("reason.title"), names, "rnnviz.why")
        if view.why == "leave_one_out" and reading.trace.steps > 2:
            grains = {grain: t(f"reason.grain.{grain}") for grain in GRAINS}
            view_switch("grain", t("reason.grain_label"), grains, "rnnviz.grain")
    shown = _chosen(view, reading)
    word_view(
        reading.encoding.text,
        shaded_words(t, reading, shown),
        selected=view.step,
        label=t("reason.title"),
        hint=t("reason.hint"),
        key="rnnviz.words",
        on_choose=lambda step: change_view(step=step),
    )
    return shown


def explain_words(t: Translator, view: View, reading: Reading, shown: Attribution) -> None:
    """What the view is, what its colours mean, and where the views disagree."""
    st.markdown(t(f"reason.{view.why}_is"))
    st.caption(t("reason.legend"))
    if LANGUAGE_OF[reading.model] == "vi":
        st.caption(t("tokens.syllables"))
    if view.why == "integrated_gradients":
        st.caption(_sum(t, shown))
    if reading.trace.steps > 1:
        _compared(t, view, reading)


def _chosen(view: View, reading: Reading) -> Attribution:
    if view.why == "leave_one_out":
        return grained(reading, view.grain)
    return view_of(reading, view.why)


def _sum(t: Translator, shown: Attribution) -> str:
    """What the parts add up to, and what is missing."""
    return t(
        "reason.sum",
        parts=t.signed(float(shown.parts.sum()), 3),
        baseline=t.signed(shown.baseline, 3),
        logit=t.signed(shown.logit, 3),
        remainder=t.number(abs(shown.remainder), 3),
        points=shown.points,
    )


def shaded_words(t: Translator, reading: Reading, shown: Attribution) -> list[ShadedWord]:
    """Every word of the text with its part of the verdict, in the places of the original."""
    encoding = reading.encoding
    steps = {position: step for step, position in enumerate(encoding.positions)}
    part_of = {step: k for k, span in enumerate(shown.spans) for step in range(*span)}
    # The strongest twentieth is at full strength, so that one giant does not grey out the rest.
    scale = float(np.quantile(np.abs(shown.parts), 0.95)) or 1.0
    words: list[ShadedWord] = []
    for position, token, start, end in placed(encoding.text, encoding.tokens):
        step = steps.get(position)
        if step is None:
            words.append(ShadedWord(start, end, 0, None, t("reviews.tip_cut"), "cut"))
            continue
        kinds = []
        tip = _tip(t, reading, shown, step, part_of.get(step))
        if not token.known:
            kinds.append("unknown")
            tip += " " + t("reviews.tip_unknown")
        if shown.view == "while_reading" and step == reading.path.flip:
            kinds.append("flip")
            tip += " " + t("reviews.tip_flip")
        part = float(shown.parts[part_of[step]]) if step in part_of else 0.0
        shade = float(np.clip(part / scale, -1, 1))
        words.append(ShadedWord(start, end, step + 1, shade, tip, " ".join(kinds)))  # type: ignore[arg-type]
    return words


def _tip(t: Translator, reading: Reading, shown: Attribution, step: int, part: int | None) -> str:
    labels = reading.trace.labels
    if part is None:
        return labels[step]
    value = float(shown.parts[part])
    if shown.view == "while_reading":
        after = t.percent(float(reading.path.probabilities[step]), 1)
        return t("reviews.tip", word=labels[step], move=t.signed(value, 2), probability=after)
    if shown.view == "integrated_gradients":
        return t("reason.tip_share", word=labels[step], part=t.signed(value, 2))
    start, end = shown.spans[part]
    without = probability_of(shown.logit - value)
    return t(
        "reason.tip_without",
        words=" ".join(labels[start:end])
        if end - start < 12
        else f"{labels[start]} … {labels[end - 1]}",
        part=t.signed(value, 2),
        now=t.percent(probability_of(shown.logit), 1),
        without=t.percent(without, 1),
    )


def _compared(t: Translator, view: View, reading: Reading) -> None:
    """A sentence where another view tells another story, and the strongest words in all three.

    As long as nobody looks at all three, only what costs next to nothing is asked.
    """
    words = reading.trace.labels
    place = st.container()
    box = st.expander(t("reason.side_by_side"), key="reviews.side_by_side", on_change="rerun")
    asked = WHY if box.open else (view.why, "while_reading")
    found = {name: view_of(reading, name) for name in dict.fromkeys(asked)}
    mine = found[view.why]
    apart = [name for name, one in found.items() if agreement(mine, one).disagree]
    if apart:
        other = found[apart[0]]
        place.info(
            t(
                "reason.disagree",
                here=t(f"reason.{view.why}").lower(),
                word=plain(words[mine.strongest]),
                there=t(f"reason.{apart[0]}").lower(),
                other=plain(words[other.strongest]),
            ),
            icon=":material/compare_arrows:",
        )
    if box.open:  # not drawn for who does not look
        with box:
            _side_by_side(t, words, found)


def _side_by_side(t: Translator, words: Sequence[str], found: dict[str, Attribution]) -> None:
    """The strongest words as bars, one a view."""
    strongest = _strongest(found)
    labels = {
        "x": t("reason.axis"),
        "decimal": t.separators,
        **{name: t(f"reason.{name}") for name in WHY},
    }
    figure = strongest_words(
        [words[step] for step in strongest],
        {name: found[name].parts[strongest] for name in WHY},
        labels,
        theme_mode(),
    )
    show_figure(
        figure,
        key="reviews.strongest",
        alt=t("reason.alt", words=", ".join(words[step] for step in strongest)),
    )
    st.caption(t("reason.side_by_side_how"))


def _strongest(found: dict[str, Attribution]) -> list[int]:
    """The steps that are strongest in any view, in the order of the text."""
    sizes = np.max([np.abs(one.parts) for one in found.values()], axis=0)
    chosen = np.argsort(-sizes, kind="stable")[:STRONGEST]
    return sorted(int(step) for step in chosen)
