"""Times without a year or without a date: told as such, and read once somebody says the rest."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError, SeriesReading

# Over the end of a year, and over a day's.
STAMPS = pd.date_range("2023-12-29 00:00", periods=120, freq="h")
CELSIUS = np.round(4 + 3 * np.sin(np.arange(120) * 2 * np.pi / 24) + np.arange(120) / 90, 1)

Row = Callable[[pd.Timestamp], str]


def f(layout: str) -> Row:
    return lambda stamp: stamp.strftime(layout)


def energyplus(t: pd.Timestamp) -> str:
    """The end of each hour, the last of a day 24:00."""
    before = t - pd.Timedelta("1h")
    return f" {before:%m/%d}  {before.hour + 1:02}:00:00"


NO_YEAR: dict[str, tuple[str, Row]] = {
    "month, day, hour": ("Month,Day,Hour", lambda t: f"{t.month},{t.day},{t.hour}"),
    "day, month, hour": ("Day,Month,Hour", lambda t: f"{t.day},{t.month},{t.hour}"),
    "with minutes": ("month,day,hour,minute", lambda t: f"{t.month},{t.day},{t.hour},0"),
    "with a clock": ("Month,Day,Time", lambda t: f"{t.month},{t.day},{t:%H:%M}"),
    "months in words": ("month,day,hour", lambda t: f"{t:%b},{t.day},{t.hour}"),
    "day of the year": ("DOY,Hour", lambda t: f"{t.day_of_year},{t.hour}"),
    "Vietnamese": ("Tháng,Ngày,Giờ", lambda t: f"{t.month},{t.day},{t.hour}"),
    "EnergyPlus": ("Date/Time", energyplus),
    "month and day, slash": ("time", f("%m/%d %H:%M")),
    "day and month, dots": ("Zeit", f("%d.%m. %H:%M")),
    "day and a word": ("time", f("%d %b %H:%M")),
    "a word and the day": ("time", f("%b %d, %H:%M")),
    "date beside a clock": ("date,time", f("%d/%m,%H:%M")),
    "date beside hours": ("date,hour", f("%m-%d,%H:00")),
}
NO_DATE: dict[str, tuple[str, Row]] = {
    "hours and minutes": ("time", f("%H:%M")),
    "seconds": ("timestamp", f("%H:%M:%S")),
    "AM and PM": ("Time", f("%I:%M:%S %p")),
    "Vietnamese": ("Giờ", lambda t: f"{t.hour} giờ {t.minute:02}"),
    "beside what has passed": ("timestamp,elapsed_s", lambda t: f"{t:%H:%M:%S},{t.hour * 3600}.0"),
    "beside an index": ("no,clock", lambda t: f"{t.day_of_year},{t:%H:%M}"),
}


def read(
    header: str, row: Row, first: datetime.date | None = None, stamps: pd.DatetimeIndex = STAMPS
) -> SeriesReading:
    rows = [f"{row(t)},{v}" for t, v in zip(stamps, CELSIUS, strict=True)]
    text = "\n".join([f"{header},Temp (C)", *rows])
    return read_series(text.encode(), "undated.csv", ReadOptions(first_date=first))


@pytest.mark.parametrize(("header", "row"), NO_YEAR.values(), ids=NO_YEAR)
def test_a_year_that_is_left_out_is_asked_for_and_then_goes_on(header, row):
    with pytest.raises(SeriesError) as error:
        read(header, row)
    assert error.value.code == "series_no_year"
    reading = read(header, row, datetime.date(2023, 12, 29))
    assert reading.series.stamps.equals(STAMPS)
    assert reading.series.values == pytest.approx(CELSIUS, abs=0.01)


@pytest.mark.parametrize(("header", "row"), NO_DATE.values(), ids=NO_DATE)
def test_a_date_that_is_left_out_is_asked_for_and_then_goes_on(header, row):
    with pytest.raises(SeriesError) as error:
        read(header, row)
    assert error.value.code == "series_no_date"
    reading = read(header, row, datetime.date(2023, 12, 29))
    assert reading.series.stamps.equals(STAMPS)
    assert reading.series.values == pytest.approx(CELSIUS, abs=0.01)


@pytest.mark.parametrize("name", ["month, day, hour", "day of the year", "EnergyPlus"])
def test_the_newest_row_may_stand_first(name):
    header, row = NO_YEAR[name]
    reading = read(header, row, datetime.date(2024, 1, 2), STAMPS[::-1])
    assert reading.series.stamps.equals(STAMPS)
    assert reading.series.values == pytest.approx(CELSIUS[::-1], abs=0.01)


def test_a_date_that_somebody_said_changes_no_file_that_has_its_own():
    said = read("time", f("%Y-%m-%d %H:%M"), datetime.date(1999, 1, 1))
    assert said.series.stamps.equals(STAMPS)


def test_a_column_of_decimal_commas_is_one_column():
    text = "\n".join(["temperature", *(f"{v:.1f}".replace(".", ",") for v in CELSIUS)])
    with pytest.raises(SeriesError) as error:
        read_series(text.encode(), "one.csv")
    assert error.value.code == "series_one_column"


def test_a_line_of_totals_does_not_hide_the_parts_of_a_date():
    rows = [f"{t.month},{t.day},{t.hour},{v}" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    data = "\n".join(["Month,Day,Hour,Ambient Temperature (C)", *rows, "Totals, , ,480.5"])
    with pytest.raises(SeriesError) as caught:
        read_series(data.encode(), "pv.csv")
    assert caught.value.code == "series_no_year"
    reading = read_series(
        data.encode(), "pv.csv", ReadOptions(first_date=datetime.date(2023, 12, 29))
    )
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
