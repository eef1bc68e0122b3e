"""Letters with marks: however a keyboard writes them, they are the same letters."""

from __future__ import annotations

import json
from importlib.resources import files
from unicodedata import normalize

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.explain.collection import read_collection
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import ClassifierSpec
from rnnviz.text.encoding import EncodingSpec, encode, encode_ids, encode_spans
from rnnviz.text.standardise import compose, split_words, standardise, standardise_steps
from rnnviz.text.subwords import split_pieces
from rnnviz.text.vocabulary import Vocabulary

REVIEWS = [
    "Phim tệ quá",
    "Quán này ổn, phục vụ dễ thương",
    "café rất đẹp, không dở",
    "naïve Ångström",
]
VOCABULARY = Vocabulary.build(REVIEWS, 40)
SPEC = EncodingSpec(length=50)
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeêệểioôộơợuưựyỵdđĐÂÊÔƠƯẾ ñçéüßǰΩй가 .!'’<>b/0\u0301\u0323\u0338\u0345"
texts = st.one_of(st.text(LETTERS, max_size=60), st.text(max_size=40))


def in_word_form(span: str) -> str:
    """What the rules make of the letters of one word."""
    small = "".join(letter.lower() for letter in span.translate({ord(c): "'" for c in "’‘ʼ＇"}))
    return normalize("NFC", small)


@pytest.mark.parametrize("text", ["Phim tệ", "Một quán café", "Rất TỆ!", "naïve, tệ", "ộ ộ"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_token_shows_all_of_its_word(text, form):
    encoding = encode(normalize(form, text), VOCABULARY)
    assert encoding.text == text
    shown = [encoding.text[token.start : token.end] for token in encoding.tokens]
    assert [part.lower() for part in shown] == [token.word for token in encoding.tokens]
    assert shown[-1].strip("!,") == text.split()[-1].strip("!,")


@given(texts)
def test_both_forms_give_the_same_everywhere(text):
    one, two = normalize("NFC", text), normalize("NFD", text)
    assert compose(two) == compose(one)
    assert standardise(two) == standardise(one)
    assert standardise_steps(two) == standardise_steps(one)
    assert encode(two, VOCABULARY, SPEC) == encode(one, VOCABULARY, SPEC)
    assert encode_ids([two], VOCABULARY, SPEC) == encode_ids([one], VOCABULARY, SPEC)
    assert split_pieces(two) == split_pieces(one)
    assert Vocabulary.build([two], 99).words == Vocabulary.build([one], 99).words


@given(texts)
def test_the_letters_under_a_token_are_its_word(text):
    encoding = encode(text, VOCABULARY, SPEC)
    for token in encoding.tokens:
        shown = encoding.text[token.start : token.end]
        # One capital that becomes two letters (İ) stands under both; so does a markup's end.
        assert in_word_form(shown) == token.word or token.word in split_words(standardise(shown))


@given(texts)
def test_the_three_ways_to_encode_agree(text):
    encoding = encode(text, VOCABULARY, SPEC)
    ((ids, spans),) = encode_spans([compose(text)], VOCABULARY, SPEC)
    assert [ids] == encode_ids([text], VOCABULARY, SPEC) == [list(encoding.ids)]
    assert spans == [(encoding.tokens[p].start, encoding.tokens[p].end) for p in encoding.kept]
    assert [token.word for token in encoding.tokens] == split_words(standardise(text))


def test_the_places_in_a_collection_are_those_of_the_texts_it_shows():
    spec = ClassifierSpec(cell="rnn", vocab_size=len(VOCABULARY), embed_dim=2, hidden_size=2)
    torch.manual_seed(0)
    model = ReviewClassifier(spec, seed=0).eval().requires_grad_(False)
    composed = read_collection(model, VOCABULARY, SPEC, REVIEWS, 0)
    taken_apart = [normalize("NFD", text) for text in REVIEWS]
    other = read_collection(model, VOCABULARY, SPEC, taken_apart, 0)
    assert other.texts == tuple(REVIEWS)
    np.testing.assert_array_equal(other.spans, composed.spans)
    np.testing.assert_array_equal(other.ids, composed.ids)


def test_a_small_letter_is_composed_though_its_capital_cannot_be():
    assert standardise("J\u030c") == standardise("\u01f0") == "\u01f0"


def test_the_shipped_pieces_use_the_rules_of_the_app():
    source = files("rnnviz") / "assets" / "bpe.json"
    assert json.loads(source.read_text("utf-8"))["normalizer"]["type"] == "Sequence"
    assert split_pieces("<b>film</b>") == split_pieces("   film    ")
