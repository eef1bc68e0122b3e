"""Short texts made by rule, in which a small word turns the meaning: "not", "never", "but".

Reviews have few of them, and a whole review's label says little about one "not". These are made
from the training texts alone: from the words that lean to one side and can be graded ("very dull"),
and from sentences on which the linear teacher is sure. Targets are soft, for a rule is often wrong.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.text.vocabulary import UNK_ID, Vocabulary
from rnnviz.training.small_words import SmallWords

SURE = 0.15  # a sentence is sure where the teacher is at most this far from 0 or 1
LEANS = 0.8  # log-count ratio from which a word leans
SEEN = 25  # texts it must stand in
GRADED = 4  # times it must follow a word of degree
NOUN = 0.3  # times in a text with it that it follows an article
KEPT, TURNED, LAST = 0.9, 0.82, 0.78  # probability of the side that the rule names


class Contrasts:
    """Makes them: ``rows`` and ``targets`` of an epoch, the same for the same dice."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        words: SmallWords,
        leaning: NDArray[np.float64],
        graded: Sequence[int],
        nouns: Sequence[int],
        sentences: Sequence[Sequence[int]],
        sure: NDArray[np.float64],
    ) -> None:
        """``leaning`` (words,) by id; ``graded`` and ``nouns``: ids that lean; ``sure``
        (sentences,) the teacher's probability."""
        self._vocabulary, self._words, self._leaning = vocabulary, words, leaning
        self._graded, self._nouns = (
            {side: [i for i in some if (leaning[i] > 0) == side] for side in (True, False)}
            for some in (graded, nouns)
        )
        self._is_graded = set(graded)
        self._sure = {
            True: [s for s, p in zip(sentences, sure, strict=True) if p > 1 - SURE],
            False: [s for s, p in zip(sentences, sure, strict=True) if p < SURE],
        }
        self._verbs = set(self._ids(" ".join(words.verbs)))
        self._between = set(self._ids(" ".join(words.between)))
        self._turnable = {
            side: [(s, places[0]) for s in rows if (places := self._places(s, side))]
            for side, rows in self._sure.items()
        }

    @property
    def possible(self) -> bool:
        """Whether the corpus gives enough to make any."""
        return all(self._graded.values()) and all(self._sure.values())

    def make(self, count: int, dice: random.Random) -> tuple[list[list[int]], list[float]]:
        """``count`` texts and their targets."""
        makers = [self._template, self._template, self._join, self._yield]
        if all(self._turnable.values()):
            makers.append(self._negated)
        made = [dice.choice(makers)(dice) for _ in range(count)]
        return [row for row, _ in made], [target for _, target in made]

    def _ids(self, text: str) -> list[int]:
        return [self._vocabulary.id_of(word) for word in text.split()]

    def _target(self, positive: bool, share: float) -> float:
        return share if positive else 1 - share

    def _template(self, dice: random.Random) -> tuple[list[int], float]:
        positive = dice.random() < 0.5
        rules = self._words
        kind = dice.choices(
            (rules.turned, rules.plain, rules.instead, rules.neither, rules.both),
            (8, 3, 4, 2, 1),
        )[0]
        nouns = self._nouns[positive]
        if nouns and kind in (rules.turned, rules.plain) and dice.random() < 0.3:
            turns = kind is rules.turned
            pattern = dice.choice(rules.turned_nouns if turns else rules.plain_nouns)
            row = self._filled(pattern, [dice.choice(nouns)])
        else:
            turns = kind in (rules.turned, rules.neither)
            sides = (not positive, positive) if kind is rules.instead else (positive, positive)
            words = [dice.choice(self._graded[side]) for side in sides]
            row = self._filled(dice.choice(kind), words)
        return row, self._target(positive != turns, TURNED if turns else KEPT)

    def _filled(self, pattern: str, words: Sequence[int]) -> list[int]:
        """The ids of a pattern with a word in each gap."""
        first, *rest = pattern.split("{}")
        row = self._ids(first)
        for word, part in zip(words, rest, strict=False):
            row += [word, *self._ids(part)]
        return row

    def _join(self, dice: random.Random) -> tuple[list[int], float]:
        last = dice.random() < 0.5
        first, second = dice.choice(self._sure[not last]), dice.choice(self._sure[last])
        row = [*first, *self._ids(dice.choice(self._words.joins)), *second]
        return row, self._target(last, LAST)

    def _yield(self, dice: random.Random) -> tuple[list[int], float]:
        last = dice.random() < 0.5
        first, second = dice.choice(self._sure[not last]), dice.choice(self._sure[last])
        opening, between = dice.choice(self._words.yields)
        row = [*self._ids(opening), *first, *self._ids(between), *second]
        return row, self._target(last, LAST)

    def _places(self, row: Sequence[int], side: bool) -> list[tuple[int, int]]:
        """Where a negation fits: (place, place of the word it turns)."""
        found = []
        for k, word in enumerate(row):
            if word not in self._is_graded or (self._leaning[word] > 0) != side:
                continue
            place = k
            while place and row[place - 1] in self._between:
                place -= 1
            if not self._words.verbs or (place and row[place - 1] in self._verbs):
                found.append((place, k))
        return found

    def _negated(self, dice: random.Random) -> tuple[list[int], float]:
        side = dice.random() < 0.5
        row, (place, word) = dice.choice(self._turnable[side])
        row = list(row)
        if dice.random() < 0.3:  # as it was: so that the small word is what makes the difference
            return row, self._target(side, KEPT)
        after = dice.choice(self._words.after) if dice.random() < 0.3 else ""
        row[word + 1 : word + 1] = self._ids(after)
        row[place:place] = self._ids(dice.choice(self._words.no))
        return row, self._target(not side, TURNED - 0.1)


def graded_words(
    rows: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    words: SmallWords,
    leaning: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> tuple[list[int], list[int]]:
    """Ids of the words that lean: those often behind a word of degree, and nouns: the others of
    which a good part stands right behind an article."""
    after_degree = _behind(rows, [vocabulary.id_of(word) for word in words.degrees], vocabulary)
    after_article = _behind(rows, [vocabulary.id_of(word) for word in words.articles], vocabulary)
    leans = (np.abs(leaning) >= LEANS) & (counts >= SEEN)
    leans[:2] = False
    graded = leans & (after_degree >= GRADED)
    nouns = leans & ~graded & (after_article >= NOUN * counts)
    return np.flatnonzero(graded).tolist(), np.flatnonzero(nouns).tolist()


def _behind(
    rows: Sequence[Sequence[int]], before: Sequence[int], vocabulary: Vocabulary
) -> NDArray[np.int64]:
    """How often each word stands right behind one of ``before``: (words,)."""
    known = [i for i in before if i != UNK_ID]
    found = np.zeros(len(vocabulary), np.int64)
    for row in rows:
        ids = np.asarray(row)
        at = np.flatnonzero(np.isin(ids[:-1], known))
        np.add.at(found, ids[at + 1], 1)
    return found
