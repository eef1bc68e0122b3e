"""The temperature forecaster: nn.RNN / nn.GRU / nn.LSTM over the last values → the next."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from rnnviz.models.cells import torch_module
from rnnviz.models.specs import ForecasterSpec


class Forecaster(nn.Module):
    """Reads scaled temperatures, gives scaled temperatures 1 to ``horizon`` steps ahead.

    The head forecasts the *change* from the last value read, so an untrained network begins near
    "same as the last value" and learns what is beyond it.
    """

    def __init__(self, spec: ForecasterSpec, more: int = 0) -> None:
        """``more``: numbers that enter at each step besides those that ``spec`` tells."""
        super().__init__()
        self.spec = spec
        inputs = spec.inputs + more
        self.rnn = torch_module(spec.cell, inputs, spec.hidden_size, spec.num_layers)
        self.head = nn.Linear(spec.hidden_size, spec.horizon)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        if spec.cell == "rnn":
            self._start_wide()

    @torch.no_grad()
    def _start_wide(self) -> None:
        """A start for temperatures, which differ from hour to hour by a tenth of their spread.

        With torch's own start every unit reads them through nearly the same, nearly straight piece
        of tanh, and learning to tell the differences apart takes dozens of epochs (docs/log.md).
        """
        for name, value in self.rnn.named_parameters():
            if name == "weight_ih_l0":
                nn.init.uniform_(value, -1, 1)
            elif name.startswith("weight_hh"):
                nn.init.orthogonal_(value).mul_(0.85)
            elif name.startswith("bias"):
                nn.init.uniform_(value, -0.5, 0.5)

    def forward(self, xs: Tensor) -> Tensor:
        """(batch, window, inputs), temperature first → (batch, horizon), all scaled."""
        output, _ = self.rnn(xs)
        forecast: Tensor = xs[:, -1, :1] + self.head(output[:, -1])
        return forecast
