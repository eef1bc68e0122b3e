"""Train the small BPE that the Tokens page compares with words: ``rnnviz/assets/bpe.json``.

    python docs/make_bpe.py --data imdb_train.csv.gz

``--data`` is what ``train reviews`` takes: the aclImdb folder or archive, or a CSV with the columns
``review`` and ``sentiment``. Only training reviews are read. The same reviews give the same file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.text.reviews import load_reviews  # noqa: E402
from rnnviz.text.subwords import train_bpe  # noqa: E402

SIZE = 8_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--size", type=int, default=SIZE)
    options = parser.parse_args()
    texts = load_reviews(options.data).texts
    target = ROOT / "rnnviz" / "assets" / "bpe.json"
    target.write_text(train_bpe(texts, options.size).to_str() + "\n", encoding="utf-8")
    print(f"{target}: {len(texts)} reviews, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
