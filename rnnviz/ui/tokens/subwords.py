"""The same text split into words and into BPE pieces, side by side."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.text.encoding import Encoding
from rnnviz.text.language import detect_language
from rnnviz.text.subwords import Piece, shipped_bpe, split_pieces
from rnnviz.text.vocabulary import UNK
from rnnviz.ui.components.word_view import ShadedWord, utf16_offsets, word_view
from rnnviz.ui.shell.examples import RARE
from rnnviz.ui.shell.guided_path import changed_by_user, complete_step
from rnnviz.ui.shell.resources import full_vocabulary
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.view import MAX_TEXT
from rnnviz.ui.widgets.faq import faq, how_to_read

MOST = 60  # words in the table


def show_subwords(t: Translator, encoding: Encoding, cap: int) -> None:
    """Counts, the pieces in the user's own text, and the words that BPE takes apart."""
    st.markdown(t("bpe.how", size=t.number(shipped_bpe().get_vocab_size(), 0)))
    if detect_language(encoding.text) == "vi":
        st.info(t("bpe.learned_english"), icon=":material/translate:")
    st.button(
        t("bpe.rare"),
        key="bpe.rare",
        icon=":material/add:",
        help=RARE,
        on_click=change_view,
        kwargs={"text": f"{encoding.text.rstrip()[: MAX_TEXT - 80]} {RARE}", "step": 0},
    )
    pieces = split_pieces(encoding.text)
    unknown = sum(not token.known for token in encoding.tokens)
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{t('bpe.words', cap=t.number(cap, 0))}**")
        with st.container(horizontal=True):
            st.metric(t("bpe.count"), t.number(len(encoding.tokens), 0))
            st.metric(t("bpe.unknown"), t.number(unknown, 0))
    with right:
        st.markdown(f"**{t('bpe.pieces')}**")
        with st.container(horizontal=True):
            st.metric(t("bpe.count"), t.number(len(pieces), 0))
            st.metric(t("bpe.unknown"), t.number(0, 0))
    word_view(
        encoding.text,
        _shaded(t, encoding.text, pieces),
        selected=0,
        label=t("bpe.pieces"),
        hint=t("bpe.hint"),
        key="rnnviz.bpe_view",
        on_choose=lambda _: None,
    )
    how_to_read(t, "bpe.read")
    _table(t, encoding, pieces)
    # A rare word, not just one that a small cap leaves out.
    known = full_vocabulary(current_view().language).ids
    by_hand = changed_by_user("text", current_view().text)
    if by_hand and any(token.word not in known for token in encoding.tokens):
        complete_step("bpe")
    faq(t, "bpe", "more_words")


def _shaded(t: Translator, text: str, pieces: tuple[Piece, ...]) -> list[ShadedWord]:
    """Pieces in place; two tints in turn show where one ends, orange a word in several pieces."""
    offsets = utf16_offsets(text)
    sizes = _sizes(pieces)
    words: list[ShadedWord] = []
    for number, piece in enumerate(pieces):
        start, end = offsets[piece.start], offsets[piece.end]
        if words and start < words[-1].end:
            continue  # several bytes of one letter: the first stands for all
        strength = 0.2 if number % 2 else 0.5
        whole = sizes[piece.word] == 1
        tip = t("tokens.tip", word=piece.label, id=piece.id)
        words.append(ShadedWord(start, end, 0, strength if whole else -strength, tip))
    return words


def _sizes(pieces: tuple[Piece, ...]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for piece in pieces:
        sizes[piece.word] = sizes.get(piece.word, 0) + 1
    return sizes


def _table(t: Translator, encoding: Encoding, pieces: tuple[Piece, ...]) -> None:
    """Words that one of the two ways cannot keep whole."""
    parts: dict[int, list[str]] = {}
    for piece in pieces:
        parts.setdefault(piece.word, []).append(piece.label)
    rows = {
        token.word: (token.word if token.known else UNK, " · ".join(parts.get(position, [])))
        for position, token in enumerate(encoding.tokens)
        if not token.known or len(parts.get(position, [])) > 1
    }
    if not rows:
        st.caption(t("bpe.all_whole"))
        return
    table = pd.DataFrame(
        {
            t("bpe.col_word"): list(rows)[:MOST],
            t("bpe.col_seen"): [seen for seen, _ in rows.values()][:MOST],
            t("bpe.col_pieces"): [split for _, split in rows.values()][:MOST],
        }
    )
    st.dataframe(table, hide_index=True, key="bpe.table", height=min(38 * (len(table) + 1), 300))
