"""``rnnviz/assets/weather_stage.json``: the finished forecast that the Weather page opens with.

Run ``python docs/make_weather_stage.py`` again when the sample or the training changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.series.sample import sample_series  # noqa: E402
from rnnviz.training.weather import forecasts, judge, prepare_series, train_weather  # noqa: E402
from rnnviz.training.weather_run import judgement_report  # noqa: E402
from rnnviz.ui.shell.view import View  # noqa: E402
from rnnviz.ui.widgets.run_settings import spec_of  # noqa: E402

OUT = ROOT / "rnnviz" / "assets" / "weather_stage.json"
HOURS = 120  # of the test part, its last ones


def main() -> None:
    """Train with the settings that the page begins with, and keep the end of the test part."""
    torch.set_num_threads(1)
    series, spec = sample_series(), spec_of(View())
    ready = prepare_series(series, spec)
    for _ in train_weather(ready, spec):
        pass
    test = ready.parts.test
    truth = ready.task.truth(test)[-HOURS:, 0]
    forecast = forecasts(ready, ready.model, test)[-HOURS:, 0]
    first = series.start + (int(test[-HOURS]) + ready.task.window)
    kept = {
        "start": str(first),
        "window": spec.model.window,
        "truth": [round(float(v), 2) for v in truth],
        "forecast": [round(float(v), 2) for v in forecast],
        "numbers": judgement_report(judge(ready, ready.model)),
    }
    OUT.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    print(first, kept["numbers"])


if __name__ == "__main__":
    main()
