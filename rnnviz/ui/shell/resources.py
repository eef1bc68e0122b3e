"""What the pages share between users: vocabularies, embedding tables. Read-only by contract."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import streamlit as st

from rnnviz.explain.lone_words import FirstStep, read_first_step
from rnnviz.models.checkpoint import read_embedding, read_pair_keys, read_vocabulary
from rnnviz.models.shipped import DEFAULT_OF, folder_of, info_of
from rnnviz.models.specs import Language
from rnnviz.text.vocabulary import Vocabulary


@st.cache_resource(show_spinner=False)
def shipped_vocabulary(model: str) -> Vocabulary:
    """The vocabulary of a shipped model, without loading its weights (or torch)."""
    return Vocabulary(*read_vocabulary(folder_of(model)))


def full_vocabulary(language: Language) -> Vocabulary:
    """The largest vocabulary of a language."""
    vocabulary: Vocabulary = shipped_vocabulary(DEFAULT_OF[language])
    return vocabulary


@st.cache_resource(show_spinner=False)
def trained_table(model: str) -> np.ndarray:
    """The embedding after training: (vocab, embed) float32, without torch."""
    table = read_embedding(folder_of(model))
    table.flags.writeable = False
    return table


@st.cache_resource(show_spinner=False)
def initial_table(model: str) -> np.ndarray:
    """Random numbers as before training: (vocab, embed) float32, drawn again from the seed."""
    from rnnviz.models.initial import initial_embedding

    info = info_of(model)
    table = initial_embedding(info.spec, info.seed)
    table.flags.writeable = False
    return table


@st.cache_resource(show_spinner=False)
def first_step(model: str) -> FirstStep:
    """What gives a shipped model's verdict on a word alone, without torch."""
    return read_first_step(folder_of(model))


@st.cache_resource(show_spinner=False)
def _pair_keys(model: str) -> np.ndarray:
    """In order, so that a text's few pairs are found without a look at all of them."""
    keys = np.sort(read_pair_keys(folder_of(model)))
    keys.flags.writeable = False
    return keys


def pairs_of(model: str, words: Sequence[str]) -> list[str]:
    """Neighbouring words for which a shipped model has a vector, each once, in order."""
    vocabulary, keys = shipped_vocabulary(model), _pair_keys(model)
    if not len(keys):
        return []
    ids = [vocabulary.id_of(word) for word in words]
    wanted = np.array([a * len(vocabulary) + b for a, b in pairwise(ids)], dtype=keys.dtype)
    known = keys[np.searchsorted(keys, wanted).clip(max=len(keys) - 1)] == wanted
    pairs = [f"{one} {two}" for (one, two), k in zip(pairwise(words), known, strict=True) if k]
    return list(dict.fromkeys(pairs))
