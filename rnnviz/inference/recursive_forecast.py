"""Forecasting beyond the horizon: the network reads its own forecasts."""

from __future__ import annotations

import numpy as np
import torch

from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import Forecasts
from rnnviz.series.step import as_index
from rnnviz.series.windows import Starts, calendar
from rnnviz.training.weather import PreparedSeries


@torch.no_grad()
def recursive_forecast(
    ready: PreparedSeries, model: Forecaster, starts: Starts, steps: int
) -> Forecasts:
    """Forecast ``steps`` ahead, also beyond the horizon and the series: (windows, steps) °C.

    Beyond the horizon the network reads its own forecasts as if they had been measured.
    """
    model.eval()
    spec, scale = model.spec, ready.scale
    read = ready.inputs.unfold(0, spec.window, 1).transpose(1, 2)[torch.from_numpy(starts)]
    result = np.empty((len(starts), 0))
    series = ready.task.series
    while result.shape[1] < steps:
        step = model(read)  # (windows, horizon)
        ahead = starts + spec.window + result.shape[1]
        result = np.concatenate([result, step.numpy().astype(np.float64)], axis=1)
        new = step[..., None]
        if spec.calendar:
            places = (ahead[:, None] + np.arange(spec.horizon)).ravel()
            when = as_index(series.step.shift(series.start, places))
            marks = torch.from_numpy(calendar(when)).view(len(starts), spec.horizon, -1)
            new = torch.cat([new, marks], dim=2)
        read = torch.cat([read, new], dim=1)[:, -spec.window :]
    return result[:, :steps] * scale.std + scale.mean
