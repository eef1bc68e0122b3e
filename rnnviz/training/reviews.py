"""Training the review classifier: corpus + spec → events, a checkpoint at the end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import cell_kind
from rnnviz.text.encoding import EncodingSpec, encode_ids
from rnnviz.text.reviews import CorpusError, Reviews
from rnnviz.text.vocabulary import UNK_ID, Vocabulary
from rnnviz.training.cooccurrence import cooccurrence_vectors
from rnnviz.training.loop import Event, fit
from rnnviz.training.specs import ReviewTraining
from rnnviz.training.teacher import teacher_probabilities

WHOLE_TEXT = EncodingSpec(length=4000)


@dataclass(frozen=True)
class Prepared:
    """A run ready to go: the untrained model, its vocabulary and the encoded examples."""

    model: ReviewClassifier
    vocabulary: Vocabulary
    train_rows: list[list[int]]
    train_targets: list[float]
    validation_rows: list[list[int]]
    validation_labels: list[int]


def split_films(reviews: Reviews, share: float, seed: int) -> tuple[list[int], list[int]]:
    """Indices for training and validation. All reviews of one film fall on the same side."""
    groups: dict[str, list[int]] = {}
    for i, film in enumerate(reviews.films):
        groups.setdefault(film or f"review {i}", []).append(i)
    names = sorted(groups)
    random.Random(seed).shuffle(names)
    validation: list[int] = []
    for name in names:
        if len(validation) >= share * len(reviews):
            break
        validation += groups[name]
    held = set(validation)
    return [i for i in range(len(reviews)) if i not in held], sorted(validation)


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


def prepare(reviews: Reviews, spec: ReviewTraining) -> Prepared:
    """Split, build the vocabulary on the training part only, encode, make the model."""
    train, validation = split_films(reviews, spec.validation, spec.seed)
    if not train or (spec.validation and not validation):
        raise CorpusError("corpus_too_small", count=len(reviews))
    vocabulary = Vocabulary.build((reviews.texts[i] for i in train), spec.model.vocab_size)
    model_spec = spec.model.model_copy(update={"vocab_size": len(vocabulary)})
    encoding = EncodingSpec(length=spec.model.length, truncation=spec.model.truncation)

    def rows(indices: Sequence[int]) -> tuple[list[list[int]], list[int]]:
        """The encoded texts, and which of them they are: one without a word teaches nothing."""
        ids = encode_ids([reviews.texts[i] for i in indices], vocabulary, encoding)
        kept = [k for k, row in enumerate(ids) if row]
        return [ids[k] for k in kept], [indices[k] for k in kept]

    torch.manual_seed(spec.seed)
    model = ReviewClassifier(model_spec, seed=spec.seed, dropout=spec.dropout)
    initialise(model)
    if spec.start == "cooccurrence":
        whole = encode_ids([reviews.texts[i] for i in train], vocabulary, WHOLE_TEXT)
        vectors = cooccurrence_vectors(
            whole, model_spec.vocab_size, model_spec.embed_dim, spec.seed
        )
        model.embedding.weight.data.copy_(torch.from_numpy(vectors))
    train_rows, read = rows(train)
    validation_rows, judged = rows(validation)
    return Prepared(
        model,
        vocabulary,
        train_rows,
        _targets(reviews, read, spec.teacher),
        validation_rows,
        [reviews.labels[i] for i in judged],
    )


def _targets(reviews: Reviews, indices: Sequence[int], teacher: float) -> list[float]:
    labels = [reviews.labels[i] for i in indices]
    if not teacher:
        return [float(label) for label in labels]
    texts, films = [reviews.texts[i] for i in indices], [reviews.films[i] for i in indices]
    try:
        softened = teacher_probabilities(texts, labels, films)
    except ValueError:  # fewer films than folds, or no word that three of them share
        raise CorpusError("corpus_too_small", count=len(reviews)) from None
    mixed = (1 - teacher) * np.asarray(labels, dtype=np.float64) + teacher * softened
    return [float(target) for target in mixed]


def pad_batch(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Rows of ids → ids (batch, time) padded after, lengths (batch,)."""
    lengths = torch.tensor([len(row) for row in rows])
    ids = torch.zeros((len(rows), int(lengths.max())), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
    return ids, lengths


def bucketed(rows: Sequence[Sequence[int]], batch_size: int, rng: random.Random) -> list[list[int]]:
    """Indices in batches of similar length, in random order: little padding, still random."""
    order = list(range(len(rows)))
    rng.shuffle(order)
    window = batch_size * 50
    batches = []
    for start in range(0, len(order), window):
        part = sorted(order[start : start + window], key=lambda i: len(rows[i]))
        batches += [part[i : i + batch_size] for i in range(0, len(part), batch_size)]
    rng.shuffle(batches)
    return batches


@torch.no_grad()
def predict(
    model: ReviewClassifier, rows: Sequence[Sequence[int]], batch_size: int = 256
) -> Tensor:
    """Probability of "positive" for each row of ids (each at least one id): (rows,) float32."""
    model.eval()
    result = torch.empty(len(rows))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    for start in range(0, len(order), batch_size):
        part = order[start : start + batch_size]
        result[part] = torch.sigmoid(model(*pad_batch([rows[i] for i in part])))
    return result


def train_events(ready: Prepared, spec: ReviewTraining) -> Iterator[Event]:
    """Train ``ready.model`` in place; the same spec and corpus give the same numbers."""
    model = ready.model
    noise = torch.Generator().manual_seed(spec.seed)
    # Dropout draws from torch's global generator: seeded here, where drawing begins.
    torch.manual_seed(spec.seed)
    steps = -(-len(ready.train_rows) // spec.batch_size)

    def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        rng = random.Random(f"{spec.seed}/{epoch}")
        for part in bucketed(ready.train_rows, spec.batch_size, rng):
            ids, lengths = pad_batch([ready.train_rows[i] for i in part])
            dropped = torch.rand(ids.shape, generator=noise) < spec.word_dropout
            ids = ids.masked_fill(dropped & (ids != 0), UNK_ID)
            yield ids, lengths, torch.tensor([ready.train_targets[i] for i in part])

    def loss_of(batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        ids, lengths, labels = batch
        return F.binary_cross_entropy_with_logits(model(ids, lengths), labels)

    epoch_count = iter(range(1, spec.loop.epochs + 1))

    def evaluate(judged: nn.Module) -> Mapping[str, float]:
        epoch = next(epoch_count)
        if not ready.validation_rows:
            return {"score": float(epoch)}  # nothing to choose by: the last epoch is kept
        assert isinstance(judged, ReviewClassifier)
        probability = predict(judged, ready.validation_rows)
        labels = torch.tensor(ready.validation_labels, dtype=torch.float32)
        right = ((probability > 0.5) == labels.bool()).float().mean().item()
        loss = F.binary_cross_entropy(probability, labels).item()
        return {"score": right, "accuracy": right, "loss": loss}

    yield from fit(model, batches, steps, loss_of, evaluate, spec.loop)
