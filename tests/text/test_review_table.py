"""Files of reviews, as people really have them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.text.gold import find_gold
from rnnviz.text.header_row import text_columns
from rnnviz.text.review_table import ReviewTable, distinct, find_text_column, free_name
from rnnviz.text.review_table import read_reviews as read
from rnnviz.uploads.bounds import PAGE, TableError

GOOD, BAD = "A wonderful, beautiful film.", "The worst film, boring and awful."


def workbook(*rows: list[object]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


def noted(table: ReviewTable) -> dict[str, tuple[int, tuple[int, ...]]]:
    return {note.code: (note.count, note.rows) for note in table.notes}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter(delimiter):
    data = delimiter.join(["id", "review"]) + "\n" + delimiter.join(["1", '"good; a, b"']) + "\n"
    table = read(data.encode(), "x.csv")
    assert table.columns == ("id", "review")
    assert table.values(1) == ["good; a, b"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_any_usual_encoding(encoding):
    table = read("review\ncafé, déjà vu\n".encode(encoding), "x.csv")
    assert (table.columns, table.rows) == (("review",), [["café, déjà vu"]])
    assert ("encoding" in noted(table)) == (encoding in ("cp1252", "latin-1"))


def test_a_value_that_looks_missing_or_like_a_number_stays_text():
    table = read(b"review,stars\nNA,10\nnull,07\n,\n", "x.csv")
    assert table.rows == [["NA", "10"], ["null", "07"], ["", ""]]
    # Rows of empty cells are rows, so that each stays where it was; blank lines are none.
    assert read(b'review\nfine film\n\n""\nbad\n', "x.csv").values(0) == ["fine film", "", "bad"]


def test_packed_tables_are_unpacked_but_not_bombs():
    assert len(read(gzip.compress(b"review\ngood\n"), "x.csv.gz").rows) == 1
    assert read(zipped(mine_txt="Good, yes.\nBad, no.\n"), "x.zip").values(0)[0] == "Good, yes."
    bomb = gzip.compress(b"review\n" + b"a" * 5000)
    with pytest.raises(TableError) as error:
        read(bomb, "x.csv.gz", replace(PAGE, unpacked=1000))
    assert error.value.code == "table_too_big"
    with pytest.raises(TableError) as error:
        read(zipped(a_csv="review\na", b_csv="review\nb"), "x.zip")
    assert error.value.code == "table_many_files"


def test_a_letter_is_no_archive_of_tables():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<a/>")
    with pytest.raises(TableError) as error:
        read(buffer.getvalue(), "letter.docx")
    assert error.value.code == "table_binary"


def test_too_many_rows_are_refused_on_the_page_and_read_where_there_is_no_limit():
    few, any_number = replace(PAGE, rows=3), replace(PAGE, rows=None)
    assert len(read(b"review\na\nb\nc\n", "x.csv", few).rows) == 3
    for data in (b"review\na\nb\nc\nd\n", workbook(["review"], *[["a"]] * 4)):
        with pytest.raises(TableError) as error:
            read(data, "x.csv", few)
        assert error.value.code == "table_too_long"
        assert len(read(data, "x.csv", any_number).rows) == 4


@pytest.mark.parametrize(
    "data",
    [
        f'"{GOOD}"\n"{BAD}"\n',
        f"{GOOD}\n{BAD}\n",
        f'"{GOOD}",1\n"{BAD}",0\n',
        f'7;"{GOOD}"\n8;"{BAD}"\n',
        f'"{GOOD}",positive\n"{BAD}",negative\n',
    ],
)
def test_without_a_header_the_first_review_is_a_review(data):
    table = read(data.encode(), "x.csv")
    assert not table.header
    assert "no_header" in noted(table)
    assert table.values(find_text_column(table)) == [GOOD, BAD]
    assert table.columns[0] == "column 1"


@pytest.mark.parametrize(
    "data",
    [
        "review\ngood\n",
        "0\nA fine film\n",
        "film title,stars\nAlien,5\nJaws,4\n",
        "When,What did you think of it?\n2024-01-01,It was fine by me\n",
        ",review\n0,A fine film\n",
    ],
)
def test_a_header_is_known_as_one(data):
    assert read(data.encode(), "x.csv").header
    assert not read(data.encode(), "x.csv", header=False).header  # the user has the last word


def test_a_column_has_to_read_like_text():
    table = read(b"id,price\n1,20\n2,30\n", "x.csv")
    with pytest.raises(TableError) as error:
        find_text_column(table)
    assert (error.value.code, error.value.params["columns"]) == ("table_no_text", "id, price")
    assert find_text_column(table, "price") == 1
    with pytest.raises(TableError) as error:
        find_text_column(table, "text")
    assert error.value.code == "table_no_column"


def test_the_likely_column_comes_first():
    table = read(b"id,notes,Review\n1,a long note about nothing much,ok\n", "x.csv")
    assert find_text_column(table) == 2
    table = read(b"id,what they said\n1,a long remark about the film\n", "x.csv")
    assert find_text_column(table) == 1
    table = read(f"text,remarks\n1,{BAD[:14]}\n2,good and fine\n".encode(), "x.csv")
    assert find_text_column(table) == 1  # a usual name over numbers is none


def test_rows_with_more_or_fewer_cells_are_never_shifted():
    table = read(b"id,review\n1,a fine film,x,y\n2,a bad film\n3\n", "x.csv")
    assert table.columns == ("id", "review", "extra cells")
    assert table.rows == [["1", "a fine film", "x,y"], ["2", "a bad film", ""], ["3", "", ""]]
    assert noted(table) == {"extra": (1, (2,)), "short": (1, (4,))}
    # Each row has one cell more than the header: still no shift.
    table = read(b"review,stars\na fine film,5,z\na bad film,1,z\n", "x.csv")
    assert table.rows[0] == ["a fine film", "5", "z"]
    # A delimiter at each row's end is no cell.
    assert read(b"id,review\n1,fine film,\n", "x.csv").rows == [["1", "fine film"]]


@pytest.mark.parametrize("tail", ["3,fine\n", '3,"fine, really"\n', '3,"x"\n4,""\n', ""])
def test_an_unclosed_quote_costs_its_own_row_only(tail):
    data = f'id,review\n1,"A good film\n2,It was bad\n{tail}'
    table = read(data.encode(), "x.csv")
    assert table.rows[:2] == [["1", "A good film"], ["2", "It was bad"]]
    assert len(table.rows) == 2 + tail.count("\n")
    assert noted(table)["quotes"] == (1, (2,))


def test_a_quoted_review_of_several_lines_is_one_review():
    data = 'id,review\n1,"A good\n\nfilm, ""really"""\n2,bad\n'
    table = read(data.encode(), "x.csv")
    assert table.rows == [["1", 'A good\n\nfilm, "really"'], ["2", "bad"]]
    assert table.notes == ()


def test_a_great_many_odd_quotes_end_soon():
    assert len(read(('x,"\n' * 200_000).encode(), "x.csv", replace(PAGE, rows=None)).rows) > 0


def test_odd_and_equal_names_stay_and_have_distinct_titles():
    table = read(b"label,label, ,review\n1,x,y,a fine film\n", "x.csv")
    assert table.columns == ("label", "label", " ", "review")
    assert table.titles() == ["label", "label (2)", "column 3", "review"]
    assert distinct(["a", "a", "a (2)"]) == ["a", "a (3)", "a (2)"]
    assert free_name("rnnviz_label", ["x", "RNNVIZ_LABEL", "rnnviz_label_2"]) == "rnnviz_label_3"


def test_workbooks_and_json_lines_are_tables():
    table = read(workbook(["id", "review"], [1, GOOD], [2, None], [3.5, BAD]), "x.xlsx")
    assert table.rows == [["1", GOOD], ["2", ""], ["3.5", BAD]]
    lines = [json.dumps({"review": GOOD, "n": 1.5}), "{broken", json.dumps({"review": BAD, "z": 1})]
    for name in ("x.jsonl", "x.txt", "x.csv"):
        table = read("\n".join(lines).encode(), name)
        assert table.columns == ("review", "n", "z")
        assert table.rows == [[GOOD, "1.5", ""], [BAD, "", "1"]]
        assert noted(table)["json"] == (1, (2,))


def test_a_text_file_holds_one_review_a_line():
    data = "A good film, yes.\r\n\r\n  Đẹp, and sad, so sad  \n".encode()
    for packed, name in ((data, "mine.txt"), (gzip.compress(data), "mine.txt.gz")):
        assert read(packed, name).values(0) == ["A good film, yes.", "Đẹp, and sad, so sad"]
    # … and a CSV whose lines were cut at the commas of their sentences is one.
    assert len(read(b"Good, so good.\nBad, bad, bad.\nHm.\n", "x.csv").columns) == 1


def test_a_text_file_that_is_a_table_is_read_as_one():
    assert read(b"review\tlabel\ngood\t1\n", "mine.txt").columns == ("review", "label")
    assert read(b'id,review\n1,"good, yes"\n', "mine.txt").rows == [["1", "good, yes"]]
    assert read(b"Loved it\nHated it\n", "mine.txt").values(0) == ["Loved it", "Hated it"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "table_empty"), (b" \n ", "table_empty"), (b"\x00\x01" * 9, "table_binary"),
     (b"a\n" * 200_001, "table_too_long"), (b"\x1f\x8bxx", "table_bad_archive"),
     (b"PK\x03\x04xx", "table_bad_archive"), (b"review\n", "table_no_rows"),
     (b"a," * 300 + b"\n1" + b",1" * 300, "table_too_wide"),
     (b"\x89PNG\r\n\x1a\n\0\0\0", "table_binary")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["mine.csv", "mine.txt"])
def test_a_file_that_is_no_table_says_why(data, code, name):
    if name == "mine.txt" and code in ("table_no_rows", "table_too_wide"):
        return
    with pytest.raises(TableError) as raised:
        read(data, name)
    assert raised.value.code == code


@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.txt", "x.jsonl", "x.xlsx", "x.zip"]))
def test_whatever_the_bytes_there_is_a_table_or_a_reason(data, name):
    try:
        table = read(data, name)
    except RnnvizError:
        return
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert len(set(table.titles())) == len(table.columns)
    assert set(text_columns(table.columns, table.rows)) <= set(range(len(table.columns)))


@given(st.text(alphabet='ab",;\n\r |\t', max_size=60))
def test_no_cell_is_lost_to_odd_quotes(text):
    try:
        table = read(("review\n" + text).encode(), "x.csv")
    except RnnvizError:
        return
    letters = "".join(cell for row in table.rows for cell in row)
    assert sum(map(letters.count, "ab")) == sum(map(text.count, "ab"))


def test_quotes_within_quotes_stay_where_the_user_wrote_them():
    data = b'review,label\n"He said "hi" to me, twice",positive\nok film,negative\n'
    table = read(data, "x.csv")
    assert table.rows == [['He said "hi" to me, twice', "positive"], ["ok film", "negative"]]


def test_our_own_earlier_verdicts_are_not_taken_for_labels():
    rows = [["a good film", "positive"], ["a bad film", "negative"]]
    assert find_gold(("text", "rnnviz_label"), rows, 0) is None
    rows = [[*row, "1"] for row in rows]
    assert find_gold(("text", "rnnviz_label", "target"), rows, 0) == 2
