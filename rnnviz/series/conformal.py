"""How wide a band must be so that it holds the truth so often: conformal, by the latest errors.

The half-width at each step ahead is a quantile of the absolute errors of the latest forecasts whose
truth has come: of three weeks, or of ``FEWEST`` forecasts. Errors grow and shrink with the seasons,
so that those of a whole year, or of a validation part that lies in another season, make a band too
narrow in one and too wide in the next. Which quantile it is follows the misses, by step ahead: it
rises after each, and falls a little after a hit (adaptive conformal inference, Gibbs and Candès
2021). Nothing that comes after a forecast has a say in its band. Figures: docs/log.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.step import DAY, Step
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import Starts

RECENT = 21 * DAY.seconds  # of errors that a band is made of
FEWEST = 100  # forecasts that it is made of, where there are as many
OFTEN = 21  # times in ``RECENT`` that it is renewed: daily

SEASONS = ("dec-feb", "mar-may", "jun-aug", "sep-nov")  # quarters of the year, as reports name them

Errors = NDArray[np.float64]  # (forecasts, leads) absolute, °C; a row a window, in time order


def latest(places: Starts, now: int, leads: int, step: Step) -> slice:
    """Which forecasts make the band of one made at ``now``, the first step that is not known.

    ``places``: (forecasts,) the first step that each is about, ascending. Those whose ``leads``
    steps all lie before ``now``, and of these the latest.
    """
    end = int(np.searchsorted(places, now - leads, side="right"))
    begin = int(np.searchsorted(places, now - leads - step.of(RECENT)))
    return slice(max(0, min(begin, end - FEWEST)), end)


def running_half_widths(
    places: Starts, errors: Errors, begin: int, end: int, step: Step, level: int
) -> NDArray[np.float64]:
    """Half the width of the bands of the forecasts made from the step ``begin`` on, and of the one
    made at ``end``, where nothing has come yet: (forecasts + 1, leads) °C.

    ``places`` as for ``latest``; ``errors``: of the same forecasts. ``level``: percent to be held.
    NaN where no truth had come before.
    """
    first, leads = int(np.searchsorted(places, begin)), errors.shape[1]
    nows = np.append(places[first:], end)
    widths = np.full((len(nows), leads), np.nan)
    outside = 1 - level / 100
    share = np.full(leads, outside)  # that the quantile leaves outside, by step ahead
    every = max(1, step.of(RECENT) // OFTEN)
    told = at = 0  # forecasts whose hits and misses are counted; the one that is next
    while at < len(nows):
        now = int(nows[at])
        pool = errors[latest(places, now, leads, step)]
        come = int(np.searchsorted(nows[:-1], now - leads, side="right"))
        for missed in errors[first + told : first + come] > widths[told:come]:
            share = np.clip(share + (outside - missed) / max(len(pool), FEWEST), 0, 1)
        told = max(told, come)
        until = max(at + 1, int(np.searchsorted(nows[:-1], now + every)))  # at the end anew
        if len(pool):
            widths[at:until] = _quantiles(pool, 1 - share)
        at = until
    return widths


def _quantiles(pool: Errors, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """At each lead the smallest error that is enough for one more like these, else the largest."""
    count = len(pool)
    ranks = np.clip(np.ceil((count + 1) * levels - 1e-9).astype(int), 1, count) - 1
    found: NDArray[np.float64] = np.sort(pool, axis=0)[ranks, np.arange(pool.shape[1])]
    return found


def seasons(series: RegularSeries, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The quarter of the year of each step, 0 being December to February: as ``places``."""
    months = series.step.shift(series.start, places).astype("datetime64[M]").astype(np.int64)
    found: NDArray[np.int64] = (months + 1) % 12 // 3
    return found
