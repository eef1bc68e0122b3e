"""Files to read are made where the readers are tested."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnnviz.sandbox.limits import Limits
from rnnviz.sandbox.pool import Pool

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "series"), str(TESTS / "uploads")]


@pytest.fixture
def pool_of() -> Iterator[Callable[..., Pool]]:
    """Makes a pool with limits of its own, which ends with the test."""
    made: list[Pool] = []

    def make(size: int = 1, **limits: float) -> Pool:
        made.append(Pool(size, Limits(**limits)))
        return made[-1]

    yield make
    for pool in made:
        pool.close()
