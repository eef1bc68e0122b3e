"""A tiny embedding, trained on a click and played back: random first, learned later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from rnnviz.figures.learning import leaning_colours, loss_curves
from rnnviz.i18n import Translator
from rnnviz.models.specs import Language
from rnnviz.training.tiny_embedding import (
    ALIKE,
    OPPOSITE,
    TinyRun,
    build_corpus,
    shipped_sentences,
    train_tiny,
)
from rnnviz.ui.components.embedding_animation import embedding_animation
from rnnviz.ui.shell.guided_path import complete_step
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import View
from rnnviz.ui.widgets.faq import faq, how_to_read
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.number_field import number_field, number_in

_OWN = "-own"  # ends the link's word for a run with the user's text, see ``View.trained``
MOST_SEEDS = 999
_SEED = "learning.seed"


# Per session: the corpus may hold the user's text.
@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _run(seed: int, own_text: str, language: Language) -> TinyRun:
    return train_tiny(build_corpus(own_text, language), seed)


def show_learning(t: Translator, view: View, text: str) -> None:
    """The controls, the words in motion, distances before and after, the losses."""
    st.subheader(t("learning.title"))
    sentences = shipped_sentences(view.language)
    kind = t(f"learning.reviews_{view.language}")
    st.markdown(t("learning.how", count=len(sentences), kind=kind))
    with st.expander(t("learning.sentences"), icon=":material/notes:"):
        for label, sentence in sentences:
            st.markdown(f"{'➕' if label else '➖'} {sentence}")
    linked = int(view.trained.removesuffix(_OWN) or 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = number_field(
            t,
            t("learning.seed"),
            0,
            MOST_SEEDS,
            number_in(_SEED, 0, MOST_SEEDS, linked),
            key=_SEED,
            help_text=t("learning.seed_help"),
            width=130,
        )
        own = st.toggle(
            t("learning.own"),
            view.trained.endswith(_OWN),
            key="learning.own",
            help=t("learning.own_help"),
        )
        wanted = _name(seed, own)
        st.button(
            t("learning.start"),
            type="primary",
            icon=":material/model_training:",
            key="learning.go",
            on_click=_start,
            args=(seed, own),
        )
    trained = view.trained == wanted
    # Some hundredths of a second; only its start is shown before the click.
    run = _run(seed, text if own else "", view.language)
    shown = len(run.epochs) if trained else 1
    labels = {name: t(f"learning.{name}") for name in ("play", "pause", "epoch", "hint", "picture")}
    embedding_animation(
        run.corpus.words,
        run.tables[:shown],
        run.epochs[:shown],
        leaning_colours(run.corpus.leaning, theme_mode()),
        labels=labels,
        reach=float(np.abs(run.tables).max()),
        key="rnnviz.dance",
    )
    how_to_read(t, "learning.read")
    if trained:
        _results(t, run, view.language)
    else:
        st.info(t("learning.before"), icon=":material/play_arrow:")
    faq(t, "opposites", "dims")


def _start(seed: int, own: bool) -> None:
    """Train with what stands in the fields: a seed that was typed just before the click, too."""
    seed = number_in(_SEED, 0, MOST_SEEDS, seed)
    own = st.session_state.get("learning.own", own)
    change_view(trained=_name(seed, own))
    complete_step("train")


def _name(seed: int, own: bool) -> str:
    """A training as the link names it."""
    return f"{seed}{_OWN if own else ''}"


def _results(t: Translator, run: TinyRun, language: Language) -> None:
    pairs = (*ALIKE[language], *OPPOSITE[language])

    def shown(value: object) -> str:
        return t.number(float(str(value)))

    st.markdown(
        t(
            "learning.done",
            epochs=run.epochs[-1],
            seed=run.seed,
            loss=t.number(float(run.neighbour_losses[-1]), 4),
        )
    )
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{t('learning.distances')}**")
        table = pd.DataFrame(
            {
                t("learning.col_pair"): [*(f"{a} – {b}" for a, b in pairs), t("learning.any_pair")],
                t("learning.col_before"): _distances(run, pairs, 0),
                t("learning.col_after"): _distances(run, pairs, -1),
            }
        )
        st.dataframe(
            table.style.format(
                lambda value: t.number(float(str(value))), subset=list(table.columns[1:])
            ),
            hide_index=True,
            key="learning.table",
        )
    with right:
        st.markdown(f"**{t('learning.losses')}**")
        losses = {
            t("learning.neighbours"): run.neighbour_losses,
            t("learning.labels"): run.label_losses,
        }
        axes = {"x": t("learning.epochs"), "y": t("learning.loss"), "decimal": t.separators}
        show_figure(
            loss_curves(losses, axes, theme_mode()),
            key="learning.losses",
            alt=t("learning.losses"),
        )
    how_to_read(t, "learning.read_results", pair=", ".join(pairs[0]))


def _distances(run: TinyRun, pairs: Sequence[tuple[str, str]], snapshot: int) -> list[float]:
    """Of each pair, and of any two words on average."""
    return [*(run.distance(a, b, snapshot) for a, b in pairs), run.mean_distance(snapshot)]
