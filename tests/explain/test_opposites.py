import numpy as np
import pytest
import torch
from small_models import logit_alone, small_model

from rnnviz.explain.embedding import nearest, unit_rows
from rnnviz.explain.opposites import opposite, replacements, word_opinions
from rnnviz.inference.classify import vocabulary_of
from rnnviz.models.shipped import LANGUAGE_OF, load_shipped
from rnnviz.text.opposites import named_opposites, without_opposite


def opinionated(vectors):
    """A model whose verdict on a word alone is the first number of its vector (times about 7)."""
    model = small_model("rnn", "last", hidden=1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.embedding.weight[: len(vectors), :2] = torch.tensor(vectors)
        model.rnn.weight_ih_l0[0, 0] = 0.7
        model.head.weight.fill_(10.0)
    return model


def test_opinions_are_the_verdicts_on_words_alone():
    model = small_model("gru", pairs=True)
    opinions = word_opinions(model, limit=9)
    assert opinions.logits[:2].tolist() == [0.0, 0.0]
    expected = [logit_alone(model, [word]) for word in range(2, 9)]
    np.testing.assert_allclose(opinions.logits[2:], expected, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(opinions.directions[2:], axis=1), 1, atol=1e-6)
    assert np.linalg.norm(opinions.axis) == pytest.approx(1, abs=1e-6)


def test_the_opposite_is_of_the_same_kind_and_of_the_other_mind():
    """Second number: the kind. Words 2 and 3 are of one kind, 4 and 5 of another, 6 says nothing,
    7 is of the first kind and of the other mind, but hardly."""
    vectors = [[0, 0], [0, 0], [1, 1], [-1, 1], [1, -1], [-1, -1], [0.01, 1], [-0.2, 1]]
    opinions = word_opinions(opinionated(vectors), limit=8)
    assert [opposite(opinions, word) for word in range(2, 6)] == [3, 2, 5, 4]
    assert abs(opinions.logits[6]) < opinions.least
    assert opposite(opinions, 6) is None


def test_a_word_that_turns_others_has_no_opposite_of_its_own():
    model = opinionated([[0, 0], [0, 0], [1, 1], [-1, 1], [0.9, 1]])
    words = ("<pad>", "<unk>", "good", "bad", "not")
    assert opposite(word_opinions(model, limit=5, words=words), 4) == 3
    assert opposite(word_opinions(model, limit=5, words=words, none=("not", "nor")), 4) is None
    for language in LANGUAGE_OF.values():
        assert not without_opposite(language) & named_opposites(language).keys()


def test_special_rare_and_unmatched_words_have_no_opposite():
    opinions = word_opinions(opinionated([[0, 0], [0, 0], [1, 1], [0.9, 0]]), limit=4)
    assert [opposite(opinions, word) for word in (-1, 0, 1, 2, 3, 4)] == [None] * 6


def test_replacements_begin_with_the_opposite_and_leave_out_what_is_no_word():
    model = small_model("lstm", seed=3)
    opinions, directions = word_opinions(model), unit_rows(model.embedding.weight.numpy())
    assert [replacements(opinions, word) for word in (0, 1, 99)] == [()] * 3
    for word in range(2, 12):
        others = replacements(opinions, word, near=2, strong=3)
        other = opposite(opinions, word)
        assert others[0] == other or other is None
        near = [one.id for one in nearest(directions, directions[word], word, 2)]
        strong = [n for n in others if n not in near and n != other]
        assert set(near) <= set(others)
        assert len(set(others)) == len(others)
        assert all(opinions.logits[n] * opinions.logits[word] < 0 for n in strong)
        if other is not None:
            against = -opinions.logits * np.sign(opinions.logits[word])
            assert int(against.argmax()) in others


def test_a_rare_word_is_nobodys_neighbour(monkeypatch):
    """Word 5 is the nearest to 2, but not among the five that count as common."""
    vectors = [[0, 0], [0, 0], [1, 1], [1, 0.8], [-1, 1], [1, 0.99]]
    opinions = word_opinions(opinionated(vectors), limit=6)
    assert replacements(opinions, 2, near=1)[-1] == 5
    monkeypatch.setattr("rnnviz.explain.opposites.COMMON", 5)
    assert replacements(opinions, 2, near=1)[-1] == 3


def test_the_shipped_model_knows_some_opposites():
    checkpoint = load_shipped("best")
    words = vocabulary_of(checkpoint)
    opinions = word_opinions(checkpoint.model, words=words.words)
    for word in ("wonderful", "worst", "poorly", "excellent"):
        other = opposite(opinions, words.id_of(word))
        assert opinions.logits[other] * opinions.logits[words.id_of(word)] < 0
    assert words.words[opposite(opinions, words.id_of("worst"))] == "great"
    # What anybody would try first is tried, too, and no figure.
    tried = {words.words[n] for n in replacements(opinions, words.id_of("lovely"), strong=4)}
    assert {"worst", "awful"} & tried
    assert all(word.isalpha() for word in tried)


def test_an_opposite_that_people_would_name_comes_first_also_of_a_rarer_word():
    """Word 5 is rarer than the N that the model is asked about."""
    words = ["<pad>", "<unk>", "hot", "cold", "mild", "icy"]
    vectors = [[0, 0], [0, 0], [1, 1], [0.9, 1], [-1, 1], [-1, -1]]
    named = {"hot": "cold", "cold": "hot", "icy": "hot", "wet": "hot"}
    opinions = word_opinions(opinionated(vectors), limit=5, words=words, opposites=named)
    assert [opposite(opinions, word) for word in range(2, 6)] == [3, 2, 2, 2]
    assert replacements(opinions, 5) == (2,)
    assert replacements(opinions, 2)[0] == 3
    without = word_opinions(opinionated(vectors), limit=5, words=words)
    assert [opposite(without, word) for word in (2, 5)] == [4, None]


@pytest.mark.parametrize("name", ["best", "vi"])
def test_the_list_of_opposites_is_known_to_the_model_that_people_meet_first(name):
    words = set(vocabulary_of(load_shipped(name)).words)
    named = named_opposites(LANGUAGE_OF[name])
    assert len(named) > 50
    assert sorted(word for word in named if word not in words) == []
