"""Sliding windows over a regular series: where they begin, and which part of time they are in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.step import DAY
from rnnviz.series.types import RegularSeries, SeriesError

Starts = NDArray[np.int64]
FEWEST, FEWEST_LONG = 24, 10  # windows in each part; of steps longer than a day


@dataclass(frozen=True)
class Parts:
    """First steps of the windows to learn from, to choose by, and to judge on; in time order.

    A window is ``window`` steps read and ``horizon`` steps to forecast. No step that is forecast
    in one part is seen in an earlier part.
    """

    train: Starts
    validation: Starts
    test: Starts
    train_end: int  # steps before this one may be looked at for scaling


def window_starts(series: RegularSeries, length: int) -> Starts:
    """First steps of all windows of ``length`` steps without a hole."""
    holes = np.concatenate([[0], np.cumsum(series.holes)])
    if len(series) < length:
        return np.array([], np.int64)
    return np.flatnonzero(holes[length:] == holes[: len(series) - length + 1])


def split_in_time(
    series: RegularSeries, window: int, horizon: int, validation: float = 0.1, test: float = 0.1
) -> Parts:
    """The last share of the steps is the test, the share before it validation, the rest training.

    Shares are of the time from the first step to the last. Where most of that is holes, or a part
    would have too few windows, they are of the steps that are known. Raises ``SeriesError`` where
    a part has too few windows even so.
    """
    starts = window_starts(series, window + horizon)
    known = np.flatnonzero(~series.holes)
    time = np.arange(len(series))
    # Of stretches that lie years apart, a share of the time may hold next to nothing.
    fewest = FEWEST_LONG if series.step.seconds > DAY.seconds else FEWEST
    for steps in (known,) if 2 * len(known) < len(series) else (time, known):
        parts = _cut(starts, window, horizon, *_borders(steps, validation, test))
        if min(map(len, (parts.train, parts.validation, parts.test))) >= fewest:
            return parts
    raise SeriesError("series_too_short", hours=len(known), window=window, horizon=horizon)


def _borders(steps: NDArray[np.intp], validation: float, test: float) -> tuple[int, int]:
    """The steps at which the validation and the test part begin, so that each has its share."""
    end = len(steps)
    test_begin = end - round(test * end)
    validation_begin = test_begin - round(validation * end)
    after = int(steps[-1]) + 1 if end else 0
    places = np.append(steps, after)
    return int(places[validation_begin]), int(places[test_begin])


def _cut(
    starts: Starts, window: int, horizon: int, validation_begin: int, test_begin: int
) -> Parts:
    first, last = starts + window, starts + window + horizon - 1  # steps that are forecast
    return Parts(
        train=starts[last < validation_begin],
        validation=starts[(first >= validation_begin) & (last < test_begin)],
        test=starts[first >= test_begin],
        train_end=validation_begin,
    )


def calendar(stamps: pd.DatetimeIndex) -> NDArray[np.float32]:
    """Time of the day and day of the year as sine and cosine: (steps, 4)."""
    hour: NDArray[np.floating] | NDArray[np.integer] = stamps.hour.to_numpy()
    if (minutes := stamps.minute.to_numpy()).any():
        hour = hour + minutes / 60
    day = 2 * np.pi * hour / 24
    year = 2 * np.pi * (stamps.day_of_year.to_numpy() + hour / 24) / 365.25
    return np.stack([np.sin(day), np.cos(day), np.sin(year), np.cos(year)], 1).astype(np.float32)
