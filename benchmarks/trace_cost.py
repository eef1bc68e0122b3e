"""What a HiddenTrace costs, as a ratio to a bare forward pass on the same sequence.

    python benchmarks/trace_cost.py [--steps 400] [--rounds 30]

The forward is torch's, of the same cell and of ``nn.RNN``: torch's GRU takes two to four times as
long as its RNN, its LSTM, one fused kernel, less. All are timed in turn, round by round, so that a
noisy machine disturbs them alike; the median round counts. The exit status is 1 where a trace costs
more than 3 times the slower of the two.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.explain.trace import trace_layers  # noqa: E402
from rnnviz.models.cells import torch_module  # noqa: E402
from rnnviz.models.specs import CELL_KINDS  # noqa: E402

LIMIT = 3.0
SHAPES = ((32, 24, 1), (32, 24, 3), (128, 128, 1))  # inputs, units, layers: as shipped, stacked


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    torch.set_num_threads(1)
    too_slow = []
    print(f"{options.steps} steps, median of {options.rounds} rounds")
    print("cell  inputs  units  layers    nn.RNN       own     trace  x nn.RNN  x own")
    for name in CELL_KINDS:
        for inputs, hidden, layers in SHAPES:
            xs = torch.randn(options.steps, inputs)
            bare = nn.RNN(inputs, hidden, layers)
            traced = torch_module(name, inputs, hidden, layers, batch_first=False)

            def forward(network: nn.RNNBase, xs: torch.Tensor = xs) -> object:
                with torch.no_grad():
                    return network(xs)

            def trace(traced: nn.RNNBase = traced, xs: torch.Tensor = xs) -> object:
                return trace_layers(traced, xs)

            ways = [partial(forward, bare), partial(forward, traced), trace]
            for way in ways:  # the first call of a kernel prepares it
                way()
            rounds = [[seconds(way) for way in ways] for _ in range(options.rounds)]
            of_rnn = statistics.median(c / a for a, _, c in rounds)
            of_own = statistics.median(c / b for _, b, c in rounds)
            if min(of_rnn, of_own) > LIMIT:
                too_slow.append(name)
            a, b, c = (statistics.median(column) * 1e3 for column in zip(*rounds, strict=True))
            print(
                f"{name:<4}  {inputs:>6}  {hidden:>5}  {layers:>6}  {a:>5.2f} ms  {b:>5.2f} ms"
                f"  {c:>5.2f} ms  {of_rnn:>8.2f}  {of_own:>5.2f}"
            )
    if too_slow:
        sys.exit(f"too slow beside a forward pass: {', '.join(dict.fromkeys(too_slow))}")


if __name__ == "__main__":
    main()
