"""Means of any stretch of a series with holes, from running sums."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]
Places = NDArray[np.intp]
YEAR = 365.25  # days


class RunningMeans:
    """Of ``values`` (steps,), NaN where one is missing; a mean costs two look-ups."""

    def __init__(self, values: Figures) -> None:
        known = ~np.isnan(values)
        self.size = len(values)
        self._sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
        self._counts = np.concatenate([[0], np.cumsum(known)])

    def of(self, low: Places, high: Places) -> Figures:
        """Of each ``[low, high)``, as far as it lies in the series; NaN where less than half of it
        is known."""
        low, high = np.clip(low, 0, self.size), np.clip(high, 0, self.size)
        count = self._counts[high] - self._counts[low]
        good = (count > 0) & (2 * count >= high - low)
        result = np.full(count.shape, np.nan)
        np.divide(self._sums[high] - self._sums[low], count, out=result, where=good)
        return result


def of_years_before(figures: Figures, at: Places, per_day: int) -> tuple[Figures, Places]:
    """The mean of ``figures`` (steps,) in the years before, at the days of ``at``, and of how many
    years each is: NaN and 0 where there is none."""
    total, years = np.zeros(len(at)), np.zeros(len(at), np.intp)
    for year in range(1, int(len(figures) / (YEAR * per_day)) + 1):
        back = at - round(year * YEAR * per_day)
        found = np.where(back >= 0, figures[np.maximum(back, 0)], np.nan)
        known = ~np.isnan(found)
        total[known] += found[known]
        years += known
    return np.where(years > 0, total / np.maximum(years, 1), np.nan), years
