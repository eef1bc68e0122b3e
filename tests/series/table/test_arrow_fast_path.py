"""Long files are read by shorter ways. What comes out is what looking at every line gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from files import CELSIUS, comma, lines, text
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.series.read import read_series
from rnnviz.series.source import open_source
from rnnviz.series.table import arrow_fast_path
from rnnviz.series.table.find_table import find_table
from rnnviz.series.types import SeriesError
from rnnviz.series.values.fixed_width import split_alike, split_figures
from rnnviz.series.values.numbers import to_numbers
from rnnviz.series.values.stamps import match_dates, match_stamps
from rnnviz.series.values.times import read_times

STAMPS = pd.date_range("2019-12-29 22:00", periods=1500, freq="17min")
LAYOUTS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%MZ", "%d.%m.%Y %H:%M", "%m/%d/%y %I:%M:%S %p",
    "%d-%b-%Y %H:%M", "%Y/%m/%d %H:%M:%S.000 +0200", "%Y%m%d %H%M",
)  # fmt: skip
ODD_LINES = (
    "", ",", ",,", " ", "# a comment", "% a comment", "// a comment", "2023-03-15 01:00",
    "2023-03-15 01:00,4.5,7,8", '"2023-03-15 01:00",4.5,7', '2023-03-15 01:00,4.5,"7', "x,y,z",
    "time,temperature (°C),note", ",4.5,7", '"2023-03-15 01:00","4.5","7"', "2023-03-15 01:00,,",
    '2023-03-15 01:00,4.5,"two\nlines"', "#,1,2", "nothing", "2023-03-15 01:00;4.5;7",
)  # fmt: skip


@pytest.fixture
def long_from(monkeypatch):
    """Sets how many bytes are a long file."""
    return lambda size: monkeypatch.setattr(arrow_fast_path, "LONG", size)


def outcome(data: bytes) -> tuple[object, ...]:
    try:
        reading = read_series(data, "x.csv")
    except SeriesError as error:
        return (error.code, error.params)
    series = reading.series
    said = [(f.code, f.count, f.rows, f.params) for f in reading.findings]
    return (said, reading.rows_read, reading.rows_used, series.start, series.values.tobytes())


def with_lines(odd: dict[int, str], end: str = "\n", **how: object) -> bytes:
    rows = lines(extra=("7",), header="time,temperature (°C),note", **how)
    for at, line in sorted(odd.items(), reverse=True):
        rows.insert(at, line)
    return text(rows, end)


@given(
    st.dictionaries(st.integers(0, 480), st.sampled_from(ODD_LINES), max_size=3),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=60)
def test_the_short_way_and_the_long_way_agree(odd, end):
    data = with_lines(odd, end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow_fast_path, "LONG", 2**30)
        expected = outcome(data)
        patch.setattr(arrow_fast_path, "LONG", 1500)
        assert outcome(data) == expected


@pytest.mark.parametrize("end", ["\n", "\n\n\n", ""])
def test_a_file_without_fault_is_not_looked_at_line_by_line(long_from, end):
    long_from(1500)
    table = find_table(open_source(with_lines({0: "Station 7"}).rstrip() + end.encode(), "x"), "x")
    assert table.arrow is not None
    assert table.lines[0] == 3
    assert len(table) == 480
    assert list(table.read([table.columns[1]]).iloc[:, 0].astype(float)) == list(CELSIUS)
    assert [found.code for found in table.findings] == ["metadata_lines"]


def test_a_line_with_other_cells_is_found_in_a_long_file(long_from):
    long_from(1500)
    reading = read_series(with_lines({400: "2023-03-15 01:00,4.5,7,8"}), "x")
    odd = next(found for found in reading.findings if found.code == "odd_rows")
    assert odd.rows == (401,)


@pytest.mark.parametrize("end", ["\n", ""])
def test_headers_of_files_that_were_joined_are_told(long_from, end):
    rows = lines(header="time,temperature (°C)")
    data = "\n".join([*rows[:100], rows[0], *rows[100:], rows[0]]) + end
    told = []
    for size in (len(data) * 2, 1000):
        long_from(size)
        told.append(outcome(data.encode()))
    assert told[0] == told[1]
    assert told[0][0] == [("repeated_headers", 2, (101, 483), {})]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_stamp_is_put_together_again(layout):
    cells = STAMPS.strftime(layout)
    parts = split_alike(pa.array(cells, pa.string()))
    assert parts is not None
    dates, clocks = parts
    separator = "T" if "T" in layout else " "
    again = [
        dates.texts[d] + separator + clocks.texts[c]
        for d, c in zip(dates.codes, clocks.codes, strict=True)
    ]
    assert again == list(cells)


@pytest.mark.parametrize("order", ["sorted", "shuffled"])
@pytest.mark.parametrize("layout", [*LAYOUTS, "%Y%m%d%H%M", "%Y%m%d%H%M%S"])
def test_stamps_written_alike_are_read_as_any_others(layout, order):
    stamps = STAMPS if order == "sorted" else STAMPS[np.random.default_rng(0).permutation(1500)]
    stamps = stamps.floor("min")
    read = read_times(pd.Series(stamps.strftime(layout)))
    shift = pd.Timedelta(hours=2 if "+0200" in layout else 0)
    assert (read.stamps == (stamps - shift).to_numpy("datetime64[s]")).all()
    assert read.utc == (layout.endswith(("Z", "+0200")))


@pytest.mark.parametrize("cell", ["2020-02-30 10:00", "nothing at all 1", "2020-13-01 10:00"])
def test_what_is_no_moment_is_none_among_many(cell):
    cells = list(STAMPS.strftime("%Y-%m-%d %H:%M"))
    cells[700] = cell
    read = read_times(pd.Series(cells))
    assert np.flatnonzero(np.isnat(read.stamps)).tolist() == [700]


@pytest.mark.parametrize(
    "cells",
    [
        ["2020-01-01 10:00", "2020-01-01 9:00"],
        ["2020-01-01 10:00", "2020-01-01T11:00"],
        [" 020-01-01 10:00", "2020-01-01 11:00"],
        ["2020-01-01 10:0é", "2020-01-01 11:0é"],
        [None, "2020-01-01 11:00"],
        ["2020-01-01", "2020-01-02"],
        [],
    ],
)
def test_other_stamps_go_the_long_way(cells):
    assert split_alike(pa.array(cells, pa.string())) is None
    assert split_figures(pa.array(cells, pa.string())) is None


@pytest.mark.parametrize(
    "layout", ["%Y-%m-%d", "%d.%m.%y", "%Y%m%d", "%d-%b-%Y", "%m/%Y/%d", "W%W-%Y", "%A"]
)
def test_many_dates_are_matched_as_each_is(layout):
    cells = list(pd.date_range("1999-01-01", periods=900, freq="D").strftime(layout))
    fast, slow = match_dates(cells), match_stamps(cells)
    for name, values in vars(slow).items():
        np.testing.assert_array_equal(getattr(fast, name), values, err_msg=name)


CELLS = st.one_of(
    st.floats(-60, 60).map(lambda v: f"{v:.1f}"),
    st.floats(-60, 60).map(comma),
    st.sampled_from(["", "NA", "x", "1e400", "−3", " 4.5 ", '"7"', "12 °C", "1.012,5"]),
)


@given(st.lists(CELLS, min_size=1, max_size=30), st.integers(0, 200), st.booleans())
@settings(max_examples=40)
def test_numbers_in_a_long_column_are_those_of_each_cell(odd, at, decimal_comma):
    say = comma if decimal_comma else (lambda v: f"{v:.1f}")
    cells = [say(v) for v in np.linspace(-20, 30, 300)]
    cells[at : at + len(odd)] = odd
    together = to_numbers(pd.Series(cells))
    alone = {cell: to_numbers(pd.Series([cell])) for cell in set(cells)}
    each = [alone[cell] for cell in cells]
    np.testing.assert_array_equal(together.values, [one.values[0] for one in each])
    assert together.bad.tolist() == [k for k, one in enumerate(each) if len(one.bad)]
