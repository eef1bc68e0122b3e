"""What reading a file in a child process costs: the same bytes read here and there, alternately.

    python benchmarks/sandbox_overhead.py [--rounds 15]

Both ends are warm. The median of each, and of what the second way takes longer.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "uploads")]

import killers  # noqa: E402

from rnnviz.sandbox import readers  # noqa: E402
from rnnviz.series.read import read_series  # noqa: E402
from rnnviz.series.sample import sample_bytes  # noqa: E402
from rnnviz.series.types import ReadOptions  # noqa: E402
from rnnviz.text.review_file import read_review_file  # noqa: E402

REVIEW = "It was a long evening, and yet a good film. " * 12


def reviews(rows: int) -> bytes:
    """Reviews of 500 characters with a label each."""
    return ("review,label\n" + f'"{REVIEW}",1\n' * rows).encode()


def ms(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    hours = {f"{n:,} hours": killers.wide_header(2, n) for n in (500, 100_000, 1_000_000)}
    files: list[tuple[str, bytes, Callable[[bytes], object], Callable[[bytes], object]]] = [
        (
            name,
            data,
            lambda d: read_series(d, "x.csv"),
            lambda d: readers.read_series(d, "x.csv", ReadOptions()),
        )
        for name, data in {"the sample": sample_bytes(), **hours}.items()
    ]
    files += [
        (
            f"{n:,} reviews",
            reviews(n),
            lambda d: read_review_file(d, "x.csv"),
            lambda d: readers.read_reviews(d, "x.csv"),
        )
        for n in (100, 25_000)
    ]
    readers.read_series(sample_bytes(), "x", ReadOptions())  # both are up
    print(f"{'ms':<18} {'MB':>5} {'here':>7} {'child':>7} {'more':>7}")
    for name, data, here, there in files:
        times = [(ms(lambda: here(data)), ms(lambda: there(data))) for _ in range(rounds)]  # noqa: B023
        first, second = (statistics.median(each) for each in zip(*times, strict=True))
        more = statistics.median(b - a for a, b in times)
        print(f"{name:<18} {len(data) / 2**20:5.1f} {first:7.1f} {second:7.1f} {more:7.1f}")


if __name__ == "__main__":
    main()
