"""What the choices between a text and its ids do to a trained network's verdict and states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.explain.trace import HiddenTrace, trace_review
from rnnviz.inference.classify import encoding_spec, vocabulary_of
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.text.encoding import Encoding, EncodingSpec, Padding, encode

SPARE = 20  # <pad> steps shown where the chosen length leaves room for none


@dataclass(frozen=True)
class Outcome:
    """One way of encoding the text and the verdict it led to, ``<pad>`` steps read like words.

    ``choice``: ``whole`` (nothing lost), ``cap``, ``cut`` or ``pad`` alone, or ``all`` together.
    """

    choice: str
    encoding: Encoding
    probability: float


def outcomes(
    text: str, checkpoint: Checkpoint, cap: int, spec: EncodingSpec
) -> tuple[Outcome, ...]:
    """The verdict with nothing lost, with each choice alone, and with all of them.

    Empty for a text without words. ``cap`` beyond the model's vocabulary changes nothing.
    """
    full = vocabulary_of(checkpoint)
    whole = encoding_spec(checkpoint)
    if not encode(text, full, whole).tokens:
        return ()
    ways = {
        "whole": (full, whole),
        "cap": (full.capped(cap), whole),
        "cut": (full, EncodingSpec(length=spec.length, truncation=spec.truncation)),
        "pad": (full, _only_padded(text, checkpoint, spec)),
        "all": (full.capped(cap), spec),
    }
    read: dict[tuple[int, ...], float] = {}  # many a choice changes nothing
    result = []
    for choice, (vocabulary, way) in ways.items():
        encoding = encode(text, vocabulary, way)
        if encoding.ids not in read:
            trace = trace_review(checkpoint.model, encoding.ids, encoding.words)
            read[encoding.ids] = float(trace.verdicts[-1])
        result.append(Outcome(choice, encoding, read[encoding.ids]))
    return tuple(result)


def _only_padded(text: str, checkpoint: Checkpoint, spec: EncodingSpec) -> EncodingSpec:
    whole = encoding_spec(checkpoint)
    words = len(encode(text, vocabulary_of(checkpoint), whole).kept)
    if spec.padding == "none" or words >= spec.length:
        return whole
    return EncodingSpec(length=spec.length, padding=spec.padding)


@dataclass(frozen=True)
class PadDrift:
    """A text and the ``<pad>`` around it as a network reads them, step by step.

    ``words`` and ``pads`` are ranges of steps, from 0. ``chosen``: whether the chosen length left
    room for ``<pad>``; if not, ``SPARE`` of them were added to have something to see.
    """

    trace: HiddenTrace
    words: range
    pads: range
    chosen: bool

    @property
    def last_word(self) -> int:
        return self.words[-1]

    def memory(self, step: int) -> float:
        """Length of the top layer's state after a step (from 0): how much it still holds."""
        return float(np.linalg.norm(self.trace.layers[-1].h[step + 1]))


def pad_drift(text: str, checkpoint: Checkpoint, spec: EncodingSpec) -> PadDrift | None:
    """The states over a text and its padding; None for a text without words."""
    vocabulary = vocabulary_of(checkpoint)
    words = len(encode(text, vocabulary, encoding_spec(checkpoint)).kept)
    if not words:
        return None
    chosen = spec.padding != "none" and spec.length > words
    length = spec.length if chosen else words + SPARE
    padding: Padding = "before" if spec.padding == "before" else "after"
    way = EncodingSpec(length=length, truncation="both", padding=padding)
    encoding = encode(text, vocabulary, way)
    trace = trace_review(checkpoint.model, encoding.ids, encoding.words)
    pads = length - words
    if padding == "before":
        return PadDrift(trace, range(pads, length), range(pads), chosen)
    return PadDrift(trace, range(words), range(words, length), chosen)
