"""Whether an attribution tells the truth: take away what it calls important, and see what happens.

*AOPC*, the area over the perturbation curve (Samek et al. 2017; "comprehensiveness" in DeYoung et
al. 2020): how far the verdict falls, on average, as the words that speak most for it go. *Top
word*: whether the word ranked first is the one whose removal alone moves the verdict most. *Stop
words*: the share of the attribution that lies on words which say nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.unit_profile import NEGATIONS
from rnnviz.explain.variants import variant_logits

if TYPE_CHECKING:
    from rnnviz.models.classifier import ReviewClassifier

Array = NDArray[np.float64]

SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)  # of a text's words: those of DeYoung et al. 2020
# Stop words of scikit-learn that turn a sentence round, and so are not empty; some it spells so.
TURNING = NEGATIONS["en"] | {"cant", "couldnt", "hasnt"}


@dataclass(frozen=True)
class Faithfulness:
    """How one attribution of one text fares.

    ``aopc``: mean fall of the probability of the verdict that was given, -1 to 1; ``aopc_logit``:
    the same in units of the logit. ``top_word``: whether its first word moves the verdict most.
    ``stop_share``: 0 to 1, or NaN where all parts are 0.
    """

    aopc: float
    aopc_logit: float
    top_word: bool
    stop_share: float


def faithfulness(
    model: ReviewClassifier,
    ids: Sequence[int],
    words: Sequence[str],
    parts: Array,
    alone: Array,
) -> Faithfulness:
    """Judge ``parts`` (T,), in units of the logit, of the text ``ids`` with the labels ``words``.

    ``alone``: (T,) what removing each word alone takes from the logit, the parts of
    ``leave_one_out``. T at least 1.
    """
    counts = counts_of(len(ids))
    logits = perturbation_curve(model, ids, parts, counts)
    side = 1 if logits[0] >= 0 else -1
    drops = side * (logits[0] - logits[1:])
    falls = _sigmoid(side * logits[0]) - _sigmoid(side * logits[1:])
    first = int(np.abs(parts).argmax())
    return Faithfulness(
        aopc=float(falls.mean()),
        aopc_logit=float(drops.mean()),
        top_word=bool(np.abs(alone[first]) == np.abs(alone).max()),
        stop_share=stop_share(words, parts),
    )


def counts_of(steps: int, shares: Sequence[float] = SHARES) -> tuple[int, ...]:
    """How many words each share of a text is: at least one, rounded up."""
    return tuple(max(1, int(np.ceil(share * steps - 1e-9))) for share in shares)


def perturbation_curve(
    model: ReviewClassifier, ids: Sequence[int], parts: Array, counts: Sequence[int]
) -> Array:
    """The logit of the text, then without its ``counts[k]`` most important words: (counts + 1,).

    Most important is what speaks most for the verdict that was given; of equals, what comes first.
    Words are deleted, not masked; of a text without any the logit is 0.
    """
    logit = variant_logits(model, [ids])[0]
    order = np.argsort(-parts if logit >= 0 else parts, kind="stable")
    rows = [np.delete(np.asarray(ids), order[:count]).tolist() for count in counts]
    return np.array([logit, *variant_logits(model, rows)])


def random_view(steps: int, seed: int) -> Array:
    """Parts (steps,) that know nothing of the text: what every view must beat."""
    return np.random.default_rng(seed).standard_normal(steps)


def stop_share(words: Sequence[str], parts: Array) -> float:
    """The share of the parts' sizes that lies on stop words; NaN where there is no size at all."""
    sizes = np.abs(parts)
    if not sizes.sum():
        return float("nan")
    return float(sizes[[is_stop_word(word) for word in words]].sum() / sizes.sum())


def is_stop_word(word: str) -> bool:
    """Whether a standardised word is one of scikit-learn's stop words and no negation.

    "it's" counts as "it"; "isn't" and the like are negations.
    """
    return not word.endswith("n't") and word.split("'")[0] in _stop_words()


@cache
def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) - TURNING


def _sigmoid(values: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(values / 2)))
