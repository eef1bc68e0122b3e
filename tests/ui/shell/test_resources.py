"""What pages share: a text's pairs, found among all of a model's."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rnnviz.models.checkpoint import read_pair_keys
from rnnviz.models.shipped import folder_of
from rnnviz.ui.shell.resources import pairs_of, shipped_vocabulary

TEXTS = (
    "",
    "film",
    "not a good film , not good at all",
    "zzzz qqqq zzzz",
    "the worst of the worst",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("model", ["best", "rnn", "vi"])
def test_pairs_are_those_with_a_vector_in_the_model(model: str, text: str):
    words, vocabulary = text.split(), shipped_vocabulary(model)
    keys = set(np.asarray(read_pair_keys(folder_of(model))).tolist())
    ids = [vocabulary.id_of(word) for word in words]
    expected = [
        f"{a} {b}"
        for (a, b), (i, j) in zip(pairwise(words), pairwise(ids), strict=True)
        if i * len(vocabulary) + j in keys
    ]
    assert pairs_of(model, words) == list(dict.fromkeys(expected))
