"""A session's share of heavy work: a bucket that fills by itself."""

from __future__ import annotations

import pytest

from rnnviz.ui.shell.work_budget import SAVED_UP, SHARE, WorkBudget, share_by_default


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_work_is_waited_for_once_the_bucket_is_empty():
    clock = Clock()
    budget = WorkBudget(0.5, clock)
    most = 0.5 * SAVED_UP
    assert budget.wait(most) == 0
    budget.spend(most + 3)  # what has begun is never cut off
    assert budget.wait() == pytest.approx(6)
    clock.now += 6
    assert budget.wait() == 0
    assert budget.wait(10) == pytest.approx(20)
    clock.now += 1e6  # no more than was saved up
    budget.spend(most)
    assert budget.wait(1) == pytest.approx(2)


def test_half_of_a_processor_is_never_refused():
    clock = Clock()
    budget = WorkBudget(0.5, clock)
    for _ in range(1000):
        assert budget.wait(5) == 0
        budget.spend(5)
        clock.now += 10


def test_more_than_the_bucket_holds_may_begin_when_it_is_full():
    budget = WorkBudget(0.5, Clock())
    assert budget.wait(1e6) == 0
    budget.spend(1)
    assert budget.wait(1e6) == pytest.approx(2)


def test_nought_is_no_limit():
    budget = WorkBudget(0, Clock())
    budget.spend(1e9)
    assert budget.wait(1e9) == 0


@pytest.mark.parametrize(
    ("said", "share"), [("", SHARE), ("0", 0), ("200", 200), ("-5", SHARE), ("a lot", SHARE)]
)
def test_the_environment_says_how_much(monkeypatch, said, share):
    monkeypatch.setenv("RNNVIZ_SESSION_SHARE", said)
    assert share_by_default() == share / 100
