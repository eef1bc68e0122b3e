"""What the linear rival says of a text, and how good all models are on the same texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from rnnviz.models.checkpoint import read_vocabulary
from rnnviz.models.linear import FILE, LinearModel, load_linear
from rnnviz.models.shipped import DEFAULT_OF, folder_of
from rnnviz.models.specs import Language
from rnnviz.text.encoding import WHOLE_TEXT, encode_ids
from rnnviz.text.vocabulary import Vocabulary

QUALITY = Path(str(files("rnnviz"))) / "assets" / "models" / "quality.json"


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


@lru_cache(maxsize=len(DEFAULT_OF))
def _vocabulary(language: Language) -> Vocabulary:
    """The words alone: the network that shares them need not be loaded."""
    return Vocabulary(*read_vocabulary(folder_of(DEFAULT_OF[language])))


def rival_logit(text: str, language: Language) -> float:
    """The rival's logit of "positive" for a text."""
    rows = encode_ids([text], _vocabulary(language), WHOLE_TEXT)
    return float(rival_of(language).logits(rows)[0])


@lru_cache(maxsize=len(DEFAULT_OF))
def quality_of(language: Language) -> tuple[dict[str, int], tuple[Quality, ...]]:
    """How many texts of each kind, and every model's figures (``benchmarks/verdict_quality.py``).

    The last one, ``linear``, is the rival.
    """
    table = json.loads(QUALITY.read_text(encoding="utf-8"))[language]
    lines = tuple(
        Quality(one["name"], tuple(one["reviews"]), tuple(one["sentences"]), one["pairs"])
        for one in table["lines"]
    )
    return table["counts"], lines
