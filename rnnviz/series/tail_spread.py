"""Whether the days of a series become calmer or rougher near its end, and stay so.

A sensor that was brought indoors, sheltered or damaged does that from one day to the next. Weather
does, too: what counts is a turn sharper than any that this series took before. Where there are
years, what a season always does is taken off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnnviz.series.running_means import Figures, RunningMeans, of_years_before

WIDTHS = (28, 14)  # days from a turn on that are compared with those before it
BEFORE = 28  # days
CALMER, ROUGHER = 0.9, 0.65  # of a natural logarithm, by which the days must change
BEYOND = 1.5  # times what they did before
EARLIER = 40  # days that say what is usual
MOST = 0.3  # of the series: more is how this place is
KNOWN = 0.75  # of a day
SMALLEST = 1e-3  # °C, so that a day that stands still has a logarithm
AROUND = 10  # days on either side over which a season is smoothed


@dataclass(frozen=True)
class Spread:
    """``days``: whole ones, counted from the end of the series; ``now``, ``usual``: °C in the four
    weeks after and before the turn: between the coldest and the warmest of a day (``calmer``), or
    from a value to the middle of its neighbours (``rougher``)."""

    kind: Literal["calmer", "rougher"]
    days: int
    now: float
    usual: float


def other_spread(values: Figures, per_day: int) -> Spread | None:
    """How the days of an end differ from those before; ``values`` (steps,) in °C."""
    days = len(values) // per_day
    if days < EARLIER + WIDTHS[-1]:
        return None
    kept = values[len(values) - days * per_day :]
    noise = np.full(len(kept), np.nan)
    noise[1:-1] = np.abs(kept[1:-1] - (kept[:-2] + kept[2:]) / 2)
    table = kept.reshape(days, per_day)
    whole = np.isfinite(table).mean(axis=1) >= KNOWN
    whole &= np.isfinite(noise.reshape(days, per_day)).any(axis=1)

    def of_days(what: Callable[..., Figures], figures: Figures) -> Figures:
        result = np.full(days, np.nan)
        result[whole] = what(figures.reshape(days, per_day)[whole], axis=1)
        return result

    swing, rough, mean = (
        of_days(what, figures)
        for what, figures in ((np.nanstd, kept), (np.nanmean, noise), (np.nanmean, kept))
    )
    change = np.abs(np.diff(mean, prepend=np.nan))
    logs = [np.log(np.maximum(each, SMALLEST)) for each in (swing, rough, change)]
    calm = _turn(-(logs[0] + logs[1]) / 2, CALMER) or _turn(-np.mean(logs, axis=0), CALMER)
    kind: Literal["calmer", "rougher"] = "rougher" if calm is None else "calmer"
    first = _turn(logs[1], ROUGHER) if calm is None else calm
    if first is None or not np.nanmax(swing[first:], initial=0.0) > 0:
        return None  # what stands still is told so
    ranges = of_days(np.nanmax, kept) - of_days(np.nanmin, kept)
    means, here = RunningMeans(rough if calm is None else ranges), np.array([first])
    now, usual = means.of(here, here + BEFORE)[0], means.of(here - BEFORE, here)[0]
    return Spread(kind, days - first, float(now), float(usual))


def _turn(figures: Figures, fewest: float) -> int | None:
    """The day from which on ``figures`` (days,), logarithms, are higher to the end, by ``fewest``
    at least and by more than any turn before it made them; None where there is none."""
    means, size = RunningMeans(figures), len(figures)
    at = np.arange(size)
    before = means.of(at - BEFORE, at)
    found: tuple[float, int] | None = None
    for width in WIDTHS:
        rises = _without_season(means.of(at, at + width) - before)
        rises[: BEFORE // 2] = np.nan
        rises[size - width + 1 :] = np.nan
        first = max(EARLIER, int((1 - MOST) * size))
        usual = np.fmax.accumulate(np.where(np.isnan(rises), 0.0, rises))
        for day in range(first, size - width + 1):
            least = max(fewest, BEYOND * usual[max(0, day - width)])
            if not rises[day] >= least or (found and rises[day] <= found[0]):
                continue
            later = np.arange(day + width, size - WIDTHS[-1] + 1, WIDTHS[-1])
            later = np.append(later, size - WIDTHS[-1])
            stays = means.of(later, later + WIDTHS[-1]) - before[day]
            if not (stays < rises[day] / 2).any():
                found = float(rises[day]), day
    return None if found is None else _sharpest(figures, found[1])


def _without_season(rises: Figures) -> Figures:
    """The turns less what the years before did at that time; the fewer these are, the less."""
    at = np.arange(len(rises))
    smooth = RunningMeans(rises).of(at - AROUND, at + AROUND + 1)
    usual, years = of_years_before(smooth, at, 1)
    return np.asarray(rises - np.where(years > 0, usual * years / (years + 1), 0.0))


def _sharpest(figures: Figures, day: int) -> int:
    """The day near ``day`` that parts lower from higher figures best (least squares)."""
    low, high = max(0, day - BEFORE), min(len(figures), day + BEFORE)
    near = figures[low:high]
    near = np.where(np.isnan(near), np.nanmean(near), near)
    places = np.arange(1, len(near))
    sums = np.cumsum(near)[:-1]
    apart = near.sum() - sums
    gain = sums**2 / places + apart**2 / (len(near) - places)
    return low + int(places[np.argmax(gain)])
