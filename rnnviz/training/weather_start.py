"""Where a forecaster begins, by how much there is to learn from.

A few thousand noisy values hardly teach more than a straight line of the last ones. From the wide
start that long series want (``Forecaster``), a network finds worse than that line in them: so the
shorter the series, the nearer the start is to straight, and with very few windows it is that line.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from rnnviz.models.forecaster import Forecaster

LONG, SHORT = 20_000, 5_000  # training windows
NARROWEST = 0.1
RIDGE = 1e-5
_AT_ONCE = 2**22  # numbers


@torch.no_grad()
def start_for_length(model: Forecaster, read: Tensor, ahead: Tensor, starts: Tensor) -> None:
    """Narrow the start of a vanilla RNN; below ``SHORT`` windows solve its head at once.

    A linear part beside the network is solved instead, and the network left to begin as it is.
    ``read`` (steps, window, inputs) and ``ahead`` (steps, horizon) are all windows, ``starts``
    those to learn from.
    """
    if model.linear_part is not None:
        _solve_line(model, read, ahead, starts)
        return
    if model.spec.cell == "rnn" and len(starts) < LONG:
        narrow = NARROWEST if len(starts) < SHORT else len(starts) / LONG
        for name, value in model.rnn.named_parameters():
            if name == "weight_ih_l0" or name.startswith("bias"):
                value.mul_(narrow)
    if len(starts) < SHORT:
        _solve_head(model, read[starts], ahead[starts])


def _solve_head(model: Forecaster, windows: Tensor, truth: Tensor) -> None:
    """From the untrained hidden states to the change to come.

    From nearly straight states that is a linear autoregression of the window.
    """
    squares = _Squares()
    squares.add(model.rnn(windows)[0][:, -1], truth - windows[:, -1, :1])
    squares.solve(model.head)


def _solve_line(model: Forecaster, read: Tensor, ahead: Tensor, starts: Tensor) -> None:
    """The linear part as it is without a network: all that the cell learns is beyond it."""
    assert model.linear_part is not None
    squares = _Squares()
    # All windows of a long series are many times its size.
    for part in starts.split(max(1, _AT_ONCE // model.spec.line_inputs)):
        windows = read[part]
        squares.add(model.line_inputs(windows), ahead[part] - windows[:, -1, :1])
    squares.solve(model.linear_part)


class _Squares:
    """Least squares, with a little ridge, of which the examples come in parts."""

    def __init__(self) -> None:
        self._count, self._inputs, self._both = 0, torch.zeros(()), torch.zeros(())

    def add(self, inputs: Tensor, truth: Tensor) -> None:
        """``inputs`` (examples, numbers), and what they shall give (examples, outputs)."""
        wide = torch.cat([inputs, torch.ones(len(inputs), 1)], dim=1).double()
        self._count += len(inputs)
        self._inputs = self._inputs + wide.T @ wide
        self._both = self._both + wide.T @ truth.double()

    def solve(self, into: nn.Linear) -> None:
        """Leave the solution in the weights of a layer."""
        ridge = torch.full((len(self._inputs),), RIDGE * self._count, dtype=torch.float64)
        ridge[-1] = 1e-9  # the bias is free
        self._inputs.diagonal().add_(ridge)
        solved = torch.linalg.solve(self._inputs, self._both)
        into.weight.copy_(solved[:-1].T)
        into.bias.copy_(solved[-1])
