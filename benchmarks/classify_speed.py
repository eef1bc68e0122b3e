"""How long ``python -m rnnviz classify`` takes for a CSV of 25,000 reviews, with each model.

    python benchmarks/classify_speed.py [--rows 25000] [--words 230]

The reviews are made of words drawn from the vocabulary as often as reviews use them, about as long
as real ones, so nobody needs the data set. The whole command is timed, start-up included.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.models.shipped import SHIPPED, load_shipped  # noqa: E402


def write_reviews(path: Path, rows: int, words: int) -> None:
    """A CSV of made-up reviews; half of them between 0.4 and 1.2 times ``words`` long."""
    checkpoint = load_shipped("best")
    rng = random.Random(0)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["review"])
        for _ in range(rows):
            length = max(5, int(rng.lognormvariate(0, 0.7) * words * 0.78))
            drawn = rng.choices(checkpoint.words, weights=checkpoint.counts, k=length)
            writer.writerow([" ".join(drawn)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=25_000)
    parser.add_argument("--words", type=int, default=230, help="mean length of a review")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reviews.csv"
        write_reviews(source, options.rows, options.words)
        for model in SHIPPED:
            command = ["classify", str(source), "--output", f"{folder}/out.csv", "--model", model]
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "rnnviz", *command],
                cwd=ROOT,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            taken = time.perf_counter() - started
            print(f"{model:<5} {options.rows} reviews in {taken:.1f} s")


if __name__ == "__main__":
    main()
