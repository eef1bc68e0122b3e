"""Small untrained classifiers of every kind, for the tests of this folder."""

from __future__ import annotations

import torch
from hypothesis import strategies as st

from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import CELL_KINDS, ClassifierSpec

READOUTS = ("last", "mean", "max")
WORDS = 12  # of the vocabulary, <pad> and <unk> included
PAIRS = (2 * WORDS + 3, 3 * WORDS + 2, 5 * WORDS + 5, 7 * WORDS + 1)  # first · words + second


def small_model(
    cell="lstm", readout="mean", pairs=False, layers=1, hidden=6, seed=0, length_power=0.25
):
    spec = ClassifierSpec(
        cell=cell,
        vocab_size=WORDS,
        embed_dim=4,
        hidden_size=hidden,
        num_layers=layers,
        readout=readout,
        pair_count=len(PAIRS) if pairs else 0,
    )
    torch.manual_seed(seed)
    model = ReviewClassifier(spec, seed=seed).eval()
    model.length_power = length_power
    if model.pairs is not None:
        model.pair_keys.copy_(torch.tensor(PAIRS))
        with torch.no_grad():
            model.pairs.weight[1:].normal_()
    return model.requires_grad_(False)


def logit_alone(model, ids):
    """The logit of one text, read by itself: what every batch must give."""
    if not ids:
        return 0.0
    with torch.no_grad():
        return float(model(torch.tensor([ids]), torch.tensor([len(ids)])))


ids_lists = st.lists(st.integers(1, WORDS - 1), min_size=1, max_size=14)
models = st.builds(
    small_model,
    cell=st.sampled_from(sorted(CELL_KINDS)),
    readout=st.sampled_from(READOUTS),
    pairs=st.booleans(),
    layers=st.integers(1, 2),
    hidden=st.integers(1, 8),
    seed=st.integers(0, 999),
    length_power=st.sampled_from((0.0, 0.25)),
)
