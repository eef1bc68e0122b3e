"""Contrasts: a small word turns the target; every text is of the vocabulary, and repeatable."""

from __future__ import annotations

import random
from importlib.resources import files

import numpy as np
import pytest

from rnnviz.text.encoding import WHOLE_TEXT, encode_words
from rnnviz.text.vocabulary import SPECIAL, Vocabulary
from rnnviz.training.contrast_rules import Gap, contrast_rules
from rnnviz.training.contrasts import Contrasts, graded_words

OWN = {
    "en": ("good", "bad", "it", "is", "very", "film"),
    "vi": ("hay", "dở", "phim", "này", "rất", "món"),
}
OPENINGS = 300  # of each pattern: a claim has some hundreds


def small_words(language):
    """Every word that the rules of a language use."""
    rules = contrast_rules(language)
    texts = [*rules.keeps, *rules.turns, *rules.instead, *rules.joins, *rules.no, *rules.after]
    texts += [part for both in rules.yields for part in both]
    texts += [phrase for some in rules.phrases.values() for phrase in some]
    texts += [*rules.verbs, *rules.between, *rules.degrees, *rules.articles]
    texts += [word for kinds in rules.words.values() for some in kinds.values() for word in some]
    words = {word for text in texts for word in text.split() if word[0] not in "<{"}
    return sorted(words - {*OWN[language]})


@pytest.fixture(params=["en", "vi"])
def made(request):
    own = OWN[request.param]
    vocabulary = Vocabulary((*SPECIAL, *own, *small_words(request.param)))
    good, bad, *_ = (vocabulary.id_of(word) for word in own)
    leaning = np.zeros(len(vocabulary))
    leaning[good], leaning[bad] = 2.0, -2.0
    sentence = [vocabulary.id_of(word) for word in (own[2], own[3], own[4])]
    sentences = [[*sentence, good], [*sentence, bad]]
    rules = contrast_rules(request.param)
    contrasts = Contrasts(
        vocabulary, rules, leaning, [good, bad], [sentence[0]], sentences, np.array([0.95, 0.05])
    )
    return contrasts, vocabulary, rules, sentences


def test_every_word_of_the_rules_is_in_the_vocabulary_and_targets_are_soft(made):
    contrasts, vocabulary, *_ = made
    assert contrasts.possible
    rows, targets = contrasts.make(400, random.Random(0))
    assert all(1 < i < len(vocabulary) for row in rows for i in row)
    assert all(0.05 <= target <= 0.95 and abs(target - 0.5) > 0.1 for target in targets)


@pytest.mark.parametrize("language", OWN)
def test_no_rule_is_a_near_copy_of_a_pair_that_judges(language):
    """No six words of a rule in a row, five of them its own, stand in one of the pairs."""
    table = files("rnnviz") / "assets" / "contrasts" / f"{language}.tsv"
    cells = [line.split("\t")[1:] for line in table.read_text("utf-8").splitlines()[1:]]
    pairs = encode_words([text for both in cells for text in both], WHOLE_TEXT)
    sixes = {tuple(text[k : k + 6]) for text in pairs for k in range(len(text) - 5)}
    judged = sixes | {(*six[:k], "{}", *six[k + 1 :]) for six in sixes for k in range(6)}
    rules, dice = contrast_rules(language), random.Random(0)
    for pattern in sorted({*rules.keeps, *rules.turns, *rules.instead}):
        for _ in range(OPENINGS if "<" in pattern else 1):
            opened = list(rules.opened(pattern, dice))
            words = ["{}" if isinstance(part, Gap) else part for part in opened]
            runs = {tuple(words[k : k + 6]) for k in range(len(words) - 5)}
            assert not runs & judged, (pattern, words)


def test_the_same_dice_make_the_same_texts(made):
    contrasts, *_ = made
    assert contrasts.make(50, random.Random(7)) == contrasts.make(50, random.Random(7))
    assert contrasts.make(50, random.Random(7)) != contrasts.make(50, random.Random(8))


def test_a_pattern_says_what_its_rule_says(made):
    """The side of the words in its gaps, turned where the rule turns, and the last word."""
    contrasts, vocabulary, rules, sentences = made
    side_of = {}
    for side, kinds in rules.words.items():
        for words in kinds.values():
            side_of |= {tuple(vocabulary.id_of(part) for part in w.split()): side for w in words}
    turns = tuple(vocabulary.id_of(part) for part in rules.no[0].split())
    joins = [tuple(vocabulary.id_of(part) for part in join.split()) for join in rules.joins]
    good, bad = (tuple(sentences[side]) for side in (0, 1))
    joined = {
        (*first, *join, *last) for join in joins for first, last in ((good, bad), (bad, good))
    }
    seen = set()
    for row, target in zip(*contrasts.make(20_000, random.Random(1)), strict=True):
        words = tuple(row)
        if words in side_of:
            assert (target > 0.5) == side_of[words]
            seen.add("plain")
        elif words[: len(turns)] == turns and words[len(turns) :] in side_of:
            assert (target > 0.5) != side_of[words[len(turns) :]]
            seen.add("turned")
        elif words in joined:
            assert (target > 0.5) == (words[-len(good) :] == good)
            seen.add("joined")
    assert seen == {"plain", "turned", "joined"}


def test_a_phrase_is_opened_anew_and_a_gap_knows_its_side():
    rules = contrast_rules("en")
    parts = list(rules.opened("<neg> {adj} but {~adj}", random.Random(0)))
    assert parts[-3:] == [Gap("adj", False), "but", Gap("adj", True)]
    openings = {
        tuple(map(str, rules.opened("<who> <says> <claim>", random.Random(k)))) for k in range(50)
    }
    assert len(openings) > 40


def test_the_corpus_tells_which_words_can_be_graded_and_what_texts_are_about():
    vocabulary = Vocabulary((*SPECIAL, "very", "dull", "film", "murder", "the"))
    very, dull, film, murder, the = range(2, 7)
    rows = [[the, film, very, dull]] * 60 + [[film, murder]] * 60
    leaning = np.array([0, 0, 0, -2.0, 0, -2.0, 0])
    counts = np.full(7, 60)
    found = graded_words(rows, vocabulary, contrast_rules("en"), leaning, counts)
    assert found == ([dull], [film])
