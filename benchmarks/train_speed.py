"""Windows trained per second, side by side in one run: ours and how others train the same network.

    python benchmarks/train_speed.py FILE [--without-peers] [--rounds 3] [--windows 20000]

One thread, batches of 256, a vanilla RNN of 64 units over 5 hours, the next hour, AdamW or Adam,
the same series. Each way trains one epoch a round, in turn, so that whatever else the machine does
is shared; the best round of each counts. darts and neuralforecast are of ``requirements.txt``
beside this file; where they are missing they are left out, and the table says so.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.cli.inspect_report import read_file
from rnnviz.models.specs import ForecasterSpec
from rnnviz.series.types import RegularSeries
from rnnviz.training.loop import LoopSpec
from rnnviz.training.weather import WeatherTraining, prepare_series, train_weather

BATCH, WINDOW, HIDDEN = 256, 5, 64
Epoch = Callable[[], float]  # trains one epoch, returns windows per second


class PlainNetwork(nn.Module):
    """What a course notebook writes."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(1, HIDDEN, batch_first=True)
        self.head = nn.Linear(HIDDEN, 1)

    def forward(self, xs: torch.Tensor) -> torch.Tensor:
        return self.head(self.rnn(xs)[0][:, -1])


class Windows(Dataset):
    """One window at a time, as a course notebook slices them."""

    def __init__(self, values: torch.Tensor) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values) - WINDOW

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.values[i : i + WINDOW, None], self.values[i + WINDOW, None]


def timed(windows: int, train: Callable[[], object]) -> float:
    begun = time.perf_counter()
    train()
    return windows / (time.perf_counter() - begun)


def ours(series: RegularSeries) -> Epoch:
    spec = WeatherTraining(
        model=ForecasterSpec(window=WINDOW, hidden_size=HIDDEN),
        loop=LoopSpec(epochs=1, learning_rate=6e-3, average=0.995),
        batch_size=BATCH,
        validation=0.01,
        test=0.01,
    )

    def epoch() -> float:
        ready = prepare_series(series, spec)
        return timed(len(ready.parts.train), lambda: list(train_weather(ready, spec)))

    return epoch


def loop_over(make_batches: Callable[[], object], windows: int) -> Epoch:
    model = PlainNetwork()
    optimiser = torch.optim.AdamW(model.parameters(), 1e-3)

    def train() -> None:
        for xs, target in make_batches():  # type: ignore[attr-defined]
            optimiser.zero_grad()
            loss = (model(xs) - target).square().mean()
            loss.backward()
            optimiser.step()

    return lambda: timed(windows, train)


def plain_loop(values: torch.Tensor) -> Epoch:
    data = Windows(values)
    return loop_over(lambda: DataLoader(data, BATCH, shuffle=True), len(data))


def sliced_loop(values: torch.Tensor) -> Epoch:
    xs = values.unfold(0, WINDOW, 1)[:-1, :, None]
    target = values[WINDOW:, None]

    def batches() -> object:
        for part in torch.randperm(len(xs)).split(BATCH):
            yield xs[part], target[part]

    return loop_over(batches, len(xs))


def darts(values: torch.Tensor) -> Epoch:
    from darts import TimeSeries
    from darts.models import BlockRNNModel

    series = TimeSeries.from_values(values.numpy())
    quiet = {
        "accelerator": "cpu", "enable_progress_bar": False, "logger": False,
        "enable_checkpointing": False, "enable_model_summary": False,
    }  # fmt: skip

    def epoch() -> float:
        model = BlockRNNModel(
            WINDOW, 1, model="RNN", hidden_dim=HIDDEN, n_rnn_layers=1, batch_size=BATCH,
            n_epochs=1, random_state=0, pl_trainer_kwargs=quiet,
        )  # fmt: skip
        return timed(len(values) - WINDOW, lambda: model.fit(series, verbose=False))

    return epoch


def neuralforecast(values: torch.Tensor) -> Epoch:
    import pandas as pd
    from neuralforecast import NeuralForecast
    from neuralforecast.losses.pytorch import MAE
    from neuralforecast.models import RNN

    stamps = pd.date_range("2000-01-01", periods=len(values), freq="h")
    frame = pd.DataFrame({"unique_id": "a", "ds": stamps, "y": values.numpy()})
    steps = (len(values) - WINDOW) // BATCH

    def epoch() -> float:
        model = RNN(
            h=1, input_size=WINDOW, encoder_n_layers=1, encoder_hidden_size=HIDDEN,
            decoder_hidden_size=HIDDEN, decoder_layers=1, loss=MAE(), max_steps=steps,
            batch_size=1, windows_batch_size=BATCH, accelerator="cpu", enable_progress_bar=False,
            logger=False, enable_checkpointing=False, enable_model_summary=False,
        )  # fmt: skip
        forecaster = NeuralForecast(models=[model], freq="h")
        return timed(steps * BATCH, lambda: forecaster.fit(frame))

    return epoch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="a long series: weatherHistory.csv")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--windows", type=int, default=20_000, help="at most so many")
    chosen = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    series = read_file(chosen.file, {}).series
    known = series.known[: chosen.windows + WINDOW].copy()
    values = torch.from_numpy((known - known.mean()) / known.std())
    ways: dict[str, Epoch] = {
        "rnnviz": ours(RegularSeries(series.start, known, False)),
        "sliced torch loop": sliced_loop(values),
        "Dataset + DataLoader": plain_loop(values),
    }
    for name, make in {"darts": darts, "neuralforecast": neuralforecast}.items():
        if chosen.without_peers:
            continue
        try:
            ways[name] = make(values)
        except ImportError:
            print(f"{name} is not installed: left out")
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(chosen.rounds):
        for name, epoch in ways.items():
            speeds[name].append(epoch())
    best = {name: max(found) for name, found in speeds.items()}
    print(
        f"{'windows per second':<22} {'best':>9} {'median':>9}  rnnviz is faster by (best, median)"
    )
    for name, found in speeds.items():
        middle = float(np.median(found))
        ratio = best["rnnviz"] / best[name]
        middles = float(np.median(speeds["rnnviz"])) / middle
        print(f"{name:<22} {best[name]:>9,.0f} {middle:>9,.0f}  {ratio:.1f} {middles:.1f}")


if __name__ == "__main__":
    main()
