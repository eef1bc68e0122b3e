"""Which reviews the collection panel looks through: ours, or a file of the user's own.

The user's texts and their states live in the session alone, never in a cache others can reach.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.explain.collection import CollectionStates, read_collection
from rnnviz.i18n import Translator
from rnnviz.inference.classify import encoding_spec, vocabulary_of
from rnnviz.models.shipped import load_shipped
from rnnviz.models.specs import Language
from rnnviz.sandbox.readers import keep_readers_warm, read_reviews
from rnnviz.text.review_table import Note, find_text_column
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.ui.shell.work_budget import check_room, heavy_work
from rnnviz.ui.widgets.upload import upload_box
from rnnviz.uploads.bounds import PAGE

MAX_REVIEWS = 2_000  # of the user's own
_FILE, _CHOICE, _COLUMN = "rnnviz.own.file", "rnnviz.own.which", "rnnviz.own.column"
_OWN, _ERROR, _READ = "rnnviz.own.reviews", "rnnviz.own.error", "rnnviz.own.read"


@dataclass(frozen=True)
class OwnReviews:
    """A file of the user's: its columns of texts, likeliest first, cut at ``MAX_REVIEWS``."""

    id: str
    name: str
    columns: dict[str, tuple[str, ...]]
    rows: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ReviewSource:
    """The collection as read by the model, and a name for it that caches may use."""

    identity: tuple[str, ...]
    collection: CollectionStates
    own: bool


@cache
def shipped_reviews(language: Language) -> tuple[str, ...]:
    """The reviews of our own writing that come with the app, in a language."""
    ending = "json" if language == "en" else f"{language}.json"
    source = files("rnnviz") / "assets" / f"collection.{ending}"
    return tuple(row["text"] for row in json.loads(source.read_text(encoding="utf-8")))


@st.cache_resource(show_spinner=False)
def _shipped_collection(model: str, layer: int) -> CollectionStates:
    """Our reviews as one layer of a shipped model reads them: once for all users."""
    checkpoint = load_shipped(model)
    return read_collection(
        checkpoint.model,
        vocabulary_of(checkpoint),
        encoding_spec(checkpoint),
        shipped_reviews(checkpoint.info.language),
        layer,
    )


def collection_source(t: Translator, model: str, layer: int) -> ReviewSource:
    """The controls for the collection, and the collection as read by ``layer`` (from 0)."""
    own = st.session_state.get(_OWN)
    which = "shipped"
    if own is not None:
        if st.session_state.get(_CHOICE) not in ("shipped", "own"):
            st.session_state[_CHOICE] = "own"
        chosen = st.segmented_control(
            t("collection.which"),
            ["shipped", "own"],
            format_func=lambda name: t(f"collection.{name}"),
            key=_CHOICE,
            required=True,
            # So that the choice outlives a visit to another page.
            persist_state="session",
        )
        which = chosen or "own"
    keep_readers_warm()
    with st.expander(t("collection.load"), icon=":material/upload_file:"):
        st.caption(
            t("collection.load_how", reviews=t.number(MAX_REVIEWS, 0), size=PAGE.size // 2**20)
        )
        upload_box(
            t("collection.file"),
            key=_FILE,
            megabytes=PAGE.size // 2**20,
            on_change=_take_file,
        )
        if isinstance(error := st.session_state.get(_ERROR), RnnvizError):
            show_error(t, error)
        column = _column(t, own) if own is not None else ""
    if own is None or which != "own":
        return ReviewSource(
            ("shipped", model, str(layer)), _shipped_collection(model, layer), False
        )
    identity = (own.id, column, model, str(layer))
    try:
        collection = _own_collection(t, own.columns[column], identity)
    except RnnvizError as error:
        show_error(t, error)
        return ReviewSource(
            ("shipped", model, str(layer)), _shipped_collection(model, layer), False
        )
    st.caption(_told(t, own, collection))
    return ReviewSource(identity, collection, True)


def _take_file() -> None:
    """After an upload, or when the file was taken away: read it once, here."""
    upload = st.session_state.get(_FILE)  # gone if the page was left meanwhile
    try:
        if upload is not None:
            check_room()  # before the last file makes way
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    for key in (_OWN, _ERROR, _READ, _CHOICE, _COLUMN):
        st.session_state.pop(key, None)
    if upload is None:
        return
    try:
        with heavy_work():
            file = read_reviews(upload.getvalue(), upload.name)
        table = file.table
        if len(table.columns) > 1:
            find_text_column(table)
    except RnnvizError as error:
        st.session_state[_ERROR] = error
        return
    places = [*file.likely, *(k for k in range(len(table.columns)) if k not in file.likely)]
    titles = table.titles()
    st.session_state[_OWN] = OwnReviews(
        id=upload.file_id,
        name=upload.name,
        columns={titles[k]: tuple(table.values(k)[:MAX_REVIEWS]) for k in places},
        rows=len(table.rows),
        notes=table.notes,
    )


def _column(t: Translator, own: OwnReviews) -> str:
    names = list(own.columns)
    if len(names) == 1:
        return names[0]
    if st.session_state.get(_COLUMN) not in names:
        st.session_state[_COLUMN] = names[0]
    return str(
        st.selectbox(t("reviewfile.column"), names, key=_COLUMN, persist_state="session")
        or names[0]
    )


def _own_collection(
    t: Translator, texts: tuple[str, ...], identity: tuple[str, ...]
) -> CollectionStates:
    done = st.session_state.get(_READ)
    if done is not None and done[0] == identity:
        read: CollectionStates = done[1]
        return read
    checkpoint = load_shipped(identity[2])
    total = max(len(texts), 1)
    bar = st.progress(0.0, text=t("collection.reading", done=0, total=t.number(total, 0)))

    def progress(count: int) -> None:
        words = t("collection.reading", done=t.number(count, 0), total=t.number(total, 0))
        bar.progress(min(count / total, 1.0), text=words)

    with heavy_work():
        collection = read_collection(
            checkpoint.model,
            vocabulary_of(checkpoint),
            encoding_spec(checkpoint),
            texts,
            int(identity[3]),
            progress,
        )
    bar.empty()
    st.session_state[_READ] = (identity, collection)
    return collection


def _told(t: Translator, own: OwnReviews, collection: CollectionStates) -> str:
    """What was read of the file, and what was left out and why."""
    parts = [
        t(
            "collection.read",
            count=t.number(len(collection), 0),
            steps=t.number(len(collection.ids), 0),
            name=plain(own.name),
        )
    ]
    if own.rows > MAX_REVIEWS:
        parts.append(
            t("collection.first", reviews=t.number(MAX_REVIEWS, 0), rows=t.number(own.rows, 0))
        )
    if collection.wordless:
        parts.append(t("collection.wordless", count=t.number(collection.wordless, 0)))
    if collection.beyond:
        parts.append(t("collection.beyond", count=t.number(collection.beyond, 0)))
    parts += [note.words(t, plain) for note in own.notes]
    return " ".join(parts)
