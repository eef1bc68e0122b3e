"""Training the review classifier: corpus + spec → events, a checkpoint at the end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from rnnviz.models.checkpoint import Checkpoint
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.text.encoding import WHOLE_TEXT, EncodingSpec, encode_ids
from rnnviz.text.marks import without_marks
from rnnviz.text.reviews import CorpusError, Reviews
from rnnviz.text.vocabulary import PAD_ID, UNK_ID, Vocabulary
from rnnviz.training.contrast_rules import contrast_rules
from rnnviz.training.contrasts import Contrasts, graded_words
from rnnviz.training.examples import Examples, sentences_of
from rnnviz.training.loop import Event, fit
from rnnviz.training.pairs import Leanings, leanings
from rnnviz.training.review_start import FindVectors, start_model
from rnnviz.training.specs import ReviewTraining
from rnnviz.training.teacher import Teacher, fit_teacher

CLAUSE = range(4, 21)  # words of a sentence that a contrast is made of


@dataclass(frozen=True)
class Prepared:
    """A run ready to go: the untrained model, its vocabulary and the encoded examples.

    ``calibration``: the places among the validation texts that say how sure the network may be.
    ``before``: the network that the training goes on from, as it was.
    """

    model: ReviewClassifier
    vocabulary: Vocabulary
    examples: Examples
    validation_rows: list[list[int]]
    validation_labels: list[int]
    calibration: list[int]
    before: ReviewClassifier | None = None


def split_films(
    reviews: Reviews, share: float, seed: int, among: Sequence[int] | None = None
) -> tuple[list[int], list[int]]:
    """Indices for training and validation. All reviews of one film fall on the same side.

    ``among``: the indices to split, all of them if None.
    """
    every = range(len(reviews)) if among is None else among
    groups: dict[str, list[int]] = {}
    for i in every:
        groups.setdefault(reviews.films[i] or f"review {i}", []).append(i)
    names = sorted(groups)
    random.Random(seed).shuffle(names)
    validation: list[int] = []
    for name in names:
        if len(validation) >= share * len(every):
            break
        validation += groups[name]
    held = set(validation)
    return [i for i in every if i not in held], sorted(validation)


def calibration_split(
    reviews: Reviews, validation: Sequence[int], seed: int
) -> tuple[list[int], list[int]]:
    """The validation films in two halves: indices to judge by, and indices to calibrate by."""
    return split_films(reviews, 0.5, seed, validation)


def prepare(
    reviews: Reviews,
    spec: ReviewTraining,
    weighed: frozenset[str] = frozenset(),
    before: Checkpoint | None = None,
    find_vectors: FindVectors | None = None,
) -> Prepared:
    """Split, build the vocabulary on the training part only, encode, make the model.

    ``weighed``: texts that stand ``spec.times`` times in every epoch. ``before``: a checkpoint to
    go on from, with its vocabulary and shape; ``spec.model`` is then its own. ``find_vectors``:
    gives those of some words, for ``spec.start`` ``vectors``.
    """
    train, validation = split_films(reviews, spec.validation, spec.seed)
    if not train or (spec.validation and not validation):
        raise CorpusError("corpus_too_small", count=len(reviews))
    if before is None:
        vocabulary = _vocabulary([reviews.texts[i] for i in train], spec)
    else:
        vocabulary = Vocabulary(before.words, before.counts)
    model_spec = spec.model.model_copy(update={"vocab_size": len(vocabulary)})
    encoding = EncodingSpec(length=spec.model.length, truncation=spec.model.truncation)
    whole = encode_ids([reviews.texts[i] for i in train], vocabulary, WHOLE_TEXT)
    read = [k for k, row in enumerate(whole) if row]  # a text without a word teaches nothing
    train, whole = [train[k] for k in read], [whole[k] for k in read]
    judged = encode_ids([reviews.texts[i] for i in validation], vocabulary, encoding)
    calibrating = set(calibration_split(reviews, validation, spec.seed)[1])
    validation = [i for i, row in zip(validation, judged, strict=True) if row]
    texts, labels = [reviews.texts[i] for i in train], [reviews.labels[i] for i in train]
    leans = None
    if model_spec.pair_count or spec.contrasts:
        leans = leanings(whole, labels, len(vocabulary))

    torch.manual_seed(spec.seed)
    if before is None:
        model = start_model(model_spec, spec, whole, leans, vocabulary, find_vectors)
    else:
        model = ReviewClassifier(before.info.spec, seed=spec.seed, dropout=spec.dropout)
        model.load_state_dict(before.model.state_dict())
    try:
        teacher = _teacher(reviews, train, whole, labels, spec, len(vocabulary))
    except ValueError:  # fewer films than folds, or no word that three of them share
        raise CorpusError("corpus_too_small", count=len(reviews)) from None
    contrasts = None
    if spec.contrasts and teacher is not None and leans is not None:
        contrasts = _contrasts(texts, whole, leans, vocabulary, teacher, spec)
    order = [k for k, text in enumerate(texts) for _ in range(spec.times if text in weighed else 1)]
    bare = None
    if spec.unmarked:
        bare = np.array([vocabulary.id_of(without_marks(word)) for word in vocabulary.words])
        bare[:2] = (PAD_ID, UNK_ID)
    if teacher is not None:
        teacher = Teacher(teacher.folds, teacher.fold_of[order])
    return Prepared(
        model,
        vocabulary,
        Examples(
            [whole[k] for k in order],
            [labels[k] for k in order],
            bare,
            teacher,
            contrasts,
            spec,
        ),
        [row for row in judged if row],
        [reviews.labels[i] for i in validation],
        [k for k, i in enumerate(validation) if i in calibrating],
        None if before is None else before.model,
    )


def _vocabulary(texts: Sequence[str], spec: ReviewTraining) -> Vocabulary:
    if not spec.unmarked:
        return Vocabulary.build(texts, spec.model.vocab_size)
    # As many texts without marks as an epoch has of them, spread over the corpus.
    step = max(1, round(1 / spec.unmarked))
    bare = (without_marks(text) for text in texts[::step])
    return Vocabulary.build((*texts, *bare), spec.model.vocab_size)


def _teacher(
    reviews: Reviews,
    train: list[int],
    rows: list[list[int]],
    labels: list[int],
    spec: ReviewTraining,
    vocab_size: int,
) -> Teacher | None:
    if not spec.teacher and not spec.contrasts:
        return None
    return fit_teacher(rows, labels, [reviews.films[i] for i in train], vocab_size)


def _contrasts(
    texts: list[str],
    rows: list[list[int]],
    leans: Leanings,
    vocabulary: Vocabulary,
    teacher: Teacher,
    spec: ReviewTraining,
) -> Contrasts | None:
    """What makes texts by rule, or None where the corpus gives too little."""
    rules = contrast_rules(spec.language)
    keys, seen, leaning = leans
    word = keys < len(vocabulary)
    lean, counts = np.zeros(len(vocabulary)), np.zeros(len(vocabulary), np.int64)
    lean[keys[word]], counts[keys[word]] = leaning[word], seen[word]
    graded, topics = graded_words(rows, vocabulary, rules, lean, counts)
    parts, owners = sentences_of(texts, CLAUSE, spec.seed)
    sentences = encode_ids(parts, vocabulary, WHOLE_TEXT)
    sure = teacher.probabilities(sentences, owners)
    made = Contrasts(vocabulary, rules, lean, graded, topics, sentences, sure)
    return made if made.possible else None


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
    steps = -(-ready.examples.count // spec.batch_size)

    def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        rng = random.Random(f"{spec.seed}/{epoch}")
        rows, targets = ready.examples.epoch(epoch)
        if ready.before is not None and spec.remember:
            known = predict(ready.before, rows[: len(ready.examples.rows)]).tolist()
            share = spec.remember
            mixed = (share * old + (1 - share) * t for old, t in zip(known, targets, strict=False))
            targets = [*mixed, *targets[len(known) :]]
        for part in bucketed(rows, spec.batch_size, rng):
            ids, lengths = pad_batch([rows[i] for i in part])
            dropped = torch.rand(ids.shape, generator=noise) < spec.word_dropout
            # A contrast without its "not" would teach the opposite.
            dropped &= torch.tensor(part)[:, None] < len(ready.examples.rows)
            ids = ids.masked_fill(dropped & (ids != 0), UNK_ID)
            yield ids, lengths, torch.tensor([targets[i] for i in part])

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
        # What is learned after the reviews does not show in them: the last epoch is kept.
        score = right if ready.before is None else float(epoch)
        return {"score": score, "accuracy": right, "loss": loss}

    yield from fit(model, batches, steps, loss_of, evaluate, spec.loop)
