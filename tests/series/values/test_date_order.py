"""Day and month swapped by a spreadsheet in the dates that fit either way: found and put right."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesReading

Say = Callable[[pd.Timestamp], object]


def swapped(t: pd.Timestamp) -> pd.Timestamp:
    """What a spreadsheet makes of a date that it reads the other way round."""
    return t.replace(month=t.day, day=t.month)


def as_text(layout: str) -> Say:
    return lambda t: t.strftime(layout)


# How the spreadsheet shows the dates that it made, and how the others stay.
LAYOUTS = {
    "day first": ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"),
    "month first": ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M"),
    "without seconds": ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"),
    "dots": ("%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"),
    "dashes": ("%Y/%m/%d %H:%M", "%d-%m-%Y %H:%M:%S"),
    "AM and PM": ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M %p"),
    "short years": ("%Y-%m-%d %H:%M", "%d/%m/%y %H:%M"),
    "all shown alike, day first": ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M"),
    "all shown alike, month first": ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M"),
    "month in words": ("%d-%b-%Y %H:%M", "%d/%m/%Y %H:%M"),
}


def celsius(count: int) -> np.ndarray:
    return np.round(10 + 5 * np.sin(np.arange(count) * 2 * np.pi / 24), 1)


def stamps(days: int, start: str = "2024-03-05") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=24 * days, freq="h")


def column(when: pd.DatetimeIndex, made: Say, left: Say) -> list[object]:
    return [made(swapped(t)) if t.day <= 12 else left(t) for t in when]


def csv(when: pd.DatetimeIndex, made: str, left: str) -> bytes:
    text = column(when, as_text(made), as_text(left))
    frame = pd.DataFrame({"time": text, "temp (°C)": celsius(len(when))})
    return frame.to_csv(index=False).encode()


def assert_right(reading: SeriesReading, when: pd.DatetimeIndex) -> None:
    assert reading.series.stamps[0] == when.min()
    assert len(reading.series) == len(when)
    np.testing.assert_allclose(reading.series.values, celsius(len(when)), atol=0.01)
    (found,) = [found for found in reading.findings if found.code == "days_swapped"]
    assert found.count == ((when.day <= 12) & (when.day != when.month)).sum()


@pytest.mark.parametrize("days", [14, 90], ids=["short", "long"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_dates_in_text_are_put_right(layout, days):
    when = stamps(days)
    reading = read_series(csv(when, *LAYOUTS[layout]), "file.csv")
    assert_right(reading, when)


def workbook(columns: dict[str, list[object]]) -> bytes:
    target = io.BytesIO()
    pd.DataFrame(columns, dtype=object).to_excel(target, index=False, engine="openpyxl")
    return target.getvalue()


@pytest.mark.parametrize("days", [14, 60])
@pytest.mark.parametrize("left", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%d.%m.%Y %H:%M"])
def test_typed_dates_beside_text_in_a_workbook_are_put_right(left, days):
    when = stamps(days)
    dates = column(when, lambda t: t.to_pydatetime(), as_text(left))
    values = list(celsius(len(when)))
    assert_right(read_series(workbook({"time": dates, "temp": values}), "file.xlsx"), when)


def test_dates_beside_a_clock_are_put_right():
    when = stamps(30)
    dates = column(when, lambda t: t.normalize().to_pydatetime(), as_text("%d/%m/%Y"))
    clock = [t.strftime("%H:%M") for t in when]
    columns = {"Date": dates, "Time": clock, "temp": list(celsius(len(when)))}
    assert_right(read_series(workbook(columns), "file.xlsx"), when)
    text = pd.DataFrame({**columns, "Date": [str(date)[:10] for date in dates]})
    assert_right(read_series(text.to_csv(index=False).encode(), "file.csv"), when)


def test_rows_from_the_latest_to_the_earliest_are_put_right():
    when = stamps(40)
    header, *rows = csv(when, *LAYOUTS["day first"]).decode().splitlines()
    assert_right(read_series("\n".join([header, *rows[::-1]]).encode(), "file.csv"), when)


def test_over_the_turn_of_a_year():
    when = stamps(60, "2023-12-01")
    assert_right(read_series(csv(when, *LAYOUTS["day first"]), "file.csv"), when)


RIGHT = {
    "days beyond 12 among them": lambda t: (
        f"{t:%Y-%m-%d %H:%M}" if t.day % 2 else f"{t:%d/%m/%Y %H:%M}"
    ),
    "another layout from the 13th on": (
        lambda t: f"{t:%Y-%m-%d %H:%M}" if t.day <= 12 else f"{t:%d/%m/%Y %H:%M}"
    ),
    "one layout": lambda t: f"{t:%d/%m/%Y %H:%M}",
}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_is_right_stays(kind):
    when = stamps(25)
    frame = pd.DataFrame({"time": [RIGHT[kind](t) for t in when], "temp": celsius(len(when))})
    reading = read_series(frame.to_csv(index=False).encode(), "file.csv")
    assert reading.series.stamps[0] == when[0]
    assert len(reading.series) == len(when)
    assert "days_swapped" not in {found.code for found in reading.findings}
