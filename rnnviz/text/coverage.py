"""How much of a text a vocabulary knows as its cap grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnviz.text.vocabulary import SPECIAL, Vocabulary


def text_coverage(words: Sequence[str], full: Vocabulary, caps: Sequence[int]) -> list[float]:
    """Share of ``words`` (at least one) that are known when ``full`` is capped at each of ``caps``.

    A word is known to a cap that is larger than its id.
    """
    ids = np.array([full.ids.get(word, len(full)) for word in words])
    return [float((ids < min(cap, len(full))).mean()) for cap in caps]


def corpus_coverage(full: Vocabulary, caps: Sequence[int]) -> list[float]:
    """Share of the training corpus's tokens *that the full vocabulary knows*, for each cap.

    Tokens outside the full vocabulary were not counted when it was built, so this is relative:
    it ends at 1.
    """
    reached = np.cumsum(np.array(full.counts, dtype=np.float64))
    total = reached[-1] or 1.0
    return [float(reached[max(min(cap, len(full)), len(SPECIAL)) - 1] / total) for cap in caps]
