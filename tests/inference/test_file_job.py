"""A file read beside its page: stopped, continued, in turn with others, and given up for dead."""

from __future__ import annotations

import threading
import time

import pytest

from rnnviz.inference import file_job
from rnnviz.inference.answers import answers
from rnnviz.inference.file_job import FileJob
from rnnviz.inference.turns import Turns
from rnnviz.models.shipped import load_shipped

TEXTS = ["A wonderful, beautiful film.", "The worst film, boring and awful.", "?"] * 20
PATIENCE = 120


def ended(job: FileJob) -> FileJob:
    job.wait(PATIENCE)
    assert not job.unfinished
    return job


def test_a_job_gives_the_answers_and_goes_on_where_it_was_left():
    expected = answers(TEXTS, load_shipped("rnn"), words=True)
    job = ended(FileJob(TEXTS, "rnn", True, done=expected[:50]))
    assert job.status == "done"
    assert [one.words for one in job.answers] == [one.words for one in expected]
    assert [one.label for one in job.answers] == [one.label for one in expected]
    assert job.rate is not None
    assert job.seconds_left == 0


def test_a_job_can_be_stopped_and_one_that_nobody_wants_stops(monkeypatch):
    job = FileJob(TEXTS * 5000, "rnn", True)
    job.stop()
    assert (ended(job).status, job.error) == ("stopped", None)
    assert ended(FileJob(TEXTS, "rnn", False, alive=lambda: False)).status == "stopped"


def test_a_process_that_dies_leaves_what_was_read_and_a_sentence(monkeypatch):
    done = answers(TEXTS[:7], load_shipped("rnn"))
    job = ended(FileJob(TEXTS, "no such model", False, done=done))
    assert (job.status, len(job.answers)) == ("failed", 7)
    assert job.error is not None
    assert (job.error.code, job.error.params["rows"]) == ("file_job_failed", 7)


def test_files_wait_in_turn(monkeypatch):
    none = Turns(0)
    monkeypatch.setattr(file_job, "LOADED", none)
    first, second = (FileJob(TEXTS, "rnn", False) for _ in range(2))
    end = time.monotonic() + PATIENCE
    while {first.place, second.place} != {1, 2}:
        assert time.monotonic() < end
        threading.Event().wait(0.01)
    first.stop()
    second.stop()
    assert ended(first).status == ended(second).status == "stopped"
    assert (first.place, second.place) == (0, 0)


@pytest.mark.parametrize("size", [1, 2])
def test_no_more_turns_than_there_are(size):
    turns = Turns(size)
    assert all(turns.take(k, lambda: True) for k in range(size))
    assert not turns.take("late", lambda: False)
    turns.give_back()
    assert turns.take("late", lambda: True)
