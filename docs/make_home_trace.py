"""Write the trace that Home paints at once: ``python docs/make_home_trace.py``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.inference.classify import read_shipped  # noqa: E402

MODEL = "gru"
TEXT = (
    "The start is slow and the jokes are bad. Then it comes alive: a moving story, "
    "two great actors and a beautiful ending that I will always love."
)


def main() -> None:
    """Read ``TEXT`` with ``MODEL`` and keep what the page shows."""
    reading = read_shipped(TEXT, MODEL)
    assert reading is not None
    glimpse = {
        "model": MODEL,
        "text": TEXT,
        "words": list(reading.trace.labels),
        "states": np.round(reading.trace.layers[-1].h[1:].T.astype(float), 3).tolist(),
        "probabilities": np.round(reading.path.probabilities.astype(float), 4).tolist(),
        "flip": reading.path.flip,
    }
    path = ROOT / "rnnviz" / "assets" / "home_trace.json"
    path.write_text(json.dumps(glimpse, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(glimpse['words'])} words, {len(glimpse['states'])} units")


if __name__ == "__main__":
    main()
