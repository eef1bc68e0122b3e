"""What the choices on the Tokens page cost: the verdict before and after, the states over <pad>."""

from __future__ import annotations

import streamlit as st

from rnnviz.figures.lesson import mark_pads
from rnnviz.figures.text import side_by_side, state_heatmap, verdict_curve
from rnnviz.i18n import Translator
from rnnviz.inference.consequences import Outcome, PadDrift, outcomes, pad_drift
from rnnviz.models.shipped import load_shipped
from rnnviz.text.encoding import EncodingSpec
from rnnviz.text.vocabulary import PAD_ID, UNK_ID
from rnnviz.ui.shell.guided_path import changed_by_user, complete_step
from rnnviz.ui.shell.reading import limit_threads, wake
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.bar_table import show_bars
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure


@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _outcomes(
    text: str, model: str, cap: int, length: int, keep: str, pad: str
) -> tuple[Outcome, ...]:
    limit_threads()
    return outcomes(text, load_shipped(model), cap, _spec(length, keep, pad))


@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _drift(text: str, model: str, length: int, pad: str) -> PadDrift | None:
    limit_threads()
    return pad_drift(text, load_shipped(model), _spec(length, "both", pad))


def _spec(length: int, keep: str, pad: str) -> EncodingSpec:
    return EncodingSpec(length=length, truncation=keep, padding=pad)  # type: ignore[arg-type]


def show_cost(
    t: Translator, text: str, model: str, cap: int, spec: EncodingSpec
) -> dict[str, Outcome]:
    """The verdict with nothing lost and with the choices made; returns each choice's outcome."""
    wake(t, model)
    # Every run looks at both, else the first change of one of them would go unseen.
    keep, vocabulary = changed_by_user("keep", spec.truncation), changed_by_user("cap", cap)
    found = {
        o.choice: o for o in _outcomes(text, model, cap, spec.length, spec.truncation, spec.padding)
    }
    if not found:
        return found
    whole, chosen = found["whole"], found["all"]
    unknown = sum(chosen.encoding.tokens[p].id == 1 for p in chosen.encoding.kept)
    with st.grid(4, min_column_width=150):
        st.metric(t("cost.before"), t.percent(whole.probability), border=True, height="stretch")
        # Of what is shown, or the three would not add up.
        change = round(100 * chosen.probability) - round(100 * whole.probability)
        delta = f"{'+' if change >= 0 else '−'}{t.number(abs(change), 0)} {t('cost.points')}"
        st.metric(
            t("cost.after"),
            t.percent(chosen.probability),
            delta if change else None,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )
        st.metric(t("cost.unknown"), t.number(unknown, 0), border=True, height="stretch")
        st.metric(t("cost.cut"), t.number(chosen.encoding.cut, 0), border=True, height="stretch")
    if (whole.probability >= 0.5) != (chosen.probability >= 0.5):
        st.warning(t("cost.turned"), icon=":material/swap_vert:")
    st.caption(f"**{t('cost.title')}** {t('cost.how')} {_mostly(t, found)}")
    # However the text came to be cut: a long one is from the start.
    if keep and chosen.encoding.cut:
        complete_step("cut")
    if vocabulary and unknown:
        complete_step("unk")
    return found


def _mostly(t: Translator, found: dict[str, Outcome]) -> str:
    """Which choice alone moves the verdict most; nothing where none does by a point."""
    before = found["whole"].probability
    moved = {name: abs(found[name].probability - before) for name in ("cap", "cut", "pad")}
    name = max(moved, key=moved.__getitem__)
    if round(100 * moved[name]) < 1:
        return ""
    seen = found[name].encoding
    counts = {"cap": seen.ids.count(UNK_ID), "cut": seen.cut, "pad": seen.ids.count(PAD_ID)}
    share = t.percent(found[name].probability)
    return t(f"cost.most.{name}", count=counts[name], share=share)


def show_each_choice(t: Translator, found: dict[str, Outcome]) -> None:
    """The verdict with each choice alone, and with all of them together."""
    st.subheader(t("cost.each"))
    rows = {
        t("cost.col_choice"): [t(f"cost.choice.{name}") for name in found],
        t("cost.col_probability"): [t.percent(o.probability) for o in found.values()],
        t("cost.col_seen"): [_seen(o) for o in found.values()],
    }
    values = [o.probability for o in found.values()]
    show_bars(rows, t("cost.col_probability"), values, "cost.table")
    how_to_read(t, "cost.read")


def _seen(outcome: Outcome) -> str:
    """What the network reads: its first steps and its last, as far as a cell has room."""
    seen = outcome.encoding.vocabulary_words
    return " ".join(seen) if len(seen) <= 14 else " ".join((*seen[:6], "…", *seen[-6:]))


def show_drift(t: Translator, text: str, model: str, spec: EncodingSpec) -> None:
    """The states and the verdict as the network goes on over ``<pad>``."""
    by_hand = changed_by_user("length", spec.length) or changed_by_user("pad", spec.padding)
    drift = _drift(text, model, spec.length, spec.padding)
    if drift is None:
        return
    st.markdown(t("drift.how"))
    if not drift.chosen:
        st.caption(t("drift.added", count=len(drift.pads)))
    trace = drift.trace
    labels = {"x": "", "y": t("tokens.axis_units"), "hover": t("states.hover")}
    labels["decimal"] = t.separators
    states = trace.layers[-1].h[1:].T
    above = state_heatmap(states, trace.labels, labels, theme_mode(), height=220)
    labels = {
        "x": t("reviews.axis_words"),
        "y": t("reviews.axis_probability"),
        "positive": t("reviews.positive"),
        "negative": t("reviews.negative"),
        "flip": "",
        "after": t("reviews.hover_probability"),
        "decimal": t.separators,
    }
    below = verdict_curve(trace.labels, trace.verdicts, None, 0, labels, theme_mode())
    side_by_side(above, below)
    for figure in (above, below):
        mark_pads(figure, drift.pads, theme_mode())
    show_figure(above, key="drift.states", alt=t("drift.title"))
    show_figure(below, key="drift.path", alt=t("drift.path_alt"))
    how_to_read(t, "drift.read")
    before = drift.pads.start == 0
    first, last = (drift.pads[-1], drift.last_word) if before else (drift.last_word, -1)
    last = len(trace.labels) - 1 if last < 0 else last
    st.markdown(
        t(
            "drift.numbers_before" if before else "drift.numbers_after",
            count=len(drift.pads),
            memory_first=t.number(drift.memory(first)),
            memory_last=t.number(drift.memory(last)),
            verdict_first=t.percent(float(trace.verdicts[first])),
            verdict_last=t.percent(float(trace.verdicts[last])),
        )
    )
    if drift.chosen and by_hand:
        complete_step("pad")
    show_check(t, "pad")
    faq(t, "pad_states", "one_length")
