from hypothesis import given
from hypothesis import strategies as st

from rnnviz.text.standardise import (
    RULES,
    split_words,
    standardise,
    standardise_batch,
    standardise_steps,
)


def test_markup_case_and_special_characters_go():
    text = "It's GREAT!!<br /><br />'Wow', said John’s dog: 10/10 <b>café</b> 😀"
    assert standardise(text).split() == [
        *("it's", "great", "wow", "said", "john's", "dog", "10", "10", "café"),
    ]


def test_words_of_other_languages_stay_whole():
    assert standardise("Phim này HAY quá!").split() == ["phim", "này", "hay", "quá"]


def test_steps_are_the_rules_in_order_and_end_in_the_standardised_text():
    text = "A<br/>B’s “quote”"
    steps = standardise_steps(text)
    assert [name for name, _ in steps] == [name for name, _ in RULES]
    assert steps[0][1] == "A B’s “quote”"
    assert steps[-1][1] == standardise(text)


@given(st.text())
def test_standardising_twice_changes_nothing_more(text):
    words = split_words(standardise(text))
    assert split_words(standardise(" ".join(words))) == words


@given(st.text())
def test_nothing_of_markup_survives(text):
    assert not set(standardise(text)) & set('<>&"/\\;:(){}[]!?.,*_`#|~^$%@=+')


@given(st.lists(st.text(), max_size=5))
def test_a_batch_is_the_same_as_one_by_one(texts):
    assert standardise_batch(texts) == [standardise(text) for text in texts]
