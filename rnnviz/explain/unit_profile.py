"""What one unit seems to follow in a collection: correlations that must hold in both halves of it.

A correlation is no cause, and the steps of one review are no independent witnesses. So a feature
counts only where it shows in each half of the reviews, and the share that all features together
explain is measured on reviews the fit has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.correlation import pearson
from rnnviz.explain.collection import CollectionStates
from rnnviz.models.specs import Language
from rnnviz.text.vocabulary import UNK_ID, Vocabulary

Array = NDArray[np.float64]
Strength = Literal["closely", "partly", "nothing"]

FEATURES = ("verdict", "recent", "word", "position", "rarity", "negation")
RECENT = 5  # words that count as recent
NEGATED = 4  # a negation is felt in so many words, itself included
_NEGATIONS: dict[Language, str] = {
    "en": "not no never nothing nobody none neither nor without hardly cannot nowhere",
    "vi": "không khong ko k chẳng chả chưa đừng",
}
NEGATIONS = {language: frozenset(words.split()) for language, words in _NEGATIONS.items()}
CLOSELY, PARTLY = 0.7, 0.4  # of the weaker half's correlation
FEW = 10  # reviews below which nothing is said


@dataclass(frozen=True)
class Correlation:
    """The correlation of a unit with a feature: over all steps, and in each half of the reviews."""

    feature: str
    r: float
    halves: tuple[float, float]

    @property
    def min_abs_r(self) -> float:
        """The smaller of the halves' correlations in size; 0 where their signs differ."""
        a, b = self.halves
        return min(abs(a), abs(b)) if a * b > 0 else 0.0


@dataclass(frozen=True)
class WordMean:
    """A word, how often it was read, the unit's mean value after it and mean change at it."""

    word: str
    count: int
    value: float
    change: float


@dataclass(frozen=True)
class UnitProfile:
    """A unit over a whole collection.

    ``correlations``: with each feature, the largest first. ``r2_held_out``: the share of the unit's
    variance that a linear fit of all features explains on reviews it has not seen (0 to 1).
    ``autocorrelation``: with itself one word before. ``high``, ``low``: words after which it
    is far above or below its mean.
    """

    reviews: int
    mean: float
    spread: float
    correlations: tuple[Correlation, ...]
    r2_held_out: float
    autocorrelation: float
    high: tuple[WordMean, ...]
    low: tuple[WordMean, ...]

    @property
    def strength(self) -> Strength:
        if not self.correlations or self.reviews < FEW:
            return "nothing"
        best = self.correlations[0].min_abs_r
        return "closely" if best >= CLOSELY else "partly" if best >= PARTLY else "nothing"


def features(
    collection: CollectionStates,
    vocabulary: Vocabulary,
    ratings: NDArray[np.float32],
    language: Language = "en",
) -> dict[str, Array]:
    """The features of every step, each (N,), by the names in ``FEATURES``.

    ``ratings``: (N,) how the network rates the word of each step when it reads it alone.
    ``language``: that of the network, whose negations count.
    """
    ids = collection.ids
    negative = np.array([negates(word, language) for word in vocabulary.words], bool)
    first = np.repeat(collection.starts[:-1], np.diff(collection.starts))
    step = np.arange(len(ids)) - first  # from 0, in its own review
    rank = np.where(ids == UNK_ID, len(vocabulary), np.maximum(ids, 2))
    return {
        "verdict": collection.logits.astype(np.float64),
        "recent": _window_mean(ratings.astype(np.float64), step, RECENT),
        "word": ratings.astype(np.float64),
        "position": np.log1p(step),
        "rarity": np.log(rank),
        "negation": (_window_mean(negative[ids].astype(np.float64), step, NEGATED) > 0).astype(
            np.float64
        ),
    }


def negates(word: str, language: Language) -> bool:
    """Whether a standardised word says no."""
    return word in NEGATIONS[language] or (language == "en" and word.endswith("n't"))


def unit_profile(
    collection: CollectionStates,
    unit: int,
    given: dict[str, Array],
    vocabulary: Vocabulary,
    words: int = 6,
) -> UnitProfile:
    """What one unit (from 0) seems to follow; ``given`` comes from ``features``."""
    values = collection.unit(unit).astype(np.float64)
    lengths = np.diff(collection.starts)
    second = np.repeat(np.arange(len(lengths)) % 2, lengths).astype(bool)  # every other review
    correlations = [
        Correlation(
            name,
            pearson(values, x),
            (pearson(values[~second], x[~second]), pearson(values[second], x[second])),
        )
        for name, x in given.items()
    ]
    correlations.sort(key=lambda f: (-f.min_abs_r, -abs(f.r)))
    before = np.ones(len(values), bool)
    before[collection.starts[:-1]] = False
    inner = np.flatnonzero(before)
    high, low = _telling_words(collection, values, vocabulary, words)
    return UnitProfile(
        reviews=len(collection),
        mean=float(values.mean()),
        spread=float(values.std()),
        correlations=tuple(correlations),
        r2_held_out=_held_out(values, np.stack(list(given.values()), axis=1), second),
        autocorrelation=pearson(values[inner], values[inner - 1]),
        high=high,
        low=low,
    )


def units_alike(collection: CollectionStates, feature: Array, at_least: float) -> int:
    """How many units of the layer have a correlation of this size with a feature, either sign."""
    if len(feature) < 3 or feature.std() < 1e-9:
        return 0
    wanted = ((feature - feature.mean()) / feature.std()).astype(np.float32)
    count = len(wanted)
    products = np.zeros(collection.states.shape[1])
    sums, squares = np.zeros_like(products), np.zeros_like(products)
    for start in range(0, count, 65_536):
        piece = collection.states[start : start + 65_536].astype(np.float32)
        products += wanted[start : start + 65_536] @ piece
        sums += piece.sum(axis=0)
        squares += (piece**2).sum(axis=0)
    spread = np.sqrt(np.maximum(squares / count - (sums / count) ** 2, 0))
    r = np.divide(products / count, spread, out=np.zeros_like(spread), where=spread > 1e-6)
    return int((np.abs(r) >= at_least).sum())


def _window_mean(values: Array, step: NDArray[np.int64], width: int) -> Array:
    """The mean of a step and the ``width - 1`` before it, never across two reviews."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(len(values)) + 1
    count = np.minimum(step + 1, width)
    means: Array = (sums[end] - sums[end - count]) / count
    return means


def _held_out(values: Array, x: Array, second: NDArray[np.bool_]) -> float:
    """R² of a linear fit, made on one half and measured on the other, both ways; at least 0."""
    if second.all() or not second.any():
        return 0.0
    scores = []
    scale = x.std(axis=0)
    x = np.column_stack([np.ones(len(x)), (x - x.mean(axis=0)) / np.where(scale > 1e-9, scale, 1)])
    for half in (second, ~second):
        fit, *_ = np.linalg.lstsq(x[half], values[half], rcond=None)
        seen = values[~half]
        rest = seen - x[~half] @ fit
        total = ((seen - seen.mean()) ** 2).sum()
        scores.append(1 - float((rest**2).sum() / total) if total > 1e-12 else 0.0)
    return float(np.clip(np.mean(scores), 0, 1))


def _telling_words(
    collection: CollectionStates, values: Array, vocabulary: Vocabulary, words: int
) -> tuple[tuple[WordMean, ...], tuple[WordMean, ...]]:
    """Words after which the unit is highest and lowest, rare ones drawn towards the mean."""
    ids = collection.ids
    change = np.diff(values, prepend=0.0)
    change[collection.starts[:-1]] = values[collection.starts[:-1]]  # from h_0 = 0
    counts = np.bincount(ids, minlength=len(vocabulary))
    sums = np.bincount(ids, values, minlength=len(vocabulary))
    changes = np.bincount(ids, change, minlength=len(vocabulary))
    enough = np.flatnonzero(counts >= 3)
    enough = enough[enough > UNK_ID]
    # As if each word had been read five times more often, at the unit's mean.
    lean = (sums[enough] - counts[enough] * values.mean()) / (counts[enough] + 5)
    order = enough[np.argsort(-lean, kind="stable")]

    def mean_of(i: int) -> WordMean:
        n = int(counts[i])
        return WordMean(vocabulary.words[i], n, float(sums[i] / n), float(changes[i] / n))

    half = min(words, len(order) // 2)
    return tuple(map(mean_of, order[:half])), tuple(map(mean_of, order[::-1][:half]))
