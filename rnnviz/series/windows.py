"""Sliding windows over an hourly series: where they begin, and which part of time they are in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.series.types import HourlySeries, SeriesError

Starts = NDArray[np.int64]
FEWEST = 24  # windows in each part


@dataclass(frozen=True)
class Parts:
    """First hours of the windows to learn from, to choose by, and to judge on; in time order.

    A window is ``window`` hours read and ``horizon`` hours to forecast. No hour that is forecast
    in one part is seen in an earlier part.
    """

    train: Starts
    validation: Starts
    test: Starts
    train_end: int  # hours before this one may be looked at for scaling


def window_starts(series: HourlySeries, length: int) -> Starts:
    """First hours of all windows of ``length`` hours without a hole."""
    holes = np.concatenate([[0], np.cumsum(np.isnan(series.values))])
    if len(series) < length:
        return np.array([], np.int64)
    return np.flatnonzero(holes[length:] == holes[: len(series) - length + 1])


def split_in_time(
    series: HourlySeries, window: int, horizon: int, validation: float = 0.1, test: float = 0.1
) -> Parts:
    """The last share of the hours is the test, the share before it validation, the rest training.

    Shares are of the time from the first hour to the last. Where most of that is holes, or a part
    would have too few windows, they are of the hours that are known. Raises ``SeriesError`` where
    a part has too few windows even so.
    """
    starts = window_starts(series, window + horizon)
    known = np.flatnonzero(~np.isnan(series.values))
    time = np.arange(len(series))
    # Of stretches that lie years apart, a share of the time may hold next to nothing.
    for hours in (known,) if 2 * len(known) < len(series) else (time, known):
        parts = _cut(starts, window, horizon, *_borders(hours, validation, test))
        if min(map(len, (parts.train, parts.validation, parts.test))) >= FEWEST:
            return parts
    raise SeriesError("series_too_short", hours=len(known), window=window, horizon=horizon)


def _borders(hours: NDArray[np.intp], validation: float, test: float) -> tuple[int, int]:
    """The hours at which the validation and the test part begin, so that each has its share."""
    end = len(hours)
    test_begin = end - round(test * end)
    validation_begin = test_begin - round(validation * end)
    after = int(hours[-1]) + 1 if end else 0
    places = np.append(hours, after)
    return int(places[validation_begin]), int(places[test_begin])


def _cut(
    starts: Starts, window: int, horizon: int, validation_begin: int, test_begin: int
) -> Parts:
    first, last = starts + window, starts + window + horizon - 1  # hours that are forecast
    return Parts(
        train=starts[last < validation_begin],
        validation=starts[(first >= validation_begin) & (last < test_begin)],
        test=starts[first >= test_begin],
        train_end=validation_begin,
    )


def calendar(hours: pd.DatetimeIndex) -> NDArray[np.float32]:
    """Hour of the day and day of the year as sine and cosine: (hours, 4)."""
    day = 2 * np.pi * hours.hour.to_numpy() / 24
    year = 2 * np.pi * (hours.day_of_year.to_numpy() + hours.hour.to_numpy() / 24) / 365.25
    return np.stack([np.sin(day), np.cos(day), np.sin(year), np.cos(year)], 1).astype(np.float32)
