"""A file of reviews read in a process of its own, while its page only looks how far it is.

The page, and everybody else's, goes on: the process steps back behind them, keeps to one thread,
and takes turns with those of other files, chunk by chunk, so that a small file need not wait for a
large one. What has been read stays, whatever happens: a job can be stopped, and go on from there.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Literal

from rnnviz.errors import RnnvizError
from rnnviz.inference.answers import CHARACTERS, Answer, Span, answer_in, spans_of
from rnnviz.inference.file_worker import QUESTION
from rnnviz.inference.turns import Turns
from rnnviz.low_priority import apart
from rnnviz.sandbox.frames import FrameError, receive, send

Status = Literal["waiting", "running", "done", "stopped", "failed"]

ROOT = Path(__file__).resolve().parents[2]  # where ``python -m rnnviz`` works
PROCESSES = 4  # files at once: each holds some 400 MB
AT_WORK = Turns(max(1, (os.cpu_count() or 1) // 2))  # chunks at once: half of the processors
LOADED = Turns(PROCESSES)
LONGEST = 300.0  # seconds for a chunk, and for a process to start
_MOST = 4096  # rows of a question
_LATELY = 20  # chunks that say how fast it goes
_TAKES = 1.5  # seconds that a chunk shall take: so often there is something new to tell
_LOG = logging.getLogger(__name__)


class FileJob:
    """``texts`` read by a shipped model; it begins at once, behind ``done`` where there is some.

    ``answers`` grows, in order. ``alive``: asked before every chunk whether anybody still wants it.
    """

    def __init__(
        self,
        texts: Sequence[str],
        model: str,
        words: bool,
        done: Sequence[Answer] = (),
        alive: Callable[[], bool] = lambda: True,
    ) -> None:
        self.texts, self.model, self.words = texts, model, words
        self.answers: list[Answer] = list(done)
        self._spans = spans_of(texts)
        self.status: Status = "waiting"
        self.error: RnnvizError | None = None
        self._alive = alive
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._left = sum(map(len, texts[len(done) :]))
        # Seconds, reviews and characters of the last chunks, and when the last one was done.
        self._chunks: deque[tuple[float, int, int]] = deque(maxlen=_LATELY)
        self._last = 0.0
        self._thread = threading.Thread(target=self._run, name="file-job", daemon=True)
        self._thread.start()

    @property
    def unfinished(self) -> bool:
        return self.status in ("waiting", "running")

    @property
    def place(self) -> int:
        """The place in the queue, from 1; 0 where it does not wait for other files."""
        return LOADED.place(self)

    @property
    def rate(self) -> float | None:
        """Reviews a second lately, turns of other files included; None before the first chunk."""
        took, reviews, _ = _sums(self._chunks)
        return reviews / took if took else None

    @property
    def seconds_left(self) -> float | None:
        """By the characters that are left, as reviews differ in length."""
        took, _, characters = _sums(self._chunks)
        if not characters:
            return None
        return max(took * self._left / characters - (time.monotonic() - self._last), 0.0)

    def stop(self) -> None:
        """At once. What has been read stays in ``answers``."""
        self._stopped.set()
        process = self._process
        if process is not None:
            process.kill()

    def wait(self, seconds: float | None = None) -> None:
        """Until it is over, for tests and scripts."""
        self._thread.join(seconds)

    def _wanted(self) -> bool:
        return not self._stopped.is_set() and self._alive()

    def _run(self) -> None:
        if not LOADED.take(self, self._wanted):
            self.status = "stopped"
            return
        try:
            self._read_all()
            whole = len(self.answers) == len(self.texts)
            self.status = "done" if whole else "stopped"
        except (EOFError, OSError, FrameError, ValueError, KeyError, TypeError) as error:
            if self._stopped.is_set():
                self.status = "stopped"
                return
            _LOG.error("a file of reviews could not be read to its end: %r", error)
            self.error = RnnvizError("file_job_failed", rows=len(self.answers))
            self.status = "failed"
        finally:
            self._end()
            LOADED.give_back()

    def _read_all(self) -> None:
        """On the cluster, where there is one, and what that leaves here."""
        if (address := os.environ.get("RNNVIZ_DASK")) and self._wanted():
            try:
                self._read_there(address)
            except Exception as error:  # Dask has errors of its own, or is not installed
                _LOG.warning("the cluster %s: %r: the file is read here", address, error)
        if len(self.answers) < len(self.texts) and self._wanted():
            self._read_here()

    def _read_there(self, address: str) -> None:
        from rnnviz.inference.file_cluster import read_on_cluster

        self.status = "running"
        self._last = time.monotonic()
        left = self._spans[self._span_at() :]
        every = read_on_cluster(address, self.texts, left, self.model, self.words, self._wanted)
        with contextlib.closing(every):
            for (start, _), found in zip(left, every, strict=False):
                self._count(start, [answer_in(*pair) for pair in found])

    def _span_at(self) -> int:
        """The chunk in which the next answer lies: as a whole, for its numbers depend on it."""
        return bisect_right(self._spans, len(self.answers), key=itemgetter(0)) - 1

    def _read_here(self) -> None:
        process = self._process = _started(self.model)
        assert process.stdin is not None
        if self._stopped.is_set():  # before there was a process to end
            return
        self._answer(process)  # that it is ready
        self.status = "running"
        self._last = time.monotonic()
        size = 1  # one chunk, so that there is soon something to tell
        while len(self.answers) < len(self.texts) and self._wanted():
            spans = self._next(size)
            start, rows = spans[0][0], spans[-1][1] - spans[0][0]
            chunks = [list(self.texts[first:end]) for first, end in spans]
            if not AT_WORK.take(self, self._wanted):
                return
            try:
                begun = time.monotonic()
                send(process.stdin, {"chunks": chunks, "words": self.words})
                found = [answer_in(*pair) for pair in self._answer(process)["answers"]]
                took = time.monotonic() - begun
            finally:
                AT_WORK.give_back()
            if len(found) != rows:
                raise ValueError("answers are missing")
            self._count(start, found)
            size = int(min(max(1, rows * _TAKES / max(took, 0.01)), 4 * size, _MOST))

    def _next(self, rows: int) -> list[Span]:
        """The next chunks: so many rows, and no more characters than a question holds."""
        at = self._span_at()
        spans, size = self._spans[at : at + 1], 0
        for first, end in self._spans[at + 1 :]:
            size += sum(map(len, self.texts[first:end]))
            if end - spans[0][0] > rows or size > CHARACTERS:
                break
            spans.append((first, end))
        return spans

    def _count(self, start: int, found: list[Answer]) -> None:
        """The answers from row ``start`` on; the first of them may be there already."""
        done = len(self.answers)
        new = found[done - start :]
        now, characters = time.monotonic(), sum(map(len, self.texts[done : done + len(new)]))
        self._chunks.append((now - self._last, len(new), characters))
        self._last = now
        self._left -= characters
        self.answers.extend(new)

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, list[tuple[float, str]]]:
        """The next one; a process that takes too long is ended, and ``EOFError`` raised."""
        assert process.stdout is not None
        timer = threading.Timer(LONGEST, process.kill)
        timer.daemon = True
        timer.start()
        try:
            return receive(process.stdout, QUESTION)[0]
        finally:
            timer.cancel()

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _sums(chunks: deque[tuple[float, int, int]]) -> tuple[float, int, int]:
    every = list(chunks)  # the job's thread may append meanwhile
    return sum(c[0] for c in every), sum(c[1] for c in every), sum(c[2] for c in every)


def _started(model: str) -> subprocess.Popen[bytes]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("RNNVIZ_")}
    nice = {"RNNVIZ_NICE": os.environ.get("RNNVIZ_NICE", "")}
    return subprocess.Popen(
        [sys.executable, "-m", "rnnviz.inference.file_worker", model],
        cwd=ROOT,
        env={**own, **nice, "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **apart(),
    )
