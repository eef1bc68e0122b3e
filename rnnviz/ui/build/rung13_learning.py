"""Rung 13: learning well. One saved contrast at a time, with the lines of PyTorch it is about."""

from __future__ import annotations

import streamlit as st

from rnnviz.figures.spreads import example_lines
from rnnviz.lessons.learning import CONTRASTS, Contrast, saved_contrast
from rnnviz.lessons.learning_code import lines_of
from rnnviz.ui.build.contrast_view import (
    HIDDEN,
    TRUTH,
    contrast_chart,
    contrast_table,
    measure_name,
    reproduce,
    spread_text,
    variant_name,
)
from rnnviz.ui.build.lesson import Lesson, choice
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.faq import faq
from rnnviz.ui.widgets.figure import show_figure

# Contrasts whose sentence counts runs: measure, and pairs "first is lower than second".
PAIRS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "clipping": ("loss", (("clipped", "none"),)),
    "dropout": ("loss", (("layers", "none"), ("none", "time"))),
    "rate": ("mae", (("right", "low"), ("right", "high"), ("right", "persistence"))),
    "batch": ("mae", (("b16", "b128"), ("b128", "b2048"), ("b16", "persistence"))),
    "units": ("loss", (("h32", "h1"), ("h256", "h32"))),
    "overfit": ("first", (("again", "printed"), ("validation", "printed"))),
    "scaling": ("mae", (("all", "learn"),)),
    "detach": ("accuracy", (("k4", "k8"), ("k8", "k24"))),
    "forcing": ("range", (("recursive", "told"), ("practised", "recursive"))),
}
QUESTIONS = {
    "clipping": ("clip_value",),
    "dropout": ("dropout_rnn",),
    "rate": ("rate_find",),
    "batch": ("batch_size",),
    "units": ("how_many_units",),
    "overfit": ("validation_below",),
    "scaling": ("scale_when",),
    "detach": ("detach_why", "stateful"),
    "forcing": ("teacher_forcing", "goes_flat"),
}


def show_learning(lesson: Lesson) -> None:
    """The chosen contrast: the idea, curves, numbers, what may be said of them, the lines."""
    t, name = lesson.t, lesson.view.contrast
    names = {each: t(f"build.learning.{each}.name") for each in CONTRASTS}
    choice(lesson, "contrast", t("build.learning.choose"), names, name)
    st.subheader(t(f"build.learning.{name}.title"))
    st.markdown(t(f"build.learning.{name}.idea"))
    found = saved_contrast(name)
    contrast_chart(t, found)
    if name == "forcing":
        _example(lesson, found)
    contrast_table(t, found)
    st.markdown("\n".join(f"- {line}" for line in counted(lesson, found)))
    st.markdown(t(f"build.learning.{name}.story", **_values(lesson, found)))
    st.markdown(t("build.learning.lines"))
    st.code(lines_of(name, lambda c: t(f"build.learning.comment.{c}")), language="python")
    reproduce(t, name)
    faq(t, *QUESTIONS[name])


def counted(lesson: Lesson, found: Contrast) -> list[str]:
    """What the runs bear out and no more: in how many of them one was below the other."""
    t = lesson.t
    measure, pairs = PAIRS[found.name]
    return [
        t(
            "build.learning.counted",
            what=measure_name(t, found.name, measure),
            one=variant_name(t, found.name, one),
            other=variant_name(t, found.name, other),
            first=spread_text(t, measure, found.variants[one].spread(measure)),
            second=spread_text(t, measure, found.variants[other].spread(measure)),
            count=found.lower(measure, one, other),
            seeds=found.seeds,
        )
        for one, other in pairs
    ]


def _values(lesson: Lesson, found: Contrast) -> dict[str, str]:
    """Every number of every variant, as ``<variant>_<measure>``, for the story."""
    values = {}
    for name, variant in found.variants.items():
        for measure in variant.numbers:
            if measure not in HIDDEN and name != TRUTH:
                text = spread_text(lesson.t, measure, variant.spread(measure))
                values[f"{name}_{measure}"] = text
    return values


def _example(lesson: Lesson, found: Contrast) -> None:
    """Two days of one run, hour by hour."""
    t = lesson.t
    order = ("told", "recursive", "practised", TRUTH)
    lines = {variant_name(t, found.name, name): found.variants[name].example for name in order}
    labels = {
        "x": t("build.learning.forcing.x"),
        "y": t("build.learning.forcing.celsius"),
        "decimal": t.separators,
    }
    show_figure(
        example_lines(lines, labels, theme_mode()),
        key="build.learning.example",
        alt=t("build.learning.forcing.example_alt"),
    )
    st.caption(t("build.learning.forcing.example"))
