from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.explain.collection import (
    cosines,
    read_collection,
    similar,
    strongest,
    word_ratings,
)
from rnnviz.explain.trace import trace_review
from rnnviz.explain.unit_profile import (
    FEATURES,
    NEGATIONS,
    features,
    negates,
    unit_profile,
    units_alike,
)
from rnnviz.inference.classify import encoding_spec, vocabulary_of
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.shipped import LANGUAGE_OF, SHIPPED, load_shipped
from rnnviz.models.specs import CELL_KINDS, ClassifierSpec
from rnnviz.text.encoding import EncodingSpec, encode
from rnnviz.text.standardise import compose, split_words, standardise
from rnnviz.text.vocabulary import Vocabulary

WORDS = ("good", "bad", "not", "film", "a", "the", "dull", "warm")
VOCABULARY = Vocabulary(("<pad>", "<unk>", *WORDS))
SPEC = EncodingSpec(length=12)
ASSETS = Path(__file__).resolve().parents[2] / "rnnviz" / "assets"
# The collection of each language: how long its reviews are, and how many of the clear ones a
# network reads right at the least; of so few words fewer.
COLLECTIONS = {"en": ("collection.json", 30, 60, 0.85), "vi": ("collection.vi.json", 5, 25, 0.6)}


def network(cell="rnn", layers=1, hidden=6, readout="mean"):
    spec = ClassifierSpec(
        cell=cell, vocab_size=len(VOCABULARY), embed_dim=4, hidden_size=hidden,
        num_layers=layers, readout=readout,
    )  # fmt: skip
    torch.manual_seed(1)
    return ReviewClassifier(spec, seed=1).eval().requires_grad_(False)


texts = st.lists(
    st.lists(st.sampled_from([*WORDS, "Zzz", "?!", "Good,"]), max_size=20).map(" ".join),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("cell", CELL_KINDS)
@settings(max_examples=15)
@given(given_texts=texts, layers=st.integers(1, 3), data=st.data())
def test_every_step_is_what_the_trace_of_that_text_has(cell, given_texts, layers, data):
    """Batching, sorting and padding change nothing, in any layer."""
    layer = data.draw(st.integers(0, layers - 1))
    model = network(cell, layers)
    collection = read_collection(model, VOCABULARY, SPEC, given_texts, layer)
    assert collection.wordless + len(collection) == len(given_texts)
    for r, text in enumerate(collection.texts):
        assert given_texts[collection.source[r]] == text
        encoding = encode(text, VOCABULARY, SPEC)
        trace = trace_review(model, encoding.ids, encoding.words)
        here = collection.review(r)
        assert tuple(collection.ids[here]) == encoding.ids
        np.testing.assert_allclose(collection.states[here], trace.layers[layer].h[1:], atol=1e-3)
        np.testing.assert_allclose(collection.logits[here], trace.outputs[:, 0], atol=1e-5)
        kept = [encoding.tokens[p] for p in encoding.kept]
        assert collection.spans[here].tolist() == [[k.start, k.end] for k in kept]


def test_room_is_a_bound_that_is_told():
    given_texts = ["good film", "?!", "a bad film", "not good", "the end"]
    collection = read_collection(network(), VOCABULARY, SPEC, given_texts, 0, room=6 * 2 * 6)
    assert collection.texts == ("good film", "a bad film")
    assert (collection.wordless, collection.beyond) == (1, 2)
    assert collection.states.nbytes <= 72


def test_progress_hears_of_every_text():
    heard = []
    read_collection(network(), VOCABULARY, SPEC, ["good film"] * 1100, 0, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1100
    assert len(heard) > 1


def test_a_collection_without_a_word_is_empty_and_has_no_places():
    collection = read_collection(network(), VOCABULARY, SPEC, ["", "?!"], 0)
    assert len(collection) == 0
    assert strongest(collection, 0, 5) == []
    assert similar(collection, np.ones(6, np.float32), 5) == []


@settings(max_examples=20)
@given(given_texts=texts, unit=st.integers(0, 5), sign=st.sampled_from([1, -1]))
def test_the_strongest_places_are_the_extremes_of_their_reviews(given_texts, unit, sign):
    collection = read_collection(network(), VOCABULARY, SPEC, given_texts, 0)
    places = strongest(collection, unit, 4, sign)
    assert len(places) == min(4, len(collection))
    assert len({place.review for place in places}) == len(places)
    values = [sign * place.value for place in places]
    assert values == sorted(values, reverse=True)
    for place in places:
        own = collection.unit(unit)[collection.review(place.review)]
        assert place.value == own[place.step]
        assert sign * place.value == (sign * own).max()
    if places:
        assert values[0] == (sign * collection.unit(unit)).max()


def test_the_most_similar_step_to_a_state_is_itself_unless_left_out():
    given_texts = ["a good film", "the bad dull film", "not warm", "good good good"]
    collection = read_collection(network("gru"), VOCABULARY, SPEC, given_texts, 0)
    step = collection.review(1).start + 2
    state = collection.states[step].astype(np.float32)
    place = similar(collection, state, 3)[0]
    assert (place.review, place.step) == (1, 2)
    assert place.value == pytest.approx(1, abs=1e-4)
    others = similar(collection, state, 9, without=given_texts[1])
    assert {place.review for place in others} == {0, 2, 3}
    # Against the formula, written out.
    states = collection.states.astype(np.float64)
    centred = states - states.mean(axis=0)
    expected = centred @ centred[step] / np.linalg.norm(centred, axis=1)
    np.testing.assert_allclose(
        cosines(collection, state), expected / np.linalg.norm(centred[step]), atol=1e-3
    )


def made_up(values, ids, starts):
    """A collection with one unit whose values we choose."""
    base = read_collection(network(hidden=1), VOCABULARY, SPEC, ["good"], 0)
    steps = len(values)
    return type(base)(
        texts=tuple("x" for _ in starts[1:]),
        source=tuple(range(len(starts) - 1)),
        starts=np.array(starts),
        ids=np.array(ids, np.int32),
        spans=np.zeros((steps, 2), np.int32),
        states=np.array(values, np.float16)[:, None],
        logits=np.random.default_rng(0).normal(size=steps).astype(np.float32),
    )


def a_collection(of, reviews=40, length=15):
    """``of(word rating, rng)`` gives the unit's value at each step."""
    rng = np.random.default_rng(3)
    ids = rng.integers(2, len(VOCABULARY), reviews * length)
    ratings = np.linspace(-1, 1, len(VOCABULARY))[ids].astype(np.float32)
    values = of(ratings, rng)
    starts = np.arange(reviews + 1) * length
    collection = made_up(values, ids, starts)
    return collection, features(collection, VOCABULARY, ratings)


def test_a_unit_that_follows_the_word_is_said_to_follow_the_word():
    collection, given_features = a_collection(lambda word, rng: 0.8 * word)
    profile = unit_profile(collection, 0, given_features, VOCABULARY)
    assert set(given_features) == set(FEATURES)
    assert (profile.strength, profile.correlations[0].feature) == ("closely", "word")
    assert profile.r2_held_out > 0.95
    assert profile.high[0].word == WORDS[-1]
    assert profile.low[0].word == WORDS[0]
    assert units_alike(collection, given_features["word"], 0.7) == 1


def test_a_unit_of_noise_follows_nothing():
    collection, given_features = a_collection(lambda word, rng: rng.uniform(-1, 1, len(word)))
    profile = unit_profile(collection, 0, given_features, VOCABULARY)
    assert profile.strength == "nothing"
    assert profile.r2_held_out < 0.1
    assert units_alike(collection, given_features["word"], 0.7) == 0


def test_what_shows_in_one_half_of_the_reviews_only_does_not_count():
    def of(word, rng):
        second = np.repeat(np.arange(40) % 2, 15).astype(bool)
        return np.where(second, -word, word)

    collection, given_features = a_collection(of)
    profile = unit_profile(collection, 0, given_features, VOCABULARY)
    assert all(correlation.min_abs_r < 0.4 for correlation in profile.correlations)
    assert profile.strength == "nothing"


@pytest.mark.parametrize("count", [1, 2, 5])
def test_few_reviews_prove_nothing(count):
    collection, given_features = a_collection(lambda word, rng: word, reviews=count)
    assert unit_profile(collection, 0, given_features, VOCABULARY).strength == "nothing"


def test_a_constant_unit_gives_zeros_and_no_warning():
    collection, given_features = a_collection(lambda word, rng: np.full(len(word), 0.5))
    profile = unit_profile(collection, 0, given_features, VOCABULARY)
    assert profile.strength == "nothing"
    assert (profile.spread, profile.autocorrelation, profile.r2_held_out) == (0, 0, 0)


def test_recent_words_never_come_from_the_review_before():
    ids = [2, 2, 2, 9, 9]
    collection = made_up(np.zeros(5), ids, [0, 3, 5])
    found = features(collection, VOCABULARY, np.array([1, 1, 1, -1, -1], np.float32))
    np.testing.assert_allclose(found["recent"], [1, 1, 1, -1, -1])
    np.testing.assert_allclose(found["position"], np.log1p([0, 1, 2, 0, 1]))


def test_the_rating_of_a_word_is_the_verdict_on_it_alone():
    model = network("lstm")
    rating = word_ratings(model, np.array([3, 5], np.int32))
    for i, value in zip((3, 5), rating, strict=True):
        assert value == pytest.approx(float(trace_review(model, [i], "x").outputs[0, 0]), abs=1e-6)


@pytest.mark.parametrize("language", COLLECTIONS)
def test_the_shipped_collection_is_short_varied_and_read_well(language):
    name, shortest, longest, least = COLLECTIONS[language]
    rows = json.loads((ASSETS / name).read_text(encoding="utf-8"))
    assert len(rows) >= 120
    assert len({row["text"] for row in rows}) == len(rows)
    assert all(shortest <= len(row["text"].split()) <= longest for row in rows)
    assert all(compose(row["text"]) == row["text"] for row in rows)
    kinds = [row["kind"] for row in rows]
    assert set(kinds) == {"positive", "negative", "mixed", "negation", "irony"}
    assert kinds.count("positive") == kinds.count("negative") >= 20
    assert kinds.count("negation") >= 10
    for name in (name for name in SHIPPED if LANGUAGE_OF[name] == language):
        checkpoint = load_shipped(name)
        collection = read_collection(
            checkpoint.model,
            vocabulary_of(checkpoint),
            encoding_spec(checkpoint),
            [row["text"] for row in rows],
            0,
        )
        assert len(collection) == len(rows)
        verdicts = collection.logits[collection.starts[1:] - 1] > 0
        for kind, side in (("positive", True), ("negative", False)):
            right = [verdicts[i] == side for i, k in enumerate(kinds) if k == kind]
            assert np.mean(right) > least, (name, kind)


def test_each_language_has_negations_of_its_own():
    assert {"không", "ko", "k", "chẳng", "chả", "chưa", "đừng"} <= NEGATIONS["vi"]
    assert negates("isn't", "en")
    assert negates("never", "en")
    assert not negates("không", "en")
    assert not negates("no", "vi")  # full, of somebody who has eaten


@pytest.mark.parametrize("language", COLLECTIONS)
def test_the_negations_of_a_collection_are_felt(language):
    rows = json.loads((ASSETS / COLLECTIONS[language][0]).read_text(encoding="utf-8"))
    said = {word for row in rows for word in split_words(standardise(row["text"]))}
    assert len([word for word in said if negates(word, language)]) >= 6
    name = "rnn" if language == "en" else language
    checkpoint = load_shipped(name)
    vocabulary = vocabulary_of(checkpoint)
    collection = read_collection(
        checkpoint.model, vocabulary, encoding_spec(checkpoint), [row["text"] for row in rows], 0
    )
    found = features(collection, vocabulary, np.zeros(len(collection.ids), np.float32), language)
    assert 0.02 < found["negation"].mean() < 0.6
