"""The Tokens page's panels: choices, the text after each rule, tokens, ids, coverage."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from rnnviz.figures.vocabulary import coverage_curve
from rnnviz.i18n import Translator
from rnnviz.lessons.questions import ids_read
from rnnviz.models.specs import Language
from rnnviz.text.coverage import corpus_coverage, text_coverage
from rnnviz.text.encoding import Encoding, EncodingSpec
from rnnviz.text.shorten import shortened
from rnnviz.text.vocabulary import PAD, UNK, UNK_ID, Vocabulary
from rnnviz.ui.components.word_view import ShadedWord, placed, word_view
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.resources import full_vocabulary, pairs_of
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.shell.view import TOPICS, View
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.faq import how_to_read
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.view_switch import view_switch

FEW, ENOUGH = 100, 3_000  # words: about half of all tokens; enough, it is said, to get along
CAPS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 15_000, 30_000)
SHOWN = 400  # tokens in the table
MOST_PAIRS = 12
MOST_UNKNOWN = 3  # words of which it is said why


def choices(t: Translator, view: View) -> tuple[Vocabulary, EncodingSpec]:
    """The controls: vocabulary cap, length, which part is kept, where ``<pad>`` goes."""
    full = full_vocabulary(view.language)
    caps = [cap for cap in CAPS if cap <= len(full)]
    cap = min(caps, key=lambda c: abs(c - view.cap))
    state = st.session_state
    state["tokens.cap"], state["tokens.length"] = cap, view.length

    def changed(name: str) -> None:
        change_view(**{name: state[f"tokens.{name}"]})

    # Not a grid: within one, a switch that is too wide is cut instead of wrapped.
    with st.container(horizontal=True, gap="small"):
        st.select_slider(
            t("tokens.cap"),
            caps,
            format_func=lambda c: t.number(c, 0),
            key="tokens.cap",
            help=t("tokens.cap_help"),
            on_change=changed,
            args=("cap",),
            width=230,
        )
        st.slider(
            t("tokens.length"),
            1,
            400,
            key="tokens.length",
            help=t("tokens.length_help"),
            on_change=changed,
            args=("length",),
            width=230,
        )
        for name, ways in (
            ("keep", ("head", "tail", "both")),
            ("pad", ("before", "after", "none")),
        ):
            words = {way: t(f"tokens.{name}_{way}") for way in ways}
            label, help_text = t(f"tokens.{name}"), t(f"tokens.{name}_help")
            view_switch(name, label, words, f"tokens.{name}", help_text=help_text)
    spec = EncodingSpec(
        length=view.length,
        truncation=view.keep,  # type: ignore[arg-type]
        padding=view.pad,  # type: ignore[arg-type]
    )
    return full.capped(cap), spec


def topic_choice(t: Translator, view: View) -> str:
    """The switch between the parts of the lesson; any of them can be opened at any time."""
    words = {name: t(f"tokens.topic.{name}") for name in TOPICS}
    view_switch("topic", t("tokens.topics"), words, "tokens.topic", label_hidden=True)
    return view.topic


def show_steps(t: Translator, encoding: Encoding) -> None:
    """The text after every rule, as plain text; a rule that changes nothing says so."""
    st.subheader(t("tokens.steps_title"))
    stages = [("original", encoding.text), *encoding.steps]
    before: str | None = None
    with st.grid(3, min_column_width=240):
        for number, (name, value) in enumerate(stages, start=1):
            with st.container(border=True):
                st.markdown(f"**{number}. {t(f'tokens.rule.{name}')}**")
                st.caption(t(f"tokens.rule_how.{name}"))
                if value == before:
                    st.markdown(f":gray[{t('tokens.unchanged')}]")
                    continue
                before = value
                # A short text needs no scrolling, and its card no empty space.
                room: int | Literal["content"] = 130 if len(value) > 90 else "content"
                with st.container(height=room, border=False):
                    st.text(value[:4000] if value.strip() else "∅")


def show_tokens(t: Translator, encoding: Encoding, language: Language, held: int) -> None:
    """The user's own text with its tokens marked in place; ``held``: ids of the vocabulary."""
    st.subheader(t("tokens.tokens_title"))
    unknown = sum(not token.known for token in encoding.tokens)
    st.markdown(
        t(
            "tokens.tokens_count",
            count=t.number(len(encoding.tokens), 0),
            unknown=t.number(unknown, 0),
            share=t.percent(encoding.unknown_share),
            cut=t.number(encoding.cut, 0),
        )
    )
    _why_unknown(t, encoding, language, held)
    kept = set(encoding.kept)
    words: list[ShadedWord] = []
    for position, token, start, end in placed(encoding.text, encoding.tokens):
        tip = t("tokens.tip", word=token.word, id=token.id if token.known else f"1 ({UNK})")
        if position not in kept:
            words.append(ShadedWord(start, end, 0, None, t("tokens.tip_cut"), "cut"))
        elif token.known:
            words.append(ShadedWord(start, end, 0, 0.12 if position % 2 else 0.28, tip))
        else:
            words.append(ShadedWord(start, end, 0, -0.7, tip, "unknown"))
    word_view(
        encoding.text,
        words,
        selected=0,
        label=t("tokens.tokens_title"),
        hint=t("tokens.tokens_hint"),
        key="rnnviz.token_view",
        on_choose=lambda _: None,
    )


def _why_unknown(t: Translator, encoding: Encoding, language: Language, held: int) -> None:
    """Of the first unknown words: which id they would have, or that they have none."""
    full = full_vocabulary(language)
    unknown = dict.fromkeys(token.word for token in encoding.tokens if not token.known)
    said = []
    for word in list(unknown)[:MOST_UNKNOWN]:
        own, shown = full.id_of(word), plain(shortened(word, 24))
        if own == UNK_ID:
            said.append(t("tokens.unk_never", word=shown, most=t.number(len(full), 0)))
        else:
            last = t.number(held - 1, 0)
            said.append(t("tokens.unk_rare", word=shown, id=t.number(own, 0), last=last))
    if language == "vi":
        said.append(t("tokens.syllables"))
    if said:
        st.caption("  \n".join(said))


def show_ids(t: Translator, encoding: Encoding, spec: EncodingSpec, model: str) -> None:
    """What the network reads: a row of ids of one length, with ``<unk>`` and ``<pad>`` marked."""
    st.subheader(t("tokens.ids_title"))
    st.markdown(t(f"tokens.ids_{spec.padding}", length=len(encoding.ids), pad=_code(PAD)))
    columns = {
        t("tokens.col_step"): list(range(1, len(encoding.ids) + 1)),
        t("tokens.col_word"): list(encoding.words),
        t("tokens.col_seen"): list(encoding.vocabulary_words),
        t("tokens.col_id"): list(encoding.ids),
    }
    table = pd.DataFrame(columns).head(SHOWN)
    st.dataframe(table, hide_index=True, height=min(38 * (len(table) + 1), 420), key="tokens.table")
    # No language: its colour for numbers is too pale on the light theme.
    st.code("ids = " + str(list(encoding.ids[:SHOWN])), language=None, wrap_lines=True)
    # As the capped vocabulary reads them: a pair with an unknown word is none.
    if pairs := pairs_of(model, [token.word if token.known else UNK for token in encoding.tokens]):
        some = ", ".join(f"“{plain(pair)}”" for pair in pairs[:MOST_PAIRS])
        more = " …" if len(pairs) > MOST_PAIRS else ""
        st.markdown(t("tokens.pairs", model=t(f"models.{model}"), pairs=some + more))
    how_to_read(t, "tokens.ids_read")
    words = len(encoding.tokens)
    length = 40 if spec.length != 40 else 30  # not the one on the screen: that would tell
    answer = ids_read(words, length, spec.padding != "none")
    side = t(f"tokens.pad_{spec.padding}")
    show_check(t, "ids", answer, words=words, length=length, pad=side)


def show_coverage(t: Translator, view: View, encoding: Encoding, cap: int) -> None:
    """How much of the user's text, and of all reviews, a vocabulary covers as it grows."""
    st.subheader(t("tokens.coverage_title"))
    full = full_vocabulary(view.language)
    steps = (int(10 ** (e / 12)) for e in range(12, 54))
    caps = sorted({*range(3, 10), *steps, FEW, ENOUGH, len(full)})
    caps = [c for c in caps if c <= len(full)]
    corpus = corpus_coverage(full, caps)
    few_share, share = (t.percent(corpus[caps.index(c)]) for c in (FEW, ENOUGH))
    shares = {t("tokens.coverage_corpus"): corpus}
    if encoding.tokens:
        shares[t("tokens.coverage_text")] = text_coverage(
            [token.word for token in encoding.tokens], full, caps
        )
    labels = {
        "x": t("tokens.coverage_x"),
        "y": t("tokens.coverage_y"),
        "now": t("tokens.coverage_now", cap=t.number(cap, 0)),
        "mark": t("tokens.coverage_mark", count=t.number(ENOUGH, 0), share=share),
        "decimal": t.separators,
    }
    show_figure(
        coverage_curve(caps, shares, cap, labels, theme_mode(), mark=ENOUGH),
        key="tokens.coverage",
        alt=t("tokens.coverage_title"),
    )
    how_to_read(t, "tokens.coverage_how", few=FEW, few_share=few_share)
    st.markdown(t(f"tokens.coverage_{view.language}", share=share))


def _code(word: str) -> str:
    return f"`{word}`"
