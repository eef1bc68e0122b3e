"""Reading an uploaded file on the page: at once where it is small, else beside the page.

A large file is read in a process of its own (``FileJob``); the panel here looks at it once a
second, can stop it, and can let it go on. It lives in the session until the file is taken away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rnnviz.i18n import Translator
from rnnviz.inference.answers import Answer, answer_stream
from rnnviz.inference.batch import ClassifiedTable, Extras
from rnnviz.inference.file_job import FileJob
from rnnviz.models.shipped import load_shipped
from rnnviz.text.review_table import ReviewTable
from rnnviz.ui.shell.errors import show_error
from rnnviz.ui.shell.reading import limit_threads, wake
from rnnviz.ui.shell.work_budget import RUN, heavy_work
from rnnviz.uploads.safe_csv import is_formula

AT_ONCE, AT_ONCE_WORDS = 400, 80  # rows that are read while the page waits: a second or two
_LOOK = 1.0  # seconds between two looks at a file that is being read
_AWAY = 180.0  # seconds after which nobody comes back to a session without a browser
_MINUTES = 90  # from so many seconds on, what is left is told in minutes


@dataclass(frozen=True)
class Wish:
    """What is read of an uploaded file, by which model, and which columns it gets."""

    file: str  # its id
    header: bool | None
    column: int
    model: str
    extras: Extras


@dataclass(frozen=True)
class Result:
    """What the model said of the file; ``kept`` holds what was worked out from it, ``job`` is the
    one that read it."""

    wish: Wish
    found: ClassifiedTable
    defused: int
    job: FileJob | None = None
    kept: dict[object, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A file that is being read beside the page."""

    wish: Wish
    table: ReviewTable
    reading: FileJob


def begin(t: Translator, table: ReviewTable, wish: Wish) -> Result | Job:
    """Read the file: the result of a small one, or the job that a large one has become. Raises
    ``work_too_much`` where this session has had its share."""
    texts = table.values(wish.column)
    if len(texts) <= (AT_ONCE_WORDS if wish.extras.words else AT_ONCE):
        with st.spinner(t("reviewfile.running")):
            wake(t, wish.model)
            limit_threads()
            with heavy_work():
                found = list(answer_stream(texts, load_shipped(wish.model), wish.extras.words))
        return _result(wish, table, found)
    with heavy_work(RUN):
        job = FileJob(texts, wish.model, wish.extras.words, alive=_session_lives())
    return Job(wish, table, job)


def go_on(job: Job) -> Job:
    """The rest of a file that was stopped."""
    old = job.reading
    new = FileJob(old.texts, old.model, old.words, old.answers, alive=_session_lives())
    return Job(job.wish, job.table, new)


def result_of(job: Job) -> Result:
    """What has been read, of a job that is over."""
    return _result(job.wish, job.table, job.reading.answers, job.reading)


def _result(
    wish: Wish, table: ReviewTable, found: list[Answer], job: FileJob | None = None
) -> Result:
    classified = ClassifiedTable(table, tuple(found), wish.extras)
    defused = sum(is_formula(cell) for row in classified.rows() for cell in row)
    return Result(wish, classified, defused, job)


def show_job(t: Translator, job: Job) -> None:
    """How far it is, how fast it goes, and a button that stops it; the page once it is over."""

    @st.fragment(run_every=_LOOK, key="rnnviz.batches.job")
    def panel() -> None:
        reading = job.reading
        if not reading.unfinished:
            st.rerun()
        done, rows = len(reading.answers), len(reading.texts)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.progress(done / rows, text=_progress_words(t, reading))
            st.button(
                t("reviewfile.stop"),
                key="rnnviz.batches.stop",
                icon=":material/stop:",
                help=t("reviewfile.stop_help"),
                on_click=reading.stop,
            )

    panel()


def show_end(t: Translator, job: Job, on_go_on: Callable[[], None]) -> None:
    """Where a job ended too soon: how far it came, why, and a button that lets it go on."""
    reading = job.reading
    if reading.status == "done":
        return
    if reading.error is not None:
        show_error(t, reading.error)
    done, rows = t.number(len(reading.answers), 0), t.number(len(reading.texts), 0)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("reviewfile.stopped", done=done, rows=rows))
        st.button(
            t("reviewfile.go_on"),
            key="rnnviz.batches.go_on",
            icon=":material/resume:",
            on_click=on_go_on,
        )


def _progress_words(t: Translator, reading: FileJob) -> str:
    if place := reading.place:
        return t("reviewfile.place", place=t.number(place, 0))
    done, rows = t.number(len(reading.answers), 0), t.number(len(reading.texts), 0)
    rate, left = reading.rate, reading.seconds_left
    if rate is None or left is None:
        return t("reviewfile.starting", done=done, rows=rows)
    parts = [
        t("reviewfile.read_of", done=done, rows=rows),
        t("reviewfile.rate", count=t.number(rate, 0 if rate >= 10 else 1)),
        t("reviewfile.minutes_left", count=t.number(left / 60, 0))
        if left > _MINUTES
        else t("reviewfile.seconds_left", count=t.number(left, 0)),
    ]
    return " · ".join(parts)


def _session_lives() -> Callable[[], bool]:
    """Asked from another thread: whether this session has a browser, or had one a moment ago."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    server, session = runtime.get_instance(), context.session_id
    seen = time.monotonic()

    def lives() -> bool:
        nonlocal seen
        if server.is_active_session(session):
            seen = time.monotonic()
        return time.monotonic() - seen < _AWAY

    return lives
