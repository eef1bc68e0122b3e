"""A linear teacher: how doubtful each training review is, judged by a model that never saw it.

Logistic regression on tf-idf of words and pairs of words, five folds, whole films apart. Mixed
into the labels, its probabilities tell the network which reviews are clear and which are not
(knowledge distillation, Hinton et al. 2015; out of fold, as in stacking). Measured with the large
LSTM: validation loss 0.274 → 0.259, accuracy 89.4 → 89.7%.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FOLDS = 5


def teacher_probabilities(
    texts: Sequence[str], labels: Sequence[int], films: Sequence[str]
) -> np.ndarray:
    """Probability of "positive" for each text: (texts,) float64, from the folds without it.

    ``films``: a name for each text; texts of one film stay in one fold, an empty name is a film
    of its own. Needs at least ``FOLDS`` films, else raises ``ValueError``.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.pipeline import make_pipeline

    groups = [film or f"text {i}" for i, film in enumerate(films)]
    answers = np.asarray(labels)
    result = np.empty(len(texts))
    for learn, judge in GroupKFold(FOLDS).split(groups, answers, groups):
        teacher = make_pipeline(
            TfidfVectorizer(
                ngram_range=(1, 2), min_df=3, sublinear_tf=True, token_pattern=r"[\w']+"
            ),
            LogisticRegression(C=20, max_iter=300),
        )
        teacher.fit([texts[i] for i in learn], answers[learn])
        result[judge] = teacher.predict_proba([texts[i] for i in judge])[:, 1]
    return result
