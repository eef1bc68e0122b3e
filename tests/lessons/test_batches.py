"""Packing by hand is torch's: order, batch sizes, data, states, means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lessons.batches import batches_error, filled_cells, pack, padded, read_states, text_of
from rnnviz.lessons.example import Sizes, build_example
from rnnviz.lessons.questions import still_read
from rnnviz.ui.build.rung12_batches import COMMENTS, batches_code

SIZES = Sizes(4, 3, 2)
LAYER = build_example(["a"], SIZES, 5).params.layer


def texts(lengths):
    return [
        text_of([f"w{i}{step}" for step in range(n)], SIZES, 5, None) for i, n in enumerate(lengths)
    ]


@given(st.lists(st.integers(1, 8), min_size=1, max_size=6))
def test_packing_and_what_is_read_are_torchs(lengths):
    some = texts(lengths)
    assert [len(text) for text in some] == lengths
    assert batches_error(some, LAYER) < 1e-12
    packed = pack(some)
    assert packed.batch_sizes == tuple(
        still_read(lengths, step) for step in range(1, max(lengths) + 1)
    )
    assert sum(packed.batch_sizes) == len(packed.rows) == sum(lengths)
    assert [packed.order[place] for place in packed.back] == list(range(len(lengths)))
    assert filled_cells(lengths) == padded(some)[..., 0].size - sum(lengths)


def test_only_a_text_that_was_filled_up_is_read_wrongly_at_the_end_of_the_block():
    long, short = read_states(texts([6, 2]), LAYER)
    assert (long.true_last == long.block_end).all()
    assert not (short.true_last == short.block_end).any()


def test_a_word_has_the_vector_that_the_lesson_gives_it():
    example = build_example(["not", "bad"], SIZES, 3)
    assert (text_of(["bad"], SIZES, 3, None).x == example.x[1:]).all()


@pytest.mark.parametrize("lengths", [[4, 3, 6, 2], [1, 1]])
def test_the_lines_on_the_page_run(lengths):
    names: dict[str, object] = {}
    exec(batches_code(lengths, 3, 2, dict.fromkeys(COMMENTS, "…")), names)
    assert names["last"].allclose(names["same"])
    assert names["mean"].shape == names["wrong"].shape == (len(lengths), 2)
    filled = len(set(lengths)) > 1
    assert names["wrong"].allclose(names["last"]) != filled
