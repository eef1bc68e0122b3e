"""Classifying a CSV of reviews on the page: upload, choose the column, read, download."""

from __future__ import annotations

import io

import pandas as pd
import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.models.shipped import load_shipped
from rnnviz.text.review_table import MAX_BYTES, MAX_ROWS, read_review_table, text_columns
from rnnviz.training.classify import classify_rows
from rnnviz.ui.errors import show_error

RESULT = "rnnviz.file_result"


def review_file(t: Translator, model: str) -> None:
    """The panel for many reviews at once."""
    st.subheader(t("reviewfile.title"))
    st.caption(t("reviewfile.how", rows=t.number(MAX_ROWS, 0), size=MAX_BYTES // 2**20))
    upload = st.file_uploader(
        t("reviewfile.upload"),
        type=["csv", "gz", "tsv", "txt"],
        key="rnnviz.file",
        max_upload_size=MAX_BYTES // 2**20,
    )
    if upload is None:
        st.session_state.pop(RESULT, None)
        return
    try:
        table = read_review_table(upload.getvalue(), upload.name)
        columns = text_columns(table)
    except RnnvizError as error:
        show_error(t, error)
        return
    column = st.selectbox(t("reviewfile.column"), columns, key="rnnviz.file_column")
    identity = (upload.file_id, column, model)
    if st.button(
        t("reviewfile.classify", count=t.number(len(table), 0)), type="primary", key="rnnviz.run"
    ):
        st.session_state[RESULT] = (identity, _classify(t, table, str(column), model))
    done = st.session_state.get(RESULT)
    if done and done[0] == identity:
        _show(t, done[1])


def _classify(t: Translator, table: pd.DataFrame, column: str, model: str) -> pd.DataFrame:
    bar = st.progress(0.0, text=t("reviewfile.running"))
    read = 0

    def progress(count: int) -> None:
        nonlocal read
        read += count
        bar.progress(min(read / max(len(table), 1), 1.0), text=t("reviewfile.running"))

    texts = [str(value) for value in table[column]]
    answers = list(classify_rows(texts, load_shipped(model), progress))
    bar.empty()
    result = table.copy()
    result["label"] = [label for label, _ in answers]
    result["probability"] = [probability for _, probability in answers]
    return result


def _show(t: Translator, result: pd.DataFrame) -> None:
    counts = result["label"].value_counts()
    st.markdown(
        t(
            "reviewfile.done",
            positive=t.number(int(counts.get("positive", 0)), 0),
            negative=t.number(int(counts.get("negative", 0)), 0),
            unreadable=t.number(int(counts.get("unreadable", 0)), 0),
        )
    )
    st.dataframe(result.head(200), key="rnnviz.file_table")
    buffer = io.StringIO()
    result.to_csv(buffer, index=False, float_format="%.6f")
    st.download_button(
        t("reviewfile.download"),
        "\ufeff" + buffer.getvalue(),  # the mark lets spreadsheets read accents
        file_name="reviews_classified.csv",
        mime="text/csv",
        key="rnnviz.file_download",
    )
