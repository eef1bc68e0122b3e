"""Short texts made by rule, in which a small word turns the meaning: "not", "never", "but".

Reviews have few of them, and a whole review's label says little about one "not". These are made
from the training texts alone: from the words that lean to one side and can be graded ("very dull"),
and from sentences on which the linear teacher is sure. Targets are soft, for a rule is often wrong.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.text.vocabulary import UNK_ID, Vocabulary


@dataclass(frozen=True)
class SmallWords:
    """The small words of a language. ``{}`` stands for a word that leans.

    ``degrees``: words before one that can be graded; ``articles``: words before a noun. ``plain``
    keeps the side of a graded word, ``turned`` turns it; ``plain_nouns`` and ``turned_nouns`` are
    for nouns. With two words of one side, ``both`` keeps it and ``neither`` turns it; ``instead``
    has a word of the one side and then one of the other, which decides. ``verbs`` are what a
    negation may follow, with ``no`` as the negation; ``between`` may stand between it and the word,
    ``after`` behind the word. ``joins``: in "A join B" the writer's last word is B; ``yields``:
    pairs that begin the text and stand between, with the same outcome.
    """

    degrees: tuple[str, ...]
    articles: tuple[str, ...]
    plain: tuple[str, ...]
    turned: tuple[str, ...]
    plain_nouns: tuple[str, ...]
    turned_nouns: tuple[str, ...]
    both: tuple[str, ...]
    neither: tuple[str, ...]
    instead: tuple[str, ...]
    verbs: tuple[str, ...]
    no: tuple[str, ...]
    between: tuple[str, ...]
    after: tuple[str, ...]
    joins: tuple[str, ...]
    yields: tuple[tuple[str, str], ...]


ENGLISH = SmallWords(
    degrees=("very", "so", "really", "too", "quite", "pretty", "extremely"),
    articles=("a", "an"),
    plain=(
        "{}",
        "very {}",
        "a {} film",
        "the movie was {}",
        "it is {} and i mean it",
        "the acting is {}",
        "{} from start to finish",
    ),
    turned=(
        "not {}",
        "not {} at all",
        "not a {} film",
        "not a {} movie at all",
        "this is not a {} film",
        "it is not {} at all",
        "it was not {}",
        "it isn't {}",
        "it wasn't {} at all",
        "this film is not {}",
        "the movie was never {}",
        "never {}",
        "there was never a {} moment",
        "not a single {} scene",
        "nothing {} about it",
        "there is nothing {} here",
        "far from {}",
        "anything but {}",
        "hardly {}",
        "the story isn't {}",
        "the acting is not {}",
        "i did not find it {}",
        "i was not {}",
        "no one can call this {}",
        "without being {}",
        "i would not call it {}",
        "everyone told me it was {} it is not",
        "they say it is {} i disagree",
        "i expected it to be {} but it was the opposite",
        "i thought it would be {} i was wrong",
        "supposed to be {} it isn't",
        "it could have been {}",
        "it only pretends to be {}",
    ),
    plain_nouns=("a {}", "what a {}", "the film is a {}", "it is a {}", "they call it a {} it is"),
    turned_nouns=(
        "not a {}",
        "it is not a {}",
        "this is no {}",
        "hardly a {}",
        "far from a {}",
        "everyone told me it was a {} it is not",
        "i was promised a {} it isn't one",
        "critics call it a {} i disagree",
        "i expected a {} and got the opposite",
        "i feared it would be a {} i was wrong",
    ),
    both=("{} and {}", "not only {} but also {}", "both {} and {}", "as {} as it is {}"),
    neither=(
        "neither {} nor {}",
        "not {} and not {}",
        "it is not {} or {}",
        "nothing is {} or {}",
        "it is never {} and never {}",
    ),
    instead=(
        "not {} but {}",
        "i expected it to be {} but it is {}",
        "i thought it would be {} it was {}",
        "everyone said it was {} it is {}",
        "supposed to be {} but {}",
        "it could have been {} instead it is {}",
        "it looks {} but it is {}",
    ),
    verbs=("is", "was", "are", "were", "be", "been"),
    no=("not", "never", "not", "hardly"),
    between=("a", "an", "the", "very", "so", "really", "that", "too", "quite", "as"),
    after=("at all",),
    joins=("but", "yet", "but", "however", "but still", "but in the end"),
    yields=(("although", ""), ("even though", ""), ("though", ""), ("despite the fact that", "")),
)
VIETNAMESE = SmallWords(
    degrees=("rất", "quá", "khá", "cực", "hơi", "siêu"),
    articles=(),
    plain=("{}", "rất {}", "phim {}", "món này {}", "mọi thứ đều {}", "{} lắm"),
    turned=(
        "không {}",
        "ko {}",
        "k {}",
        "không hề {}",
        "không {} chút nào",
        "không {} tí nào",
        "không hề {} chút nào",
        "chẳng {}",
        "chẳng {} gì cả",
        "chả {} tí nào",
        "chưa bao giờ {}",
        "phim không {}",
        "phim này không hề {}",
        "món ăn không {}",
        "quán không {} lắm",
        "không có gì {}",
        "đâu có {}",
        "không thấy {}",
        "chẳng thấy {} ở đâu",
        "ai cũng bảo {} nhưng không phải vậy",
        "tưởng {} ai ngờ ngược lại",
        "nghe nói {} nhưng sự thật thì không",
    ),
    plain_nouns=(),
    turned_nouns=(),
    both=("{} và {}", "vừa {} vừa {}", "không chỉ {} mà còn {}", "đã {} lại còn {}"),
    neither=("không {} cũng không {}", "chẳng {} chẳng {}", "không {} không {}", "ko {} ko {}"),
    instead=(
        "không {} mà {}",
        "tưởng {} mà lại {}",
        "tưởng {} ai ngờ {}",
        "nghe nói {} nhưng thực ra {}",
        "ai cũng khen {} nhưng {}",
        "nhìn {} nhưng {}",
    ),
    verbs=(),
    no=("không", "ko", "không hề", "chẳng", "chả"),
    between=(),
    after=("chút nào", "tí nào"),
    joins=("nhưng", "nhưng mà", "tuy nhiên", "song", "có điều"),
    yields=(("tuy", "nhưng"), ("mặc dù", "nhưng"), ("dù", "nhưng")),
)
SMALL_WORDS: Mapping[str, SmallWords] = {"en": ENGLISH, "vi": VIETNAMESE}

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
