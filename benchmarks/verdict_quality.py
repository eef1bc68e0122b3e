"""How good are the verdicts: whole reviews, single sentences, negation and contrast sets.

``python benchmarks/verdict_quality.py --data reviews.csv.gz MODEL …``: a MODEL is a shipped one's
name or a checkpoint's folder. The validation films are those that ``train reviews`` keeps back
(a tenth, seed 0): a model that learned from all of them has no honest figure here. How sure a model
may be was fitted on half of these films (``calibration_split``): the share of right verdicts is of
all of them, the ECE of the other half only. Sentences have the label of their review, which is not
always theirs: read their accuracy as a comparison. The last line of each table is the linear rival,
learned from the same films as the networks. ``fresh`` are pairs written by somebody who had not
seen the rules that networks learn small words from. ``--lengths`` adds the ECE by number of words,
of these sentences, of passages of 26 to 60 words, and of the reviews.
``--ship`` writes what the app shows of it: the rival's weights beside the first model, which must
be a shipped one, and the table.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.inference.classify import probabilities, vocabulary_of
from rnnviz.inference.rival import QUALITY
from rnnviz.models.checkpoint import Checkpoint, load_checkpoint
from rnnviz.models.linear import FILE, save_linear
from rnnviz.models.shipped import SHIPPED, folder_of, load_shipped
from rnnviz.text.encoding import WHOLE_TEXT, encode_ids, encode_words
from rnnviz.text.marks import without_marks
from rnnviz.text.reviews import Reviews, load_reviews
from rnnviz.training.examples import sentences_of
from rnnviz.training.reviews import calibration_split, split_films
from rnnviz.training.teacher import fit_linear

BINS = 15
SENTENCE = range(6, 41)  # words
PASSAGE = range(26, 61)
LENGTHS = {"6-12": range(6, 13), "13-25": range(13, 26), "26-60": PASSAGE, "61+": range(61, 10**6)}
Judge = Callable[[Sequence[str]], np.ndarray]


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


def contrast_sets(language: str, fresh: bool = False) -> list[tuple[str, str, str]]:
    """``(kind, better, worse)`` of our own pairs, or of the fresh ones."""
    name = f"{language}.fresh.tsv" if fresh else f"{language}.tsv"
    path = Path(str(files("rnnviz"))) / "assets" / "contrasts" / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(kind, better, worse) for kind, better, worse in list(rows)[1:]]


@dataclass(frozen=True)
class TestSet:
    """``labels`` (texts,); ``judges`` (texts,): whether the calibration did not see its film."""

    texts: list[str]
    labels: np.ndarray
    judges: np.ndarray


@dataclass(frozen=True)
class Figures:
    """One line of the table: (right, ECE) on each set, and the share of pairs in order by kind."""

    name: str
    sets: dict[str, tuple[float, float]]
    pairs: dict[str, float]

    def line(self) -> str:
        cells = [f"{right:6.1%} / {ece:5.1%}" for right, ece in self.sets.values()]
        return " | ".join([self.name, *cells, *(f"{share:6.1%}" for share in self.pairs.values())])


def figures_of(name: str, judge: Judge, sets: Mapping[str, TestSet], pairs, fresh) -> Figures:
    """``judge``: from texts to probabilities, NaN for one without a word; ``pairs`` and ``fresh``
    as ``contrast_sets`` gives them."""
    found = {}
    for key, one in sets.items():
        probability = judge(one.texts)
        kept = ~np.isnan(probability)
        right = float(((probability >= 0.5) == one.labels)[kept].mean())
        fair = kept & one.judges
        found[key] = (right, calibration_error(probability[fair], one.labels[fair]))
    good, also = (
        judge([p[1] for p in some]) > judge([p[2] for p in some]) for some in (pairs, fresh)
    )
    in_order = {"pairs": float(good.mean()), "fresh": float(also.mean())}
    for kind in dict.fromkeys(pair[0] for pair in pairs):
        in_order[kind] = float(good[[pair[0] == kind for pair in pairs]].mean())
    return Figures(name, found, in_order)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=["best"])
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--films", type=Path, help="reviews of --data that are a set of their own")
    parser.add_argument("--language", choices=("en", "vi"), default="en")
    parser.add_argument("--lengths", action="store_true", help="ECE by number of words as well")
    parser.add_argument("--no-linear", action="store_true")
    parser.add_argument("--ship", action="store_true", help="write the rival and the table")
    asked = parser.parse_args()
    reviews = load_reviews(asked.data)
    train, held = split_films(reviews, 0.1, 0)
    sets = _sets(reviews, held, asked)
    pairs, fresh = (contrast_sets(asked.language, fresh) for fresh in (False, True))
    kinds = ["pairs", "fresh", *dict.fromkeys(pair[0] for pair in pairs)]
    print(" | ".join(["model", *(f"{key} ({len(sets[key].texts)})" for key in sets), *kinds]))
    lines, first = [], None
    for name in asked.models:
        checkpoint = load_shipped(name) if name in SHIPPED else load_checkpoint(name)
        first = first or checkpoint
        judge = partial(probabilities, checkpoint=checkpoint)
        lines.append(figures_of(name, judge, sets, pairs, fresh))
        print(lines[-1].line(), flush=True)
    if asked.no_linear or first is None:
        return
    linear, judge = linear_judge(reviews, train, first)
    lines.append(figures_of("linear", judge, sets, pairs, fresh))
    print(lines[-1].line())
    if asked.ship:
        save_linear(folder_of(asked.models[0]) / FILE, linear)
        _write(asked.language, lines, sets, {"pairs": len(pairs), "fresh": len(fresh)})


def _write(language: str, lines: Sequence[Figures], sets, counts: Mapping[str, int]) -> None:
    table = json.loads(QUALITY.read_text(encoding="utf-8")) if QUALITY.is_file() else {}
    table[language] = {
        "counts": {**{key: len(one.texts) for key, one in sets.items()}, **counts},
        "lines": [
            {
                "name": one.name,
                **{key: [round(right, 4), round(ece, 4)] for key, (right, ece) in one.sets.items()},
                **{key: round(one.pairs[key], 4) for key in counts},
                "kinds": {k: round(v, 4) for k, v in one.pairs.items() if k not in counts},
            }
            for one in lines
        ],
    }
    QUALITY.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _sets(reviews: Reviews, held: Sequence[int], asked) -> dict[str, TestSet]:
    texts = [reviews.texts[i] for i in held]
    judging = set(calibration_split(reviews, held, 0)[0])
    labels = np.array([reviews.labels[i] for i in held], bool)
    judges = np.array([i in judging for i in held], bool)

    def of(parts: Sequence[str], owners: Sequence[int]) -> TestSet:
        return TestSet(list(parts), labels[list(owners)], judges[list(owners)])

    def sampled(parts: Sequence[str], owners: Sequence[int]) -> TestSet:
        chosen = random.Random(0).sample(range(len(parts)), min(6000, len(parts)))
        return of([parts[i] for i in chosen], [owners[i] for i in chosen])

    sets = {
        "reviews": of(texts, range(len(texts))),
        "sentences": sampled(*sentences_of(texts, SENTENCE)),
    }
    if asked.lengths:
        every = [sets["reviews"], sets["sentences"], sampled(*_passages(texts))]
        sets |= {name: _of_length(every, words) for name, words in LENGTHS.items()}
    if asked.films:
        special = set(load_reviews(asked.films).texts)
        films = [i for i, text in enumerate(texts) if text in special]
        sets["films"] = of([texts[i] for i in films], films)
    if asked.language == "vi":
        for name, one in list(sets.items()):
            bare = [without_marks(text) for text in one.texts]
            sets[f"{name}_bare"] = TestSet(bare, one.labels, one.judges)
    return sets


def _passages(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Sentences that follow each other, as many as make a passage, and which text each is from."""
    passages, owners = [], []
    sentences, sources = sentences_of(texts, range(1, PASSAGE.stop), most=None)
    so_far: list[str] = []
    for sentence, source, last in zip(sentences, sources, [*sources[1:], -1], strict=True):
        so_far.append(sentence)
        words = sum(len(part.split()) for part in so_far)
        if words in PASSAGE:
            passages.append(" ".join(so_far))
            owners.append(source)
        if words >= PASSAGE.start or source != last:
            so_far = []
    return passages, owners


def _of_length(sets: Sequence[TestSet], words: range) -> TestSet:
    """The texts of all sets that have so many words."""
    texts = [text for one in sets for text in one.texts]
    lengths = map(len, encode_words(texts, WHOLE_TEXT))
    chosen = [k for k, length in enumerate(lengths) if length in words]
    labels = np.concatenate([one.labels for one in sets])[chosen]
    judges = np.concatenate([one.judges for one in sets])[chosen]
    return TestSet([texts[k] for k in chosen], labels, judges)


def linear_judge(reviews: Reviews, train: Sequence[int], checkpoint: Checkpoint):
    """The linear rival, learned from the films that the networks learned from, and its verdicts."""
    vocabulary = vocabulary_of(checkpoint)
    rows = encode_ids([reviews.texts[i] for i in train], vocabulary, WHOLE_TEXT)
    labels = [reviews.labels[i] for i in train]
    model = fit_linear(rows, labels, len(vocabulary))

    def judge(texts: Sequence[str]) -> np.ndarray:
        return model.probabilities(encode_ids(texts, vocabulary, WHOLE_TEXT))

    return model, judge


if __name__ == "__main__":
    main()
