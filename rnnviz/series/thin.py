"""Which values of a long series to draw, so that the picture is that of all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tsdownsample import MinMaxDownsampler

MOST_HOLES = 200


def thin(values: NDArray[np.floating], points: int) -> NDArray[np.int64]:
    """Places in ``values`` (steps,) to draw, in order: about ``points``, all if there are no more.

    The lowest and the highest of every stretch are kept, and both ends. Holes (NaN) that could be
    seen stay holes: a place inside each of the longest ones is kept.
    """
    count = len(values)
    if count <= points:
        return np.arange(count)
    missing = np.isnan(values)
    chosen: NDArray[np.int64] = np.array([], np.int64)
    known = np.flatnonzero(~missing)
    if len(known) > points:
        picked = MinMaxDownsampler().downsample(
            known, np.ascontiguousarray(values[known]), n_out=(points - 2) // 2 * 2
        )
        chosen = np.union1d(known[picked.astype(np.int64)], known[[0, -1]])
    else:
        chosen = known
    edges = np.diff(np.concatenate([[0], missing.astype(np.int8), [0]]))
    begins, sizes = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    sizes = sizes - begins
    seen = np.argsort(-sizes, kind="stable")[:MOST_HOLES]
    seen = seen[sizes[seen] * points >= count]  # at least as wide as a point
    return np.union1d(chosen, begins[seen])
