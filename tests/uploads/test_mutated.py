"""Files of every kind, damaged: the readers answer, or refuse with a code. Never another error.

``pytest --hypothesis-profile many tests/uploads/test_mutated.py`` damages thousands.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable

import killers
import pandas as pd
import pyarrow as pa
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.series.read import read_series
from rnnviz.text.review_file import read_review_file

ROWS = 60
STAMPS = pd.date_range("2024-03-01", periods=ROWS, freq="h")


def frame(reviews: bool) -> pd.DataFrame:
    """A few rows, of reviews or of temperatures."""
    if reviews:
        texts = [f'A film, "fine" or not: {k}.' for k in range(ROWS)]
        return pd.DataFrame({"review": texts, "label": [k % 2 for k in range(ROWS)]})
    return pd.DataFrame({"time": STAMPS, "temp (°C)": [5.5 + k % 7 for k in range(ROWS)]})


def xlsx(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    table.to_excel(kept, index=False)
    return kept.getvalue()


def xls(table: pd.DataFrame) -> bytes:
    book, kept = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("first")
    for k, row in enumerate([list(table.columns), *table.astype(str).to_numpy().tolist()]):
        for column, cell in enumerate(row):
            sheet.write(k, column, cell)
    book.save(kept)
    return kept.getvalue()


def ods(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    table.to_excel(kept, index=False, engine="odf")
    return kept.getvalue()


def parquet(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    table.to_parquet(kept)
    return kept.getvalue()


def csv(table: pd.DataFrame, **how: str) -> bytes:
    return table.to_csv(index=False, **how).encode()


def zipped(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", csv(table))
    return kept.getvalue()


KINDS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": csv,
    "semicolons": lambda table: csv(table, sep=";", decimal=","),
    "tabs": lambda table: csv(table, sep="\t"),
    "UTF-16": lambda table: csv(table).decode().encode("utf-16"),
    "gz": lambda table: gzip.compress(csv(table)),
    "bz2": lambda table: bz2.compress(csv(table)),
    "xz": lambda table: lzma.compress(csv(table)),
    "zst": lambda table: pa.Codec("zstd").compress(csv(table), asbytes=True),
    "zip": zipped,
    "xlsx": xlsx,
    "plain xlsx": lambda table: killers.workbook(
        f'<row r="{k + 1}"><c r="A{k + 1}"><v>{45000 + k / 24}</v></c></row>'.encode()
        for k in range(ROWS)
    ),
    "xls": xls,
    "ods": ods,
    "parquet": parquet,
    "jsonl": lambda table: table.to_json(orient="records", lines=True, date_format="iso").encode(),
}
FILES = {
    (kind, reviews): make(frame(reviews)) for kind, make in KINDS.items() for reviews in (0, 1)
}
INSERTED = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"\n", b",", b"\"", b"\x00" * 8, b"\xff" * 4, b"9" * 40, b"<br>\n", b"\r", "é°".encode(),
         b"<c r=\"XFD1048576\"/>", b"-9999", b"\x1f\x8b", b"PK\x03\x04", b"\n\n#\n", b"[{"]
    ),
)  # fmt: skip
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 400), INSERTED, st.integers(0, 3)),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, damage: list[tuple[float, int, bytes, int]]) -> bytes:
    """Pieces cut out, put in, said again and turned round."""
    for place, length, inserted, how in damage:
        at = int(place * len(data))
        piece = data[at : at + length]
        new = (inserted, piece + inserted + piece, piece[::-1], inserted + piece)[how]
        data = data[:at] + new + data[at + length :]
    return data


def said(error: RnnvizError) -> None:
    """There are words for it, and values for all of them."""
    for language in LANGUAGES:
        assert translator(language).has(f"errors.{error.code}")
        assert translator(language).error(error)


@given(st.sampled_from(sorted(FILES)), DAMAGE)
def test_damaged_temperatures(which, damage):
    try:
        reading = read_series(damaged(FILES[which], damage), "x.csv")
    except RnnvizError as error:
        said(error)
        return
    assert reading.rows_used <= reading.rows_read


@given(st.sampled_from(sorted(FILES)), DAMAGE, st.sampled_from(["x.csv", "x.txt", "x.jsonl"]))
def test_damaged_reviews(which, damage, name):
    try:
        table = read_review_file(damaged(FILES[which], damage), name).table
    except RnnvizError as error:
        said(error)
        return
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.columns)}
