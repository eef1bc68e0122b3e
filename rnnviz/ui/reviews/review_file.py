"""A file of reviews on the page: upload, choose the column, read, compare, download.

The file and its result live in the session until the user takes them away: another page may be
visited in between.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.inference.batch import ClassifiedTable, agreement, classify_table, write_classified
from rnnviz.models.shipped import load_shipped
from rnnviz.sandbox.readers import keep_readers_warm, read_reviews
from rnnviz.text.gold import named_gold
from rnnviz.text.review_table import ReviewTable, find_text_column
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.uploads import endings
from rnnviz.uploads.bounds import PAGE

_TIMES = "rnnviz.batches"  # how many files were taken away
_BATCH, _ERROR = "rnnviz.batch", "rnnviz.batch.error"
_RESULT, _WISH = "rnnviz.batch.result", "rnnviz.batch.wish"
_SHOWN = 200  # rows in the picture of the result


@dataclass(frozen=True)
class Batch:
    """An uploaded file: its bytes, for reading it another way, and the table read from them."""

    id: str
    name: str
    data: bytes
    table: ReviewTable
    likely: tuple[int, ...]  # columns that read like reviews
    golden: tuple[int, ...]  # columns of nothing but labels


@dataclass(frozen=True)
class Result:
    """What the model said, the file to take home, and what it was asked for."""

    identity: tuple[object, ...]
    found: ClassifiedTable
    csv: str
    defused: int


def review_file(t: Translator, model: str) -> None:
    """The panel for many reviews at once."""
    st.subheader(t("reviewfile.title"))
    keep_readers_warm()
    size = PAGE.size // 2**20
    st.caption(t("reviewfile.how", rows=t.number(PAGE.rows or 0, 0), size=size))
    st.file_uploader(
        t("reviewfile.upload"),
        type=[*endings.REVIEWS],
        key=_upload_key(),
        max_upload_size=size,
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
    identity = (batch.id, batch.table.header, column, model)
    st.button(
        t("reviewfile.classify", count=t.number(len(batch.table.rows), 0)),
        type="primary",
        key="rnnviz.batches.classify",
        on_click=_wish,
    )
    if st.session_state.pop(_WISH, False):
        st.session_state[_RESULT] = _classify(t, batch.table, column, model, identity)
    done = st.session_state.get(_RESULT)
    if isinstance(done, Result) and done.identity == identity:
        _show(t, done, gold)


def _wish() -> None:
    """Classify: kept until it is done, as a page may begin again before it comes to that."""
    st.session_state[_WISH] = True


def _upload_key() -> str:
    """A new one after a file was taken away, so that the control is empty again."""
    return f"rnnviz.file.{st.session_state.get(_TIMES, 0)}"


def _take_file() -> None:
    """After an upload, or when the file was taken away at the control itself: read it once."""
    upload = st.session_state.get(_upload_key())  # gone if the page was left meanwhile
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
        _read(batch.id, batch.name, batch.data, header)


def _read(file_id: str, name: str, data: bytes, header: bool | None) -> None:
    try:
        file = read_reviews(data, name, header)
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    st.session_state[_BATCH] = Batch(file_id, name, data, file.table, file.likely, file.golden)


def _remove() -> None:
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    _forget()


def _forget() -> None:
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
    if not places:
        return None
    titles, key = batch.table.titles(), _key(batch, "gold")
    if st.session_state.get(key, "") not in [*places, None]:
        st.session_state[key] = named_gold(titles, places)
    return st.selectbox(
        t("reviewfile.gold"),
        [None, *places],
        format_func=lambda place: t("reviewfile.gold_none") if place is None else titles[place],
        key=key,
        help=t("reviewfile.gold_help"),
        persist_state="session",
    )


def _classify(
    t: Translator, table: ReviewTable, column: int, model: str, identity: tuple[object, ...]
) -> Result:
    bar = st.progress(0.0, text=t("reviewfile.running"))
    read = 0

    def progress(count: int) -> None:
        nonlocal read
        read += count
        bar.progress(min(read / max(len(table.rows), 1), 1.0), text=t("reviewfile.running"))

    found = classify_table(table, column, load_shipped(model), progress)
    bar.empty()
    buffer = io.StringIO(newline="")
    defused = write_classified(buffer, found)
    # The mark lets spreadsheets read accents.
    return Result(identity, found, "\ufeff" + buffer.getvalue(), defused)


def _show(t: Translator, done: Result, gold: int | None) -> None:
    found, counts = done.found, done.found.counts()
    st.markdown(
        t(
            "reviewfile.done",
            positive=t.number(counts.get("positive", 0), 0),
            negative=t.number(counts.get("negative", 0), 0),
            unreadable=t.number(counts.get("unreadable", 0), 0),
        )
    )
    if gold is not None:
        _show_agreement(t, found, gold)
    st.dataframe(
        pd.DataFrame(
            [
                [*row, label, probability]
                for row, label, probability in zip(
                    found.table.rows[:_SHOWN], found.labels, found.probabilities, strict=False
                )
            ],
            columns=[*found.table.titles(), *found.added()],
        ),
        key="rnnviz.file_table",
        hide_index=True,
    )
    if done.defused:
        st.caption(t("reviewfile.defused", count=t.number(done.defused, 0)))
    st.download_button(
        t("reviewfile.download"),
        done.csv,
        file_name="reviews_classified.csv",
        mime="text/csv",
        key="rnnviz.file_download",
        on_click="ignore",
    )


def _show_agreement(t: Translator, found: ClassifiedTable, gold: int) -> None:
    """How many labelled rows agree, and which label got which verdict."""
    agreed = agreement(found.table.values(gold), found.labels)
    if agreed is None:
        return
    st.markdown(
        t(
            "reviewfile.agree",
            column=plain(found.table.titles()[gold]),
            right=t.number(agreed.right, 0),
            labelled=t.number(agreed.labelled, 0),
            share=t.percent(agreed.right / agreed.labelled, 1),
        )
    )
    shown = [label for label in found.counts() if any(ours == label for _, ours in agreed.table)]
    st.table(
        pd.DataFrame(
            {
                t("reviewfile.model_says", label=t(f"reviewfile.label.{ours}")): [
                    t.number(agreed.table.get((theirs, ours), 0), 0)
                    for theirs in ("positive", "negative")
                ]
                for ours in shown
            },
            index=pd.Index(
                [t(f"reviewfile.label.{theirs}") for theirs in ("positive", "negative")],
                name=t("reviewfile.yours"),
            ),
        )
    )
