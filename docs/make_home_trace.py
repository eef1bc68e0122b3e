"""Write the traces that Home paints at once, one a language: ``python docs/make_home_trace.py``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.inference.classify import read_shipped  # noqa: E402

# For each language the model and what it reads.
READ = {
    "en": (
        "gru",
        "The start is slow and the jokes are bad. Then it comes alive: a moving story, "
        "two great actors and a beautiful ending that I will always love.",
    ),
    "vi": (
        "vi",
        "Đầu phim hơi chậm và mấy câu đùa thì nhạt. Nhưng rồi phim hay hẳn lên: câu chuyện cảm "
        "động, hai diễn viên rất giỏi và một cái kết đẹp mà mình sẽ nhớ mãi.",
    ),
}


def main() -> None:
    """Let each model read its text and keep what the page shows."""
    for language, (model, text) in READ.items():
        write(language, model, text)


def write(language: str, model: str, text: str) -> None:
    reading = read_shipped(text, model)
    assert reading is not None
    glimpse = {
        "model": model,
        "text": text,
        "words": list(reading.trace.labels),
        "states": np.round(reading.trace.layers[-1].h[1:].T.astype(float), 3).tolist(),
        "probabilities": np.round(reading.path.probabilities.astype(float), 4).tolist(),
        "flip": reading.path.flip,
    }
    path = ROOT / "rnnviz" / "assets" / f"home_trace.{language}.json"
    path.write_text(json.dumps(glimpse, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(glimpse['words'])} words, {len(glimpse['states'])} units")


if __name__ == "__main__":
    main()
