"""A stretch of the validation part, forecast after each epoch: how the network gets better."""

from __future__ import annotations

import numpy as np

from rnnviz.models.forecaster import Forecaster
from rnnviz.runs.records import Preview
from rnnviz.series.windows import Starts
from rnnviz.training.weather import PreparedSeries, forecasts

STEPS = 168  # a week of hours


class ValidationWeek:
    """The stretch with the fewest holes; the whole part where it is shorter."""

    def __init__(self, ready: PreparedSeries) -> None:
        task = ready.task
        starts = ready.parts.validation
        ahead = starts + task.window + task.horizon - 1  # the farthest step each window forecasts
        # How many of the ``STEPS`` from each one that is forecast on are forecast too.
        within = np.searchsorted(ahead, ahead + STEPS) - np.arange(len(ahead))
        first = int(np.argmax(within))
        chosen = slice(first, first + int(within[first]))
        self._ready = ready
        self._starts: Starts = starts[chosen]
        self._begin = int(ahead[first])
        self._places = ahead[chosen] - self._begin
        end = self._begin + int(self._places[-1]) + 1
        self._truth = task.series.values[self._begin : end].copy()

    def forecast(self, model: Forecaster, epoch: int) -> Preview:
        """The stretch as ``model`` forecasts it now."""
        found = np.full(len(self._truth), np.nan, np.float32)
        found[self._places] = forecasts(self._ready, model, self._starts)[:, -1]
        task = self._ready.task
        start = task.series.stamp(self._begin)
        return Preview(epoch, task.horizon, start, task.series.step, self._truth, found)
