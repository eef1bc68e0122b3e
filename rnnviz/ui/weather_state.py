"""The series the Weather page is about: the sample, an upload, or what a run was trained on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.runs.records import Run
from rnnviz.series.read import read_series
from rnnviz.series.sample import SAMPLE_NAME, sample_bytes, sample_reading
from rnnviz.series.saved import fingerprint
from rnnviz.series.types import Choices, HourlySeries, SeriesError, SeriesReading
from rnnviz.ui.workspace import current_run, run_series

_NO_CHOICES = Choices()
_FILE, _CHOICES, _PROBLEM = "weather.file", "weather.choices", "weather.problem"


@dataclass(frozen=True)
class SeriesFile:
    """An uploaded file. It lives in the session; only a run makes a copy of its series."""

    name: str
    data: bytes
    digest: str


@dataclass(frozen=True)
class Problem:
    """A file, or a choice, that did not work; what was shown before stays."""

    file: SeriesFile
    choices: Choices
    error: RnnvizError


@dataclass(frozen=True)
class Source:
    """What the page is about: a series and where it comes from.

    ``name``: of the file; empty for the sample. After a reload an upload is gone, its run is not:
    then the series is the ``run``'s, and there is no ``reading``.
    """

    name: str
    series: HourlySeries
    reading: SeriesReading | None = None
    choices: Choices = _NO_CHOICES
    run: Run | None = None


# A resource, not data: st.cache_data would pickle it. Per session: nobody's file is shared.
@st.cache_resource(max_entries=6, show_spinner=False, scope="session")
def _reading(digest: str, choices: Choices, _file: SeriesFile) -> SeriesReading:
    return read_series(_file.data, _file.name, choices)


def current_source() -> Source:
    """The file of this session as it was last read; else the run's series; else the sample."""
    file = st.session_state.get(_FILE)
    if isinstance(file, SeriesFile):
        choices = current_choices()
        reading = _reading(file.digest, choices, file)
        return Source(file.name, reading.series, reading, choices)
    sample = sample_reading()
    run = current_run()
    if run is not None and run.fingerprint != fingerprint(sample.series):
        return Source(run.source, run_series(run), run=run)
    return Source("", sample.series, sample)


def current_choices() -> Choices:
    """What the user decided about the file at hand."""
    choices = st.session_state.get(_CHOICES)
    return choices if isinstance(choices, Choices) else Choices()


def current_problem() -> Problem | None:
    """What went wrong with the last file or choice."""
    problem = st.session_state.get(_PROBLEM)
    return problem if isinstance(problem, Problem) else None


def take_file(name: str, data: bytes) -> None:
    """Read a file; it becomes the page's series only if that works."""
    _take(_file(name, data), Choices())


def _file(name: str, data: bytes) -> SeriesFile:
    return SeriesFile(name, data, hashlib.sha256(data).hexdigest())


def take_choices(**changes: object) -> None:
    """Read the file again with some choices changed; they stay only if that works.

    The sample is then a file like any other.
    """
    file = st.session_state.get(_FILE)
    if not isinstance(file, SeriesFile):
        file = _file(SAMPLE_NAME, sample_bytes())
    _take(file, Choices.model_validate({**current_choices().model_dump(), **changes}))


def repair(**changes: object) -> None:
    """Read the file that did not work again, with what the user pointed at."""
    problem = current_problem()
    if problem is not None:
        before = problem.choices.model_dump()
        _take(problem.file, Choices.model_validate({**before, **changes}))


def back_to_sample() -> None:
    """Forget the upload."""
    for key in (_FILE, _CHOICES, _PROBLEM):
        st.session_state.pop(key, None)


def _take(file: SeriesFile, choices: Choices) -> None:
    try:
        _reading(file.digest, choices, file)
    except SeriesError as error:
        st.session_state[_PROBLEM] = Problem(file, choices, error)
        return
    st.session_state[_FILE] = file
    st.session_state[_CHOICES] = choices
    st.session_state.pop(_PROBLEM, None)
