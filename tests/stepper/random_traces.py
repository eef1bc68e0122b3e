"""Small random networks on random sequences, as traces to show."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from rnnviz.explain.trace import HiddenTrace, trace_layers
from rnnviz.models.specs import cell_kind

WORDS = ("slow", "and", "bad", "at", "first", "but", "then", "a", "beautiful", "ending")


def random_trace(
    cell: str,
    layers: int = 1,
    *,
    units: int = 6,
    inputs: int = 5,
    labels: tuple[str, ...] = WORDS,
    seed: int = 0,
    gain: float = 1.0,
    celsius: bool = False,
) -> HiddenTrace:
    """``gain`` scales the weights: large ones saturate the gates."""
    torch.manual_seed(seed)
    rnn = getattr(nn, cell_kind(cell).torch_name)(inputs, units, layers)
    with torch.no_grad():
        for parameter in rnn.parameters():
            parameter.mul_(gain)
    traced = trace_layers(rnn, torch.randn(len(labels), inputs))
    outputs = traced[-1].h[1:, :1] * np.float32(3)
    return HiddenTrace(labels, (), traced, outputs, "celsius" if celsius else "logit", "last")
