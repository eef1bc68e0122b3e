"""A file of reviews on the page: upload, choose the columns, have it read, see what came of it.

The file and its result live in the session until the user takes them away: another page may be
visited in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.inference.batch import Extras
from rnnviz.models.specs import Language
from rnnviz.sandbox.readers import keep_readers_warm, read_reviews
from rnnviz.text.gold import named_gold
from rnnviz.text.language import language_of_texts
from rnnviz.text.review_table import ReviewTable, find_text_column
from rnnviz.ui.reviews.file_reading import (
    Job,
    Result,
    Wish,
    begin,
    go_on,
    result_of,
    show_end,
    show_job,
)
from rnnviz.ui.reviews.file_result import show_result
from rnnviz.ui.shell.errors import errors_shown, plain, show_error
from rnnviz.ui.shell.work_budget import check_room, heavy_work
from rnnviz.ui.widgets.language_offer import file_language_offer
from rnnviz.ui.widgets.upload import upload_box
from rnnviz.uploads.bounds import PAGE

_TIMES = "rnnviz.batches"  # how many files were taken away
_BATCH, _ERROR = "rnnviz.batch", "rnnviz.batch.error"
_RESULT, _WISH, _JOB = "rnnviz.batch.result", "rnnviz.batch.wish", "rnnviz.batch.job"
_LOOKED_AT = 200  # texts, spread over the file, that say which language it is in


@dataclass(frozen=True)
class Batch:
    """An uploaded file: its bytes, for reading it another way, and the table read from them."""

    id: str
    name: str
    data: bytes
    table: ReviewTable
    likely: tuple[int, ...]  # columns that read like reviews
    golden: tuple[int, ...]  # columns of nothing but labels
    rated: tuple[int, ...]  # columns of nothing but ratings


def review_file(t: Translator, model: str) -> None:
    """The panel for many reviews at once."""
    st.subheader(t("reviewfile.title"))
    keep_readers_warm()
    size = PAGE.size // 2**20
    st.caption(t("reviewfile.how", rows=t.number(PAGE.rows or 0, 0), size=size))
    upload_box(
        t("reviewfile.upload"),
        key=_upload_key(),
        megabytes=size,
        on_change=_take_file,
    )
    if isinstance(error := st.session_state.get(_ERROR), RnnvizError):
        show_error(t, error)
    batch = st.session_state.get(_BATCH)
    if not isinstance(batch, Batch):
        return
    _told(t, batch)
    column = _column(t, batch)
    gold = _gold(t, batch, column)
    if column is None:
        return
    file_language_offer(t, _language(batch, column), model)
    wish = Wish(batch.id, batch.table.header, column, model, _extras(t, batch))
    if st.session_state.pop(_WISH, False):
        with errors_shown(t):
            begun = begin(t, batch.table, wish)
            _stop()
            st.session_state[_JOB if isinstance(begun, Job) else _RESULT] = begun
    job = st.session_state.get(_JOB)
    st.button(
        t("reviewfile.classify", count=t.number(len(batch.table.rows), 0)),
        type="primary",
        key="rnnviz.batches.classify",
        disabled=isinstance(job, Job) and job.reading.unfinished,
        on_click=_wish,
    )
    if isinstance(job, Job):
        _show_job(t, job)
    done = st.session_state.get(_RESULT)
    if isinstance(done, Result) and done.wish.header == batch.table.header:
        show_result(t, done, gold)


def _show_job(t: Translator, job: Job) -> None:
    """The job, and once it is over its result and what may have kept it from coming to its end."""
    if job.reading.unfinished:
        show_job(t, job)
        return
    done = st.session_state.get(_RESULT)
    if job.reading.answers and not (isinstance(done, Result) and done.job is job.reading):
        st.session_state[_RESULT] = result_of(job)
    show_end(t, job, _go_on)


def _wish() -> None:
    """Classify: kept until it is done, as a page may begin again before it comes to that."""
    st.session_state[_WISH] = True


def _go_on() -> None:
    job = st.session_state.get(_JOB)
    if isinstance(job, Job) and not job.reading.unfinished:
        st.session_state[_JOB] = go_on(job)


def _stop() -> None:
    """Nobody waits for what is being read; what was read before is gone."""
    job = st.session_state.pop(_JOB, None)
    if isinstance(job, Job):
        job.reading.stop()
    st.session_state.pop(_RESULT, None)


def _upload_key() -> str:
    """A new one after a file was taken away, so that the control is empty again."""
    return f"rnnviz.file.{st.session_state.get(_TIMES, 0)}"


def _take_file() -> None:
    """After an upload, or when the file was taken away at the control itself: read it once."""
    upload = st.session_state.get(_upload_key())  # gone if the page was left meanwhile
    try:
        if upload is not None:
            check_room()  # before the last file and what was read of it make way
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    _forget()
    if upload is not None:
        _read(upload.file_id, upload.name, upload.getvalue(), None)


def _read_again() -> None:
    """The user says whether the first row names the columns."""
    batch = st.session_state.get(_BATCH)
    if not isinstance(batch, Batch):
        return
    header = bool(st.session_state.get(_key(batch, "header")))
    if header != batch.table.header:
        st.session_state.pop(_ERROR, None)
        _stop()
        _read(batch.id, batch.name, batch.data, header)


def _read(file_id: str, name: str, data: bytes, header: bool | None) -> None:
    try:
        with heavy_work():
            file = read_reviews(data, name, header)
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    st.session_state[_BATCH] = Batch(
        file_id, name, data, file.table, file.likely, file.golden, file.rated
    )


def _remove() -> None:
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    _forget()


def _forget() -> None:
    _stop()
    for key in [key for key in st.session_state if str(key).startswith(_BATCH + ".")]:
        del st.session_state[key]
    st.session_state.pop(_BATCH, None)


def _key(batch: Batch, name: str) -> str:
    """A control's key, of this file alone: what was set for the last one is not meant for it."""
    return f"{_BATCH}.{name}.{batch.id}"


def _told(t: Translator, batch: Batch) -> None:
    """Which file it is, what was odd in it, and how to be rid of it."""
    table = batch.table
    with st.container(horizontal=True, vertical_alignment="center"):
        rows, columns = t.number(len(table.rows), 0), t.number(len(table.columns), 0)
        st.markdown(t("reviewfile.loaded", name=plain(batch.name), rows=rows, columns=columns))
        st.button(
            t("reviewfile.remove"), key="rnnviz.batches.remove", icon=":material/close:",
            on_click=_remove,
        )  # fmt: skip
    for note in table.notes:
        st.info(note.words(t, plain), icon=":material/info:")
    if table.header is not None:
        key = _key(batch, "header")
        if key not in st.session_state:
            st.session_state[key] = table.header
        st.toggle(t("reviewfile.header"), key=key, on_change=_read_again, persist_state="session")


def _column(t: Translator, batch: Batch) -> int | None:
    """The place of the column with the reviews; asked for where nothing reads like them."""
    titles, key = batch.table.titles(), _key(batch, "column")
    places = [*batch.likely, *(k for k in range(len(titles)) if k not in batch.likely)]
    if not batch.likely and st.session_state.get(key) is None:
        try:
            find_text_column(batch.table)
        except RnnvizError as error:
            show_error(t, error)
    if st.session_state.get(key) not in places:
        st.session_state[key] = places[0] if batch.likely else None
    return st.selectbox(
        t("reviewfile.column"),
        places,
        format_func=titles.__getitem__,
        key=key,
        placeholder=t("reviewfile.column_ask"),
        persist_state="session",
    )


def _gold(t: Translator, batch: Batch, column: int | None) -> int | None:
    """The place of the column with the user's labels; nothing is asked where none could be it."""
    places = [place for place in batch.golden if place != column]
    rated = [place for place in batch.rated if place != column]
    if not places and not rated:
        return None
    titles, key = batch.table.titles(), _key(batch, "gold")
    if st.session_state.get(key, "") not in [*places, *rated, None]:
        st.session_state[key] = named_gold(titles, places, rated)
    return st.selectbox(
        t("reviewfile.gold"),
        [None, *places, *rated],
        format_func=lambda place: t("reviewfile.gold_none") if place is None else titles[place],
        key=key,
        help=t("reviewfile.gold_help"),
        persist_state="session",
    )


def _language(batch: Batch, column: int) -> Language | None:
    """The language of most texts of the column, looked at once."""
    key = _key(batch, f"language.{batch.table.header}.{column}")
    if key not in st.session_state:
        step = max(1, len(batch.table.rows) // _LOOKED_AT)
        texts = [row[column] for row in batch.table.rows[::step]]
        st.session_state[key] = language_of_texts(texts)
    found: Language | None = st.session_state[key]
    return found


def _extras(t: Translator, batch: Batch) -> Extras:
    """Which columns the result gets beyond the verdict and its probability."""
    st.markdown(t("reviewfile.extras"))
    chosen = []
    for name, first in (("doubtful", True), ("words", False)):
        key = _key(batch, name)
        if key not in st.session_state:
            st.session_state[key] = first
        label, told = t(f"reviewfile.extra.{name}"), t(f"reviewfile.extra.{name}_help")
        chosen.append(st.checkbox(label, key=key, help=told, persist_state="session"))
    return Extras(*chosen)
