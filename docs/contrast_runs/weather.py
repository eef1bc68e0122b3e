"""Experiments on the sample: a year of hourly temperatures. A window of 24 hours, then the next.

The first seven tenths of the year to learn from, the next 15% to choose by, the rest to judge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from contrast_runs import Measured
from rnnviz.series.sample import sample_series

WINDOW = 24
AHEAD = 48  # hours of a recursive forecast


@dataclass(frozen=True)
class Year:
    """Scaled temperatures (hours,), holes filled in a straight line, and where the parts end."""

    values: Tensor
    mean: float
    std: float
    learn: int
    choose: int

    def windows(self, first: int, last: int, ahead: int = 1, every: int = 1) -> Tensor:
        """(windows, WINDOW + ahead) that begin in ``first`` … ``last``, exclusive."""
        part = self.values[first:last]
        return part.unfold(0, WINDOW + ahead, 1)[::every]


def year(share: float = 0.7, scaled_by: str = "learn", hours: int | None = None) -> Year:
    """``scaled_by``: mean and standard deviation of the hours to ``learn`` from, or of ``all``."""
    celsius = sample_series().values.astype(np.float64)[:hours]
    known = np.flatnonzero(~np.isnan(celsius))
    celsius = np.interp(np.arange(len(celsius)), known, celsius[known])
    learn = int(share * len(celsius))
    seen = celsius[:learn] if scaled_by == "learn" else celsius
    mean, std = float(seen.mean()), float(seen.std())
    values = torch.from_numpy(((celsius - mean) / std).astype(np.float32))
    return Year(values, mean, std, learn, learn + (len(celsius) - learn) // 2)


class Forecaster(nn.Module):
    """The next hour, from the last state."""

    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.rnn = nn.GRU(1, hidden, batch_first=True)
        self.head = nn.Linear(hidden, 1)

    def forward(self, read: Tensor) -> Tensor:
        """(batch, time) → (batch,) the next hour."""
        output, _ = self.rnn(read[..., None])
        return self.head(output[:, -1]).squeeze(-1)

    def go_on(self, read: Tensor, hours: int) -> Tensor:
        """(batch, hours): each forecast is read as if it had been measured."""
        output, h = self.rnn(read[..., None])
        said = []
        for _ in range(hours):
            now = self.head(output[:, -1]).squeeze(-1)
            said.append(now)
            output, h = self.rnn(now[:, None, None], h)
        return torch.stack(said, 1)


@torch.no_grad()
def mae(net: Forecaster, given: Year, first: int, last: int) -> float:
    """Mean absolute error in °C, an hour ahead."""
    rows = given.windows(first, last)
    return float((net(rows[:, :WINDOW]) - rows[:, WINDOW]).abs().mean()) * given.std


def train(net, given, epochs, rate, batch=64, ahead=1, every=2):
    """Train in place; yields after every epoch. ``ahead`` above 1: on its own forecasts."""
    rows = given.windows(0, given.learn, ahead, every)
    optimizer = torch.optim.Adam(net.parameters(), lr=rate)
    for _ in range(epochs):
        for part in torch.randperm(len(rows)).split(batch):
            read, wanted = rows[part, :WINDOW], rows[part, WINDOW:]
            said = net(read)[:, None] if ahead == 1 else net.go_on(read, ahead)
            loss = (said - wanted).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        yield


def persistence(given: Year, epochs: int) -> dict:
    """What "the same as last hour" gives: no better after any epoch."""
    both = [(given.learn, given.choose), (given.choose, len(given.values))]
    level, test = (
        float((given.values[WINDOW + a : b] - given.values[WINDOW + a - 1 : b - 1]).abs().mean())
        * given.std
        for a, b in both
    )
    return {"curve": [level] * epochs, "mae": test}


def followed(seed: int, given: Year, epochs: int, rate: float, **options) -> dict:
    """Train once; the validation error after every epoch, the test error at the end."""
    torch.manual_seed(seed)
    net = Forecaster()
    curve = [
        mae(net, given, given.learn, given.choose)
        for _ in train(net, given, epochs, rate, **options)
    ]
    return {"curve": curve, "mae": mae(net, given, given.choose, len(given.values))}


def rate(seed: int) -> Measured:
    """Adam with a rate that is too low, right, and too high."""
    given = year()
    runs = {n: followed(seed, given, 20, value, batch=32) for n, value in RATES.items()}
    return runs | {"persistence": persistence(given, 20)}


RATES = {"low": 0.00003, "right": 0.003, "high": 0.3}


def batch(seed: int) -> Measured:
    """The same rate and number of epochs with small and large batches."""
    given = year()
    windows = len(given.windows(0, given.learn, every=2))
    runs = {
        f"b{size}": followed(seed, given, 10, 0.003, batch=size)
        | {"updates": 10 * -(-windows // size)}
        for size in (16, 128, 2048)
    }
    return runs | {"persistence": persistence(given, 10)}


def scaling(seed: int) -> Measured:
    """Mean and standard deviation of the hours that are learned from, or of all of them.

    The first 120 days only, so that it gets warmer from part to part.
    """
    found: dict[str, dict] = {}
    for name in ("learn", "all"):
        given = year(0.5, name, 120 * 24)
        run = followed(seed, given, 20, 0.003)
        scaled = run["mae"] / given.std
        found[name] = run | {"scaled": scaled, "mean": given.mean, "std": given.std}
    return found


def forcing(seed: int) -> Measured:
    """Taught with the true hour before, or on its own forecasts; asked with and without the truth.

    The curve is the mean absolute error 1, 2, … hours ahead. ``range``: how far a forecast of the
    second day goes up and down, as a share of what came.
    """
    given = year()
    nets = {}
    for name, ahead in (("forced", 1), ("free", 24)):
        torch.manual_seed(seed)
        nets[name] = Forecaster()
        for _ in train(nets[name], given, 6, 0.003, ahead=ahead, every=2 if ahead == 1 else 6):
            pass
    rows = given.windows(given.choose, len(given.values), AHEAD, 5)
    read, came = rows[:, :WINDOW], rows[:, WINDOW:]
    with torch.no_grad():
        steps = [nets["forced"](rows[:, i : WINDOW + i]) for i in range(AHEAD)]
        said = {
            "told": torch.stack(steps, 1),
            "recursive": nets["forced"].go_on(read, AHEAD),
            "practised": nets["free"].go_on(read, AHEAD),
            "yesterday": read.repeat(1, AHEAD // WINDOW),
        }
    second = slice(AHEAD // 2, AHEAD)
    real = came[:, second].std(1).mean()
    found: dict[str, dict] = {}
    one = len(rows) // 2  # a day in the middle, to be drawn
    for name, forecast in (said | {"came": came}).items():
        error = (forecast - came).abs().mean(0) * given.std
        found[name] = {
            "curve": error.tolist(),
            "first": error[0].item(),
            "last": error[-1].item(),
            "range": (forecast[:, second].std(1).mean() / real).item(),
            "example": (forecast[one] * given.std + given.mean).tolist(),
        }
    return found


EXPERIMENTS = {"rate": rate, "batch": batch, "scaling": scaling, "forcing": forcing}
