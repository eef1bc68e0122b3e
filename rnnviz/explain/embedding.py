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


def nearest(
    directions: NDArray[np.float32], query: NDArray[np.float32], word: int, count: int
) -> list[Neighbour]:
    """The ``count`` rows of ``directions`` (words, embed), each of length 1, nearest to ``query``
    (embed,); ids 0 and 1 (``<pad>``, ``<unk>``) and ``word`` are left out."""
    similarity = directions @ query
    similarity[:2] = -np.inf
    if word < len(similarity):
        similarity[word] = -np.inf
    count = min(count, max(len(similarity) - 3, 0))
    best = np.argsort(-similarity, kind="stable")[:count]
    return [Neighbour(int(i), float(similarity[i])) for i in best]


@dataclass(frozen=True)
class Projection:
    """The principal components of some rows of a table, in which any row has a place.

    ``axes``: (dimensions, embed). ``share``: of the variance of those rows that the axes keep.
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    share: float

    def places(self, rows: Table) -> NDArray[np.float64]:
        """Where rows (N, embed) stand: (N, dimensions)."""
        places: NDArray[np.float64] = (rows - self.mean) @ self.axes.T
        return places


def principal_components(rows: Table, dimensions: int = 2) -> Projection:
    """The axes along which rows (N, embed) differ most.

    Signs are fixed (the largest loading is positive), so that the map does not mirror itself
    from one run to the next. Axes that the rows do not have are zeros.
    """
    mean = rows.mean(axis=0, dtype=np.float64)
    _, sizes, axes = np.linalg.svd(rows - mean, full_matrices=False)
    axes = axes[:dimensions]
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    axes = np.pad(axes * signs[:, None], ((0, dimensions - len(axes)), (0, 0)))
    total = float((sizes**2).sum())
    share = float((sizes[:dimensions] ** 2).sum()) / total if total > 0 else 1.0
    return Projection(mean, axes, share)


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
