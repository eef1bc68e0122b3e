"""Files that once took all memory or time: each ends in a sentence before much is done.

``benchmarks/upload_killers.py`` uploads them in a browser.
"""

from __future__ import annotations

import gzip

import killers
import pytest

from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator
from rnnviz.series.read import read_series
from rnnviz.text.review_table import read_reviews
from rnnviz.uploads.bounds import MAX_MEMBERS, TableError

TEMPERATURES = {
    "one cell at XFD1048576": "too_many_cells",
    "the same in other quotes": "too_many_cells",
    "an .xls in a circle": "bad_archive",
    "5 million xf": "too_many_cells",
    "40 million rows of XML": "too_many_cells",
    "Parquet of 20 million rows": "too_many_cells",
    "Parquet of 50 million rows": "too_many_cells",
    "3 MB of commas": "too_wide",
    "10,000 columns over short rows": "too_wide",
    "commas and one <br>": "too_wide",
    "6 MB of empty gzip members": "many_members",
    "a header of 100,000 columns": "too_wide",
    "100,000 columns of one name": "too_wide",
    "a column's name of 3 MB": "long_cell",
}
REVIEWS = {
    "one cell at XFD1048576": "too_many_cells",
    "5 million xf": "too_many_cells",
    "40 million rows of XML": "too_big",
    "Parquet of 20 million rows": "too_long",
    "3 MB of commas": "too_many_cells",
    "6 MB of empty gzip members": "many_members",
    "one review of 60 MB": "long_cell",
    "a header of 100,000 columns": "long_cell",
}


@pytest.mark.parametrize("name", killers.TEMPERATURES)
def test_a_file_of_temperatures_is_refused_by_name(name):
    with pytest.raises(RnnvizError) as error:
        read_series(killers.TEMPERATURES[name](), "file")
    assert error.value.code == f"series_{TEMPERATURES[name]}"
    assert "file" in translator("en").error(error.value)


@pytest.mark.parametrize("name", REVIEWS)
def test_a_file_of_reviews_is_refused_by_name(name):
    with pytest.raises(TableError) as error:
        read_reviews(killers.REVIEWS[name](), "file.csv")
    assert error.value.code == f"table_{REVIEWS[name]}"
    assert "file.csv" in translator("vi").error(error.value)


@pytest.mark.parametrize("name", sorted(set(killers.REVIEWS) - set(REVIEWS)))
def test_a_wide_header_over_short_rows_is_read_as_lines(name):
    """Commas that no other line has are no delimiters: nothing is filled up."""
    table = read_reviews(killers.REVIEWS[name](), "file.csv")
    assert len(table.columns) == 1


SHEETS = {
    "prefixes": '<x:row xmlns:x="{ns}" r="200000"><x:c r="XF200000"><x:v>1</x:v></x:c></x:row>',
    "cells without a place": '<row r="1"><c><v>1</v></c></row><row r="200000">{many}</row>',
    "spaces": '<row r="200000"><c r = "XF200000"><v>1</v></c></row>',
    "small letters": '<row r="200000"><c r="xf200000"><v>1</v></c></row>',
    "noughts": '<row r="200000"><c r="XF00000200000"><v>1</v></c></row>',
    "a sign in an attribute": '<row r="200000"><c s=">" r="XF200000"><v>1</v></c></row>',
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_far_cell_is_seen_however_it_is_written(name):
    rows = SHEETS[name].format(ns=killers.SHEETS, many="<c><v>1</v></c>" * 700)
    with pytest.raises(TableError) as error:
        read_reviews(killers.workbook([rows.encode()]), "file.xlsx")
    assert error.value.code == "table_too_many_cells"


def test_cells_without_a_place_are_read_where_they_are_few():
    rows = "".join(f"<row><c><v>{k}</v></c><c><v>{k}.5</v></c></row>" for k in range(400))
    table = read_reviews(killers.workbook([rows.encode()]), "file.xlsx")
    assert len(table.rows) == 400
    assert table.rows[7] == ["7", "7.5"]


def test_a_gz_of_many_members_is_read_whole():
    hours = killers.wide_header(2, 2000).splitlines(keepends=True)
    packed = b"".join(map(gzip.compress, hours))
    assert len(hours) < MAX_MEMBERS
    assert read_series(packed, "file.gz").rows_read == 2000


def test_a_member_larger_than_what_is_fed_at_once_is_whole():
    hours = killers.wide_header(2, 100_000)
    packed = gzip.compress(hours[:1_500_000], 0) + gzip.compress(hours[1_500_000:])
    assert read_series(packed + b"\0" * 100, "file.gz").rows_read == 100_000
    for cut in (1, 9, 3000):
        with pytest.raises(RnnvizError) as error:
            read_series(packed[:-cut], "file.gz")
        assert error.value.code == "series_bad_archive"


def test_the_ends_of_lines_of_a_web_page_are_taken_away():
    rows = killers.wide_header(2, 100).splitlines()
    ends = [b"<br>", b" ,;<br/>", b"<br />", b",,<br>", b""]
    marked = b"\n".join(row + ends[k % 5] for k, row in enumerate(rows))
    assert read_series(marked, "file").rows_read == 100
