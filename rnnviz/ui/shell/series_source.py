"""The series the Weather page is about: the sample, an upload, or what a run was trained on.

An upload lives in the session, and its bytes and choices in the workspace's store besides: the
address names it, and a session that has no file takes it up from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.runs.records import Run
from rnnviz.sandbox.readers import column_names, read_series, read_stations
from rnnviz.series.sample import SAMPLE_NAME, sample_bytes, sample_reading
from rnnviz.series.saved import fingerprint
from rnnviz.series.several import SeveralSeries
from rnnviz.series.types import ReadOptions, RegularSeries, SeriesReading
from rnnviz.ui.shell.state import change_view, current_view
from rnnviz.ui.shell.work_budget import heavy_work
from rnnviz.ui.shell.workspace import current_run, run_series, upload_store, workspace

_NO_CHOICES = ReadOptions()
_FILE, _CHOICES, _PROBLEM = "weather.file", "weather.choices", "weather.problem"
_GONE = "weather.file_gone"  # the id that was looked for in the store, in vain
_UNKEPT = "weather.file_unkept"  # the store did not take the file, or what was chosen about it
_ASIDE = "weather.aside"  # the file that made way for a run


@dataclass(frozen=True)
class SeriesFile:
    """An uploaded file."""

    name: str
    data: bytes
    digest: str


@dataclass(frozen=True)
class Problem:
    """A file, or a choice, that did not work; what was shown before stays."""

    file: SeriesFile
    choices: ReadOptions
    error: RnnvizError


@dataclass(frozen=True)
class Aside:
    """An upload that made way for the run; ``upload`` is its id, empty where it is not kept."""

    run: str
    upload: str
    file: SeriesFile
    choices: ReadOptions


@dataclass(frozen=True)
class SeriesSource:
    """What the page is about: a series and where it comes from.

    ``name``: of the file; empty for the sample. Without an upload the series may be the ``run``'s,
    and there is no ``reading``.
    """

    name: str
    series: RegularSeries
    reading: SeriesReading | None = None
    choices: ReadOptions = _NO_CHOICES
    run: Run | None = None


# A resource, not data: st.cache_data would pickle it. Per session: nobody's file is shared.
@st.cache_resource(max_entries=6, show_spinner=False, scope="session")
def _reading(digest: str, choices: ReadOptions, _file: SeriesFile) -> SeriesReading:
    with heavy_work():
        return read_series(_file.data, _file.name, choices)


@st.cache_resource(max_entries=2, show_spinner=False, scope="session")
def _columns(digest: str, _file: SeriesFile) -> tuple[str, ...]:
    with heavy_work():
        return column_names(_file.data, _file.name)


@st.cache_resource(max_entries=2, show_spinner=False, scope="session")
def _stations(digest: str, choices: ReadOptions, most: int, _file: SeriesFile) -> SeveralSeries:
    return read_stations(_file.data, _file.name, choices, most)


def stations_at_hand(most: int) -> SeveralSeries:
    """Every station of the file at hand, at most so many; raises ``RnnvizError``."""
    file = _at_hand()
    if file is None:
        raise RnnvizError("series_one_station", name=SAMPLE_NAME)
    return _stations(file.digest, current_choices(), most, file)


def current_source() -> SeriesSource:
    """The file at hand as it was last read; else the run's series; else the sample."""
    file = _at_hand()
    if file is not None:
        choices = current_choices()
        reading = _reading(file.digest, choices, file)
        return SeriesSource(file.name, reading.series, reading, choices)
    sample = sample_reading()
    run = current_run()
    if run is not None and run.fingerprint != fingerprint(sample.series):
        return SeriesSource(run.source, run_series(run), run=run)
    return SeriesSource("", sample.series, sample)


def current_choices() -> ReadOptions:
    """What the user decided about the file at hand."""
    choices = st.session_state.get(_CHOICES)
    return choices if isinstance(choices, ReadOptions) else ReadOptions()


def current_problem() -> Problem | None:
    """What went wrong with the last file or choice."""
    problem = st.session_state.get(_PROBLEM)
    return problem if isinstance(problem, Problem) else None


def columns_of(problem: Problem) -> tuple[str, ...]:
    """The columns of a file that could not be read as it is, for the user to point at one."""
    try:
        return _columns(problem.file.digest, problem.file)
    except RnnvizError:
        return ()


def take_file(name: str, data: bytes) -> None:
    """Read a file; it becomes the page's series only if that works."""
    _take(_file(name, data), ReadOptions())


def _file(name: str, data: bytes) -> SeriesFile:
    return SeriesFile(name, data, hashlib.sha256(data).hexdigest())


def take_choices(**changes: object) -> None:
    """Read the file again with some choices changed; they stay only if that works.

    The sample is then a file like any other.
    """
    file = _at_hand()
    upload = current_view().file if file is not None else ""
    if file is None:
        file = _file(SAMPLE_NAME, sample_bytes())
    choices = ReadOptions.model_validate({**current_choices().model_dump(), **changes})
    taken = {choices.temperature_column, choices.time_column}
    inputs = tuple(name for name in choices.inputs if name not in taken)
    _take(file, choices.model_copy(update={"inputs": inputs}), upload)


def repair(**changes: object) -> None:
    """Read the file that did not work again, with what the user pointed at."""
    problem = current_problem()
    if problem is not None:
        before = problem.choices.model_dump()
        _take(problem.file, ReadOptions.model_validate({**before, **changes}))


def back_to_sample() -> None:
    """Forget the upload, here and in the store."""
    view = current_view()
    upload_store().remove(view.ws, view.file)
    _forget()


def set_aside(run: str) -> None:
    """Make way for the series of a run, named by its id. ``take_back`` returns to the file."""
    file = _at_hand()
    if file is not None:
        st.session_state[_ASIDE] = Aside(run, current_view().file, file, current_choices())
    _forget()


def aside() -> Aside | None:
    """The upload that made way for the run of the address, while no other is at hand."""
    kept = st.session_state.get(_ASIDE)
    if not isinstance(kept, Aside) or _at_hand() is not None:
        return None
    # One that the store does not have is not among ``earlier_files``: this is the only way back.
    return kept if kept.run == current_view().run or not kept.upload else None


def take_back() -> None:
    """Return to the file that was set aside."""
    kept = aside()
    if kept is not None:
        _take(kept.file, kept.choices, kept.upload)


def file_gone() -> bool:
    """Whether the address names a file that this workspace does not have."""
    named = current_view().file
    gone = named != "" and _at_hand() is None and st.session_state.get(_GONE) == named
    return gone and current_problem() is None


def file_unkept() -> bool:
    """Whether the file at hand, as it is read now, will be gone after a reload."""
    return bool(st.session_state.get(_UNKEPT))


def earlier_files() -> Sequence[tuple[str, str]]:
    """Ids and names of the other files that the workspace keeps, the last used first."""
    view, made_way = current_view(), aside()
    offered = {view.file, made_way.upload if made_way else ""}
    return [kept for kept in upload_store().names(view.ws) if kept[0] not in offered]


def open_earlier(upload: str) -> None:
    """Return to a file of ``earlier_files``."""
    _forget()
    change_view(file=upload)


def _at_hand() -> SeriesFile | None:
    """The file of this session; where it has none, the one that the address names."""
    file = st.session_state.get(_FILE)
    view = current_view()
    if isinstance(file, SeriesFile):
        return file
    if view.file and st.session_state.get(_GONE) != view.file:
        kept = upload_store().get(view.ws, view.file)
        file = _file(kept.name, kept.data) if kept else None
        if kept and file and _read(file, kept.choices):
            return file
        if not (kept and file and _has_to_wait()):
            st.session_state[_GONE] = view.file  # not to be looked for at every rerun
    return None


def _has_to_wait() -> bool:
    """Whether nothing is wrong with the file: this session has had its share of work for now."""
    problem = current_problem()
    return problem is not None and problem.error.code == "work_too_much"


def _forget() -> None:
    for key in (_FILE, _CHOICES, _PROBLEM, _GONE, _UNKEPT):
        st.session_state.pop(key, None)
    change_view(file="")


def _take(file: SeriesFile, choices: ReadOptions, upload: str = "") -> None:
    """Read a file, which is kept as ``upload`` already, or not yet; it stays only if that works."""
    if _read(file, choices):
        _keep(file, choices, upload)


def _read(file: SeriesFile, choices: ReadOptions) -> bool:
    """Whether the file can be read so; it is then the one at hand, else the problem."""
    try:
        _reading(file.digest, choices, file)
    except RnnvizError as error:
        st.session_state[_PROBLEM] = Problem(file, choices, error)
        return False
    for key in (_PROBLEM, _GONE, _ASIDE):
        st.session_state.pop(key, None)
    st.session_state[_FILE] = file
    st.session_state[_CHOICES] = choices
    return True


def _keep(file: SeriesFile, choices: ReadOptions, upload: str) -> None:
    """Have the file survive the session, if the disk allows."""
    store = upload_store()
    st.session_state[_UNKEPT] = False
    try:
        if not (upload and store.choose(workspace(), upload, choices)):
            upload = store.keep(workspace(), file.name, file.data, choices)
    except RnnvizError:
        st.session_state[_UNKEPT] = True
    change_view(file=upload)
