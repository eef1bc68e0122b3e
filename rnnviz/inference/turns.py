"""Turns for work that only so many may be at, first come, first served."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

_LOOK = 0.5  # seconds between two looks at whether somebody still wants a turn


class Turns:
    """``size`` turns at once."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()

    def take(self, who: object, wanted: Callable[[], bool]) -> bool:
        """Wait for a turn; False, and no turn, once it is not ``wanted`` any more."""
        with self._changed:
            self._waiting.append(who)
            try:
                while not (self._left and self._waiting[0] is who):
                    if not wanted():
                        return False
                    self._changed.wait(_LOOK)
                self._left -= 1
                return True
            finally:
                self._waiting.remove(who)
                self._changed.notify_all()

    def give_back(self) -> None:
        """The turn is over."""
        with self._changed:
            self._left += 1
            self._changed.notify_all()

    def place(self, who: object) -> int:
        """How many are before ``who``, itself included; 0 where it does not wait."""
        with self._changed:
            return self._waiting.index(who) + 1 if who in self._waiting else 0
