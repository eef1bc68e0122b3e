"""Forecasting beyond the horizon: the network reads its own forecasts.

Other inputs are known up to the last step read and no further. Beyond it each is held at what it
was a season before (a day; a year of months), or at its last value where that is not known: the
rule of the baseline, in the roll-outs that a band and its errors come from as well.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import Forecasts, Task, persistence, seasonal_naive
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
    held = held_inputs(ready, starts, steps + spec.horizon)
    while result.shape[1] < steps:
        step = model(read)  # (windows, horizon)
        ahead = starts + spec.window + result.shape[1]
        result = np.concatenate([result, step.numpy().astype(np.float64)], axis=1)
        new = step[..., None]
        if spec.others:
            done = result.shape[1]
            new = torch.cat([new, held[:, done - spec.horizon : done]], dim=2)
        if spec.calendar:
            places = (ahead[:, None] + np.arange(spec.horizon)).ravel()
            when = as_index(series.step.shift(series.start, places))
            marks = torch.from_numpy(calendar(series.local(when))).view(
                len(starts), spec.horizon, -1
            )
            new = torch.cat([new, marks], dim=2)
        read = torch.cat([read, new], dim=1)[:, -spec.window :]
    return result[:, :steps] * scale.std + scale.mean


def held_inputs(ready: PreparedSeries, starts: Starts, steps: int) -> torch.Tensor:
    """What the other inputs are taken to be in the steps after these windows, as the network reads
    them: (windows, steps, others). Only what was known at the end of each window is used.
    """
    series, spec = ready.task.series, ready.model.spec
    columns = [np.empty((len(starts), steps, 0), np.float32)]
    for name in spec.others:
        alone = replace(series, values=series.inputs[name], inputs={})
        task = Task(alone, spec.window, steps)
        before, last = (rule(task, starts, starts) for rule in (seasonal_naive, persistence))
        held = np.where(np.isnan(before), last, before)
        columns.append(ready.scale.others[name].to_network(held)[..., None])
    return torch.from_numpy(np.concatenate(columns, axis=2))
