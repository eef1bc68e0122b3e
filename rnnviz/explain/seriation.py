"""An order of units in which neighbours behave alike, so that a picture shows their blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST = 300  # units: ordering them takes time with the cube of their number


def order_by_similarity(states: NDArray[np.floating]) -> list[int]:
    """Units (0 …) so that the sum of the differences between neighbours is small.

    ``states``: (steps, units). Units are joined by average linkage of their Euclidean distances
    over the steps; of all orders that the tree allows, the one with the least sum is taken
    (Bar-Joseph, Gifford and Jaakkola 2001, as in ``scipy.cluster.hierarchy``). More than ``MOST``
    units stay as they are.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    units = states.shape[1]
    if not 2 < units <= MOST or not len(states):
        return list(range(units))
    distances = pdist(np.ascontiguousarray(states.T, dtype=np.float64))
    tree = linkage(distances, "average", optimal_ordering=True)
    return [int(unit) for unit in leaves_list(tree)]
