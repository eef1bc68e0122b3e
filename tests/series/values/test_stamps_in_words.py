"""Stamps as people and programs around the world write them, in short and in long files.

Long files are read by the kinds of their dates and clocks, short ones stamp by stamp.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.table.cells import is_stamp
from rnnviz.series.values.times import LONG, read_times


def half(t: pd.Timestamp, before: str, after: str) -> str:
    return before if t.hour < 12 else after


def twelve(t: pd.Timestamp) -> str:
    return f"{t.hour % 12 or 12}:{t:%M}:00"


STAMPS = {
    "chinese half before the clock": lambda t: (
        f"{t.year}/{t.month}/{t.day} {half(t, '上午', '下午')} {twelve(t)}"
    ),
    "korean half before the clock": lambda t: (
        f"{t.year}. {t.month}. {t.day}. {half(t, '오전', '오후')} {twelve(t)}"
    ),
    "english half before the clock": lambda t: f"{t:%Y-%m-%d} {t:%p} {twelve(t)}",
    "chinese hour": lambda t: f"{t.year}年{t.month}月{t.day}日{t.hour}时",
    "chinese hour and minute": lambda t: f"{t.year}年{t.month}月{t.day}日 {t.hour}时{t:%M}分",
    "korean hour": lambda t: f"{t.year}년 {t.month}월 {t.day}일 {t.hour}시",
    "finnish klo": lambda t: f"{t.day}.{t.month}.{t.year} klo {t.hour}.{t:%M}",
    "danish kl.": lambda t: f"{t:%d-%m-%Y} kl. {t:%H.%M}",
    "english at": lambda t: f"{t:%Y-%m-%d} at {t:%H:%M}",
    "dashes all along": lambda t: f"{t:%Y-%m-%d_%H-%M-%S}",
    "from one to another": lambda t: (
        f"{t:%d.%m.%Y %H:%M} - {t + pd.Timedelta('1h'):%d.%m.%Y %H:%M}"
    ),
    "an interval": lambda t: f"{t:%Y-%m-%dT%H:%M:%S}/{t + pd.Timedelta('1h'):%Y-%m-%dT%H:%M:%S}",
}


@pytest.mark.parametrize("count", [100, LONG + 100])
@pytest.mark.parametrize("name", STAMPS)
def test_it_is_the_same_moment(name, count):
    moments = pd.date_range("2023-03-05", periods=count, freq="h")
    cells = [STAMPS[name](t) for t in moments]
    assert all(map(is_stamp, cells))
    read = read_times(pd.Series(cells))
    np.testing.assert_array_equal(read.stamps, moments.to_numpy().astype("datetime64[s]"))
    assert not read.utc


CLOCKS = {
    "a word before": (lambda t: f"ore {t:%H:%M}", 0),
    "from one to another": (
        lambda t: f"{t:%H:%M}-{t + pd.Timedelta('1h'):%H:%M}",
        0,
    ),
    "from hour to hour": (lambda t: f"{t.hour:02d}-{t.hour + 1:02d}", 0),
    "H01 to H24": (lambda t: f"H{t.hour + 1:02d}", 1),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_beside_a_date(name):
    clock, later = CLOCKS[name]
    moments = pd.date_range("2023-03-05", periods=600, freq="h")
    rows = [f"{t:%d/%m/%Y};{clock(t)};{t.hour}.5" for t in moments]
    reading = read_series("\n".join(["Data;Ora;Temp (C)", *rows]).encode(), "x.csv")
    assert reading.series.start == (moments[0] + pd.Timedelta(hours=later)).to_datetime64()
    assert len(reading.series) == 600
    np.testing.assert_allclose(reading.series.values, moments.hour + 0.5)


def test_offsets_beside_a_date_are_no_ranges():
    moments = pd.date_range("2023-03-05", periods=600, freq="h")
    rows = [f"{t:%Y-%m-%d},{t:%H:%M}-05:00,{t.hour}.5" for t in moments]
    reading = read_series("\n".join(["date,time,temp (C)", *rows]).encode(), "x.csv")
    assert reading.series.utc
    assert reading.series.start == np.datetime64("2023-03-05T05", "h")
