"""Experiments on numbers that are drawn: nothing but the seed is needed."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from contrast_runs import Measured

LAG = 4  # how many steps ago the bit to be said was read
STREAMS = 32
TIME = 24 * 240  # steps of a stream


def clipping(seed: int, updates: int = 240) -> Measured:
    """Add two marked numbers out of 60. ReLU, W_hh starts as the identity, plain SGD learns."""
    found: dict[str, dict] = {}
    for name, limit in (("none", math.inf), ("clipped", 1.0)):
        torch.manual_seed(seed)
        rnn, head = nn.RNN(2, 24, batch_first=True, nonlinearity="relu"), nn.Linear(24, 1)
        with torch.no_grad():
            rnn.weight_hh_l0.copy_(torch.eye(24))
        parameters = [*rnn.parameters(), *head.parameters()]
        optimizer = torch.optim.SGD(parameters, lr=0.01)
        curve: list[float | None] = []
        losses: list[float] = []
        largest = 0.0
        for step in range(1, updates + 1):
            numbers, marks = torch.rand(32, 60), torch.zeros(32, 60)
            for low in (0, 30):  # one mark in each half
                marks[torch.arange(32), torch.randint(low, low + 30, (32,))] = 1
            output, _ = rnn(torch.stack([numbers, marks], -1))
            error = head(output[:, -1]).squeeze(-1) - (numbers * marks).sum(1)
            loss = error.square().mean()
            optimizer.zero_grad()
            loss.backward()
            norm = nn.utils.clip_grad_norm_(parameters, limit).item()
            largest = max(largest, norm) if math.isfinite(norm) else largest
            optimizer.step()
            losses.append(loss.item())
            if step % 10 == 0:
                mean = sum(losses) / len(losses)
                curve.append(mean if math.isfinite(mean) else None)
                losses = []
        last = curve[-1]
        found[name] = {"curve": curve, "loss": last, "norm": largest, "lost": float(last is None)}
    return found


def detach(seed: int) -> Measured:
    """Say the bit that was read ``LAG`` steps ago. The state goes on; its gradient is cut."""
    found: dict[str, dict] = {}
    for steps in (2, 4, 8, 24):
        torch.manual_seed(seed)
        rnn, head = nn.GRU(1, 24, batch_first=True), nn.Linear(24, 1)
        optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=0.01)
        bits = torch.randint(0, 2, (STREAMS, TIME + LAG)).float()
        h, right = None, []
        curve: list[float | None] = []
        for begin in range(0, TIME, steps):
            read = bits[:, begin + LAG : begin + LAG + steps, None] - 0.5
            wanted = bits[:, begin : begin + steps]
            output, h = rnn(read, h)
            logits = head(output).squeeze(-1)
            loss = functional.binary_cross_entropy_with_logits(logits, wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            h = h.detach()
            right.append(((logits > 0) == (wanted > 0.5)).float().mean().item())
            if (begin + steps) % (TIME // 20) == 0:
                curve.append(sum(right) / len(right))
                right = []
        found[f"k{steps}"] = {"curve": curve, "accuracy": curve[-1]}
    return found


EXPERIMENTS = {"clipping": clipping, "detach": detach}
