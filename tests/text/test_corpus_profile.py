"""What is counted of a corpus, on a small one; what is committed is plausible and holds no text."""

from __future__ import annotations

import pytest

from rnnviz.i18n import LANGUAGES
from rnnviz.text.corpus_profile import BIN, BINS, profile_corpus
from rnnviz.ui.tokens.corpus import PROFILES, read_profiles

GOOD = ["a lovely film", "lovely, a film!", "a " + "long " * (BIN * BINS)]
BAD = ["a dull film", "dull"]


def test_a_corpus_is_counted():
    found = profile_corpus([*GOOD, *BAD], [1, 1, 1, 0, 0])
    assert (found.positive, found.negative, found.reviews) == (3, 2, 5)
    assert found.lengths["positive"] == (2, *[0] * (BINS - 2), 1)
    assert found.lengths["negative"] == (2, *[0] * (BINS - 1))
    assert (found.median, found.longest) == (3, BIN * BINS + 1)
    total = 3 + 3 + 1 + BIN * BINS + 3 + 1
    assert found.frequent[:2] == (("long", round(1000 / total, 4)), ("a", round(4 / total, 4)))
    assert found.telling["positive"][0] == ("lovely", 1.0)
    assert found.telling["negative"][0] == ("dull", 1.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_figures_add_up(language):
    profile = read_profiles(PROFILES)[language]
    for label in ("positive", "negative"):
        assert sum(profile.lengths[label]) == getattr(profile, label) > 10_000
        words = profile.telling[label]
        assert all(0.5 < share <= 1 and " " not in word for word, share in words)
    shares = [share for _, share in profile.frequent]
    assert shares == sorted(shares, reverse=True)
    assert 0 < profile.median < profile.longest
