"""Whatever the bytes, the reader answers: a series, or a coded refusal. Never another error."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from files import lines, text
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesError

CELL = st.sampled_from(
    ["", "1", "-3.5", "2,5", "1e9", "x", '"', "2023-01-01", "31.12.2023 25:00", "12:30", "AM", "°C",
     "NaN", "inf", "-9999", "20230101", "99999999999999999999", "0", "temp", "time", "#", "\ufeff"]
)  # fmt: skip
ROW = st.lists(CELL, max_size=5)


def survives(data: bytes) -> None:
    try:
        reading = read_series(data, "any.csv")
    except SeriesError:
        return
    assert len(reading.series) >= 2
    known = reading.series.known
    assert len(known)
    assert np.isfinite(known).all()
    assert known.min() >= -90
    assert known.max() <= 60
    assert reading.rows_used <= reading.rows_read


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"PAR1")
@example(b"\xff\xfe\x00")
@settings(max_examples=200)
def test_any_bytes(data):
    survives(data)


@given(st.lists(ROW, max_size=12), st.sampled_from([",", ";", "\t", " ", "|"]), st.booleans())
@settings(max_examples=300)
def test_any_table(rows, delimiter, header):
    body = "\n".join(delimiter.join(row) for row in rows)
    survives((f"time{delimiter}temp\n" if header else "").encode() + body.encode())


@given(st.data())
@settings(max_examples=60)
def test_a_good_file_with_some_lines_spoiled(data):
    rows = lines()[:60]
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(rows) - 1))
        rows[at] = ",".join(data.draw(ROW))
    survives(text(rows))


@given(st.integers(0, 10_000), st.binary(max_size=40), st.integers(0, 60))
@example(0, b"PK\x03\x04", 0)
@settings(max_examples=150)
def test_a_damaged_archive(at, junk, lost):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x.csv", text(lines()[:100]))
    whole = target.getvalue()
    at %= len(whole)
    survives(whole[:at] + junk + whole[at + lost :])
