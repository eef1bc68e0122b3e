"""Contrasts: a small word turns the target; every text is of the vocabulary, and repeatable."""

from __future__ import annotations

import random
from importlib.resources import files

import numpy as np
import pytest

from rnnviz.text.encoding import WHOLE_TEXT, encode_words
from rnnviz.text.vocabulary import SPECIAL, Vocabulary
from rnnviz.training.contrasts import Contrasts, graded_words
from rnnviz.training.small_words import SMALL_WORDS

OWN = {
    "en": ("good", "bad", "it", "is", "very", "film"),
    "vi": ("hay", "dở", "phim", "này", "rất", "món"),
}


def small_words(language):
    """Every word that the rules of a language use."""
    rules = SMALL_WORDS[language]
    texts = [*rules.plain, *rules.turned, *rules.plain_nouns, *rules.turned_nouns]
    texts += [*rules.both, *rules.neither, *rules.instead]
    texts += [*rules.joins, *rules.no, *rules.after]
    texts += [part for both in rules.yields for part in both]
    texts += [*rules.verbs, *rules.between, *rules.degrees, *rules.articles]
    return sorted({word for text in texts for word in text.split()} - {"{}", *OWN[language]})


@pytest.fixture(params=["en", "vi"])
def made(request):
    own = OWN[request.param]
    vocabulary = Vocabulary((*SPECIAL, *own, *small_words(request.param)))
    good, bad, *_ = (vocabulary.id_of(word) for word in own)
    leaning = np.zeros(len(vocabulary))
    leaning[good], leaning[bad] = 2.0, -2.0
    sentence = [vocabulary.id_of(word) for word in (own[2], own[3], own[4])]
    sentences = [[*sentence, good], [*sentence, bad]]
    rules = SMALL_WORDS[request.param]
    contrasts = Contrasts(
        vocabulary, rules, leaning, [good, bad], [], sentences, np.array([0.95, 0.05])
    )
    return contrasts, vocabulary, rules, good, bad


def test_every_word_of_the_rules_is_in_the_vocabulary_and_targets_are_soft(made):
    contrasts, vocabulary, *_ = made
    assert contrasts.possible
    rows, targets = contrasts.make(400, random.Random(0))
    assert all(1 < i < len(vocabulary) for row in rows for i in row)
    assert all(0.05 <= target <= 0.95 and abs(target - 0.5) > 0.1 for target in targets)


@pytest.mark.parametrize("language", SMALL_WORDS)
def test_no_rule_is_a_near_copy_of_a_pair_that_judges(language):
    """No five words of a rule in a row, four of them its own, stand in one of the pairs."""
    table = files("rnnviz") / "assets" / "contrasts" / f"{language}.tsv"
    cells = [line.split("\t")[1:] for line in table.read_text("utf-8").splitlines()[1:]]
    pairs = encode_words([text for both in cells for text in both], WHOLE_TEXT)
    judged = {tuple(text[k : k + 5]) for text in pairs for k in range(len(text) - 4)}
    rules = SMALL_WORDS[language]
    patterns = [*rules.plain, *rules.turned, *rules.plain_nouns, *rules.turned_nouns]
    for pattern in [*patterns, *rules.both, *rules.neither, *rules.instead]:
        words = pattern.split()
        for k in range(len(words) - 4):
            run = words[k : k + 5]
            if run.count("{}") > 1:
                continue
            alike = [five for five in judged if _fits(run, five)]
            assert not alike, (pattern, alike)


def _fits(run, words):
    return all(mine in ("{}", word) for mine, word in zip(run, words, strict=True))


def test_the_same_dice_make_the_same_texts(made):
    contrasts, *_ = made
    assert contrasts.make(50, random.Random(7)) == contrasts.make(50, random.Random(7))
    assert contrasts.make(50, random.Random(7)) != contrasts.make(50, random.Random(8))


def test_a_negation_turns_the_side_and_the_last_clause_decides(made):
    contrasts, vocabulary, rules, good, bad = made
    negations = {vocabulary.id_of(part.split()[0]) for part in rules.no}
    joins = {vocabulary.id_of(part.split()[0]) for part in rules.joins}
    seen = set()
    for row, target in zip(*contrasts.make(600, random.Random(1)), strict=True):
        sides = [i for i in row if i in (good, bad)]
        if len(set(sides)) == 2:
            assert (target > 0.5) == (sides[1] == good)
            seen.add("two clauses" if joins & set(row) else "yields")
        elif len(sides) == 2:
            continue  # both or neither
        elif negations & set(row):
            assert (target > 0.5) == (sides[0] == bad)
            seen.add("turned")
        elif row in ([good], [bad]):
            assert (target > 0.5) == (row == [good])
            seen.add("plain")
    assert seen >= {"two clauses", "turned", "plain"}


def test_words_of_degree_tell_which_words_can_be_graded_and_articles_the_nouns():
    vocabulary = Vocabulary((*SPECIAL, "very", "dull", "film", "murder", "a", "mess"))
    very, dull, film, murder, a, mess = range(2, 8)
    rows = [[very, dull, film]] * 30 + [[murder, film]] * 30 + [[a, mess]] * 30
    leaning = np.array([0, 0, 0, -2.0, 0, -2.0, 0, -2.0])
    counts = np.full(8, 30)
    found = graded_words(rows, vocabulary, SMALL_WORDS["en"], leaning, counts)
    assert found == ([dull], [mess])
