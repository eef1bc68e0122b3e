"""Load a forecaster that was trained with rnnviz and repeat its test numbers.

Needs only numpy, torch and safetensors. Keep this file beside ``run.json``,
``model.safetensors`` and ``series.safetensors``, then: ``python repeat_run.py``
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file as load_numbers
from safetensors.torch import load_file as load_weights
from torch import nn

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
for name in ("run.json", "model.safetensors", "series.safetensors"):
    if not (FOLDER / name).is_file():
        sys.exit(f"{name} is not in {FOLDER}: unpack the whole .zip, or name its folder.")
run = json.loads((FOLDER / "run.json").read_text(encoding="utf-8"))
spec, shape = run["spec"], run["spec"]["model"]
numbers = load_numbers(FOLDER / "series.safetensors")
celsius = numbers["celsius"]  # one value a step, NaN: a hole
others = [numbers[f"input:{name}"] for name in shape.get("others", [])]  # read beside it
window, horizon, steps = shape["window"], shape["horizon"], len(celsius)


class Forecaster(nn.Module):
    """Reads the last values, forecasts the change from the last one."""

    def __init__(self) -> None:
        super().__init__()
        cell = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[shape["cell"]]
        inputs = 1 + len(others) + (4 if shape["calendar"] else 0)
        self.rnn = cell(inputs, shape["hidden_size"], shape["num_layers"], batch_first=True)
        self.head = nn.Linear(shape["hidden_size"], horizon)

    def forward(self, xs: torch.Tensor) -> torch.Tensor:
        """(batch, window, inputs) -> (batch, horizon), scaled."""
        output, _ = self.rnn(xs)
        change: torch.Tensor = self.head(output[:, -1])
        return xs[:, -1, :1] + change


# The same split in time: the last share of the steps is the test, the one before it validation.
test_begin = steps - round(spec["test"] * steps)
train_end = test_begin - round(spec["validation"] * steps)


def spread_of(column: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation of the training part."""
    seen = column[:train_end]
    seen = seen[~np.isnan(seen)].astype(np.float64)
    return (seen.mean(), seen.std()) if len(seen) else (0.0, 0.0)


mean, std = spread_of(celsius)
std = max(std, 1e-3)
columns = [((celsius - mean) / std).astype(np.float32)[:, None]]
for other in others:
    middle, spread = spread_of(other)
    off = (other.astype(np.float64) - middle) / (spread or 1.0)
    columns.append(off.astype(np.float32)[:, None])
if shape["calendar"]:
    step = shape.get("step", "1h")  # 10min, 1h, 1d, 1mo
    unit = {"min": "m", "h": "h", "d": "D", "mo": "M"}[step.lstrip("0123456789")]
    first = np.array(run["start"], f"datetime64[{unit}]")
    count = int("".join(filter(str.isdigit, step)))
    stamps = (first + np.arange(steps) * count).astype("datetime64[m]")
    hour = (stamps - stamps.astype("datetime64[D]")).astype(int) / 60
    day = (stamps.astype("datetime64[D]") - stamps.astype("datetime64[Y]")).astype(int) + 1
    for angle in (2 * np.pi * hour / 24, 2 * np.pi * (day + hour / 24) / 365.25):
        columns += [np.sin(angle)[:, None], np.cos(angle)[:, None]]
inputs = torch.from_numpy(np.concatenate(columns, axis=1).astype(np.float32))

# Every window of the test part without a hole.
missing = np.isnan(np.stack([celsius, *others])).any(axis=0)
holes = np.concatenate([[0], np.cumsum(missing)])
length = window + horizon
starts = np.flatnonzero(holes[length:] == holes[: steps - length + 1])
starts = starts[starts + window >= test_begin]
truth = celsius[starts[:, None] + window + np.arange(horizon)].astype(np.float64)

model = Forecaster()
model.load_state_dict(load_weights(FOLDER / "model.safetensors"))
model.eval()
read = inputs.unfold(0, window, 1).transpose(1, 2)
with torch.no_grad():
    scaled = torch.cat([model(read[part]) for part in torch.from_numpy(starts).split(8192)])
forecast = scaled.numpy().astype(np.float64) * std + mean

mae = np.abs(forecast - truth).mean()
rmse = np.sqrt(((forecast - truth) ** 2).mean())
last = np.abs(celsius[starts + window - 1, None] - truth).mean()
wanted = run["result"]["test"]["mae"]
print(f"test MAE {mae:.4f} C, RMSE {rmse:.4f} C; same as the last value: MAE {last:.4f} C")
print(f"rnnviz said {wanted:.4f} C: {'equal' if abs(mae - wanted) < 1e-3 else 'DIFFERENT'}")
