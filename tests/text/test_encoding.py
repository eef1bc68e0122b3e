from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rnnviz.text.encoding import EncodingSpec, encode, encode_ids, keep_positions
from rnnviz.text.standardise import split_words, standardise
from rnnviz.text.vocabulary import PAD_ID, UNK_ID, Vocabulary

TEXTS = ["the film was good good good", "the film was bad bad", "the cat"]
VOCABULARY = Vocabulary.build(TEXTS, 7)
specs = st.builds(
    EncodingSpec,
    length=st.integers(1, 12),
    truncation=st.sampled_from(["head", "tail", "both"]),
    padding=st.sampled_from(["none", "before", "after"]),
)


def test_vocabulary_is_ordered_by_frequency_then_alphabet():
    assert VOCABULARY.words == ("<pad>", "<unk>", "good", "the", "bad", "film", "was")
    assert VOCABULARY.counts == (0, 0, 3, 3, 2, 2, 2)


def test_a_capped_vocabulary_is_a_prefix():
    small = VOCABULARY.capped(4)
    assert small.words == ("<pad>", "<unk>", "good", "the")
    assert small.id_of("film") == UNK_ID
    assert VOCABULARY.capped(0).words == ("<pad>", "<unk>")
    assert VOCABULARY.capped(99) is VOCABULARY


def test_the_special_words_cannot_be_typed():
    encoding = encode("<pad> <unk> pad", VOCABULARY)
    assert encoding.ids == (UNK_ID, UNK_ID, UNK_ID)


@pytest.mark.parametrize(
    ("truncation", "padding", "words"),
    [
        ("head", "none", ("the", "film", "was")),
        ("tail", "none", ("was", "so", "good")),
        ("both", "none", ("the", "film", "good")),
    ],
)
def test_truncation_keeps_the_part_it_names(truncation, padding, words):
    spec = EncodingSpec(length=3, truncation=truncation, padding=padding)
    encoding = encode("The film was so GOOD!", VOCABULARY, spec)
    assert encoding.words == words
    assert encoding.cut == 2


def test_padding_fills_the_side_it_names():
    before = encode("good film", VOCABULARY, EncodingSpec(length=4, padding="before"))
    after = encode("good film", VOCABULARY, EncodingSpec(length=4, padding="after"))
    assert before.words == ("<pad>", "<pad>", "good", "film")
    assert after.ids[2:] == (PAD_ID, PAD_ID)
    assert before.vocabulary_words[2:] == ("good", "film")


def test_unknown_share_counts_all_tokens():
    encoding = encode("good unheard things", VOCABULARY)
    assert encoding.unknown_share == pytest.approx(2 / 3)
    assert encoding.vocabulary_words == ("good", "<unk>", "<unk>")
    assert encode("", VOCABULARY).unknown_share == 0.0


@given(st.text())
def test_every_token_points_at_its_own_place_in_the_original(text):
    encoding = encode(text, VOCABULARY)
    shown, tokens = encoding.text, encoding.tokens
    for token in tokens:
        assert token.word in split_words(standardise(shown[token.start : token.end]))
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@given(st.text(alphabet="abc thefilmwasgood.!<>' ", max_size=80), specs)
def test_ids_fit_the_length_and_the_fast_way_agrees(text, spec):
    encoding = encode(text, VOCABULARY, spec)
    if spec.padding == "none":
        assert len(encoding.ids) == min(len(encoding.tokens), spec.length)
    else:
        assert len(encoding.ids) == spec.length
    unpadded = [i for i, p in zip(encoding.ids, encoding.positions, strict=True) if p >= 0]
    assert encode_ids([text], VOCABULARY, spec) == [unpadded]
    assert len(encoding.kept) + encoding.cut == len(encoding.tokens)


@given(st.integers(0, 30), st.integers(1, 30), st.sampled_from(["head", "tail", "both"]))
def test_kept_positions_are_ordered_and_as_many_as_fit(count, length, truncation):
    kept = keep_positions(count, length, truncation)
    assert list(kept) == sorted(set(kept))
    assert len(kept) == min(count, length)
    assert all(0 <= p < count for p in kept)


def test_a_spec_refuses_what_it_cannot_do():
    with pytest.raises(ValidationError):
        EncodingSpec(length=0)
    with pytest.raises(ValidationError):
        EncodingSpec(truncation="middle")
