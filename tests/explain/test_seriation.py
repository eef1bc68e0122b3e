"""Units in an order in which neighbours behave alike."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnviz.explain.seriation import MOST, order_by_similarity

states = arrays(
    np.float32, st.tuples(st.integers(0, 6), st.integers(1, 8)), elements=st.floats(-1, 1, width=32)
)


@given(states)
def test_every_unit_has_its_place_once(values):
    assert sorted(order_by_similarity(values)) == list(range(values.shape[1]))


def test_units_that_move_together_stand_together():
    steps = np.linspace(0, 6, 40)
    kinds = [np.sin(steps), np.cos(steps), -np.sin(steps)]
    mixed = [0, 1, 2, 0, 1, 2, 0, 1, 2]
    rng = np.random.default_rng(0)
    values = np.stack([kinds[k] + 0.01 * rng.normal(size=40) for k in mixed], axis=1)
    order = [mixed[unit] for unit in order_by_similarity(values)]
    assert order in [[k for k in kind for _ in range(3)] for kind in permutations(range(3))]


def test_more_units_than_can_be_ordered_quickly_stay_as_they_are():
    values = np.random.default_rng(1).normal(size=(3, MOST + 1))
    assert order_by_similarity(values) == list(range(MOST + 1))
