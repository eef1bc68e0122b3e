"""What a HiddenTrace costs, as a ratio to a bare ``nn.RNN`` forward on the same sequence.

    python benchmarks/trace_cost.py [--steps 400] [--rounds 30]

Both are timed in turn, round by round, so that a noisy machine disturbs both alike; the median
round counts. The exit status is 1 where a trace costs more than 4 times the forward pass.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.explain.trace import trace_layers  # noqa: E402
from rnnviz.models.cells import torch_module  # noqa: E402
from rnnviz.models.specs import CELL_KINDS  # noqa: E402

LIMIT = 4.0
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
    worst = 0.0
    print(f"{options.steps} steps, median of {options.rounds} rounds")
    print("cell  inputs  units  layers  nn.RNN forward     trace   ratio")
    for name in CELL_KINDS:
        for inputs, hidden, layers in SHAPES:
            xs = torch.randn(options.steps, inputs)
            bare = nn.RNN(inputs, hidden, layers)
            traced = torch_module(name, inputs, hidden, layers, batch_first=False)

            def forward(bare: nn.RNN = bare, xs: torch.Tensor = xs) -> object:
                with torch.no_grad():
                    return bare(xs)

            def trace(traced: nn.RNNBase = traced, xs: torch.Tensor = xs) -> object:
                return trace_layers(traced, xs)

            forward(), trace()  # the first call of a kernel prepares it
            pairs = [(seconds(forward), seconds(trace)) for _ in range(options.rounds)]
            ratio = statistics.median(b / a for a, b in pairs)
            worst = max(worst, ratio)
            a, b = (statistics.median(column) * 1e3 for column in zip(*pairs, strict=True))
            print(
                f"{name:<4}  {inputs:>6}  {hidden:>5}  {layers:>6}  {a:>11.2f} ms"
                f"  {b:>5.2f} ms  {ratio:>5.2f}"
            )
    if worst > LIMIT:
        sys.exit(f"the trace costs {worst:.1f} times a forward pass; the limit is {LIMIT}")


if __name__ == "__main__":
    main()
