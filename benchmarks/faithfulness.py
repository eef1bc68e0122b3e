"""Whether what a view calls important is: for each model and view, on reviews and on sentences.

    python benchmarks/faithfulness.py --data reviews.csv.gz [--model best ...] \
        [--reviews 500] [--sentences 500]

The texts come from films kept back from training (``split_films``, a tenth, seed 0), and sentences
of 6 to 40 words from those reviews. A row gives the mean fall of the verdict's probability and
logit as the most important 1, 5, 10, 20 and 50% of the words are removed (AOPC: more is better),
how often the word ranked first is the one whose removal alone moves the verdict most (leave one
out is right by definition), how much of the attribution lies on stop words, and in how many texts
the view disagrees with integrated gradients (``Agreement.disagree``).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.explain.attribution import agreement, views  # noqa: E402
from rnnviz.explain.faithfulness import Faithfulness, faithfulness, random_view  # noqa: E402
from rnnviz.explain.trace import trace_review  # noqa: E402
from rnnviz.inference.classify import encoding_spec, vocabulary_of  # noqa: E402
from rnnviz.models.checkpoint import Checkpoint  # noqa: E402
from rnnviz.models.shipped import SHIPPED, load_shipped  # noqa: E402
from rnnviz.text.encoding import encode  # noqa: E402
from rnnviz.text.reviews import load_reviews  # noqa: E402
from rnnviz.text.sentences import sentences  # noqa: E402
from rnnviz.training.reviews import split_films  # noqa: E402

Text = tuple[tuple[int, ...], tuple[str, ...]]  # ids and words
SENTENCE = range(6, 41)


def kept_back(path: str, rng: random.Random) -> list[str]:
    """The reviews of the validation films, in random order."""
    reviews = load_reviews(path)
    _, validation = split_films(reviews, share=0.1, seed=0)
    rng.shuffle(validation)
    return [reviews.texts[i] for i in validation]


def drawn(texts: Sequence[str], checkpoint: Checkpoint) -> Iterator[tuple[str, Text]]:
    """Each review as the model reads it, and one sentence of it: ("review" or "sentence", …)."""
    rng = random.Random(1)
    for text in texts:
        read = encode(text, vocabulary_of(checkpoint), encoding_spec(checkpoint))
        if not read.ids:
            continue
        yield "review", (read.ids, read.words)
        spans = [(start, end) for start, end in sentences(read) if end - start in SENTENCE]
        if spans:
            start, end = rng.choice(spans)
            yield "sentence", (read.ids[start:end], read.words[start:end])


def judged(
    text: Text, checkpoint: Checkpoint, seed: int
) -> tuple[dict[str, Faithfulness], dict[str, bool]]:
    """How each view of a text fares, and whether it disagrees with integrated gradients."""
    ids, words = text
    model = checkpoint.model
    found = views(model, trace_review(model, ids, words))
    parts = {name: view.parts for name, view in found.items()}
    parts["random"] = random_view(len(ids), seed)
    alone = parts["leave_one_out"]
    exact = found["integrated_gradients"]
    return (
        {name: faithfulness(model, ids, words, part, alone) for name, part in parts.items()},
        {name: agreement(view, exact).disagree for name, view in found.items()},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="labelled reviews, as for training")
    parser.add_argument("--model", nargs="+", choices=SHIPPED, default=list(SHIPPED))
    parser.add_argument("--reviews", type=int, default=500)
    parser.add_argument("--sentences", type=int, default=500)
    options = parser.parse_args()
    torch.set_num_threads(1)
    wanted = {"review": options.reviews, "sentence": options.sentences}
    texts = kept_back(options.data, random.Random(0))
    print("AOPC: mean fall as the most important 1, 5, 10, 20, 50% of the words are removed")
    columns = "AOPC  in logits  top word  stop words  disagree"
    print(f"model  texts           {'view':<20}   {columns}")
    for model in options.model:
        checkpoint = load_shipped(model)
        rows: dict[tuple[str, str], list[Faithfulness]] = defaultdict(list)
        apart: dict[tuple[str, str], list[bool]] = defaultdict(list)
        done = dict.fromkeys(wanted, 0)
        for kind, text in drawn(texts, checkpoint):
            if done[kind] == wanted[kind]:
                if done == wanted:
                    break
                continue
            one, disagrees = judged(text, checkpoint, seed=done[kind])
            done[kind] += 1
            for view, result in one.items():
                rows[kind, view].append(result)
            for view, disagree in disagrees.items():
                apart[kind, view].append(disagree)
        for (kind, view), results in sorted(rows.items(), key=lambda item: item[0][0]):
            share = np.nanmean([result.stop_share for result in results])
            parted = f"{np.mean(apart[kind, view]):>8.1%}" if apart[kind, view] else f"{'-':>8}"
            print(
                f"{model:<5}  {len(results):>4} {kind + 's':<9}  {view:<20}"
                f"  {np.mean([r.aopc for r in results]):>5.3f}"
                f"  {np.mean([r.aopc_logit for r in results]):>9.2f}"
                f"  {np.mean([r.top_word for r in results]):>8.1%}  {share:>10.1%}"
                f"  {parted}",
                flush=True,
            )


if __name__ == "__main__":
    main()
