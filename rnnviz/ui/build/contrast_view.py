"""A saved contrast on a page: its curves with their bands, its numbers with their spread."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.figures.spreads import band_curves
from rnnviz.i18n import Translator
from rnnviz.lessons.learning import COMMAND, Contrast, Spread
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import how_to_read
from rnnviz.ui.widgets.figure import show_figure

# What is no share is a number with so many digits; what is not here is a share.
DIGITS = {
    **{"loss": 2, "train": 3, "first": 2, "least": 3, "last": 2, "mae": 2, "scaled": 3},
    **{"norm": 0, "updates": 0, "mean": 1, "std": 1, "lowest": 3, "highest": 3, "range": 2},
}
SHARES = {"accuracy", "positive"}
HIDDEN = {"lost"}  # said in the sentence
TRUTH = "came"  # what came is no variant


def contrast_chart(t: Translator, found: Contrast) -> None:
    """The curves of all variants, median and band."""
    bands = {
        variant_name(t, found.name, name): variant.band()
        for name, variant in found.variants.items()
        if name != TRUTH
    }
    labels = {
        "x": t(f"build.learning.{found.name}.x"),
        "y": t(f"build.learning.{found.name}.y"),
        "decimal": t.separators,
    }
    show_figure(
        band_curves(bands, found.every, labels, theme_mode()),
        key=f"build.learning.chart.{found.name}",
        alt=t(f"build.learning.{found.name}.alt"),
    )
    how_to_read(t, "build.learning.how", seeds=found.seeds)


def contrast_table(t: Translator, found: Contrast) -> None:
    """A row a variant: every number as "median (lowest to highest)"."""
    shown = [name for name in found.variants if name != TRUTH]
    measures = [m for m in found.variants[shown[0]].numbers if m not in HIDDEN]
    table: dict[str, list[str]] = {
        t("build.learning.variant"): [variant_name(t, found.name, name) for name in shown]
    }
    for measure in measures:
        table[measure_name(t, found.name, measure)] = [
            spread_text(t, measure, found.variants[name].spread(measure))
            if measure in found.variants[name].numbers
            else "–"
            for name in shown
        ]
    st.markdown(markdown_table(list(table), list(zip(*table.values(), strict=True))))


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Words of the catalogue and numbers as a table that wraps; never words of a user."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def variant_name(t: Translator, contrast: str, variant: str) -> str:
    """What a variant is called on the page."""
    return t(f"build.learning.{contrast}.{variant}")


def measure_name(t: Translator, contrast: str, measure: str) -> str:
    """What a number is called: by the contrast itself, or as everywhere."""
    key = f"build.learning.{contrast}.{measure}"
    return t(key if t.has(key) else f"build.learning.measure.{measure}")


def spread_text(t: Translator, measure: str, spread: Spread | None) -> str:
    """ "0.26 (0.11–0.59)", or one number where all runs agree as shown."""
    if spread is None:
        return t("build.learning.no_number")
    middle, low, high = (_number(t, measure, v) for v in (spread.middle, spread.low, spread.high))
    return middle if low == high else f"{middle} ({low}–{high})"


def _number(t: Translator, measure: str, value: float) -> str:
    return t.percent(value) if measure in SHARES else t.number(value, DIGITS[measure])


def reproduce(t: Translator, name: str) -> None:
    """The command that makes these numbers again."""
    st.markdown(t("build.learning.reproduce"))
    st.code(COMMAND.format(name=name), language="bash")
