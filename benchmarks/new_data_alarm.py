"""How often the alarm for newer data rings where nothing has changed, and where something has.

``python benchmarks/new_data_alarm.py weather.csv …``: a forecaster learns from the first 60% of
each file; the rest comes in pieces of a day, a week and a month, as it was measured and spoilt.
Prints the share of the pieces at which the alarm rings.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.inference.forecast_band import WeatherRun, band_width
from rnnviz.inference.new_data import misses_before, with_series
from rnnviz.inference.outside_band import alarm_of
from rnnviz.series.join import join
from rnnviz.series.read import read_series
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import window_starts
from rnnviz.training.fitting import fitting
from rnnviz.training.for_series import for_series
from rnnviz.training.run_record import RunRecord
from rnnviz.training.weather import forecasts, prepare_series, train_weather

LEARNED = 0.6
PIECES = {"6 hours": 6, "day": 24, "week": 168, "month": 720}


def spoilt(values: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """The values as they were measured, and as a sensor in trouble would give them."""
    rng = np.random.default_rng(0)
    spikes = np.where(rng.random(len(values)) < 0.1, rng.choice([-6, 6], len(values)), 0)
    return {
        "as measured": values,
        "1 °C of noise": values + rng.normal(0, 1, len(values)).astype(np.float32),
        "a tenth of them 6 °C off": values + spikes.astype(np.float32),
        "swings twice as wide": np.nanmean(values) + 2 * (values - np.nanmean(values)),
        "10 °C higher": values + 10,
    }


def trained(series: RegularSeries) -> WeatherRun:
    """A forecaster with the settings that fit, of the part it may learn from."""
    spec = for_series(fitting(series), series)
    spec = spec.model_copy(update={"loop": spec.loop.model_copy(update={"epochs": 10})})
    ready = prepare_series(series, spec)
    *_, last = train_weather(ready, spec)
    ready.model.load_state_dict(last.weights)  # type: ignore[union-attr]
    record = RunRecord(
        spec=spec, source="", fingerprint="", start=str(series.start), utc=False, result={}
    )
    return WeatherRun(record, ready, ready.model)


def main() -> None:
    torch.set_num_threads(1)
    for path in map(Path, sys.argv[1:]):
        whole = read_series(path.read_bytes(), path.name).series
        cut = int(LEARNED * len(whole))
        known = RegularSeries(whole.start, whole.values[:cut].copy(), whole.utc, whole.step)
        run = trained(known)
        width = band_width(run, run.model.spec.horizon)[0]
        before = misses_before(run, float(width))
        usual = before.outside[before.tested].mean()
        print(f"{path.name}: {usual:.1%} outside in the test part", flush=True)
        for what, values in spoilt(whole.values[cut:]).items():
            newer = RegularSeries(
                whole.stamp(cut), values.astype(np.float32), whole.utc, whole.step
            )
            longer = with_series(run, join(known, newer))
            task = longer.ready.task
            starts = window_starts(task.series, task.window + task.horizon)
            starts = starts[starts + task.window >= cut]
            found = np.abs(forecasts(longer.ready, longer.model, starts) - task.truth(starts))
            outside = found[:, 0] > width
            shares = []
            for name, length in PIECES.items():
                rings = [
                    alarm_of(outside[k : k + length], before, whole.step).rings
                    for k in range(0, len(outside) - length + 1, length)
                ]
                shares.append(f"{name} {np.mean(rings):.1%} of {len(rings)}")
            print(f"  {what}: {outside.mean():.1%} outside; rings: {'; '.join(shares)}", flush=True)


if __name__ == "__main__":
    main()
