"""Editing a number changes what depends on it and nothing else; edits go through a link."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lesson_strategies import draws, edits, examples, sentences, sizes, values

from rnnviz.lessons.edits import (
    GATE_BIASES,
    MAX_LENGTH,
    canonical,
    format_edits,
    parse_edits,
    word_tag,
)
from rnnviz.lessons.example import Sizes, build_example, in_use, original_number, place_of
from rnnviz.lessons.forward import run_layer

WORDS = ["not", "bad", "at", "all"]


@given(edits)
def test_edits_go_through_a_link(changed):
    assert parse_edits(format_edits(changed)) == changed


@given(st.text(max_size=60))
def test_whatever_stands_in_a_link_is_valid_or_counts_for_nothing(raw):
    found = parse_edits(raw)
    assert found is None or format_edits(found) == raw


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "i00",
            "i00_1000",
            "i00_5.i00_6",
            "i80_5",
            "x00_5",
            "i00_-0",
            "i00_05",
            "i00_٥",
            " i00_5",
        ),
        *("i10_5.i00_5", "e12_5", "eABCD0_5", "gh0_5", "g0_5", "gf8_5", ".".join(["i00_5"] * 400)),
    ],
)
def test_odd_edits_count_for_nothing(raw):
    assert canonical(raw) is None


def test_the_most_that_can_be_edited_fits_into_a_link():
    example = build_example(["a", "b", "c", "d", "e", "f", "g", "h"], Sizes(8, 4, 4))
    everything = {
        place_of(example, name, row, column): -9.99
        for name in (*example.params._fields, *GATE_BIASES)
        for row, column in np.ndindex(np.atleast_2d(example.array(name)).shape)
        if name != "E" or row > 1
    }
    assert len(format_edits(everything)) <= MAX_LENGTH
    assert canonical(format_edits(everything)) is not None


@given(sentences, sizes, draws, values, st.data())
def test_an_edit_changes_one_number_of_the_network(sentence, size, draw, value, data):
    before = build_example(sentence, size, draw)
    name = data.draw(st.sampled_from(before.params._fields))
    shape = np.atleast_2d(getattr(before.params, name)).shape
    row = data.draw(st.integers(2 if name == "E" else 0, shape[0] - 1))
    column = data.draw(st.integers(0, shape[1] - 1))
    after = build_example(sentence, size, draw, {place_of(before, name, row, column): value})
    assert original_number(after, name, row, column) == original_number(before, name, row, column)
    for field, mine, theirs in zip(before.params._fields, before.params, after.params, strict=True):
        changed = np.argwhere(np.atleast_2d(mine != theirs)).tolist()
        assert changed in ([], [[row, column]]) if field == name else changed == []
    assert np.atleast_2d(getattr(after.params, name))[row, column] == value


@given(sizes, draws, values, st.data())
def test_what_depends_on_a_weight_changes_and_nothing_else(size, draw, value, data):
    before = build_example(WORDS, size, draw)
    name = data.draw(st.sampled_from(["W_ih", "W_hh", "b_ih", "b_hh"]))
    array = np.atleast_2d(getattr(before.params, name))
    row = data.draw(st.integers(0, array.shape[0] - 1))
    column = data.draw(st.integers(0, array.shape[1] - 1))
    assume(abs(array[row, column] - value) > 0.05)
    after = build_example(WORDS, size, draw, {(name, row, column): value})
    one, other = (run_layer(e.x, e.params.layer) for e in (before, after))
    unit = row if name.startswith("W") else column
    rest = [u for u in range(size.hidden) if u != unit]
    np.testing.assert_array_equal(before.x, after.x)
    # The first state: W_hh meets h_0 = 0 and changes nothing, the others change their own unit.
    np.testing.assert_array_equal(one[0].h[rest], other[0].h[rest])
    assert (one[0].z[unit] == other[0].z[unit]) == (name == "W_hh")
    # The second state: the sum of the unit itself changes through W_hh too.
    if name == "W_hh":
        # unless it meets a state that happens to be 0
        moved = abs(one[1].z[unit] - other[1].z[unit])
        assert (moved > 1e-9) == (abs(one[0].h[column]) > 1e-7)
        np.testing.assert_array_equal(one[1].z[rest], other[1].z[rest])
    # A head reads states; it changes none.
    head = build_example(WORDS, size, draw, {("W_out", 0, 0): value})
    np.testing.assert_array_equal(run_layer(head.x, head.params.layer)[-1].h, one[-1].h)


@given(sentences, draws)
def test_another_size_changes_no_number_that_stays(sentence, draw):
    small, big = (build_example(sentence, Sizes(4, n, n), draw).params for n in (2, 4))
    for mine, theirs in zip(small, big, strict=True):
        cut = tuple(slice(0, n) for n in mine.shape)
        np.testing.assert_array_equal(mine, theirs[cut])


@given(sentences, sizes, edits)
def test_edits_that_are_not_in_use_change_nothing(sentence, size, changed):
    plain = build_example(sentence, size)
    used = {place: value for place, value in changed.items() if in_use(plain, place)}
    one, other = (build_example(sentence, size, 0, e).params for e in (changed, used))
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_vector_stays_with_its_word():
    edit = {("E", word_tag("bad"), 1): 0.55}
    one = build_example(["not", "bad"], Sizes(), 0, edit)
    other = build_example(["bad", "film", "not"], Sizes(), 0, edit)
    np.testing.assert_array_equal(one.x[1], other.x[0])
    assert other.x[0][1] == 0.55


@given(examples)
def test_padding_is_zero_and_the_rnn_reads_it_only_where_two_steps_need_it(example):
    assert len(example.words) == example.sizes.words
    assert len(example.read) == max(example.length, 2)
    np.testing.assert_array_equal(example.params.E[0], 0)


@given(examples, st.randoms())
def test_another_order_moves_vectors_and_changes_none(example, rng):
    order = list(range(example.sizes.words))
    rng.shuffle(order)
    np.testing.assert_array_equal(example.permuted(order).x_padded, example.x_padded[order])
