"""Where a review classifier begins: its weights, its words' vectors, its pairs' leanings."""

from __future__ import annotations

from collections.abc import Callable, Collection

import torch
from torch import nn

from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import ClassifierSpec, cell_kind
from rnnviz.text.vocabulary import Vocabulary
from rnnviz.training.cooccurrence import cooccurrence_vectors
from rnnviz.training.pairs import LEAN, Leanings, choose_pairs
from rnnviz.training.specs import ReviewTraining
from rnnviz.training.word_vectors import Vectors, start_from

FindVectors = Callable[[Collection[str]], Vectors]  # those that a file has of some words


def initialise(model: ReviewClassifier) -> None:
    """Start where a plain RNN can learn: orthogonal W_hh, small W_ih, zero biases, open gates.

    torch's own uniform start leaves a vanilla RNN on long reviews near 69%; an orthogonal W_hh
    lets the past pass through many steps (Saxe et al. 2014; Le et al. 2015).
    """
    hidden = model.spec.hidden_size
    plain = cell_kind(model.spec.cell).keep is None
    for name, parameter in model.rnn.named_parameters():
        if name.startswith("weight_hh"):
            for block in parameter.data.split(hidden):
                nn.init.orthogonal_(block, gain=0.95 if plain else 1.0)
        elif name.startswith("weight_ih"):
            nn.init.xavier_uniform_(parameter.data, gain=0.5 if plain else 1.0)
        else:
            nn.init.zeros_(parameter.data)
            if model.spec.cell == "lstm" and name.startswith("bias_ih"):
                parameter.data[hidden : 2 * hidden] = 1.0  # the forget gate starts open


def start_model(
    model_spec: ClassifierSpec,
    spec: ReviewTraining,
    rows: list[list[int]],
    leans: Leanings | None,
    vocabulary: Vocabulary,
    find_vectors: FindVectors | None = None,
) -> ReviewClassifier:
    """The untrained model, its vectors where ``spec.start`` and the pairs' leanings put them.

    ``rows``: the training texts as ids. ``ValueError`` where ``spec.start`` is ``vectors`` and
    nothing finds them.
    """
    words, dimensions = model_spec.vocab_size, model_spec.embed_dim
    pairs = None
    if model_spec.pair_count and leans is not None:
        keys, counts, leaning = leans
        pairs = choose_pairs(keys, counts, leaning, words, model_spec.pair_count)
        model_spec = model_spec.model_copy(update={"pair_count": len(pairs)})
    model = ReviewClassifier(model_spec, seed=spec.seed, dropout=spec.dropout)
    initialise(model)
    if spec.start != "random":
        table = cooccurrence_vectors(rows, words, dimensions, spec.seed)
        if spec.start == "vectors":
            if find_vectors is None:
                raise ValueError("no word vectors to start from")
            table = start_from(find_vectors(vocabulary.words), vocabulary.words, table)
        model.embedding.weight.data.copy_(torch.from_numpy(table))
    if pairs is not None and model.pairs is not None:
        model.pair_keys.copy_(torch.from_numpy(keys[pairs]))
        # The first number of a pair, along the direction in which the matrix takes it.
        model.pairs.weight.data[1:, 0] = torch.from_numpy(leaning[pairs]).float() * LEAN
        nn.init.normal_(model.pair_map.weight)
    return model
