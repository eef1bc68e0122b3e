import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.text.encoding import EncodingSpec, encode
from rnnviz.text.sentences import phrases, sentences
from rnnviz.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("<pad>", "<unk>", "the", "film"))


def cut(text, split=sentences, **spec):
    encoding = encode(text, VOCABULARY, EncodingSpec(**spec))
    return [" ".join(encoding.words[start:end]) for start, end in split(encoding)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good film. I liked it!", ["good film", "i liked it"]),
        ("Was it? No… never", ["was it", "no", "never"]),
        ("One line\nand the next", ["one line", "and the next"]),
        ("First<br /><br />second", ["first", "second"]),
        ('He said "yes." Then he left.', ["he said yes", "then he left"]),
        ("So good.The end", ["so good", "the end"]),
        ("Mr. Smith cost 3.5 million", ["mr smith cost 3 5 million"]),
        ("see example.com and J. K. Rowling", ["see example com and j k rowling"]),
        ("Phim hay! Rất đáng xem.", ["phim hay", "rất đáng xem"]),
        ("no end", ["no end"]),
        ("?!", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert cut(text) == expected


def test_phrases_end_at_pauses_too():
    text = "The film, however (and I mean it), was well-made: funny - and sad. Good"
    expected = ["the film", "however", "and i mean it", "was well made", "funny", "and sad", "good"]
    assert cut(text, phrases) == expected


def test_what_truncation_joined_is_no_sentence():
    assert cut("a b c d e f", length=4) == ["a b", "e f"]


@pytest.mark.parametrize("padding", ["before", "after"])
def test_padding_belongs_to_no_sentence(padding):
    assert cut("a. b", length=6, padding=padding) == ["a", "b"]
    assert cut("", length=6, padding=padding) == []


@given(st.text("ab .,!?…\n-'(3é漢。", max_size=40), st.sampled_from([sentences, phrases]))
def test_spans_cover_every_word_once_in_order(text, split):
    encoding = encode(text, VOCABULARY)
    steps = [step for start, end in split(encoding) for step in range(start, end)]
    assert steps == list(range(len(encoding.ids)))
    assert all(start < end for start, end in split(encoding))
