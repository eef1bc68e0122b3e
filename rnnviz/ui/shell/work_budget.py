"""How much heavy work one session may ask for: reading files, starting runs, long texts.

A bucket of seconds of work. It is full at first, every piece of work takes out what it took, and it
fills by itself: with the default a session can keep half a processor busy for ever, and all of one
for three minutes. Nobody who reads what they asked for comes near that; a script does. Work that
has begun is never cut off: it may leave a debt, which is waited out before the next.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from rnnviz.errors import RnnvizError

SHARE = 50  # percent of a processor, unless RNNVIZ_SESSION_SHARE says otherwise
SAVED_UP = 180.0  # seconds in which an empty bucket is full again
RUN = 2.0  # seconds of work that starting a run or a file of reviews counts for
LONG = 150  # words: what is asked about a shorter text is light
_BUDGET = "rnnviz.work_budget"


class WorkBudget:
    """``share`` seconds of work a second, saved up for ``SAVED_UP`` seconds; 0: no limit."""

    def __init__(self, share: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._share, self._most, self._clock = share, share * SAVED_UP, clock
        self._left, self._seen = self._most, clock()

    def wait(self, wanted: float = 0.0) -> float:
        """Seconds until ``wanted`` seconds of work may begin; 0.0 where they may at once. More
        than the bucket holds may begin when it is full."""
        if not self._share:
            return 0.0
        self._fill()
        return max(0.0, min(wanted, self._most) - self._left) / self._share

    def spend(self, seconds: float) -> None:
        """So much work was done."""
        self._fill()
        self._left -= seconds

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._seen) * self._share)
        self._seen = now


@contextmanager
def heavy_work(seconds: float = 0.0) -> Iterator[None]:
    """What others wait for: it counts as it lasts, or as ``seconds``. Raises ``work_too_much``,
    with how long to wait, where this session has had its share."""
    _check(seconds)
    begun = time.monotonic()
    try:
        yield
    finally:
        _budget().spend(seconds or time.monotonic() - begun)


@contextmanager
def heavy_if_long(words: int) -> Iterator[None]:
    """``heavy_work`` about a text of more than ``LONG`` words; a shorter one is never refused."""
    if words <= LONG:
        yield
        return
    with heavy_work():
        yield


def check_room(runs: int = 0) -> None:
    """Raise ``work_too_much`` where this session cannot begin anything heavy, or so many runs:
    before the first of them, and before anything makes way for what would come."""
    _check(RUN * runs)


def share_by_default() -> float:
    """``RNNVIZ_SESSION_SHARE``, in processors."""
    asked = os.environ.get("RNNVIZ_SESSION_SHARE", "")
    percent = int(asked) if asked.isdecimal() and int(asked) <= 6400 else SHARE
    return percent / 100


def _check(seconds: float) -> None:
    if left := _budget().wait(seconds):
        raise RnnvizError("work_too_much", seconds=max(1, round(left)))


def _budget() -> WorkBudget:
    """The one of this session."""
    found = st.session_state.get(_BUDGET)
    if not isinstance(found, WorkBudget):
        found = st.session_state[_BUDGET] = WorkBudget(share_by_default())
    return found
