"""How good are the verdicts: whole reviews, single sentences, negation and contrast sets.

``python benchmarks/verdict_quality.py --data reviews.csv.gz MODEL …``: a MODEL is a shipped one's
name or a checkpoint's folder. The validation films are those that ``train reviews`` keeps back
(a tenth, seed 0): a model that learned from all of them has no honest figure here. Sentences have
the label of their review, which is not always theirs: read their accuracy as a comparison. The
last line of each table is the linear rival, learned from the same films as the networks.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from rnnviz.inference.classify import probabilities, vocabulary_of
from rnnviz.models.checkpoint import Checkpoint, load_checkpoint
from rnnviz.models.shipped import SHIPPED, load_shipped
from rnnviz.text.encoding import EncodingSpec, encode_ids
from rnnviz.text.marks import without_marks
from rnnviz.text.reviews import Reviews, load_reviews
from rnnviz.training.examples import sentences_of
from rnnviz.training.reviews import split_films
from rnnviz.training.teacher import fit_linear

WHOLE = EncodingSpec(length=4000)
BINS = 15
SENTENCE = range(6, 41)  # words


def calibration_error(probability: np.ndarray, labels: np.ndarray) -> float:
    """ECE: |confidence - accuracy| over bins of equal width of the confidence, weighed by count."""
    confidence = np.maximum(probability, 1 - probability)
    right = (probability >= 0.5) == labels
    bins = np.minimum(((confidence - 0.5) * 2 * BINS).astype(int), BINS - 1)
    total = 0.0
    for k in range(BINS):
        mine = bins == k
        if mine.any():
            total += abs(confidence[mine].mean() - right[mine].mean()) * mine.mean()
    return float(total)


def contrast_sets(language: str) -> list[tuple[str, str, str]]:
    """``(kind, better, worse)`` of our own pairs."""
    path = Path(str(files("rnnviz"))) / "assets" / "contrasts" / f"{language}.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(kind, better, worse) for kind, better, worse in list(rows)[1:]]


def figures(judge, sets: dict[str, tuple[list[str], np.ndarray]], pairs) -> list[str]:
    """One cell a set: accuracy and ECE, then the share of pairs in the right order by kind."""
    cells = []
    for texts, labels in sets.values():
        probability = judge(texts)
        kept = ~np.isnan(probability)
        right = ((probability >= 0.5) == labels)[kept].mean()
        cells.append(f"{right:6.1%} / {calibration_error(probability[kept], labels[kept]):5.1%}")
    if pairs:
        better = judge([pair[1] for pair in pairs])
        worse = judge([pair[2] for pair in pairs])
        good = better > worse
        cells.append(f"{good.mean():6.1%}")
        for kind in dict.fromkeys(pair[0] for pair in pairs):
            mine = np.array([pair[0] == kind for pair in pairs])
            cells.append(f"{good[mine].mean():6.1%}")
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=["best"])
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--films", type=Path, help="reviews of --data that are a set of their own")
    parser.add_argument("--language", choices=("en", "vi"), default="en")
    parser.add_argument("--no-linear", action="store_true")
    asked = parser.parse_args()
    reviews = load_reviews(asked.data)
    train, held = split_films(reviews, 0.1, 0)
    sets = _sets(reviews, held, asked)
    path = contrast_sets(asked.language)
    kinds = list(dict.fromkeys(pair[0] for pair in path))
    names = [*sets, *(["contrasts", *kinds] if path else [])]
    print(" | ".join(["model", *names]))
    for name in asked.models:
        checkpoint = load_shipped(name) if name in SHIPPED else load_checkpoint(name)
        print(" | ".join([name, *figures(lambda t, c=checkpoint: probabilities(t, c), sets, path)]))
        sys.stdout.flush()
    if asked.no_linear:
        return
    judge = linear_judge(reviews, train, checkpoint)
    print(" | ".join(["linear", *figures(judge, sets, path)]))


def _sets(reviews: Reviews, held: Sequence[int], asked) -> dict[str, tuple[list[str], np.ndarray]]:
    texts = [reviews.texts[i] for i in held]
    labels = np.array([reviews.labels[i] for i in held], bool)
    sentences, owners = sentences_of(texts, SENTENCE)
    chosen = random.Random(0).sample(range(len(sentences)), min(6000, len(sentences)))
    sets = {
        f"reviews ({len(texts)})": (texts, labels),
        f"sentences ({len(chosen)})": (
            [sentences[i] for i in chosen],
            labels[[owners[i] for i in chosen]],
        ),
    }
    if asked.films:
        special = set(load_reviews(asked.films).texts)
        films = [i for i, text in enumerate(texts) if text in special]
        sets[f"films ({len(films)})"] = ([texts[i] for i in films], labels[films])
    if asked.language == "vi":
        for name, (some, answers) in list(sets.items()):
            sets[f"{name}, no marks"] = ([without_marks(text) for text in some], answers)
    return sets


def linear_judge(reviews: Reviews, train: Sequence[int], checkpoint: Checkpoint):
    """The linear rival's probabilities, learned from the films that the networks learned from."""
    vocabulary = vocabulary_of(checkpoint)
    rows = encode_ids([reviews.texts[i] for i in train], vocabulary, WHOLE)
    model = fit_linear(rows, [reviews.labels[i] for i in train], len(vocabulary))

    def judge(texts: Sequence[str]) -> np.ndarray:
        return 1 / (1 + np.exp(-model.logits(encode_ids(texts, vocabulary, WHOLE))))

    return judge


if __name__ == "__main__":
    main()
