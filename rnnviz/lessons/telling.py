"""Which few words of a text the lesson reads: those that tell most by themselves."""

from __future__ import annotations

from collections.abc import Sequence

NEAR = 2  # words between which a negation is felt


def telling_first(
    words: Sequence[str], strengths: Sequence[float], negations: Sequence[bool], count: int
) -> list[str]:
    """The words with the ``count`` most telling ones first, those in the order of the text.

    ``strengths``: how much each word tells, at least 0; ``negations``: whether it says no. A
    negation up to two words before a telling word comes along, or neither is taken where only one
    fits: "bad" of "not bad" would tell the opposite. A word that comes again waits until all
    others had their turn; equals go by their place.
    """
    order = sorted(range(len(words)), key=lambda i: (-strengths[i], i))
    new = {words[i]: i for i in reversed(order)}  # where each word tells most
    chosen: set[int] = set()
    for i in (i for i in order if new[words[i]] == i and strengths[i] > 0):
        before = [k for k in range(max(i - NEAR, 0), i) if negations[k]]
        group = {i, *before[-1:]}
        if len(chosen | group) <= count:
            chosen |= group
    for i in order:  # whatever is there, where too few words tell anything
        if len(chosen) < count:
            chosen.add(i)
    rest = [words[i] for i in range(len(words)) if i not in chosen]
    return [*(words[i] for i in sorted(chosen)), *rest]
