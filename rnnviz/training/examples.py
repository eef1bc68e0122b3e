"""What the network reads in an epoch: whole reviews, spans of them, and texts made by rule.

A network that saw only whole reviews of 230 words is sure of everything, for the mean of 230
states says a lot; on one sentence it is then wrong with great confidence. So it also reads spans
as short as a sentence. Each epoch draws its own, the same for the same seed.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.text.encoding import keep_positions
from rnnviz.training.contrasts import Contrasts
from rnnviz.training.specs import ReviewTraining
from rnnviz.training.teacher import Teacher

SHORTEST, LONGEST = 6, 80  # words of a span
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|<br\s*/?>|\n")
MOST_SENTENCES = 60_000


@dataclass(frozen=True)
class Examples:
    """The training texts as ids, uncut, and what is made of them.

    ``rows``, ``labels`` (texts,); ``bare`` (words,): the id of each word without its marks.
    """

    rows: Sequence[Sequence[int]]
    labels: Sequence[int]
    bare: NDArray[np.int64] | None
    teacher: Teacher | None
    contrasts: Contrasts | None
    spec: ReviewTraining

    @property
    def count(self) -> int:
        """Texts in an epoch."""
        return len(self.rows) + self._contrast_count

    @property
    def _contrast_count(self) -> int:
        return round(self.spec.contrasts * len(self.rows)) if self.contrasts else 0

    def epoch(self, number: int) -> tuple[list[list[int]], list[float]]:
        """Rows of ids and targets, probabilities of "positive", for the epoch of this number."""
        dice = random.Random(f"{self.spec.seed}/examples/{number}")
        parts = [slice_of(len(row), self.spec.spans, dice) for row in self.rows]
        marked = [list(row[part]) for row, part in zip(self.rows, parts, strict=True)]
        targets = np.asarray(self.labels, dtype=np.float64)
        if self.teacher is not None:
            softened = self.teacher.probabilities(marked, range(len(marked)))
            whole = np.array([part == slice(None) for part in parts])
            share = np.where(whole, self.spec.teacher, self.spec.span_teacher)
            targets = (1 - share) * targets + share * softened
        rows = [self._cut(row) for row in marked]
        answers = [float(target) for target in targets]
        if self.contrasts is not None:
            made, said = self.contrasts.make(self._contrast_count, dice)
            rows, answers = rows + made, answers + said
        if self.bare is not None:
            for i, row in enumerate(rows):
                if dice.random() < self.spec.unmarked:
                    rows[i] = self.bare[row].tolist()
        return rows, answers

    def _cut(self, row: list[int]) -> list[int]:
        model = self.spec.model
        if len(row) <= model.length:
            return row
        return [row[p] for p in keep_positions(len(row), model.length, model.truncation)]


def slice_of(length: int, share: float, dice: random.Random) -> slice:
    """A span of a text of so many words, or, with probability 1 - ``share``, the whole of it."""
    if dice.random() >= share or length <= SHORTEST:
        return slice(None)
    longest = min(LONGEST, length)
    words = round(math.exp(dice.uniform(math.log(SHORTEST), math.log(longest))))
    start = dice.randrange(length - words + 1)
    return slice(start, start + words)


def sentences_of(
    texts: Sequence[str], words: range, seed: int = 0, most: int | None = MOST_SENTENCES
) -> tuple[list[str], list[int]]:
    """Sentences of so many words, at most ``most`` of them, and which text each is from."""
    found = [
        (part, i)
        for i, text in enumerate(texts)
        for part in _SENTENCE_END.split(text)
        if len(part.split()) in words
    ]
    if most is not None and len(found) > most:
        found = random.Random(seed).sample(found, most)
    return [part for part, _ in found], [i for _, i in found]
