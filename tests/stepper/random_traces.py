"""Small random networks on random sequences, as traces to show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from rnnviz.explain.trace import HeadTrace, HiddenTrace, trace_layers
from rnnviz.models.cells import torch_module

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
    readout: str = "last",
    length_power: float = 0.0,
) -> HiddenTrace:
    """``gain`` scales the weights: large ones saturate the gates."""
    torch.manual_seed(seed)
    rnn = torch_module(cell, inputs, units, layers)
    with torch.no_grad():
        for parameter in rnn.parameters():
            parameter.mul_(gain)
    traced = trace_layers(rnn, torch.randn(len(labels), inputs))
    head = replace(_head(traced[-1].h[1:], readout, celsius), length_power=length_power)
    outputs = (head.sums * head.factors * np.float32(head.scale) + np.float32(head.shift))[:, None]
    kind = "celsius" if celsius else "logit"
    return HiddenTrace(labels, (), traced, outputs, kind, readout, head)


def _head(states: np.ndarray, readout: str, celsius: bool) -> HeadTrace:
    counts = np.arange(1, len(states) + 1, dtype=np.float32)[:, None]
    read = {
        "last": states,
        "mean": states.cumsum(axis=0) / counts,
        "max": np.maximum.accumulate(states, axis=0),
    }[readout]
    W = torch.randn(states.shape[1]).numpy() * np.float32(3)
    if not celsius:
        return HeadTrace(W, 0.25, read, np.zeros(len(read), np.float32))
    base, line = (torch.randn(len(read)).numpy() for _ in range(2))
    return HeadTrace(W, -0.1, read, base, scale=8.7, shift=12.3, line=line)
