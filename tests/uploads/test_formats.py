"""Whatever delimiter, encoding, packing and format: reviews and temperatures read the same."""

from __future__ import annotations

import gzip
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwt

from rnnviz.series.read import read_series
from rnnviz.text.review_table import find_text_column, read_reviews
from rnnviz.uploads.bounds import PAGE, TableError
from rnnviz.uploads.workbook import is_workbook, sheets

HOURS = pd.date_range("2024-03-01", periods=120, freq="h")
DEGREES = np.round(10 + 6 * np.sin(np.arange(120) / 24 * 2 * np.pi) + np.arange(120) % 7 / 10, 1)
WESTERN = ("Un film déjà vu, mais très émouvant.", "Nicht schön; zu lang für mich.")
VIETNAMESE = ("Phim này không được hay, rất chán.", "Một bộ phim của những người trẻ; và hay!")
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As a Vietnamese Windows writes it: a vowel with its shape, then its tone."""
    made = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in TONES)
        shape = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        made += (shape + tone).encode("cp1258")
    return made


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    name: lambda text, name=name: text.encode(name)
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252")
}
ENCODINGS["utf-16, big end first"] = lambda text: b"\xfe\xff" + text.encode("utf-16-be")
ENCODINGS["cp1258"] = windows_1258


def zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", data)
    return buffer.getvalue()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "gz": gzip.compress,
    "zip": zipped,
}


def reviews(encoding: str) -> tuple[str, tuple[str, ...]]:
    """The name of a column, and its texts."""
    return ("bình luận", VIETNAMESE) if encoding == "cp1258" else ("review", WESTERN)


def table_of_reviews(delimiter: str, encoding: str) -> str:
    name, texts = reviews(encoding)
    rows = [f'{k}{delimiter}"{text}"' for k, text in enumerate(texts)]
    return "\r\n".join([f"id{delimiter}{name}", *rows, ""])


def table_of_degrees(delimiter: str, encoding: str) -> str:
    names = ("ngày giờ", "nhiệt độ (°C)") if encoding == "cp1258" else ("time", "temp (°C)")
    rows = [
        f"{hour:%Y-%m-%d %H:%M}{delimiter}{value}"
        for hour, value in zip(HOURS, DEGREES, strict=True)
    ]
    return "\r\n".join([delimiter.join(names), *rows, ""])


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_in_any_dialect(delimiter, encoding, packing):
    name, texts = reviews(encoding)
    data = PACKINGS[packing](ENCODINGS[encoding](table_of_reviews(delimiter, encoding)))
    table = read_reviews(data, "x.csv")
    assert table.columns == ("id", name)
    assert table.values(find_text_column(table)) == list(texts)
    data = PACKINGS[packing](ENCODINGS[encoding](table_of_degrees(delimiter, encoding)))
    reading = read_series(data, "x.csv")
    np.testing.assert_allclose(reading.series.values, DEGREES, atol=1e-5)
    assert reading.series.stamps[0] == HOURS[0]
    assert reading.temperature_column.endswith("(°C)")


def xlsx(rows: list[list[object]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def xls(rows: list[list[object]]) -> bytes:
    book, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("first")
    clock = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for k, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = {"style": clock} if isinstance(cell, pd.Timestamp) else {}
            sheet.write(k, column, cell, **style)
    book.save(buffer)
    return buffer.getvalue()


def ods(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame(rows[1:], columns=rows[0]).to_excel(buffer, index=False, engine="odf")
    return buffer.getvalue()


def parquet(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(buffer)
    return buffer.getvalue()


FORMATS = {"xlsx": xlsx, "xls": xls, "ods": ods, "parquet": parquet}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("kind", FORMATS)
def test_other_formats_than_text(kind, packing):
    rows = [["id", "bình luận", "stars"], [1, VIETNAMESE[0], 2.5], [2, VIETNAMESE[1], 4.0]]
    table = read_reviews(PACKINGS[packing](FORMATS[kind](rows)), f"x.{kind}")
    assert table.columns == ("id", "bình luận", "stars")
    assert table.values(find_text_column(table)) == list(VIETNAMESE)
    assert table.values(0) == ["1", "2"]
    cells: list[list[object]] = [["time", "temp (°C)"]]
    cells += [[hour, float(value)] for hour, value in zip(HOURS, DEGREES, strict=True)]
    reading = read_series(PACKINGS[packing](FORMATS[kind](cells)), f"x.{kind}")
    np.testing.assert_allclose(reading.series.values, DEGREES, atol=1e-5)
    assert reading.series.stamps[0] == HOURS[0]


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "json", "txt"])
def test_json_lines_of_reviews(ending):
    lines = "\n".join(json.dumps({"id": k, "review": text}) for k, text in enumerate(VIETNAMESE))
    table = read_reviews(lines.encode(), f"x.{ending}")
    assert table.values(find_text_column(table)) == list(VIETNAMESE)


def test_times_of_a_sheet_are_as_the_sheet_shows_them():
    midnight, durations = pd.Timestamp("2024-03-01"), pd.Timedelta(hours=24)
    rows = [["when", "day", "span"], [midnight, midnight.date(), durations]]
    rows.append([midnight + pd.Timedelta(hours=1), midnight.date(), durations])
    (sheet,) = sheets(xlsx(rows), "x.xlsx", PAGE)
    assert sheet.rows[1] == ["2024-03-01 00:00:00", "2024-03-01", "24:00:00"]
    assert sheet.rows[2][0] == "2024-03-01 01:00:00"
    assert sheet.numbers == [1, 2, 3]


def refused(data: bytes, name: str) -> str:
    with pytest.raises(TableError) as error:
        list(sheets(data, name, PAGE))
    return error.value.code


def test_a_small_workbook_that_claims_too_much_is_refused_before_it_is_read():
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "review"
    book.active["XFD1048576"] = "far away"
    book.save(buffer)
    assert refused(buffer.getvalue(), "far.xlsx") == "table_too_many_cells"
    sheet = (
        '<office:document-content xmlns:office="o" xmlns:table="t"><table:table-row '
        'table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="1000"/></table:table-row>'
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", sheet)
    assert refused(buffer.getvalue(), "far.ods") == "table_too_many_cells"


def test_what_only_looks_like_a_workbook():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "x.xls") == (
        "table_bad_archive"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert refused(buffer.getvalue(), "x.xlsb") == "table_xlsb"
    letter = io.BytesIO()
    with zipfile.ZipFile(letter, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    assert not is_workbook(letter.getvalue())


@pytest.mark.parametrize("bound", ["rows", "columns"])
def test_a_parquet_is_held_to_its_footer(bound):
    data = parquet([["review", *map(str, range(300))], *[["good"] * 301] * 3])
    if bound == "rows":
        data = parquet([["review"], *[["good"]] * (PAGE.rows + 1)])
    with pytest.raises(TableError) as error:
        read_reviews(data, "x.parquet")
    assert error.value.code == ("table_too_long" if bound == "rows" else "table_too_wide")


def test_a_mark_of_utf8_is_no_promise():
    """Bytes behind it that are none become signs for what is lost, and nobody takes them as they
    are."""
    rows = "".join(
        f"{hour},{value},x\n" for hour, value in zip(HOURS.astype(str), DEGREES, strict=True)
    )
    bad = b"\xef\xbb\xbf" + f"time,temp (°C),note\n{rows}".encode().replace(b"x", b"\xa6", 3)
    assert read_series(bad, "x.csv").rows_used == len(HOURS)
    reviews = b"\xef\xbb\xbfreview,label\n" + b"a good \xa6 film,1\n" * 5
    assert [note.code for note in read_reviews(reviews, "x.csv").notes] == ["damaged"]
