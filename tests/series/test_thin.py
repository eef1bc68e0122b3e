from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.series.thin import thin


def walk(hours: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=hours).cumsum().astype(np.float32)


def test_a_short_series_is_drawn_whole():
    assert thin(walk(100, 0), 100).tolist() == list(range(100))


@settings(max_examples=30)
@given(st.integers(1_001, 30_000), st.integers(0, 99))
def test_few_points_keep_the_extremes_and_the_order(hours, seed):
    values = walk(hours, seed)
    chosen = thin(values, 1_000)
    assert len(chosen) <= 1_000
    assert (np.diff(chosen) > 0).all()
    assert {0, hours - 1} <= set(chosen.tolist())
    assert values[chosen].max() == values.max()
    assert values[chosen].min() == values.min()


def test_a_wide_hole_breaks_the_line_and_a_tiny_one_does_not():
    values = walk(100_000, 3)
    values[40_000:41_000] = np.nan
    values[70_000] = np.nan
    chosen = thin(values, 1_000)
    assert np.isnan(values[chosen]).sum() == 1
    assert 40_000 in chosen


def test_nothing_but_holes_is_drawn_as_nothing():
    chosen = thin(np.full(5_000, np.nan, np.float32), 100)
    assert np.isnan(np.full(5_000, np.nan)[chosen]).all()
