"""Count what the training reviews are like: ``rnnviz/assets/corpora.json``, shown on Tokens.

    python docs/make_corpus_profiles.py imdb_train.csv.gz vi_reviews_train.csv.gz

The English reviews and the Vietnamese ones, each as ``train reviews --data`` takes them. Only
counts and single words are kept, no review. The same reviews give the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.text.corpus_profile import profile_corpus  # noqa: E402
from rnnviz.text.reviews import load_reviews  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for language in ("en", "vi"):
        parser.add_argument(language, type=Path)
    options = parser.parse_args()
    profiles = {}
    for language in ("en", "vi"):
        reviews = load_reviews(getattr(options, language))
        profiles[language] = profile_corpus(reviews.texts, reviews.labels).model_dump()
    target = ROOT / "rnnviz" / "assets" / "corpora.json"
    target.write_text(json.dumps(profiles, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
