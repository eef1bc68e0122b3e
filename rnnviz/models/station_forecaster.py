"""One forecaster for several stations: a learned vector of each station enters at every step."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import ForecasterSpec

SIZE = 4  # numbers in a station's vector
_SMALL = 0.1  # of the start: the stations begin nearly alike
_OUTER, _RNN = "forecaster.", "rnn."


class StationForecaster(nn.Module):
    """A ``Forecaster`` whose input at each step is the station's, and the station's vector.

    Its last input, which ``spec`` does not count, is the number of the station.
    """

    def __init__(self, spec: ForecasterSpec, stations: int) -> None:
        super().__init__()
        self.forecaster = Forecaster(spec, more=SIZE)
        self.embedding = nn.Embedding(stations, SIZE)
        with torch.no_grad():
            self.embedding.weight.mul_(_SMALL)

    def with_vectors(self, xs: Tensor) -> Tensor:
        """(batch, window, inputs + 1) → (batch, window, inputs + SIZE): vectors for numbers."""
        vectors = self.embedding(xs[:, 0, -1].long())[:, None]  # (batch, 1, SIZE)
        return torch.cat([xs[..., :-1], vectors.expand(-1, xs.shape[1], -1)], dim=2)

    def forward(self, xs: Tensor) -> Tensor:
        """(batch, window, inputs + 1), temperature first → (batch, horizon), all scaled."""
        forecast: Tensor = self.forecaster(self.with_vectors(xs))
        return forecast


def for_station(weights: Mapping[str, Tensor], number: int) -> dict[str, Tensor]:
    """The weights of an ordinary ``Forecaster`` that computes what the network of ``weights`` (of
    a ``StationForecaster``) computes for this station.

    Its vector e is the same at every step, so what it adds to the pre-activations is a bias:
    W_ih [x; e] + b_ih = W_x x + (b_ih + W_e e).
    """
    own = {
        name.removeprefix(_OUTER): value
        for name, value in weights.items()
        if name.startswith(_OUTER)
    }
    vector = weights["embedding.weight"][number]
    whole = own[f"{_RNN}weight_ih_l0"]
    own[f"{_RNN}weight_ih_l0"] = whole[:, :-SIZE].contiguous()
    own[f"{_RNN}bias_ih_l0"] = own[f"{_RNN}bias_ih_l0"] + whole[:, -SIZE:] @ vector
    return own
