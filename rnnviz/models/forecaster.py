"""The temperature forecaster: nn.RNN / nn.GRU / nn.LSTM over the last values → the next."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from rnnviz.models.cells import torch_module
from rnnviz.models.specs import ForecasterSpec


class Forecaster(nn.Module):
    """Reads scaled temperatures, gives scaled temperatures 1 to ``horizon`` steps ahead.

    The head forecasts the *change* from the last value read, so an untrained network begins near
    "same as the last value" and learns what is beyond it. With ``spec.linear_part`` a weighted sum
    of the whole window is added: the cell then learns what is not linear.
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
        self.linear_part = None
        if spec.linear_part:
            self.linear_part = nn.Linear(spec.line_inputs, spec.horizon)
            nn.init.zeros_(self.linear_part.weight)
            nn.init.zeros_(self.linear_part.bias)
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

    def line_inputs(self, xs: Tensor) -> Tensor:
        """What the linear part reads of (batch, window, inputs): (batch, ``spec.line_inputs``).

        Every value of the window, and the calendar of its last step: the others follow from it.
        """
        values = 1 + len(self.spec.others)
        return torch.cat([xs[:, :, :values].flatten(1), xs[:, -1, values : self.spec.inputs]], 1)

    def base(self, xs: Tensor) -> Tensor:
        """What the head's forecast is added to: (batch, horizon), or (batch, 1) for every step.

        The last value read, and the linear part where there is one.
        """
        last = xs[:, -1, :1]
        return last if self.linear_part is None else last + self.linear_part(self.line_inputs(xs))

    def base_along(self, window: Tensor) -> Tensor:
        """The base as if the window (window, inputs) ended after each of its steps: (window, …).

        What would lie before its beginning is its first step again.
        """
        steps = torch.arange(len(window))
        return self.base(window[(steps[None, :] - steps.flip(0)[:, None]).clamp(min=0)])

    def forward(self, xs: Tensor) -> Tensor:
        """(batch, window, inputs), temperature first → (batch, horizon), all scaled."""
        output, _ = self.rnn(xs)
        forecast: Tensor = self.base(xs) + self.head(output[:, -1])
        return forecast
