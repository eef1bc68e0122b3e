"""Fits anew how sure shipped models may be of short and of long texts, without training them again.

``python docs/recalibrate_models.py --data reviews.csv.gz MODEL …``: what ``train reviews
--calibrate`` does at its end, on the same half of the validation films. Verdicts stay as they are.
Then ``benchmarks/verdict_quality.py --ship`` and ``docs/make_model_cards.py`` write the figures.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.inference.classify import encoding_spec, vocabulary_of
from rnnviz.models.checkpoint import save_checkpoint
from rnnviz.models.shipped import SHIPPED, folder_of, load_shipped
from rnnviz.text.encoding import encode_ids
from rnnviz.text.reviews import Reviews, load_reviews
from rnnviz.training.calibration import scaled_head
from rnnviz.training.review_run import fitted_scale
from rnnviz.training.reviews import calibration_split, split_films


def recalibrate(name: str, reviews: Reviews) -> str:
    """Write the model's factor by length; returns what it is."""
    checkpoint = load_shipped(name)
    info, model = checkpoint.info, checkpoint.model
    if reviews.fingerprint() != info.fingerprint:
        raise SystemExit(f"{name} was trained on other reviews")
    _, held = split_films(reviews, info.training["validation"], info.seed)
    _, places = calibration_split(reviews, held, info.seed)
    texts = [reviews.texts[i] for i in places]
    rows = encode_ids(texts, vocabulary_of(checkpoint), encoding_spec(checkpoint))
    kept = [k for k, row in enumerate(rows) if row]
    model.length_power = 0.0  # the factor is found for the plain sum of the head
    labels = [reviews.labels[places[k]] for k in kept]
    found = fitted_scale(model, [rows[k] for k in kept], labels, info.seed)
    # What the head has been multiplied by in all, since training.
    before = info.metrics.get("validation_scale", 1.0)
    metrics = {**info.metrics, "validation_scale": before * found.scale}
    info = info.model_copy(update={"length_power": found.power, "metrics": metrics})
    weights = scaled_head(model.state_dict(), found.scale)
    save_checkpoint(folder_of(name), info, checkpoint.words, checkpoint.counts, weights)
    return f"{name}: {before * found.scale:.3f} · n^{found.power:.3f} of what training gave"


def main() -> None:
    """Recalibrate the models that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", choices=SHIPPED)
    parser.add_argument("--data", required=True, type=Path)
    asked = parser.parse_args()
    reviews = load_reviews(asked.data)
    for name in asked.models:
        print(recalibrate(name, reviews), flush=True)


if __name__ == "__main__":
    main()
