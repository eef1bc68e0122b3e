import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import ids_lists, logit_alone, models, small_model

from rnnviz.explain.attribution import leave_one_out
from rnnviz.explain.faithfulness import (
    SHARES,
    TURNING,
    counts_of,
    faithfulness,
    is_stop_word,
    perturbation_curve,
    random_view,
    stop_share,
)


def probability(logit):
    return 1 / (1 + np.exp(-logit))


@settings(max_examples=40)
@given(model=models, ids=ids_lists, seed=st.integers(0, 99))
def test_the_curve_is_reading_without_what_speaks_most_for_the_verdict(model, ids, seed):
    parts = random_view(len(ids), seed)
    whole = logit_alone(model, ids)
    side = 1 if whole >= 0 else -1
    order = sorted(range(len(ids)), key=lambda t: -side * parts[t])
    counts = counts_of(len(ids))
    expected = [whole]
    for count in counts:
        gone = set(order[:count])
        expected.append(logit_alone(model, [i for t, i in enumerate(ids) if t not in gone]))
    np.testing.assert_allclose(perturbation_curve(model, ids, parts, counts), expected, atol=1e-5)
    result = faithfulness(model, ids, ["word"] * len(ids), parts, parts)
    curve = side * np.array(expected)
    assert result.aopc_logit == pytest.approx((curve[0] - curve[1:]).mean(), abs=1e-5)
    falls = probability(curve[0]) - probability(curve[1:])
    assert result.aopc == pytest.approx(falls.mean(), abs=1e-5)
    assert result.top_word, "a view agrees with itself about its first word"


@pytest.mark.parametrize("name", ["rnn", "gru", "lstm"])
def test_leaving_words_out_finds_the_top_word_and_beats_chance(name):
    model = small_model(name, seed=2)
    rng = np.random.default_rng(0)
    ours, chance = [], []
    for seed in range(20):
        ids = rng.integers(1, 12, 12).tolist()
        alone = leave_one_out(model, ids).parts
        words = [str(i) for i in ids]
        ours.append(faithfulness(model, ids, words, alone, alone))
        chance.append(faithfulness(model, ids, words, random_view(12, seed), alone))
    assert all(result.top_word for result in ours)
    assert sum(result.top_word for result in chance) < 10
    assert np.mean([r.aopc for r in ours]) > np.mean([r.aopc for r in chance])


def test_another_first_word_is_not_the_top_word():
    model = small_model()
    result = faithfulness(model, [2, 3], ["a", "b"], np.array([2.0, 1.0]), np.array([0.1, -0.3]))
    assert result.top_word is False


def test_a_share_of_a_text_is_at_least_a_word():
    assert counts_of(100) == (1, 5, 10, 20, 50)
    assert counts_of(6) == (1, 1, 1, 2, 3)
    assert counts_of(1) == (1,) * len(SHARES)
    assert counts_of(300, (0.07,)) == (21,), "rounding must not add a word"


def test_stop_words_are_what_says_nothing():
    for word in ("the", "a", "it's", "he'd", "of"):
        assert is_stop_word(word), word
    for word in (*TURNING, "isn't", "can't", "good", "film", "phim", "<unk>"):
        assert not is_stop_word(word), word
    assert stop_share(["the", "good", "not"], np.array([-1.0, 2.0, 1.0])) == 0.25
    assert np.isnan(stop_share(["the"], np.zeros(1)))


def test_chance_is_the_same_each_time():
    np.testing.assert_array_equal(random_view(5, 3), random_view(5, 3))
    assert random_view(5, 3).tolist() != random_view(5, 4).tolist()
