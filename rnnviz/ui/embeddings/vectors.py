"""The Embeddings page's panels: the vectors and their neighbours, before and after learning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnnviz.explain.embedding import mean_cosines, nearest, unit_rows
from rnnviz.figures.text import vector_heatmap
from rnnviz.i18n import Translator
from rnnviz.models.shipped import LANGUAGE_OF, info_of
from rnnviz.text.encoding import WHOLE_TEXT, Token, encode
from rnnviz.text.shorten import shortened
from rnnviz.text.standardise import split_words, standardise
from rnnviz.text.vocabulary import UNK, UNK_ID
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.guided_path import complete_step
from rnnviz.ui.shell.resources import (
    first_step,
    initial_table,
    shipped_vocabulary,
    trained_table,
)
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.bar_table import show_bars
from rnnviz.ui.widgets.check import show_check
from rnnviz.ui.widgets.faq import how_to_read
from rnnviz.ui.widgets.figure import show_figure

MOST_ROWS = 24  # words in the heatmap
MOST_IDS = 8  # in the line of code
MOST_LETTERS = 24  # of an unknown word
# The part that a term in the text lights, of what is shown before learning and after it.
_PARTS = {"before": "random", "after": "learned"}
CLEAR = 0.5  # the size of a logit from which a word alone has a side
FREQUENT = 8_000  # neighbours are looked for among these: rarer words were hardly trained
NEAREST = 8
# Words that say little by themselves come last where only a few fit.
_LITTLE = """
và là thì mà của có cho với ở này đó kia các những một cái con mình tôi bạn nó họ cũng đã đang sẽ
rất lắm quá nên vì nhưng để như từ trong ra vào lên thôi nhé ạ ơi được bị làm
the a an and or of to in is it i this that was for with as on at by be are from have has had he
she they we you his her its my me him them not no but so if
"""
LITTLE = frozenset(_LITTLE.split())


def own_words(t: Translator, text: str, model: str) -> list[tuple[int, str]]:
    """The known words of the text, each once: ``(id, word)``, telling words first."""
    vocabulary = shipped_vocabulary(model)
    encoding = encode(text, vocabulary, WHOLE_TEXT)
    if not encoding.tokens:
        st.info(t("text.no_words"), icon=":material/edit_note:")
    once = {token.id: token.word for token in encoding.tokens if token.known}
    if encoding.tokens and not once:
        st.warning(t(f"embeddings.none_known_{LANGUAGE_OF[model]}"))
    return sorted(once.items(), key=lambda item: item[1] in LITTLE)


def _unknown(tokens: Sequence[Token]) -> list[str]:
    """The words that the vocabulary does not have, each once, as they can be shown."""
    once = dict.fromkeys(token.word for token in tokens if not token.known)
    return [f"“{plain(shortened(word, MOST_LETTERS))}”" for word in once]


def _rows(
    words: list[tuple[int, str]], tokens: Sequence[Token], shared: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """At most ``MOST_ROWS``, with the row that unknown words share; in the order of the text where
    all fit."""
    rows = [*words[: MOST_ROWS - len(shared)], *shared]
    if len(words) + len(shared) > MOST_ROWS:
        return rows
    places = {token.id: place for place, token in reversed(list(enumerate(tokens)))}
    return sorted(rows, key=lambda row: places[row[0]])


def _tables(model: str) -> dict[str, np.ndarray]:
    return {"before": initial_table(model), "after": trained_table(model)}


@st.cache_resource(max_entries=16, show_spinner=False)
def _directions(model: str, when: str) -> np.ndarray:
    """The frequent words' vectors, each of length 1: (words, embed)."""
    return unit_rows(_tables(model)[when][:FREQUENT])


def show_vectors(t: Translator, model: str, words: list[tuple[int, str]], text: str) -> None:
    """The user's words as rows of numbers, before and after learning."""
    read = encode(text, shipped_vocabulary(model), WHOLE_TEXT).tokens
    unknown = _unknown(read)
    shown = _rows(words, read, [(UNK_ID, UNK)] if unknown else [])
    ids = [i for i, _ in shown]
    tables = _tables(model)
    labels = {"x": t("embeddings.axis_dims"), "hover": t("embeddings.hover")}
    labels["decimal"] = t.separators
    # One scale for both. The few largest numbers would leave all others pale.
    both = np.abs(np.concatenate([table[ids] for table in tables.values()]))
    reach = float(np.quantile(both, 0.98)) or 1.0
    for column, (when, table) in zip(st.columns(2), tables.items(), strict=True):
        with column, st.container(key=f"part-{_PARTS[when]}-vectors"):
            st.markdown(f"**{t(f'embeddings.{when}')}**")
            show_figure(
                vector_heatmap(
                    table[ids], [word for _, word in shown], ids, reach, labels, theme_mode()
                ),
                key=f"embeddings.vectors.{when}",
                alt=t(f"embeddings.{when}"),
            )
    if unknown:
        st.caption(
            t(
                "embeddings.read_as_unk",
                words=", ".join(unknown[:MOST_IDS]) + (", …" if len(unknown) > MOST_IDS else ""),
                rows=t.number(tables["after"].shape[0], 0),
            )
        )
    how_to_read(t, "embeddings.vectors_read", most=t.number(reach, 1))
    known = sum(i != UNK_ID for i in ids)
    if len(words) > known:
        st.caption(t("embeddings.some_words", shown=known, count=len(words)))
    st.subheader(t("embeddings.vectors_title"))
    st.markdown(
        t(
            "embeddings.vectors_how",
            dims=tables["after"].shape[1],
            rows=t.number(tables["after"].shape[0], 0),
        )
    )
    st.code(_call(t, tables["after"].shape, ids), language="python", wrap_lines=True)
    _same_and_opposite(t, model, [i for i in ids if i != UNK_ID], tables)
    dims = int(tables["after"].shape[1])
    # Every word is looked up, also one that comes twice or that reads as <unk>.
    tokens = min(len(split_words(standardise(text))), info_of(model).spec.length)
    show_check(t, "embedding", tokens * dims, words=tokens, dims=dims)


def _call(t: Translator, shape: tuple[int, ...], ids: list[int]) -> str:
    """The lines of PyTorch that look these rows up."""
    rows, dims = shape
    some = ", ".join(map(str, ids[:MOST_IDS])) + (", …" if len(ids) > MOST_IDS else "")
    return (
        f"vocab_size, embed_dim = {rows}, {dims}\n"
        "embedding = nn.Embedding(vocab_size, embed_dim)\n"
        f"ids = torch.tensor([{some}])  # {t('embeddings.call_ids')}\n"
        f"embedding(ids).shape  # ({len(ids)}, {dims})"
    )


def _same_and_opposite(
    t: Translator, model: str, ids: list[int], tables: dict[str, np.ndarray]
) -> None:
    """How near words of the same verdict are to each other, and words of opposite ones."""
    verdicts = first_step(model).logits(tables["after"][ids])
    clear = np.abs(verdicts) >= CLEAR
    some = [i for i, use in zip(ids, clear, strict=True) if use]
    found = {name: mean_cosines(table, some, verdicts[clear] > 0) for name, table in tables.items()}
    before, after = found["before"], found["after"]
    if before and after:
        st.markdown(
            t(
                "embeddings.moods",
                count=len(some),
                same=t.number(after[0]),
                opposite=t.number(after[1]),
                same_before=t.number(before[0]),
                opposite_before=t.number(before[1]),
            )
        )


def show_neighbours(t: Translator, model: str, words: list[tuple[int, str]]) -> None:
    """The nearest words to one of the user's, before and after learning."""
    st.subheader(t("embeddings.neighbours_title"))
    how_to_read(t, "embeddings.neighbours_how")
    names = dict(words)
    most_moved = _most_meaning(model, [i for i, _ in words])
    key = "embeddings.word"
    if st.session_state.get(key) not in names:
        st.session_state[key] = most_moved
    chosen = st.selectbox(
        t("embeddings.word"),
        list(names),
        index=list(names).index(most_moved),
        format_func=names.__getitem__,
        key=key,
        width=320,
    )
    if chosen != most_moved:
        complete_step("neighbour")
    vocabulary = shipped_vocabulary(model)
    for column, (when, table) in zip(st.columns(2), _tables(model).items(), strict=True):
        with column, st.container(key=f"part-{_PARTS[when]}-neighbours"):
            st.markdown(f"**{t(f'embeddings.{when}')}**")
            query = unit_rows(table[[chosen]])[0]
            found = nearest(_directions(model, when), query, int(chosen), NEAREST)
            rows = {
                t("embeddings.col_word"): [vocabulary.words[n.id] for n in found],
                t("embeddings.col_similarity"): [t.number(n.similarity) for n in found],
            }
            values = [n.similarity for n in found]
            key = f"embeddings.neighbours.{when}"
            show_bars(rows, t("embeddings.col_similarity"), values, key)


def _most_meaning(model: str, ids: list[int]) -> int:
    """The user's word with the longest trained vector: training had most to say about it."""
    lengths = np.linalg.norm(trained_table(model)[ids], axis=1)
    return ids[int(lengths.argmax())]
