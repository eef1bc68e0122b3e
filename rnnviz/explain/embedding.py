"""What an embedding knows: nearest neighbours by cosine, and a map of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]


@dataclass(frozen=True)
class Neighbour:
    """A word of the vocabulary and its cosine similarity to the word asked about."""

    id: int
    similarity: float


def unit_rows(table: Table) -> Table:
    """Rows scaled to length 1; a zero row (``<pad>``) stays zero."""
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    scaled = np.zeros_like(table)
    np.divide(table, lengths, out=scaled, where=lengths > 0)
    return scaled


def neighbours(
    table: Table, word: int, count: int = 8, limit: int | None = None
) -> list[Neighbour]:
    """The ``count`` nearest words to ``word`` by cosine, among the ``limit`` most frequent.

    ``table`` is (vocab, embed); ids 0 and 1 (``<pad>``, ``<unk>``) and the word itself are left
    out. Rare words were hardly trained, which is what ``limit`` is for.
    """
    among = unit_rows(table[: limit or len(table)])
    return nearest(among, unit_rows(table[word : word + 1])[0], word, count)


def nearest(
    directions: NDArray[np.float32], query: NDArray[np.float32], word: int, count: int
) -> list[Neighbour]:
    """The ``count`` rows of ``directions`` (words, embed), each of length 1, nearest to ``query``
    (embed,); ``<pad>``, ``<unk>`` and ``word`` are left out."""
    similarity = directions @ query
    similarity[:2] = -np.inf
    if word < len(similarity):
        similarity[word] = -np.inf
    count = min(count, max(len(similarity) - 3, 0))
    best = np.argsort(-similarity, kind="stable")[:count]
    return [Neighbour(int(i), float(similarity[i])) for i in best]


def project(table: Table, ids: Sequence[int], dimensions: int = 2) -> NDArray[np.float64]:
    """Principal components of the rows ``ids``: (len(ids), dimensions).

    Signs are fixed (the largest loading is positive), so that the map does not mirror itself
    from one run to the next.
    """
    rows = table[list(ids)].astype(np.float64)
    centred = rows - rows.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    axes = axes[:dimensions]
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    result = centred @ (axes * signs[:, None]).T
    missing = dimensions - result.shape[1]
    return np.pad(result, ((0, 0), (0, missing))) if missing > 0 else result


def explained_share(table: Table, ids: Sequence[int], dimensions: int = 2) -> float:
    """Share of the rows' variance that the first ``dimensions`` principal components keep."""
    rows = table[list(ids)].astype(np.float64)
    values = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
    total = float(values.sum())
    return float(values[:dimensions].sum()) / total if total > 0 else 1.0


def mean_cosines(
    table: Table, ids: Sequence[int], sides: NDArray[np.bool_]
) -> tuple[float, float] | None:
    """The mean cosine of two of the words ``ids`` on the same side, and of two on opposite sides.

    ``sides`` (len(ids),): on which side each word stands. None without a pair of both kinds.
    """
    rows = unit_rows(table[list(ids)])
    cosines = rows @ rows.T
    pairs = np.triu(np.ones(cosines.shape, bool), 1)
    same = sides[:, None] == sides[None, :]
    kinds = pairs & same, pairs & ~same
    if not all(kind.any() for kind in kinds):
        return None
    alike, opposed = (float(cosines[kind].mean()) for kind in kinds)
    return alike, opposed


def explained_by(points: NDArray[np.float64], values: NDArray[np.float32]) -> float:
    """Share of the variance of ``values`` (N,) that a plane over ``points`` (N, dims) explains."""
    centred = values - values.mean()
    spread = float(centred @ centred)
    if spread == 0:
        return 0.0
    X = points - points.mean(axis=0)
    fit = X @ np.linalg.lstsq(X, centred, rcond=None)[0]
    return 1 - float(((centred - fit) ** 2).sum()) / spread
