"""What torch's optimiser objects would cost: an epoch of the forecaster, each way in turn.

    python benchmarks/optimiser_speed.py FILE [--rounds 40] [--windows 20000]

The training of ``train_speed.py`` with ``rnnviz/training/optimise.py`` as it is, and with
``torch.optim.AdamW`` and ``OneCycleLR`` in its place: over the one vector, and over the parameters
one by one. Ratios are of neighbours in time. Then, in fresh processes, what the first step costs
(Linux).
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from train_speed import WINDOW, ours

from rnnviz.cli.inspect_report import read_file
from rnnviz.series.types import RegularSeries
from rnnviz.training import loop
from rnnviz.training.optimise import FlatAdamW, FlatParameters

FIRST_STEP = """
import sys, time
import torch
def megabytes():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20
before, begun = megabytes(), time.perf_counter()
if sys.argv[1] == "object":
    weights = torch.nn.Parameter(torch.zeros(5000))
    weights.grad = torch.ones(5000)
    optimiser = torch.optim.AdamW([weights], fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-3, total_steps=10)
    optimiser.step()
    schedule.step()
else:
    from rnnviz.training.optimise import FlatAdamW, FlatParameters, one_cycle
    FlatAdamW(FlatParameters(torch.nn.Linear(50, 100)), 0).step(1, *one_cycle(0, 10, 1e-3))
seconds = time.perf_counter() - begun
print(f"{seconds:.3f} s, {megabytes() - before:.0f} MB")
"""


class OneVector:
    """torch's objects on the one vector, in the place of ``FlatAdamW``."""

    def __init__(self, flat: FlatParameters, weight_decay: float) -> None:
        weights = nn.Parameter(flat.values)
        weights.grad = flat.grad
        self._use([weights], weight_decay)

    def _use(self, parameters: list[nn.Parameter], weight_decay: float) -> None:
        self._optimiser = torch.optim.AdamW(parameters, weight_decay=weight_decay, fused=True)
        self._schedule = OneCycleLR(self._optimiser, max_lr=6e-3, total_steps=10**6)

    def step(self, count: int, rate: float, beta1: float) -> None:
        self._optimiser.step()
        self._schedule.step()


class OneByOne(OneVector):
    """The same on the parameters, which are views of the vector."""

    def __init__(self, flat: FlatParameters, weight_decay: float) -> None:
        self._use(PARAMETERS[id(flat)], weight_decay)


PARAMETERS: dict[int, list[nn.Parameter]] = {}


class Watched(FlatParameters):
    def __init__(self, model: nn.Module) -> None:
        super().__init__(model)
        PARAMETERS[id(self)] = list(model.parameters())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="a long series: weatherHistory.csv")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--windows", type=int, default=20_000, help="at most so many")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    series = read_file(chosen.file, {}).series
    known = series.known[: chosen.windows + WINDOW].copy()
    epoch = ours(RegularSeries(series.start, known, False))
    loop.FlatParameters = Watched  # type: ignore[misc]
    ways = {"rnnviz": FlatAdamW, "objects, one vector": OneVector, "objects, one by one": OneByOne}
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(chosen.rounds + 1):
        for name in [*ways][turn % 3 :] + [*ways][: turn % 3]:
            loop.FlatAdamW = ways[name]  # type: ignore[misc, assignment]
            speed = epoch()
            if turn:  # the first is for warming up
                speeds[name].append(speed)
    print(f"{'windows per second':<22} {'median':>9}  beside rnnviz")
    for name, found in speeds.items():
        ratio = np.median(np.divide(found, speeds["rnnviz"]))
        print(f"{name:<22} {np.median(found):>9,.0f}  {ratio:.3f}")
    for name in ("rnnviz", "object"):
        for _ in range(3):
            done = subprocess.run(
                [sys.executable, "-c", FIRST_STEP, name], capture_output=True, text=True, check=True
            )
            print(f"first step of a process, {name}: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
