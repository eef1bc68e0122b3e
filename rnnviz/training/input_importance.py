"""What a trained forecaster's other inputs are worth to it: by permutation, on the test part.

Of one input the windows change places at random, all else stays; the more the error rises, the more
this network leans on it. That is not what the column brings: a network trained without it could
make up for much from the temperature, and shuffled windows may belong to another season.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from rnnviz.models.forecaster import Forecaster
from rnnviz.training.weather import MOST_STATES, PreparedSeries

SHUFFLES = 5
MOST_WINDOWS = 2000  # of the test part, evenly picked


@dataclass(frozen=True)
class Importance:
    """How much the MAE rises in °C where a ``column`` is shuffled: the mean, least and most."""

    column: str
    rise: float
    low: float
    high: float


@torch.no_grad()
def input_importance(ready: PreparedSeries, model: Forecaster) -> tuple[Importance, ...]:
    """One for each of the other inputs, in their order; the same call gives the same figures."""
    spec, test = model.spec, ready.parts.test
    if not spec.others:
        return ()
    model.eval()
    picked = test[np.linspace(0, len(test) - 1, min(len(test), MOST_WINDOWS)).astype(int)]
    starts = torch.from_numpy(np.unique(picked))
    read, ahead = ready.windows
    windows, truth = read[starts], ahead[starts]  # (windows, window, inputs), (windows, horizon)

    def error(xs: Tensor) -> float:
        size = max(1, MOST_STATES // (spec.window * spec.hidden_size))
        forecast = torch.cat([model(part) for part in xs.split(size)])
        return float((forecast - truth).abs().double().mean()) * ready.scale.std

    usual = error(windows)
    found = []
    for place, name in enumerate(spec.others, start=1):
        rises = []
        for seed in range(SHUFFLES):
            drawn = torch.Generator().manual_seed(seed)
            shuffled = windows.clone()
            order = torch.randperm(len(windows), generator=drawn)
            shuffled[:, :, place] = windows[order][:, :, place]
            rises.append(error(shuffled) - usual)
        found.append(Importance(name, float(np.mean(rises)), min(rises), max(rises)))
    return tuple(found)
