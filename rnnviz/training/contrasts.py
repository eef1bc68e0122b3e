"""Short texts made by rule, in which a small word turns the meaning: "not", "never", "but".

Reviews have few of them, and a whole review's label says little about one "not". Most are made from
patterns of our own (``contrast_rules``), with words of our own and words of the corpus that lean to
one side and can be graded ("very dull"); the others from sentences on which the linear teacher is
sure. Targets are soft, for a rule is often wrong.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.text.vocabulary import UNK_ID, Vocabulary
from rnnviz.training.contrast_rules import GRADED, TOPIC, ContrastRules, Gap

SURE = 0.15  # a sentence is sure where the teacher is at most this far from 0 or 1
LEANS = 0.8  # log-count ratio from which a word leans
SEEN = 25  # texts it must stand in
DEGREES = 4  # times it must follow a word of degree
# A topic leans at most so far, stands in so many texts, and behind an article so often for each.
EVEN, OFTEN, ARTICLES = 0.35, 60, 0.3
OF_CORPUS = 0.35  # of the gaps for a word that can be graded
KINDS = (5, 8, 3)  # how often a pattern keeps, turns, or has the other side decide
BESIDE = 0.1  # of the patterns' texts that go on with a sure sentence of their side, or begin so
KEPT, TURNED, NEGATED, LAST = 0.9, 0.85, 0.72, 0.78  # probability of the side that the rule names


class Contrasts:
    """Makes them: ``rows`` and ``targets`` of an epoch, the same for the same dice."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        rules: ContrastRules,
        leaning: NDArray[np.float64],
        graded: Sequence[int],
        topics: Sequence[int],
        sentences: Sequence[Sequence[int]],
        sure: NDArray[np.float64],
    ) -> None:
        """``leaning`` (words,) by id; ``graded``: ids that lean; ``topics``: ids that do not;
        ``sure`` (sentences,) the teacher's probability."""
        self._vocabulary, self._rules, self._leaning = vocabulary, rules, leaning
        self._graded = {
            side: [i for i in graded if (leaning[i] > 0) == side] for side in (True, False)
        }
        self._is_graded = set(graded)
        self._topics = list(topics)
        self._own = {side: self._known(words) for side, words in rules.words.items()}
        self._sure = {
            True: [s for s, p in zip(sentences, sure, strict=True) if p > 1 - SURE],
            False: [s for s, p in zip(sentences, sure, strict=True) if p < SURE],
        }
        self._verbs = set(self._ids(" ".join(rules.verbs)))
        self._between = set(self._ids(" ".join(rules.between)))
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
        makers = [self._pattern] * 6 + [self._reported, self._join, self._yield]
        if all(self._turnable.values()):
            makers.append(self._negated)
        made = [dice.choice(makers)(dice) for _ in range(count)]
        return [row for row, _ in made], [target for _, target in made]

    def _ids(self, text: str) -> list[int]:
        return [self._vocabulary.id_of(word) for word in text.split()]

    def _target(self, positive: bool, share: float) -> float:
        return share if positive else 1 - share

    def _known(self, words: Mapping[str, Sequence[str]]) -> Mapping[str, list[list[int]]]:
        """The ids of those words of each kind that the vocabulary has whole."""
        found = {kind: [self._ids(word) for word in some] for kind, some in words.items()}
        return {kind: [ids for ids in some if UNK_ID not in ids] for kind, some in found.items()}

    def _pattern(self, dice: random.Random) -> tuple[list[int], float]:
        rules = self._rules
        kind = dice.choices((rules.keeps, rules.turns, rules.instead), KINDS)[0]
        side = dice.random() < 0.5
        row = self._opened(dice.choice(kind), dice, side)
        positive = side if kind is rules.keeps else not side
        beside = dice.random()
        if beside < BESIDE:
            row = [*row, *dice.choice(self._sure[positive])]
        elif beside > 1 - BESIDE:
            row = [*dice.choice(self._sure[positive]), *row]
        return row, self._target(positive, KEPT if kind is rules.keeps else TURNED)

    def _opened(self, pattern: str, dice: random.Random, side: bool = True) -> list[int]:
        """The ids of a pattern whose gaps hold words of a side."""
        row: list[int] = []
        for part in self._rules.opened(pattern, dice):
            if isinstance(part, Gap):
                row += self._leaning_word(part.kind, side != part.other, dice)
            else:
                row.append(self._vocabulary.id_of(part))
        return row

    def _leaning_word(self, kind: str, side: bool, dice: random.Random) -> list[int]:
        if kind == TOPIC:
            return [dice.choice(self._topics)] if self._topics else []
        own = self._own[side][kind]
        if not own or (kind == GRADED and dice.random() < OF_CORPUS):
            return [dice.choice(self._graded[side])]
        return dice.choice(own)

    def _reported(self, dice: random.Random) -> tuple[list[int], float]:
        """A sentence as what others say, and whether it is so."""
        side, kept = dice.random() < 0.5, dice.random() < 0.4
        outcome = "<agree>" if kept else "<deny>"
        row = [*self._opened("<who> <says>", dice), *dice.choice(self._sure[side])]
        row += self._opened(outcome, dice)
        return row, self._target(side == kept, LAST)

    def _join(self, dice: random.Random) -> tuple[list[int], float]:
        last = dice.random() < 0.5
        first, second = dice.choice(self._sure[not last]), dice.choice(self._sure[last])
        row = [*first, *self._ids(dice.choice(self._rules.joins)), *second]
        return row, self._target(last, LAST)

    def _yield(self, dice: random.Random) -> tuple[list[int], float]:
        last = dice.random() < 0.5
        first, second = dice.choice(self._sure[not last]), dice.choice(self._sure[last])
        opening, between = dice.choice(self._rules.yields)
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
            if not self._rules.verbs or (place and row[place - 1] in self._verbs):
                found.append((place, k))
        return found

    def _negated(self, dice: random.Random) -> tuple[list[int], float]:
        side = dice.random() < 0.5
        row, (place, word) = dice.choice(self._turnable[side])
        row = list(row)
        if dice.random() < 0.3:  # as it was: so that the small word is what makes the difference
            return row, self._target(side, KEPT)
        after = dice.choice(self._rules.after) if dice.random() < 0.3 else ""
        row[word + 1 : word + 1] = self._ids(after)
        row[place:place] = self._ids(dice.choice(self._rules.no))
        return row, self._target(not side, NEGATED)


def graded_words(
    rows: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    rules: ContrastRules,
    leaning: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> tuple[list[int], list[int]]:
    """Ids of the words that lean and often stand right behind a word of degree, and of those that
    lean to no side and stand for a good part behind an article."""
    graded = _behind(rows, rules.degrees, vocabulary) >= DEGREES
    topics = _behind(rows, rules.articles, vocabulary) >= np.maximum(ARTICLES * counts, 1)
    leans = np.abs(leaning) >= LEANS
    even = np.abs(leaning) <= EVEN
    leans[:2] = even[:2] = False
    return (
        np.flatnonzero(leans & graded & (counts >= SEEN)).tolist(),
        np.flatnonzero(even & topics & (counts >= OFTEN)).tolist(),
    )


def _behind(
    rows: Sequence[Sequence[int]], before: Sequence[str], vocabulary: Vocabulary
) -> NDArray[np.int64]:
    """How often each word stands right behind one of ``before``: (words,)."""
    known = [i for word in before if (i := vocabulary.id_of(word)) != UNK_ID]
    found = np.zeros(len(vocabulary), np.int64)
    for row in rows:
        ids = np.asarray(row)
        at = np.flatnonzero(np.isin(ids[:-1], known))
        np.add.at(found, ids[at + 1], 1)
    return found
