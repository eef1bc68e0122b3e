"""A tiny embedding trained while one looks on: two numbers a word, a handful of short reviews.

Two things are to be predicted from a word's two numbers: the words that stand next to it, and
whether its review is positive. The first draws words that are used alike together, the second
pulls praise and blame apart. The gradients are a few matrix products over the whole corpus, so a
run of some hundred epochs takes a fraction of a second and needs no torch; a test holds them
against autograd. Deterministic for a seed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rnnviz.models.specs import Language
from rnnviz.text.standardise import split_words, standardise

Array = NDArray[np.float64]

DIMS = 2  # drawn as they are, without a projection
EPOCHS = 240
EVERY = 4  # epochs between two snapshots
WINDOW = 2  # neighbours on each side
LABEL_SHARE = 4.0  # weight of the label's loss beside the neighbours'
DECAY = 0.004
RATE = 0.05
# Pairs whose distance tells the story: used alike, and opposites.
ALIKE: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "en": (("film", "movie"), ("wonderful", "great"), ("loved", "enjoyed"), ("terrible", "awful")),
    "vi": (("tôi", "mình"), ("hay", "tuyệt"), ("thích", "mê"), ("dở", "tệ")),
}
OPPOSITE: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "en": (("great", "bad"), ("loved", "hated")),
    "vi": (("hay", "dở"), ("thích", "ghét")),
}
MOST_WORDS = 90  # what a picture has room for
MOST_SENTENCES = 60  # of the user's own


@dataclass(frozen=True)
class TinyCorpus:
    """Counts are all that the training sees.

    ``neighbours[i, j]``: how often word j stands within the window of word i, (V, V).
    ``bags``: (reviews, V), each row the shares of its words; ``labels``: (reviews,), 1 positive.
    ``leaning``: (V,) from -1 (only in negative reviews) to 1; 0 for words without a label.
    """

    words: tuple[str, ...]
    neighbours: Array
    bags: Array
    labels: Array
    leaning: Array


@dataclass(frozen=True)
class TinyEpoch:
    """After ``number`` epochs: the table (V, 2) and the two losses *before* the last step."""

    number: int
    table: Array
    neighbour_loss: float
    label_loss: float


@dataclass(frozen=True)
class TinyRun:
    """A whole run as snapshots; ``epochs[k]`` belongs to ``tables[k]``. The first is the start."""

    corpus: TinyCorpus
    seed: int
    epochs: tuple[int, ...]
    tables: Array  # (snapshots, V, 2)
    neighbour_losses: Array  # (epochs,)
    label_losses: Array  # (epochs,)

    def distance(self, first: str, second: str, snapshot: int) -> float:
        """Distance of two words in one snapshot."""
        i, j = self.corpus.words.index(first), self.corpus.words.index(second)
        return float(np.linalg.norm(self.tables[snapshot, i] - self.tables[snapshot, j]))

    def mean_distance(self, snapshot: int) -> float:
        """Mean distance of all pairs of words: what any other distance is to be held against."""
        table = self.tables[snapshot]
        gaps = np.linalg.norm(table[:, None] - table[None], axis=-1)
        return float(gaps[np.triu_indices(len(table), 1)].mean())


@cache
def shipped_sentences(language: Language = "en") -> tuple[tuple[int, str], ...]:
    """Short labelled reviews of our own writing: ``(1 positive or 0, text)``.

    The Vietnamese ones are of words of one syllable, since each syllable is a token.
    """
    name = "tiny_reviews.json" if language == "en" else f"tiny_reviews.{language}.json"
    source = files("rnnviz") / "assets" / name
    return tuple((int(label), str(text)) for label, text in json.loads(source.read_text("utf-8")))


def build_corpus(own_text: str = "", language: Language = "en") -> TinyCorpus:
    """The shipped reviews of a language, and the sentences of ``own_text``, which have no label.

    Own words join when they stand there at least twice in all: once is too little to learn from.
    """
    rows: list[tuple[int | None, list[str]]] = [
        (label, split_words(standardise(text))) for label, text in shipped_sentences(language)
    ]
    kept = {word for _, row in rows for word in row}
    own = [split_words(standardise(part)) for part in re.split(r"[.!?\n]+", own_text)]
    rows += [(None, row) for row in own[:MOST_SENTENCES] if row]
    counts = Counter(word for _, row in rows for word in row)
    kept |= {word for word, count in counts.items() if count >= 2}
    ranked = sorted(kept, key=lambda word: (-counts[word], word))[:MOST_WORDS]
    return _count(rows, ranked)


def _count(rows: Sequence[tuple[int | None, list[str]]], words: Sequence[str]) -> TinyCorpus:
    ids = {word: i for i, word in enumerate(words)}
    neighbours = np.zeros((len(words), len(words)))
    bags, labels = [], []
    seen = np.zeros((2, len(words)))
    for label, row in rows:
        known = [ids[word] for word in row if word in ids]
        for position, centre in enumerate(known):
            for other in range(max(0, position - WINDOW), min(len(known), position + WINDOW + 1)):
                if other != position:
                    neighbours[centre, known[other]] += 1
        if label is not None and known:
            bags.append(np.bincount(known, minlength=len(words)) / len(known))
            labels.append(float(label))
            seen[label, known] += 1
    total = seen.sum(axis=0)
    leaning = np.divide(seen[1] - seen[0], total, out=np.zeros(len(words)), where=total > 0)
    return TinyCorpus(tuple(words), neighbours, np.array(bags), np.array(labels), leaning)


@dataclass
class _Parameters:
    """``E`` (V, d) the embedding; ``U`` (d, V), ``b`` (V,) guess neighbours, ``w`` (d,) labels."""

    E: Array
    U: Array
    b: Array
    w: Array

    def all(self) -> tuple[Array, Array, Array, Array]:
        return self.E, self.U, self.b, self.w


def losses_and_gradients(
    corpus: TinyCorpus, E: Array, U: Array, b: Array, w: Array
) -> tuple[float, float, tuple[Array, Array, Array, Array]]:
    """Cross-entropy of the neighbours and of the labels, and the slopes of
    ``neighbours + LABEL_SHARE · labels + DECAY/2 · (|E|² + |U|²)``.
    """
    counts = corpus.neighbours
    total = counts.sum() or 1.0
    scores = E @ U + b  # (V, V)
    scores -= scores.max(axis=1, keepdims=True)
    log_shares = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    neighbour_loss = -float((counts * log_shares).sum()) / total
    d_scores = (counts.sum(axis=1, keepdims=True) * np.exp(log_shares) - counts) / total

    means = corpus.bags @ E  # (reviews, d)
    logits = means @ w
    # log(1 + exp(-|x|)) never overflows.
    label_loss = float(
        np.mean(np.maximum(logits, 0) - logits * corpus.labels + np.log1p(np.exp(-np.abs(logits))))
    )
    chances = 0.5 * (1 + np.tanh(0.5 * logits))
    d_logits = LABEL_SHARE * (chances - corpus.labels) / len(logits)

    d_E = d_scores @ U.T + corpus.bags.T @ np.outer(d_logits, w) + DECAY * E
    d_U = E.T @ d_scores + DECAY * U
    return neighbour_loss, label_loss, (d_E, d_U, d_scores.sum(axis=0), means.T @ d_logits)


def tiny_epochs(corpus: TinyCorpus, seed: int, epochs: int = EPOCHS) -> Iterator[TinyEpoch]:
    """Train with Adam on the whole corpus at once; yields the start and then every epoch."""
    size = len(corpus.words)
    rng = np.random.default_rng(seed)
    start = rng.standard_normal((size, DIMS))  # as nn.Embedding starts
    parameters = _Parameters(start, np.zeros((DIMS, size)), np.zeros(size), np.zeros(DIMS))
    first = [np.zeros_like(p) for p in parameters.all()]
    second = [np.zeros_like(p) for p in parameters.all()]
    for number in range(1, epochs + 1):
        neighbour_loss, label_loss, grads = losses_and_gradients(corpus, *parameters.all())
        if number == 1:
            yield TinyEpoch(0, parameters.E.copy(), neighbour_loss, label_loss)
        for p, grad, m, v in zip(parameters.all(), grads, first, second, strict=True):
            m += 0.1 * (grad - m)
            v += 0.001 * (grad**2 - v)
            p -= RATE * (m / (1 - 0.9**number)) / (np.sqrt(v / (1 - 0.999**number)) + 1e-8)
        yield TinyEpoch(number, parameters.E.copy(), neighbour_loss, label_loss)


def train_tiny(corpus: TinyCorpus, seed: int, epochs: int = EPOCHS) -> TinyRun:
    """A whole run, recorded every ``EVERY`` epochs."""
    every = list(tiny_epochs(corpus, seed, epochs))
    shown = [e for e in every if e.number % EVERY == 0 or e.number == epochs]
    return TinyRun(
        corpus=corpus,
        seed=seed,
        epochs=tuple(e.number for e in shown),
        tables=np.array([e.table for e in shown]),
        neighbour_losses=np.array([e.neighbour_loss for e in every[1:]]),
        label_losses=np.array([e.label_loss for e in every[1:]]),
    )
