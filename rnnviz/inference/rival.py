"""What the linear rival says of a text, and how good all models are on the same texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from rnnviz.inference.classify import vocabulary_of
from rnnviz.models.linear import FILE, LinearModel, load_linear
from rnnviz.models.shipped import DEFAULT_OF, folder_of, load_shipped
from rnnviz.models.specs import Language
from rnnviz.text.encoding import EncodingSpec, encode_ids

WHOLE_TEXT = EncodingSpec(length=4000)


@dataclass(frozen=True)
class Quality:
    """One model of the table: (share of right verdicts, ECE) on whole reviews and on sentences,
    and the share of contrast pairs that it has in the right order."""

    name: str
    reviews: tuple[float, float]
    sentences: tuple[float, float]
    pairs: float


@lru_cache(maxsize=len(DEFAULT_OF))
def rival_of(language: Language) -> LinearModel:
    """The bag of words and pairs of a language; it shares the vocabulary of the default model."""
    return load_linear(folder_of(DEFAULT_OF[language]) / FILE)


def rival_logit(text: str, language: Language) -> float:
    """The rival's logit of "positive" for a text."""
    vocabulary = vocabulary_of(load_shipped(DEFAULT_OF[language]))
    return float(rival_of(language).logits(encode_ids([text], vocabulary, WHOLE_TEXT))[0])


@lru_cache(maxsize=len(DEFAULT_OF))
def quality_of(language: Language) -> tuple[dict[str, int], tuple[Quality, ...]]:
    """How many texts of each kind, and every model's figures (``benchmarks/verdict_quality.py``).

    The last one, ``linear``, is the rival.
    """
    path = Path(str(files("rnnviz"))) / "assets" / "models" / "quality.json"
    table = json.loads(path.read_text(encoding="utf-8"))[language]
    lines = tuple(
        Quality(one["name"], tuple(one["reviews"]), tuple(one["sentences"]), one["pairs"])
        for one in table["lines"]
    )
    return table["counts"], lines
