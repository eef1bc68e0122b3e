"""Which pairs of words get a vector of their own, and where these vectors start.

A pair such as "not bad" says something that neither word says. Each starts as far along one
direction as it leans to one side (the naive-Bayes log-count ratio of Wang and Manning 2012).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.models.linear import frequent_keys

Leanings = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]

LEAST = 5  # texts that must have a pair
LEAN = 0.5  # of a start vector for each unit of the log-count ratio; words' vectors have spread 1
# Texts added to each side: the ratio of a pair seen five times is mostly chance, and the network
# would learn that chance as a fact.
SMOOTHING = 3.0


def leanings(rows: Sequence[Sequence[int]], labels: Sequence[int], vocab_size: int) -> Leanings:
    """Words and pairs by key (see ``linear.flat_keys``), rising; in how many texts; their leaning.

    All (features,). The leaning is log((p + s) / P) - log((n + s) / N), where p and n count the
    positive and negative texts that have it, P and N are the sums of p + s and n + s over all,
    and s is ``SMOOTHING``: above 0 for what praise uses more.
    """
    keys, counts = frequent_keys(rows, vocab_size, 1)
    liked = [row for row, label in zip(rows, labels, strict=True) if label]
    positive_keys, positive = frequent_keys(liked, vocab_size, 1)
    p = np.zeros(len(keys))
    if len(positive_keys):
        places = np.minimum(np.searchsorted(positive_keys, keys), len(positive_keys) - 1)
        p = np.where(positive_keys[places] == keys, positive[places], 0).astype(np.float64)
    p, n = p + SMOOTHING, counts - p + SMOOTHING
    return keys, counts, np.log(p / p.sum()) - np.log(n / n.sum())


def choose_pairs(
    keys: NDArray[np.int64],
    counts: NDArray[np.int64],
    leaning: NDArray[np.float64],
    vocab_size: int,
    most: int,
) -> NDArray[np.int64]:
    """Places in ``keys`` of the ``most`` pairs that tell most: they lean far and are not rare."""
    candidates = np.flatnonzero((keys >= vocab_size) & (counts >= LEAST))
    tells = np.abs(leaning[candidates]) * np.sqrt(counts[candidates])
    return np.sort(candidates[np.argsort(-tells, kind="stable")[:most]])
