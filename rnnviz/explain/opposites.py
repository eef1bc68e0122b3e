"""What a model thinks of single words, and which other word it would read in a word's place.

A model knows no synonyms and no opposites: those that people would name come from a list
(``rnnviz/text/opposites.py``). For other words what comes near is a frequent word that stands in
the same places (its vector is near) and that the model judges the other way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.embedding import nearest, unit_rows
from rnnviz.explain.variants import variant_logits
from rnnviz.text.vocabulary import SPECIAL

if TYPE_CHECKING:
    from rnnviz.models.classifier import ReviewClassifier

FREQUENT = 8_000  # words to choose from: rarer ones were hardly trained
COMMON = 2_000  # the words that anybody would try
LEAST = 0.85  # standard deviations of all words' logits: a word nearer to 0 has no opposite


@dataclass(frozen=True)
class WordOpinions:
    """The N most frequent words as one model knows them; made once a model, by ``word_opinions``.

    ``logits``: (N,) the verdict on the word alone, 0 for ``<pad>`` and ``<unk>``. ``offered``: (N,)
    whether it may stand for another: a rating in figures is no word. ``directions``:
    (N, embed) its vector at length 1. ``axis``: (embed,) of length 1, the direction along which
    words differ in their verdict: that of the least-squares fit of the logits by the vectors.
    ``named``: id to the id of the opposite that people would name, also of rarer words. ``none``:
    ids of words that have no opposite.
    """

    logits: NDArray[np.float64]
    offered: NDArray[np.bool_]
    directions: NDArray[np.float32]
    axis: NDArray[np.float32]
    named: Mapping[int, int] = field(default_factory=dict)
    none: frozenset[int] = frozenset()

    @property
    def least(self) -> float:
        """What a word's own logit must be, in size, for the model to be said to judge it."""
        return float(LEAST * self.logits.std())


def word_opinions(
    model: ReviewClassifier,
    limit: int = FREQUENT,
    words: Sequence[str] | None = None,
    opposites: Mapping[str, str] | None = None,
    none: Collection[str] = (),
) -> WordOpinions:
    """Read each of the ``limit`` most frequent words alone (0.2 s for 8,000 with ``best``).

    ``words``: the model's vocabulary; without it any may stand for another. ``opposites``: those
    that people would name, where both are in the vocabulary. ``none``: words that have none.
    """
    table = model.embedding.weight.detach().numpy()[:limit]
    special = len(SPECIAL)
    logits = np.zeros(len(table))
    logits[special:] = variant_logits(model, [[word] for word in range(special, len(table))])
    centred = table[special:] - table[special:].mean(axis=0)
    axis = np.linalg.lstsq(centred, logits[special:] - logits[special:].mean(), rcond=None)[0]
    length = float(np.linalg.norm(axis)) or 1.0
    frequent = words[: len(table)] if words is not None else ["a"] * len(table)
    offered = np.array([any(letter.isalpha() for letter in word) for word in frequent])
    offered[:special] = False
    ids = {word: id_ for id_, word in enumerate(words or ())}
    pairs = (opposites or {}).items()
    named = {ids[one]: ids[other] for one, other in pairs if one in ids and other in ids}
    direction = (axis / length).astype(np.float32)
    bare = frozenset(ids[word] for word in none if word in ids)
    return WordOpinions(logits, offered, unit_rows(table), direction, named, bare)


def opposite(opinions: WordOpinions, word: int) -> int | None:
    """The id of the opposite of ``word``, or None where it has none.

    That which people would name, if any. Else the word's vector is mirrored: the same kind of word,
    the other verdict. The nearest to that by cosine is taken, of the common words (``COMMON``) that
    the model judges the other way and at least half as strongly; the most frequent of equals. None
    for a word that is not among the N, that the model hardly judges (``LEAST``), or that has no
    such counterpart.
    """
    if word in opinions.named:
        return opinions.named[word]
    if (
        word in opinions.none
        or not len(SPECIAL) <= word < len(opinions.logits)
        or abs(opinions.logits[word]) < opinions.least
    ):
        return None
    vector = opinions.directions[word]
    mirrored = vector - 2 * (vector @ opinions.axis) * opinions.axis
    against = -opinions.logits * np.sign(opinions.logits[word])
    fitting = opinions.offered & (against >= abs(opinions.logits[word]) / 2)
    fitting[COMMON:] = False
    if not fitting.any():
        return None
    return int(np.where(fitting, opinions.directions @ mirrored, -np.inf).argmax())


def replacements(
    opinions: WordOpinions, word: int, near: int = 3, strong: int = 0
) -> tuple[int, ...]:
    """The ids to try in a word's place: its opposite, if any, with the ``strong`` common words that
    the model judges most strongly the other way, and its ``near`` nearest common neighbours.

    None for ``<pad>``, ``<unk>`` and words that are not among the N, but for an opposite by name.
    """
    if not len(SPECIAL) <= word < len(opinions.logits):
        return (opinions.named[word],) if word in opinions.named else ()
    # Of words that are rare the vector was hardly trained, so that it is near to anything.
    alike = nearest(opinions.directions[:COMMON], opinions.directions[word], word, near)
    other = opposite(opinions, word)
    found: list[int] = []
    if other is not None:
        common = opinions.logits[:COMMON] * -np.sign(opinions.logits[word])
        common = np.where(opinions.offered[:COMMON], common, 0)
        strongest = np.argsort(-common, kind="stable")[:strong]
        found = [other, *(int(id_) for id_ in strongest if common[id_] > 0)]
    return tuple(dict.fromkeys([*found, *(one.id for one in alike)]))
