"""Where a forecaster begins, by how much there is to learn from.

A few thousand noisy values hardly teach more than a straight line of the last ones. From the wide
start that long series want (``Forecaster``), a network finds worse than that line in them: so the
shorter the series, the nearer the start is to straight, and with very few windows it is that line.
"""

from __future__ import annotations

import torch
from torch import Tensor

from rnnviz.models.forecaster import Forecaster

LONG, SHORT = 20_000, 5_000  # training windows
NARROWEST = 0.1
RIDGE = 1e-5


@torch.no_grad()
def start_for_length(model: Forecaster, read: Tensor, ahead: Tensor, starts: Tensor) -> None:
    """Narrow the start of a vanilla RNN; below ``SHORT`` windows solve its head at once.

    ``read`` (steps, window, inputs) and ``ahead`` (steps, horizon) are all windows, ``starts``
    those to learn from.
    """
    if model.spec.cell == "rnn" and len(starts) < LONG:
        narrow = NARROWEST if len(starts) < SHORT else len(starts) / LONG
        for name, value in model.rnn.named_parameters():
            if name == "weight_ih_l0" or name.startswith("bias"):
                value.mul_(narrow)
    if len(starts) < SHORT:
        _solve_head(model, read[starts], ahead[starts])


def _solve_head(model: Forecaster, windows: Tensor, truth: Tensor) -> None:
    """Least squares, with a little ridge, from the untrained hidden states to the change to come.

    From nearly straight states that is a linear autoregression of the window.
    """
    states = model.rnn(windows)[0][:, -1].double()
    states = torch.cat([states, torch.ones(len(states), 1, dtype=states.dtype)], dim=1)
    change = (truth - windows[:, -1, :1]).double()
    weight = torch.full((states.shape[1],), RIDGE * len(states), dtype=states.dtype)
    weight[-1] = 1e-9  # the bias is free
    solved = torch.linalg.solve(states.T @ states + torch.diag(weight), states.T @ change)
    model.head.weight.copy_(solved[:-1].T)
    model.head.bias.copy_(solved[-1])
