"""What a corpus of reviews is like: how many, how long, how balanced, which words; no text."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from rnnviz.text.standardise import split_words, standardise

BIN, BINS = 50, 20  # words a bar, and bars; the last holds whatever is longer
LISTED = 12
RARE = 0.004  # the share of the reviews that a telling word must stand in


class CorpusProfile(BaseModel):
    """Figures of a corpus, as they are committed.

    ``lengths``: for ``positive`` and ``negative``, how many reviews have so many words, by bins of
    ``bin``; the last one is open. ``frequent``: words with their share of all words, most frequent
    first. ``telling``: for each label, words with their share among the
    reviews that have the word (0.5 would tell nothing).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    positive: int
    negative: int
    bin: int
    lengths: dict[str, tuple[int, ...]]
    median: int
    longest: int
    frequent: tuple[tuple[str, float], ...]
    telling: dict[str, tuple[tuple[str, float], ...]]

    @property
    def reviews(self) -> int:
        return self.positive + self.negative


def profile_corpus(texts: Sequence[str], labels: Sequence[int]) -> CorpusProfile:
    """The profile of reviews with their labels (1 positive, 0 negative); both must be there."""
    counted: tuple[Counter[str], Counter[str]] = (Counter(), Counter())  # reviews with the word
    all_words: Counter[str] = Counter()
    lengths: tuple[list[int], list[int]] = ([], [])
    for text, label in zip(texts, labels, strict=True):
        words = split_words(standardise(text))
        lengths[label].append(len(words))
        all_words.update(words)
        counted[label].update(set(words))
    negative, positive = map(len, lengths)
    both = [*lengths[0], *lengths[1]]
    edges = [*np.arange(BINS) * BIN, math.inf]
    bars = [np.histogram(one, edges)[0].tolist() for one in lengths]

    def within(word: str, label: int) -> float:
        """Of the reviews with the word, the share with the label, were there as many of each."""
        rates = [c[word] / max(n, 1) for c, n in zip(counted, (negative, positive), strict=True)]
        return rates[label] / sum(rates)

    common = [
        word
        for word in counted[0].keys() | counted[1].keys()
        if counted[0][word] + counted[1][word] >= max(RARE * len(both), 2)
    ]
    telling = {}
    for label, name in enumerate(("negative", "positive")):
        best = sorted(common, key=lambda word: (-within(word, label), word))[:LISTED]
        telling[name] = tuple((word, round(within(word, label), 3)) for word in best)
    total = all_words.total()
    frequent = tuple(
        (word, round(count / total, 4)) for word, count in all_words.most_common(LISTED)
    )
    return CorpusProfile(
        positive=positive,
        negative=negative,
        bin=BIN,
        lengths={"negative": tuple(bars[0]), "positive": tuple(bars[1])},
        median=int(np.median(both)),
        longest=max(both),
        frequent=frequent,
        telling=telling,
    )


def read_profiles(path: Path) -> dict[str, CorpusProfile]:
    """The committed profiles, by language."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {language: CorpusProfile.model_validate(one) for language, one in data.items()}
