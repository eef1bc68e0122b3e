"""A stack that was never trained, to look at: random weights from a fixed seed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rnnviz.explain.trace import HiddenTrace, trace_review
from rnnviz.inference.classify import vocabulary_of
from rnnviz.models.shipped import load_shipped
from rnnviz.models.specs import CellName, ClassifierSpec
from rnnviz.text.encoding import EncodingSpec, encode
from rnnviz.text.language import detect_language

if TYPE_CHECKING:
    from rnnviz.models.classifier import ReviewClassifier

UNITS = 8  # few enough to read every number
SEED = 5


@lru_cache(maxsize=12)
def untrained_stack(cell: CellName, layers: int, vocab_size: int) -> ReviewClassifier:
    """``layers`` recurrent layers of ``UNITS`` units each; the same weights on every machine."""
    import torch

    from rnnviz.models.classifier import ReviewClassifier

    spec = ClassifierSpec(
        cell=cell, vocab_size=vocab_size, embed_dim=UNITS, hidden_size=UNITS, num_layers=layers
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        return ReviewClassifier(spec, SEED).eval()


def trace_untrained(
    text: str, cell: CellName, layers: int, spec: EncodingSpec
) -> HiddenTrace | None:
    """Trace such a stack on a text, with the vocabulary of its language; None without a word."""
    vocabulary = vocabulary_of(load_shipped("vi" if detect_language(text) == "vi" else "rnn"))
    encoding = encode(text, vocabulary, spec)
    if not encoding.ids:
        return None
    model = untrained_stack(cell, layers, len(vocabulary))
    return trace_review(model, encoding.ids, encoding.words)
