"""Which words made the verdict: three answers, one number a step, all in units of the logit.

*While reading*: how far each word moved the verdict when it was read. *Leave one out*: what the
logit of the whole text owes to the word, found by reading the text without it (Zeiler and Fergus
2014; Li, Monroe and Jurafsky 2016). *Integrated gradients*: the logit shared out among the inputs
along a straight path from a baseline to the text (Sundararajan, Taly and Yan 2017). They answer
different questions and may differ; ``agreement`` says how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.correlation import pearson
from rnnviz.explain.path_integral import path_integral
from rnnviz.explain.trace import HiddenTrace
from rnnviz.explain.variants import variant_logits
from rnnviz.explain.verdict import verdict_path
from rnnviz.text.vocabulary import PAD_ID, SPECIAL

if TYPE_CHECKING:
    from torch import Tensor

    from rnnviz.models.classifier import ReviewClassifier

Array = NDArray[np.float64]
Span = tuple[int, int]  # steps start … end - 1
View = Literal["while_reading", "leave_one_out", "integrated_gradients"]
Baseline = Literal["pad", "mean"]

VIEWS: tuple[View, ...] = ("while_reading", "leave_one_out", "integrated_gradients")
BASELINES: tuple[Baseline, ...] = ("pad", "mean")
DISAGREE = 0.5  # a rank correlation below this, with another strongest word


@dataclass(frozen=True)
class Attribution:
    """One view of one text, read-only.

    ``spans``: the steps that each part stands for, (t, t + 1) where parts are words. ``parts``:
    (spans,) in units of the logit, above 0 for what speaks for "positive". ``logit``: of the
    text. ``baseline``: the logit that the parts are measured from, 0 where that is the verdict on
    nothing. ``points``: how often the gradient was taken on the way, 0 where there is no way.
    """

    view: View
    spans: tuple[Span, ...]
    parts: Array
    logit: float
    baseline: float = 0.0
    points: int = 0

    def __post_init__(self) -> None:
        self.parts.flags.writeable = False

    @property
    def remainder(self) -> float:
        """What the sum of the parts misses ``logit - baseline`` by.

        While reading it is rounding. With integrated gradients it is the error of the integral: at
        most 0.001, unless ``points`` were given or a readout by maximum has more kinks than
        ``MOST_POINTS`` can follow. Left out one by one, it is what words do together: anything.
        """
        return float(self.parts.sum()) - (self.logit - self.baseline)

    @property
    def strongest(self) -> int:
        """The part farthest from 0, the first of equals."""
        return int(np.abs(self.parts).argmax())


def while_reading(trace: HiddenTrace) -> Attribution:
    """The moves of the verdict (``verdict_path``); raises ``ValueError`` for a forecaster's trace.

    They say what happened at each step, not what the final verdict owes to the word: a word may
    lend another one its weight that is read later.
    """
    moves = verdict_path(trace).moves.astype(np.float64)
    return Attribution("while_reading", _words(trace.steps), moves, float(trace.outputs[-1, 0]))


def leave_one_out(
    model: ReviewClassifier, ids: Sequence[int], spans: Sequence[Span] | None = None
) -> Attribution:
    """The logit of the text less that of the text without each span (each step if None).

    ``ids``: (T,), T at least 1. What is left out is deleted, not masked: its neighbours become
    neighbours, and make a pair if they have one. Without any word the logit is 0. Raises
    ``ValueError`` for a span that is empty or not in the text.
    """
    taken = _words(len(ids)) if spans is None else tuple(spans)
    if not all(0 <= start < end <= len(ids) for start, end in taken):
        raise ValueError(f"spans must lie within the {len(ids)} steps of the text")
    text = list(ids)
    rows = [text[:start] + text[end:] for start, end in taken]
    logit, *without = variant_logits(model, [text, *rows])
    return Attribution("leave_one_out", taken, logit - np.array(without), float(logit))


def integrated_gradients(
    model: ReviewClassifier,
    ids: Sequence[int],
    baseline: Baseline = "pad",
    points: int | None = None,
) -> Attribution:
    """The integral of the logit's gradient at x_t, summed over the embedding: one part a step.

    ``ids``: (T,), T at least 1. The path goes from the same number of steps that all read the
    vector of ``<pad>`` (zeros), or the ``mean`` of all words', to what the recurrent layers read.
    ``points`` Gauss-Legendre points give what captum's ``IntegratedGradients`` gives with as many
    ``n_steps``; without it there are as many as let the parts add up within 0.001 of the logit.
    Raises ``ValueError`` for an unknown baseline.
    """
    import torch

    with torch.no_grad():
        inputs = model.inputs(torch.tensor(list(ids)))  # (T, embed)
        start = baseline_vector(model, baseline).expand_as(inputs)
    done = path_integral(model, start, inputs, points)
    return Attribution(
        "integrated_gradients",
        _words(len(ids)),
        done.parts,
        done.at_end,
        done.at_start,
        done.points,
    )


def baseline_vector(model: ReviewClassifier, baseline: Baseline) -> Tensor:
    """What every step of the baseline reads, (embed,): no word, or a bit of every word."""
    if baseline not in BASELINES:
        raise ValueError(f"no baseline {baseline!r}; there are {', '.join(BASELINES)}")
    table: Tensor = model.embedding.weight.detach()
    return table[PAD_ID] if baseline == "pad" else table[len(SPECIAL) :].mean(0)


def views(
    model: ReviewClassifier, trace: HiddenTrace, baseline: Baseline = "pad"
) -> dict[View, Attribution]:
    """All three views of a traced text, by name and in the order of ``VIEWS``."""
    found = (
        while_reading(trace),
        leave_one_out(model, trace.ids),
        integrated_gradients(model, trace.ids, baseline),
    )
    return dict(zip(VIEWS, found, strict=True))


@dataclass(frozen=True)
class Agreement:
    """How far two views of one text tell the same story, whatever the signs.

    ``rank``: Spearman's correlation of the parts' sizes, -1 to 1; 0 where there are fewer than
    three parts or all are of one size. ``same_strongest``: whether the largest part is the same.
    """

    rank: float
    same_strongest: bool

    @property
    def disagree(self) -> bool:
        """Whether a reader of one view would be misled about the other."""
        return not self.same_strongest and self.rank < DISAGREE


def agreement(a: Attribution, b: Attribution) -> Agreement:
    """Two views of one text, of the same spans; raises ``ValueError`` where they differ."""
    if a.spans != b.spans:
        raise ValueError("views of different spans cannot be compared")
    rank = pearson(_ranks(np.abs(a.parts)), _ranks(np.abs(b.parts)))
    return Agreement(rank, a.strongest == b.strongest)


def _ranks(values: Array) -> Array:
    """The rank of each value, equal values sharing the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]


def _words(steps: int) -> tuple[Span, ...]:
    return tuple((step, step + 1) for step in range(steps))
