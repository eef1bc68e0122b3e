"""The rival that is not simple: gradient-boosted trees over the same past and the calendar.

They learn from a share of the windows, so that a verdict does not wait for them: on Szeged the
error is 2% above that of trees that learn from all (docs/log.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.baselines import LONG, Forecasts, Task, seasonal_naive
from rnnviz.series.windows import Starts, calendar

MOST_EXAMPLES = 20_000  # pairs of a window and a step ahead to learn from: about a second
MOST_FORECASTS = 300_000  # steps to forecast: more of them are judged on every so many windows
TREES = 100
FEWEST = 200  # examples: fewer teach a tree nothing


def boosted_trees(task: Task, train: Starts, starts: Starts) -> Forecasts:
    """Histogram gradient boosting (scikit-learn), one model for all steps ahead.

    It reads the last values as differences from the latest one, that one, the value a season
    before, the calendar of the step to forecast, and how far ahead that is; and it learns the
    change from the latest value. NaN for windows that were left out, and everywhere where there is
    too little to learn from.
    """
    forecast = np.full((len(starts), task.horizon), np.nan)
    windows, leads = _examples(len(train), task.horizon)
    if len(windows) < FEWEST:
        return forecast
    # Imported late: half a second that no page waits for.
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    origins = train[windows]
    latest = task.read(origins)[:, -1]
    change = task.truth(origins)[np.arange(len(origins)), leads] - latest
    model = HistGradientBoostingRegressor(max_iter=TREES, early_stopping=False, random_state=0)
    every = -(-len(starts) * task.horizon // MOST_FORECASTS)
    judged = starts[::every]
    asked, last = _Windows(task, judged), task.read(judged)[:, -1]
    # Two threads on a core that is busy wait for each other for ever so long.
    with threadpool_limits(1, user_api="openmp"):
        inputs = _Windows(task, origins).inputs(leads)
        telling = _telling(inputs)
        model.fit(inputs[:, telling], change)
        for lead in range(task.horizon):
            ahead = asked.inputs(np.full(len(judged), lead))
            change_ahead = model.predict(ahead[:, telling])
            forecast[::every, lead] = last + change_ahead
    return forecast


def _telling(inputs: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The columns with two values at least. Others tell nothing: the hour of a daily file, the year
    before in a file that has none; scikit-learn takes no column that is empty throughout."""
    low, high = np.fmin.reduce(inputs), np.fmax.reduce(inputs)
    found: NDArray[np.bool_] = low < high
    return found


def _examples(windows: int, horizon: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which windows and which steps ahead are learned from: all, or as many drawn as may be."""
    pairs = windows * horizon
    taken = np.arange(pairs)
    if pairs > MOST_EXAMPLES:
        taken = np.sort(np.random.default_rng(0).choice(pairs, MOST_EXAMPLES, replace=False))
    window, lead = np.divmod(taken, horizon)
    return window, lead


class _Windows:
    """What the trees read of windows, whichever step ahead is asked for."""

    def __init__(self, task: Task, starts: Starts) -> None:
        self._now = starts + task.window
        self._marks = calendar(task.series.local_stamps)
        length = max(LONG.get(task.series.step.kind, task.series.step.long_window), 2)
        past = task.values(self._now[:, None] - np.arange(1, length + 1))
        self._past = np.concatenate([past[:, 1:] - past[:, :1], past[:, :1]], axis=1)
        self._before = seasonal_naive(task, starts, starts) - past[:, :1]

    def inputs(self, leads: NDArray[np.int64]) -> NDArray[np.float32]:
        """One step ahead for each window: (windows, inputs)."""
        before = self._before[np.arange(len(leads)), leads]
        marks = self._marks[self._now + leads]
        parts = [self._past, before[:, None], marks, leads[:, None]]
        return np.concatenate(parts, axis=1).astype(np.float32)
