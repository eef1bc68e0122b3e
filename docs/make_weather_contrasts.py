"""``rnnviz/assets/weather_contrasts.json``: what one setting does, trained on the sample.

Run ``python docs/make_weather_contrasts.py`` again when the sample or the training changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.series.baselines import persistence, score  # noqa: E402
from rnnviz.series.sample import sample_series  # noqa: E402
from rnnviz.training.loop import EpochDone  # noqa: E402
from rnnviz.training.weather import judge, prepare_series, train_weather  # noqa: E402
from rnnviz.training.weather_run import DIGITS  # noqa: E402
from rnnviz.ui.shell.view import View  # noqa: E402
from rnnviz.ui.widgets.run_settings import settings_of, spec_of  # noqa: E402

OUT = ROOT / "rnnviz" / "assets" / "weather_contrasts.json"
CONTRASTS: dict[str, dict[str, dict[str, object]]] = {
    "rate": {
        "low": {"rate": "0.00001"},
        "right": {"rate": "0.006"},
        "high": {"rate": "1"},
    },
    "window": {
        "short": {"window": 5},
        "calendar": {"window": 5, "calendar": "yes"},
        "long": {"window": 48},
    },
    "line": {
        "without": {"window": 48, "calendar": "yes"},
        "with": {"window": 48, "calendar": "yes", "line": "yes"},
    },
}


def run(changes: dict[str, object]) -> dict[str, object]:
    """Train once on the sample; everything in °C."""
    spec = spec_of(View().with_changes(epochs=20, **changes))
    # All epochs, also where there is nothing to gain: the curves are to be compared.
    spec = spec.model_copy(update={"loop": spec.loop.model_copy(update={"patience": 0})})
    ready = prepare_series(sample_series(), spec)
    curve = [
        round(event.scores["mae"], 4)
        for event in train_weather(ready, spec)
        if isinstance(event, EpochDone)
    ]
    judged = judge(ready, ready.model)
    task, parts = ready.task, ready.parts
    level = score(persistence(task, parts.train, parts.validation), task.truth(parts.validation))
    return {
        "settings": settings_of(spec),
        "mae": curve,
        "persistence": round(level.mae, 4),
        "test": round(judged.test.mae, DIGITS),
        "gain": round(judged.mae_skill_score, DIGITS),
    }


def main() -> None:
    """Train every run and write the file."""
    torch.set_num_threads(1)
    contrasts = {
        name: [{"name": kind, **run(changes)} for kind, changes in kinds.items()]
        for name, kinds in CONTRASTS.items()
    }
    text = json.dumps({"contrasts": contrasts}, indent=1)
    OUT.write_text(text + "\n", encoding="utf-8")
    for name, runs in contrasts.items():
        for made in runs:
            print(name, made["name"], made["test"], made["gain"])


if __name__ == "__main__":
    main()
