"""The linear model, learned: as a rival beside the networks, and as their teacher.

As a teacher it says how doubtful a training text is, judged by a fold that never saw its film.
Mixed into the labels, its probabilities tell the network which texts are clear and which are not
(knowledge distillation, Hinton et al. 2015; out of fold, as in stacking). A random span of a
review is judged as what it is: much of a bad film's review does not sound bad.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.models.linear import LinearModel, frequent_keys, tf_idf

FOLDS = 5
LEAST = 3  # texts that must have a feature
STRENGTH = 20.0  # inverse of the penalty on the weights


def fit_linear(
    rows: Sequence[Sequence[int]], labels: Sequence[int], vocab_size: int
) -> LinearModel:
    """Learn from rows of ids and their labels; raises ``ValueError`` where nothing is frequent."""
    from sklearn.linear_model import LogisticRegression

    keys, counts = frequent_keys(rows, vocab_size, LEAST)
    if not len(keys):
        raise ValueError("no word stands in enough texts")
    idf = (np.log((1 + len(rows)) / (1 + counts)) + 1).astype(np.float32)
    learner = LogisticRegression(C=STRENGTH, max_iter=300)
    learner.fit(tf_idf(rows, vocab_size, keys, idf), np.asarray(labels))
    weights = learner.coef_[0].astype(np.float32)
    return LinearModel(vocab_size, keys, idf, weights, float(learner.intercept_[0]))


@dataclass(frozen=True)
class Teacher:
    """``folds[k]`` never saw the texts whose number in ``fold_of`` (texts,) is k."""

    folds: tuple[LinearModel, ...]
    fold_of: NDArray[np.int64]

    def probabilities(
        self, rows: Sequence[Sequence[int]], texts: Sequence[int]
    ) -> NDArray[np.float64]:
        """Of "positive", (rows,): each judged by the fold that does not know its text."""
        result = np.empty(len(rows))
        folds = self.fold_of[np.asarray(texts, np.int64)]
        for k, model in enumerate(self.folds):
            mine = np.flatnonzero(folds == k).tolist()
            if mine:
                result[mine] = model.probabilities([rows[i] for i in mine])
        return result


def fit_teacher(
    rows: Sequence[Sequence[int]],
    labels: Sequence[int],
    films: Sequence[str],
    vocab_size: int,
) -> Teacher:
    """A linear model for each fold; texts of one film stay in one fold.

    ``films``: a name for each text, an empty name is a film of its own. Needs at least ``FOLDS``
    films, else raises ``ValueError``.
    """
    from sklearn.model_selection import GroupKFold

    groups = [film or f"text {i}" for i, film in enumerate(films)]
    answers = np.asarray(labels)
    fold_of = np.zeros(len(rows), np.int64)
    folds = []
    for k, (learn, judge) in enumerate(GroupKFold(FOLDS).split(groups, answers, groups)):
        seen: list[int] = learn.tolist()
        folds.append(fit_linear([rows[i] for i in seen], [labels[i] for i in seen], vocab_size))
        fold_of[judge] = k
    return Teacher(tuple(folds), fold_of)
