from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, pre_tokenizers

from rnnviz.text.standardise import split_words, standardise
from rnnviz.text.subwords import shipped_bpe, split_pieces, train_bpe

TEXTS = ["the film was good", "the films were goods", "good film, good films"] * 4


def spelled(pieces) -> list[str]:
    """The words that the pieces make up, from their bytes."""
    words: dict[int, str] = {}
    for piece in pieces:
        words[piece.word] = words.get(piece.word, "") + piece.label
    return list(words.values())


@given(st.text(max_size=80))
def test_nothing_is_unknown_and_nothing_is_lost(text):
    pieces = split_pieces(text)
    count = len(split_words(standardise(text)))
    assert len({piece.word for piece in pieces}) == count
    for piece in pieces:
        assert 0 <= piece.start <= piece.end <= len(text)


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), max_size=8))
def test_the_pieces_of_a_word_spell_it(words):
    assert spelled(split_pieces(" ".join(words))) == words


def test_frequent_words_are_whole_and_rare_ones_in_pieces():
    assert [p.label for p in split_pieces("The movie was wonderful!")] == [
        *("the", "movie", "was", "wonderful")
    ]
    rare = split_pieces("flurbish")
    assert len(rare) > 1
    assert "".join(p.label for p in rare) == "flurbish"


def test_letters_of_other_scripts_are_bytes_in_place():
    text = "Phim hay 影"
    pieces = split_pieces(text)
    assert any(piece.label.startswith("⟨") for piece in pieces)
    assert text[pieces[-1].start : pieces[-1].end] == "影"


def test_the_same_texts_give_the_same_pieces():
    first, second = train_bpe(TEXTS, 300), train_bpe(TEXTS, 300)
    assert first.to_str() == second.to_str()
    assert Tokenizer.from_str(first.to_str()).encode("good filming").tokens[:1] == ["good"]


def test_the_shipped_file_is_small_and_complete():
    assert shipped_bpe().get_vocab_size() == 8_000
    assert len(shipped_bpe().to_str()) < 400_000
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    assert len(alphabet) == 256
    assert all(shipped_bpe().token_to_id(letter) is not None for letter in alphabet)
