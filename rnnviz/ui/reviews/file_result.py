"""The result of a file of reviews: counts, the doubtful ones first, labels compared, mistakes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd
import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.inference.batch import ClassifiedTable, write_classified
from rnnviz.inference.file_summary import (
    Agreement,
    agreement,
    doubtful_count,
    doubtful_first,
    words_of,
)
from rnnviz.models.shipped import load_shipped
from rnnviz.text.gold import scale_of
from rnnviz.text.review_table import distinct
from rnnviz.ui.reviews.file_reading import Result
from rnnviz.ui.shell.errors import plain

_SHOWN = 200  # rows in the picture of the result
_CELL = 400  # characters of a cell in it: a row may hold megabytes
_T = TypeVar("_T")
_LABELS = ("positive", "negative")


def show_result(t: Translator, done: Result, gold: int | None) -> None:
    """All of it; ``gold`` is the place of the user's labels, if there are any."""
    found = done.found
    st.caption(
        t(
            "reviewfile.read_by",
            model=t(f"models.{done.wish.model}"),
            column=plain(found.table.titles()[done.wish.column]),
        )
    )
    _counts(t, done)
    if gold is not None:
        _compared(t, done, gold)
    order = _once(done, "order", lambda: doubtful_first(found.answers)[:_SHOWN])
    shown, rows = t.number(len(order), 0), t.number(len(found.answers), 0)
    st.markdown(t("reviewfile.table_title"))
    st.dataframe(_picture(t, found, order), key="rnnviz.file_table", hide_index=True)
    st.caption(t("reviewfile.table_how", shown=shown, rows=rows))
    if done.defused:
        st.caption(t("reviewfile.defused", count=t.number(done.defused, 0)))
    st.download_button(
        t("reviewfile.download" if found.whole else "reviewfile.download_part", rows=rows),
        lambda: csv_of(found),
        file_name="reviews_classified.csv",
        mime="text/csv",
        key="rnnviz.file_download",
        on_click="ignore",
    )


def csv_of(found: ClassifiedTable) -> bytes:
    """The file to take home, made when somebody asks for it."""
    made = io.BytesIO()
    with io.TextIOWrapper(made, encoding="utf-8-sig", newline="") as handle:
        write_classified(handle, found)  # the mark lets spreadsheets read accents
        handle.flush()
        return made.getvalue()


def _once(done: Result, key: object, made: Callable[[], _T]) -> _T:
    """What is worked out from a whole file is worked out once."""
    if key not in done.kept:
        done.kept[key] = made()
    kept: _T = done.kept[key]
    return kept


def _counts(t: Translator, done: Result) -> None:
    counts = _once(done, "counts", done.found.counts)
    doubtful = _once(done, "doubtful", lambda: doubtful_count(done.found.answers))
    figures = {
        "positive": counts.get("positive", 0),
        "negative": counts.get("negative", 0),
        "doubtful": doubtful,
        "unreadable": counts.get("unreadable", 0),
    }
    with st.grid(4, min_column_width=150):
        for name, count in figures.items():
            label = t(f"reviewfile.count.{name}")
            help_text = t("reviewfile.doubtful_help") if name == "doubtful" else None
            st.metric(label, t.number(count, 0), border=True, help=help_text)


def _compared(t: Translator, done: Result, gold: int) -> None:
    """How many labelled rows agree, which label got which verdict, and the worst mistakes."""
    found = done.found
    values = found.table.values(gold)
    agreed = _once(done, ("agreed", gold), lambda: agreement(values, found.answers))
    if agreed is None:
        return
    low, high = (t.percent(end, 1) for end in agreed.interval)
    title = plain(found.table.titles()[gold])
    said = t(
        "reviewfile.agree",
        column=title,
        right=t.number(agreed.right, 0),
        labelled=t.number(agreed.labelled, 0),
        share=t.percent(agreed.share, 1),
    )
    st.markdown(said)
    st.caption(t("reviewfile.interval", low=low, high=high))
    if scale := _once(done, ("scale", gold), lambda: scale_of(values)):
        st.caption(t(f"reviewfile.rated_{scale}"))
    _matrix(t, agreed)
    if agreed.worst:
        with st.expander(t("reviewfile.worst_title", count=t.number(len(agreed.worst), 0))):
            st.caption(t("reviewfile.worst_how"))
            _mistakes(t, done, agreed, gold)


def _matrix(t: Translator, agreed: Agreement) -> None:
    shown = [label for label in (*_LABELS, "unreadable") if _given(agreed, label)]

    def cell(theirs: str, ours: str) -> str:
        count = agreed.table.get((theirs, ours), 0)
        every = sum(n for (label, _), n in agreed.table.items() if label == theirs)
        share = t.percent(count / every) if every else "–"
        return f"{t.number(count, 0)} ({share})"

    rows = [theirs for theirs in _LABELS if any(label == theirs for label, _ in agreed.table)]
    st.table(
        pd.DataFrame(
            {
                t("reviewfile.model_says", label=t(f"reviewfile.label.{ours}")): [
                    cell(theirs, ours) for theirs in rows
                ]
                for ours in shown
            },
            index=pd.Index(
                [t(f"reviewfile.label.{theirs}") for theirs in rows], name=t("reviewfile.yours")
            ),
        )
    )
    st.caption(t("reviewfile.matrix_how"))


def _given(agreed: Agreement, label: str) -> bool:
    return label != "unreadable" or any(ours == label for _, ours in agreed.table)


def _mistakes(t: Translator, done: Result, agreed: Agreement, gold: int) -> None:
    found, column, model = done.found, done.wish.column, done.wish.model
    words: Sequence[str] = _once(
        done,
        ("words", gold),
        lambda: words_of(found, column, agreed.worst, load_shipped(model)),
    )
    st.dataframe(
        pd.DataFrame(
            [
                {
                    t("reviewfile.row"): place + 1,
                    t("reviewfile.yours"): found.table.rows[place][gold],
                    t("reviewfile.verdict"): t(f"reviewfile.label.{found.answers[place].label}"),
                    t("reviewfile.probability"): t.percent(found.answers[place].probability, 1),
                    t("reviewfile.words"): said,
                    t("reviewfile.text"): found.table.rows[place][column][:_CELL],
                }
                for place, said in zip(agreed.worst, words, strict=True)
            ]
        ),
        key="rnnviz.file_mistakes",
        hide_index=True,
    )


def _picture(t: Translator, found: ClassifiedTable, order: Sequence[int]) -> pd.DataFrame:
    """Some rows, each with its number in the file; the new columns come first."""
    return pd.DataFrame(
        [
            [k + 1, *found.answered(k), *(cell[:_CELL] for cell in found.table.rows[k])]
            for k in order
        ],
        columns=distinct([t("reviewfile.row"), *found.added(), *found.table.titles()]),
    )
