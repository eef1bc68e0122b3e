"""Reading reviews with a trained classifier: one text with everything it shows, or thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnviz.explain.trace import HiddenTrace, trace_review
from rnnviz.explain.verdict import VerdictPath, verdict_path
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.models.shipped import load_shipped
from rnnviz.text.encoding import Encoding, EncodingSpec, encode, encode_ids
from rnnviz.text.vocabulary import Vocabulary

# On films kept back every shipped model is right in 57 to 64% of the whole reviews in this band, a
# tenth of all, and in 90 to 93% of the others; beyond it, in two of three and more (docs/log.md).
DOUBTFUL = (0.35, 0.65)


@dataclass(frozen=True)
class Reading:
    """One text read by one model: its encoding, the trace and the path of the verdict."""

    model: str
    encoding: Encoding
    trace: HiddenTrace
    path: VerdictPath


@lru_cache(maxsize=8)
def _vocabulary(words: tuple[str, ...], counts: tuple[int, ...]) -> Vocabulary:
    return Vocabulary(words, counts)


def vocabulary_of(checkpoint: Checkpoint) -> Vocabulary:
    """The vocabulary a checkpoint reads; the same object each time."""
    return _vocabulary(checkpoint.words, checkpoint.counts)


def encoding_spec(checkpoint: Checkpoint) -> EncodingSpec:
    """How the checkpoint's model was taught to cut long texts."""
    spec = checkpoint.info.spec
    return EncodingSpec(length=spec.length, truncation=spec.truncation)


def read_text(
    text: str, checkpoint: Checkpoint, spec: EncodingSpec | None = None
) -> Reading | None:
    """Read one text; None where it has no word (empty, or only symbols)."""
    encoding = encode(text, vocabulary_of(checkpoint), spec or encoding_spec(checkpoint))
    if not encoding.ids:
        return None
    trace = trace_review(checkpoint.model, encoding.ids, encoding.words)
    return Reading(checkpoint.name, encoding, trace, verdict_path(trace))


def read_shipped(text: str, model: str) -> Reading | None:
    """``read_text`` with a shipped model, by name."""
    return read_text(text, load_shipped(model))


def probabilities(texts: Sequence[str], checkpoint: Checkpoint) -> np.ndarray:
    """Probability of "positive" for each text: (texts,) float64, NaN for a text without words."""
    from rnnviz.training.reviews import predict

    rows = encode_ids(texts, vocabulary_of(checkpoint), encoding_spec(checkpoint))
    result = np.full(len(rows), np.nan)
    readable = [i for i, row in enumerate(rows) if row]
    if readable:
        result[readable] = predict(checkpoint.model, [rows[i] for i in readable]).numpy()
    return result


def label_of(probability: float) -> str:
    """``positive``, ``negative``, or ``unreadable`` for a text without words."""
    if np.isnan(probability):
        return "unreadable"
    return "positive" if probability >= 0.5 else "negative"


def is_doubtful(probability: float) -> bool:
    """Whether a verdict is too close to be believed; False for a text without words."""
    return DOUBTFUL[0] < probability < DOUBTFUL[1]
