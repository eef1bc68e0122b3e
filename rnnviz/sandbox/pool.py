"""Warm child processes that read files, and what becomes of one that a file holds up."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from rnnviz.errors import RnnvizError
from rnnviz.low_priority import apart
from rnnviz.sandbox.frames import FrameError, receive, send
from rnnviz.sandbox.limits import LIMITS, Limits
from rnnviz.sandbox.plain import error_in

ROOT = Path(__file__).resolve().parents[2]  # where ``python -m rnnviz`` works
_LOG = logging.getLogger(__name__)


class Child:
    """One process. It starts at once and takes its time to be ``ready``."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        own = {k: v for k, v in os.environ.items() if not k.startswith("RNNVIZ_")}
        nice = {"RNNVIZ_NICE": os.environ.get("RNNVIZ_NICE", "")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rnnviz.sandbox.child", str(limits.memory)],
            cwd=ROOT,
            env={**own, **nice, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **apart(),
        )

    def wait_until_ready(self) -> None:
        """Raises ``EOFError`` where it ends instead."""
        with self._ended_after(self._limits.start):
            self._receive()

    def ask(self, question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        """Its answer. Raises ``TimeoutError``, ``EOFError`` or ``OSError`` where it has ended, and
        ``FrameError`` on what is no answer.
        """
        assert self.process.stdin is not None
        seconds = self._limits.seconds_for(len(data))
        with self._ended_after(seconds) as late:
            try:
                send(self.process.stdin, {**question, "seconds": seconds}, data)
                answer = self._receive()
            except (EOFError, OSError):
                if late.is_set():
                    raise TimeoutError from None
                raise
        if late.is_set():
            raise TimeoutError
        return answer

    def end(self) -> None:
        """At once, and let nothing remain of it."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _receive(self) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdout is not None
        return receive(self.process.stdout, self._limits.answer)

    @contextlib.contextmanager
    def _ended_after(self, seconds: float) -> Any:
        """What waits for a process that is killed comes back: it works on every system."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()


class Pool:
    """``size`` children at most, started when first needed, each replaced when it has ended.

    Files wait in turn, for some seconds at most: a slow one holds one child, and no longer than
    ``limits.seconds_for`` its file.
    """

    def __init__(self, size: int | None = None, limits: Limits = LIMITS) -> None:
        self._size = size or min(2, os.cpu_count() or 1)
        self._limits = limits
        self._changed = threading.Condition(threading.RLock())
        self._children: set[Child] = set()
        self._starting = 0
        self._idle: list[Child] = []
        self._waiting: deque[object] = deque()
        self._closed = False

    def warm(self) -> None:
        """Have all children started. Returns at once."""
        with self._changed:
            while not self._closed and len(self._children) + self._starting < self._size:
                self._starting += 1
                threading.Thread(target=self._start, name="sandbox", daemon=True).start()

    def ask(
        self, task: str, data: bytes, name: str, options: dict[str, Any]
    ) -> tuple[dict[str, Any], bytes]:
        """A child's answer, see ``child.TASKS``. Raises ``RnnvizError``: what the child said, or
        which limit the file has met.
        """
        child = self._take()
        fit = False
        try:
            question = {"task": task, "name": name, "options": options}
            head, body = child.ask(question, data)
            fit = not head.get("last", True)
        except TimeoutError:
            seconds = round(self._limits.seconds_for(len(data)))
            raise RnnvizError("upload_too_slow", name=name, seconds=seconds) from None
        except (EOFError, OSError, FrameError):  # it has ended, for want of memory mostly
            raise RnnvizError("upload_too_much", name=name) from None
        finally:
            self._put_back(child, fit)
        if "memory" in head:
            raise RnnvizError("upload_too_much", name=name)
        if "mistake" in head:
            _LOG.error("a file could not be read\n%s", head["mistake"])
            raise RnnvizError("upload_not_read", name=name)
        if "error" in head:
            raise _error(head, name)
        return head, body

    def close(self) -> None:
        """End all children; nothing can be asked any more."""
        with self._changed:
            self._closed = True
            children, self._children, self._idle = self._children, set(), []
            self._changed.notify_all()
        for child in children:
            child.end()

    def _take(self) -> Child:
        """A child that is at nobody's file. Raises ``upload_busy`` after a while."""
        self.warm()
        mine, begun = object(), time.monotonic()
        with self._changed:
            self._waiting.append(mine)
            try:
                while not (self._waiting[0] is mine and self._one_is_idle()):
                    # Where none is at work they are still starting.
                    at_work = len(self._children) > len(self._idle)
                    longest = self._limits.wait if at_work else self._limits.start
                    left = begun + longest - time.monotonic()
                    nobody = not self._children and not self._starting
                    if left <= 0 or nobody or self._closed:
                        raise RnnvizError("upload_busy")
                    self._changed.wait(left)
                return self._idle.pop()
            finally:
                self._waiting.remove(mine)
                self._changed.notify_all()

    def _one_is_idle(self) -> bool:
        """One that has died meanwhile is none."""
        dead = [child for child in self._idle if child.process.poll() is not None]
        for child in dead:
            self._idle.remove(child)
            self._children.remove(child)
            child.end()
        if dead:
            self.warm()
        return bool(self._idle)

    def _put_back(self, child: Child, fit: bool) -> None:
        if not fit:
            child.end()
        with self._changed:
            if fit and child in self._children:
                self._idle.append(child)
            else:
                self._children.discard(child)
            self._changed.notify_all()
        if not fit:
            self.warm()

    def _start(self) -> None:
        child = None
        try:
            child = Child(self._limits)
            child.wait_until_ready()
        except (OSError, EOFError, FrameError):
            _LOG.error("a process that reads files did not start")
            if child is not None:
                child.end()
            child = None
        with self._changed:
            self._starting -= 1
            if child is not None and not self._closed:
                self._children.add(child)
                self._idle.append(child)
                child = None
            self._changed.notify_all()
        if child is not None:
            child.end()


def _error(head: dict[str, Any], name: str) -> RnnvizError:
    try:
        return error_in(head)
    except (ValueError, KeyError, TypeError, AttributeError):
        return RnnvizError("upload_too_much", name=name)


POOL = Pool()
atexit.register(POOL.close)
