from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import WORDS, ids_lists, logit_alone, models, small_model

from rnnviz.explain.opposites import replacements, word_opinions
from rnnviz.explain.trace import trace_review
from rnnviz.explain.what_if import (
    Edit,
    align,
    apply_edits,
    edited_ids,
    first_parting,
    smallest_change,
)
from rnnviz.inference.classify import encoding_spec, read_shipped, vocabulary_of
from rnnviz.models.shipped import load_shipped
from rnnviz.text.encoding import EncodingSpec, encode
from rnnviz.text.vocabulary import Vocabulary

WORD_LIST = ("<pad>", "<unk>", "the", "film", "was", "not", "good", "bad", "very", "a", "é", "x")
VOCABULARY = Vocabulary(WORD_LIST)
assert len(WORD_LIST) == WORDS


def edited(text, *edits, **spec):
    encoding = encode(text, VOCABULARY, EncodingSpec(**spec))
    return apply_edits(encoding, [Edit(*edit) for edit in edits], VOCABULARY)


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("The film was  not good.", [("delete", 3)], "The film was  good."),
        ("The film was good.", [("delete", 3)], "The film was."),
        ("The film", [("delete", 0)], "film"),
        ("Good, bad (very bad)!", [("delete", 1)], "Good, (very bad)!"),
        ("Good (bad)!", [("delete", 1)], "Good ()!"),
        ("very-good", [("delete", 0)], "-good"),
        ("was so good", [("delete", 1), ("delete", 2)], "was"),
        ("a\n\nfilm", [("delete", 0)], "\nfilm"),
        (
            "Good! The END, bad",
            [("replace", 0, "bad"), ("replace", 2, "film")],
            "Bad! The FILM, bad",
        ),
        ("good", [("replace", 0, "not bad")], "not bad"),
        ("The film", [("replace", 1, "")], "The"),
    ],
)
def test_edits_leave_the_rest_of_the_text_alone(text, edits, expected):
    result = edited(text, *edits)
    assert result.text == expected
    again = encode(expected, VOCABULARY)
    assert (result.ids, result.words) == (again.ids, again.words)


@given(text=st.text("ab XÉé.,'! -\n", min_size=1, max_size=30), data=st.data())
def test_reading_the_edited_text_gives_the_edited_ids(text, data):
    encoding = encode(text, VOCABULARY)
    steps = st.integers(0, len(encoding.ids) - 1) if encoding.ids else st.nothing()
    kinds = st.one_of(
        st.builds(Edit, st.just("delete"), steps),
        st.builds(Edit, st.just("replace"), steps, st.sampled_from(["good", "é", "not bad"])),
    )
    edits = data.draw(st.lists(kinds, max_size=4, unique_by=lambda edit: edit.step))
    result = apply_edits(encoding, edits, VOCABULARY)
    again = encode(result.text, VOCABULARY)
    assert (again.ids, again.words) == (result.ids, result.words)
    assert edited_ids(encoding.ids, edits, VOCABULARY) == list(result.ids)


def test_what_truncation_took_out_does_not_come_back():
    result = edited("good bad very a", ("delete", 0), length=2, truncation="head")
    assert result.words == ("bad",)
    assert result.text == "bad very a"


def test_edits_name_steps_of_the_padded_text():
    result = edited("good bad", ("delete", 3), length=4, padding="before")
    assert result.words == ("<pad>", "<pad>", "good")
    assert result.text == "good"


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([("delete", 5)], "step 5"),
        ([("delete", -1)], "step -1"),
        ([("delete", 0)], "step 0"),
        ([("delete", 2), ("replace", 2, "bad")], "once"),
    ],
)
def test_edits_of_no_word_are_refused(edits, message):
    with pytest.raises(ValueError, match=message):
        edited("good bad", *edits, length=4, padding="before")


@settings(max_examples=40)
@given(model=models, ids=ids_lists, most=st.integers(1, 4))
def test_a_change_turns_the_verdict_and_needs_every_edit(model, ids, most):
    change = smallest_change(model, ids, VOCABULARY, lambda word: (2, 5, 8), most)
    whole = logit_alone(model, ids)
    single = [[i for k, i in enumerate(ids) if k != step] for step in range(len(ids))]
    if len(ids) > 1 and any((logit_alone(model, row) >= 0) != (whole >= 0) for row in single):
        assert change is not None
        assert [edit.operation for edit in change.edits] == ["delete"]
    if change is None:
        return
    assert 1 <= len(change.edits) == len(change.logits) <= most
    assert change.before == pytest.approx(whole, abs=1e-5)
    for k, logit in enumerate(change.logits):
        row = edited_ids(ids, change.edits[: k + 1], VOCABULARY)
        assert row, "a text is never emptied"
        assert logit == pytest.approx(logit_alone(model, row), abs=1e-5)
    assert (change.logits[-1] >= 0) != (whole >= 0)
    for edit in change.edits:
        fewer = [e for e in change.edits if e is not edit]
        still = logit_alone(model, edited_ids(ids, fewer, VOCABULARY))
        assert (still >= 0) == (whole >= 0)


def test_one_word_can_only_be_replaced():
    model = small_model("rnn", "last", seed=1)
    with torch.no_grad():
        model.head.bias.zero_()
    logits = {word: logit_alone(model, [word]) for word in range(2, WORDS)}
    word, other = min(logits, key=logits.get), max(logits, key=logits.get)
    assert logits[word] < 0 <= logits[other]
    assert smallest_change(model, [word], VOCABULARY, lambda word: ()) is None
    change = smallest_change(model, [word], VOCABULARY, lambda word: [other])
    assert change.edits == (Edit("replace", 0, WORD_LIST[other]),)


def test_padding_is_never_edited():
    model = small_model(seed=4)
    change = smallest_change(model, [0, 0, 5, 3, 0], VOCABULARY, lambda word: (2, 9))
    assert change is None or all(edit.step in (2, 3) for edit in change.edits)


def test_a_shipped_verdict_turns_with_a_word():
    checkpoint = load_shipped("best")
    vocabulary = vocabulary_of(checkpoint)
    encoding = encode("A wonderful film.", vocabulary, encoding_spec(checkpoint))
    candidates = partial(replacements, word_opinions(checkpoint.model))
    change = smallest_change(checkpoint.model, encoding.ids, vocabulary, candidates)
    turned = read_shipped(apply_edits(encoding, change.edits, vocabulary).text, "best")
    assert (change.before >= 0) != turned.path.positive
    assert float(turned.trace.outputs[-1, 0]) == pytest.approx(change.logits[-1], abs=1e-4)


def test_two_versions_are_aligned_word_by_word():
    a = ["the", "film", "was", "not", "good"]
    b = ["the", "film", "was", "very", "bad", "indeed"]
    assert align(a, b) == ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (None, 5))
    assert align(["x"], []) == ((0, None),)
    assert align([], []) == ()


@given(*[st.lists(st.sampled_from("abc"), max_size=12)] * 2)
def test_an_alignment_has_every_step_of_both_once_in_order(a, b):
    rows = align(a, b)
    assert [i for i, _ in rows if i is not None] == list(range(len(a)))
    assert [j for _, j in rows if j is not None] == list(range(len(b)))


@settings(max_examples=40)
@given(model=models, ids=ids_lists, data=st.data())
def test_states_part_at_the_word_that_was_replaced(model, ids, data):
    step = data.draw(st.integers(0, len(ids) - 1))
    other = [*ids[:step], data.draw(st.integers(1, WORDS - 1)), *ids[step + 1 :]]
    a, b = (trace_review(model, row, [str(i) for i in row]) for row in (ids, other))
    rows = tuple((t, t) for t in range(len(ids)))
    parted = first_parting(a, b, rows)
    if other == ids:
        assert parted is None
    else:
        assert (
            parted == step or np.abs(a.layers[0].h[step + 1] - b.layers[0].h[step + 1]).max() < 1e-5
        )


def test_states_part_where_only_one_has_a_word():
    model = small_model()
    a = trace_review(model, [2, 3, 4], ["2", "3", "4"])
    b = trace_review(model, [2, 4], ["2", "4"])
    rows = align(a.labels, b.labels)
    assert rows == ((0, 0), (1, None), (2, 1))
    assert first_parting(a, b, rows) == 1


def test_two_unknown_words_do_not_part_the_states():
    """What the reader sees as another word the network does not."""
    model = small_model()
    a = trace_review(model, [2, 1, 4], ["the", "zyx", "was"])
    b = trace_review(model, [2, 1, 4], ["the", "xyz", "was"])
    assert first_parting(a, b, align(a.labels, b.labels)) is None
