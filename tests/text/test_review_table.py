"""Uploaded tables of reviews, as people really have them."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.text import review_table
from rnnviz.text.review_table import TableError, read_review_table, read_reviews, text_columns


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter(delimiter):
    data = delimiter.join(["id", "review"]) + "\n" + delimiter.join(["1", '"good; a, b"']) + "\n"
    table = read_review_table(data.encode(), "x.csv")
    assert list(table.columns) == ["id", "review"]
    assert table["review"].tolist() == ["good; a, b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding(encoding):
    table = read_review_table("review\ncafé – déjà vu\n".encode(encoding), "x.csv")
    assert table.to_dict("list") == {"review": ["café – déjà vu"]}


def test_a_value_that_looks_missing_or_like_a_number_stays_text():
    table = read_review_table(b"review,stars\nNA,10\nnull,07\n,\n", "x.csv")
    assert table["review"].tolist() == ["NA", "null", ""]
    assert table["stars"].tolist() == ["10", "07", ""]


def test_a_packed_table_is_unpacked_but_not_a_bomb(monkeypatch):
    assert len(read_review_table(gzip.compress(b"review\ngood\n"), "x.csv.gz")) == 1
    monkeypatch.setattr(review_table, "MAX_UNPACKED", 1000)
    with pytest.raises(RnnvizError) as error:
        read_review_table(gzip.compress(b"review\n" + b"a" * 5000), "x.csv.gz")
    assert error.value.code == "table_too_big"


def test_too_many_rows_are_refused_not_cut(monkeypatch):
    monkeypatch.setattr(review_table, "MAX_ROWS", 3)
    assert len(read_review_table(b"review\na\nb\nc\n", "x.csv")) == 3
    with pytest.raises(RnnvizError) as error:
        read_review_table(b"review\na\nb\nc\nd\n", "x.csv")
    assert error.value.code == "table_too_long"


def test_the_likely_column_comes_first():
    table = read_review_table(b"id,notes,Review\n1,a long note about nothing much,ok\n", "x.csv")
    assert text_columns(table)[0] == "Review"
    table = read_review_table(b"id,what they said\n1,a long remark about the film\n", "x.csv")
    assert text_columns(table)[0] == "what they said"


@given(st.binary(max_size=400))
def test_whatever_the_bytes_there_is_a_table_or_a_reason(data):
    try:
        table = read_review_table(data, "x.csv")
    except RnnvizError:
        return
    assert len(table) >= 1
    assert sorted(text_columns(table)) == sorted(table.columns)


def test_a_text_file_holds_one_review_a_line():
    data = "A good film.\r\n\r\n  Đẹp, and sad  \n".encode()
    for packed, name in ((data, "mine.txt"), (gzip.compress(data), "mine.txt.gz")):
        assert list(read_reviews(packed, name)["review"]) == ["A good film.", "Đẹp, and sad"]


def test_a_text_file_with_tabs_and_a_csv_are_tables():
    table = read_reviews(b"review\tlabel\ngood\t1\n", "mine.txt")
    assert list(table.columns) == ["review", "label"]
    assert list(read_reviews(b"review\ngood\n", "mine.csv")["review"]) == ["good"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "table_empty"), (b" \n ", "table_empty"), (b"\x00\x01" * 9, "table_binary"),
     (b"a\n" * 25_001, "table_too_long"), (b"\x1f\x8bxx", "table_unreadable")],
)  # fmt: skip
def test_a_text_file_that_is_none_says_why(data, code):
    with pytest.raises(TableError) as raised:
        read_reviews(data, "mine.txt")
    assert raised.value.code == code
