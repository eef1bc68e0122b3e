"""Dates and clocks in columns of their own, told from what looks like them by what they give.

Every kind is a small file as people have them, and some of its variations; the truth is six hours
on each of several days.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rnnviz.i18n import translator
from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesError

DAYS = pd.date_range("2024-03-01", periods=4, freq="D")
STAMPS = [day + pd.Timedelta(hours=hour) for day in DAYS for hour in range(6)]
CELSIUS = [3.5 + (k * 37 % 50) / 10 for k in range(len(STAMPS))]
ONE_DAY = [pd.Timestamp("2024-03-21") + pd.Timedelta(hours=hour) for hour in range(24)]

Row = Callable[[pd.Timestamp], str]


def f(layout: str) -> Row:
    return lambda stamp: stamp.strftime(layout)


WEEKDAYS = {
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "vi, long": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
}


def after_weekday(language: str, layout: str) -> Row:
    return lambda stamp: f"{WEEKDAYS[language][stamp.weekday()]} {stamp.strftime(layout)}"


def fraction(digits: int) -> Row:
    return lambda stamp: f"{stamp.hour / 24:.{digits}f}"


def hhmm(stamp: pd.Timestamp) -> str:
    return str(stamp.hour * 100)


def minutes(stamp: pd.Timestamp) -> int:
    return 60 * stamp.hour + stamp.minute


def minute_of_day(stamp: pd.Timestamp) -> str:
    return f"{stamp:%Y-%m-%d},{minutes(stamp)}"


# Header, what a row says before its temperature, and the column or columns of the time.
FILES: dict[str, tuple[str, Row, str]] = {
    # Another clock beside the right one.
    "sunrise before": ("Date,Sunrise,Time", f("%Y-%m-%d,06:41,%H:%M"), "Date + Time"),
    "sunrise after": ("Date,Time,Sunrise", f("%Y-%m-%d,%H:%M,06:41"), "Date + Time"),
    "sunrise, sunset": ("date,sunrise,sunset,time", f("%Y-%m-%d,06:41,18:01,%H:%M"), "date + time"),
    "obs time": ("Date,Sunrise Time,Obs Time", f("%Y-%m-%d,06:41,%H:%M:%S"), "Date + Obs Time"),
    "joined names": ("Date,TimeSunRise,Time", f("%d.%m.%Y,06:11:00,%H:%M:%S"), "Date + Time"),
    "duration": ("Date,Duration,Time", f("%Y-%m-%d,00:05:00,%H:%M:%S"), "Date + Time"),
    "offset": ("date,UTC offset,local time", f("%Y-%m-%d,01:00,%H:%M"), "date + local time"),
    "moving sunrise": ("Date,Sunrise,Time", f("%Y-%m-%d,06:%d,%H:%M"), "Date + Time"),
    "firmware": ("date,fw,time", f("%Y-%m-%d,1.10.2,%H:%M"), "date + time"),
    "firmware 1.10.12": ("date,fw,time", f("%Y-%m-%d,1.10.12,%H:%M"), "date + time"),
    # Another date beside the right one.
    "calibrated": ("Datum,Kalibriert,Zeit", f("%d.%m.%Y,10.01.24,%H:%M"), "Datum + Zeit"),
    "calibrated first": ("Kalibriert,Datum,Zeit", f("10.01.2024,%d.%m.%Y,%H:%M"), "Datum + Zeit"),
    "installed": ("installed,date,time", f("2019-05-04,%Y-%m-%d,%H:%M"), "date + time"),
    "written": ("date,time,written", f("%Y-%m-%d,%H:%M,2024-04-01"), "date + time"),
    # A year of two figures.
    "dots": ("Datum,Uhrzeit", f("%d.%m.%y,%H:%M"), "Datum + Uhrzeit"),
    "dots, seconds": ("Datum,Uhrzeit", f("%d.%m.%y,%H:%M:%S"), "Datum + Uhrzeit"),
    "dots, clock first": ("Uhrzeit,Datum", f("%H:%M,%d.%m.%y"), "Datum + Uhrzeit"),
    "dots, hours": ("Datum,Std", f("%d.%m.%y,%H"), "Datum + Std"),
    "dots, dotted clock": ("pvm,klo", f("%d.%m.%y,%H.%M"), "pvm + klo"),
    # Midnight behind the date.
    "12:00:00 AM": ("Date,Time", f("%m/%d/%Y 12:00:00 AM,%H:%M:%S"), "Date + Time"),
    "12:00 AM": ("Date,Time", f("%m/%d/%Y 12:00 AM,%H:%M"), "Date + Time"),
    "a.m.": ("Date,Time", f("%Y-%m-%d 12:00:00 a.m.,%H:%M"), "Date + Time"),
    "T00:00:00.000Z": ("Date,Time", f("%Y-%m-%dT00:00:00.000Z,%H:%M"), "Date + Time"),
    "+00:00": ("Date,Time", f("%Y-%m-%d 00:00:00+00:00,%H:%M"), "Date + Time"),
    "00:00:00": ("Date,Time", f("%Y-%m-%d 00:00:00,%H:%M"), "Date + Time"),
    # A clock that was typed as a date.
    "1899-12-31": ("Date,Time", f("%Y-%m-%d,1899-12-31 %H:%M:%S"), "Date + Time"),
    "1899-12-30": ("Date,Time", f("%Y-%m-%d,1899-12-30T%H:%M:%S"), "Date + Time"),
    "12/30/1899": ("Date,Time", f("%Y-%m-%d,12/30/1899 %H:%M:%S"), "Date + Time"),
    "1900-01-01": ("Date,Time", f("%Y-%m-%d,1900-01-01 %H:%M"), "Date + Time"),
    "31.12.1899": ("Datum,Zeit", f("%d.%m.%Y,31.12.1899 %H:%M"), "Datum + Zeit"),
    "0 days": ("Date,Time", f("%Y-%m-%d,0 days %H:%M:%S"), "Date + Time"),
    "fractions": ("Date,Time", lambda t: f"{t:%Y-%m-%d},{fraction(9)(t)}", "Date + Time"),
    "few digits": ("Date,Time", lambda t: f"{t:%Y-%m-%d},{fraction(5)(t)}", "Date + Time"),
    # Hours and minutes in one figure, under the name of a zone.
    "MST": ("Year,DOY,MST", lambda t: f"{t:%Y},{t:%j},{hhmm(t)}", "Year + DOY + MST"),
    "EST": ("Year,DOY,EST", lambda t: f"{t:%Y},{t:%j},{hhmm(t)}", "Year + DOY + EST"),
    "UTC": ("Year,DOY,UTC", lambda t: f"{t:%Y},{t:%j},{hhmm(t)}", "Year + DOY + UTC"),
    "LST": ("date,LST", lambda t: f"{t:%Y-%m-%d},{hhmm(t)}", "date + LST"),
    "PST, hours": ("date,PST", lambda t: f"{t:%Y-%m-%d},{t.hour}", "date + PST"),
    "YYMMDD": ("YYMMDD,hhmmss", f("%y%m%d,%H%M%S"), "YYMMDD + hhmmss"),
    "yymmdd, hhmm": ("yymmdd,hhmm", f("%y%m%d,%H%M"), "yymmdd + hhmm"),
    # The weekday before the date, and hours in words.
    "Mo": ("Datum,Uhrzeit", after_weekday("de", "%d.%m.%Y,%H:%M"), "Datum + Uhrzeit"),
    "Monday": ("Date,Time", after_weekday("en", "%Y-%m-%d,%H:%M"), "Date + Time"),
    "lun.": ("Date,Heure", after_weekday("fr", "%d/%m/%Y,%H:%M"), "Date + Heure"),
    "T2": ("Ngày,Giờ", after_weekday("vi", "%d/%m/%Y,%H:%M"), "Ngày + Giờ"),
    "Thứ Hai": ("Thời gian", after_weekday("vi, long", "%d/%m/%Y %H:%M"), "Thời gian"),
    "0 giờ 00 phút": (
        "Thời gian",
        lambda t: f"{t:%d/%m/%Y} {t.hour} giờ {t.minute:02} phút",
        "Thời gian",
    ),
    "giờ apart": ("Ngày,Giờ", lambda t: f"{t:%d/%m/%Y},{t.hour} giờ 00 phút", "Ngày + Giờ"),
    # Eight figures, the day first.
    "ddmmyyyy": ("date,time", f("%d%m%Y,%H:%M"), "date + time"),
    "ddmmyyyy, hours": ("Ngày,Giờ", f("%d%m%Y,%H"), "Ngày + Giờ"),
    "ddmmyyyy, hhmm": ("date,hhmm", f("%d%m%Y,%H%M"), "date + hhmm"),
    # Minutes since midnight.
    "minute of the day": ("date,minute", minute_of_day, "date + minute"),
    "minutes": ("date,minutes,rh", lambda t: minute_of_day(t) + ",50", "date + minutes"),
    "minute, day of year": (
        "year,doy,minute",
        lambda t: f"{t:%Y},{t.day_of_year},{minutes(t)}",
        "year + doy + minute",
    ),
    "minute, parts": (
        "year,month,day,minute",
        lambda t: f"{t:%Y,%m,%d},{minutes(t)}",
        "year + month + day + minute",
    ),
    # Years as Thailand counts them.
    "2567": ("time", lambda t: f"{t.year + 543}{t:-%m-%d %H:%M}", "time"),
    "1/3/2567": ("วันที่,เวลา", lambda t: f"{t:%d/%m/}{t.year + 543},{t:%H:%M}", "วันที่ + เวลา"),
    "25670301": ("time", lambda t: f"{t.year + 543}{t:%m%d %H:%M}", "time"),
    "year 2567": (
        "year,month,day,hour",
        lambda t: f"{t.year + 543},{t.month},{t.day},{t.hour}",
        "year + month + day + hour",
    ),
    # A day with a fraction.
    "decimal day": (
        "Year,Month,Day",
        lambda t: f"{t.year},{t.month},{t.day + t.hour / 24:.4f}",
        "Year + Month + Day",
    ),
}


def read(header: str, row: Row, stamps: list[pd.Timestamp]):
    rows = [f"{row(t)},{v:.1f}" for t, v in zip(stamps, CELSIUS, strict=False)]
    return read_series("\n".join([f"{header},Temp (C)", *rows]).encode(), "file")


def truth(stamps: list[pd.Timestamp]) -> pd.Series:
    return pd.Series(CELSIUS[: len(stamps)], index=stamps)


@pytest.mark.parametrize("kind", FILES)
def test_every_row_gets_its_own_time(kind):
    header, row, label = FILES[kind]
    reading = read(header, row, STAMPS)
    assert reading.time_column == label
    values = pd.Series(reading.series.values, index=reading.series.stamps)
    np.testing.assert_allclose(values[STAMPS], truth(STAMPS), atol=0.01)
    assert (reading.rows_used, len(values)) == (len(STAMPS), 3 * 24 + 6)


@pytest.mark.parametrize("kind", ["sunrise before", "offset", "dots", "1899-12-31", "Mo"])
def test_the_file_of_a_single_day_is_read_too(kind):
    header, row, label = FILES[kind]
    reading = read(header, row, ONE_DAY)
    assert reading.time_column == label
    assert reading.series.stamps[0] == ONE_DAY[0]
    np.testing.assert_allclose(reading.series.values, CELSIUS[:24], atol=0.01)


def test_rows_from_the_latest_to_the_earliest_tell_their_clock_as_well():
    header, row, label = FILES["sunrise before"]
    rows = [f"{row(t)},{v:.1f}" for t, v in zip(STAMPS, CELSIUS, strict=True)][::-1]
    reading = read_series("\n".join([f"{header},Temp (C)", *rows]).encode(), "file")
    assert reading.time_column == label
    np.testing.assert_allclose(reading.series.values[:6], CELSIUS[:6], atol=0.01)


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Date,Humidity,,Date,Temperature", 0, 1),
        ("Date,Humidity,Date,Temperature", 0, 1),
        ("time,RH,time,temp (C)", 0, 1),
        ("Datum,Feuchte,Datum,Lufttemperatur,Datum,Druck", 0, 1),
        ("Date,Rain,Date,Wind,Date,Temperature", 0, 2),
    ],
)
def test_of_pairs_side_by_side_a_temperature_keeps_its_own_time(header, first, second):
    names = header.split(",")
    rows = []
    for k in range(48):
        starts = ("2024-03-01", "2024-04-01", "2024-05-01")
        stamps = iter([pd.Timestamp(start) + pd.Timedelta(hours=k) for start in starts])
        cells = [
            f"{next(stamps):%Y-%m-%d %H:%M}"
            if name.lower() in ("date", "time", "datum")
            else ""
            if name == ""
            else f"{5 + k % 7}.5"
            if "temp" in name.lower()
            else "60"
            for name in names
        ]
        rows.append(",".join(cells))
    reading = read_series("\n".join([header, *rows]).encode(), "file")
    assert str(reading.series.start)[5:7] == f"{3 + second:02}"
    (found,) = [each for each in reading.findings if each.code == "times_side_by_side"]
    assert found.params["time"] == reading.time_column


@pytest.mark.parametrize(
    ("stamp", "unit"),
    [
        ("3/4/2024 {h}:00 AM", "F"),
        ("03/04/2024 {h:02}:00:00 AM", "F"),
        ("3/4/24 {h}:00 am", "C"),
        ("3/4/2024 {h}:00", "F"),
        ("3/4/2024 {h}:00 a.m.", "C"),
    ],
)
def test_am_and_pm_or_fahrenheit_say_month_first_where_nothing_else_does(stamp, unit):
    rows = [f"{stamp.format(h=h)},{40 + h}.5" for h in range(1, 12)]
    reading = read_series("\n".join([f"time,temp ({unit})", *rows]).encode(), "file")
    assert str(reading.series.start) == "2024-03-04T01"
    assert "order_by_steps" in [found.code for found in reading.findings]


def test_elsewhere_the_day_comes_first():
    rows = [f"3/4/2024 {h}:00,{4 + h}.5" for h in range(12)]
    reading = read_series("\n".join(["time,temp (C)", *rows]).encode(), "file")
    assert str(reading.series.start) == "2024-04-03T00"


@pytest.mark.parametrize("words", [("TO", "CH"), ("FM", "EM"), ("RN", "MD"), ("to", "ch")])
def test_two_stations_are_no_halves_of_the_day(words):
    minutes = pd.date_range("2020-01-01 06:00", periods=300, freq="min")
    rows = [f"{t:%Y-%m-%d %H:%M},{words[k % 2]},{10 + k % 7 / 10}" for k, t in enumerate(minutes)]
    reading = read_series("\n".join(["time,prov,temp (C)", *rows]).encode(), "file")
    assert reading.time_column == "time"
    assert len(reading.series) == 5


def test_rows_within_one_hour_are_told_as_such():
    rows = [f"2024-05-01 10:{minute:02},10.{minute % 10}" for minute in range(60)]
    with pytest.raises(SeriesError) as caught:
        read_series("\n".join(["time,temp", *rows]).encode(), "file")
    assert caught.value.code == "series_one_hour"
    assert "1 May 2024, 10:00" in translator("en").error(caught.value)


ZONES = {
    "letters": ("CET", "CEST"),
    "offsets": ("+01:00", "+02:00"),
    "UTC offsets": ("UTC+1", "UTC+2"),
    "short offsets": ("+01", "+02"),
    "American": ("EST", "EDT"),
}


@pytest.mark.parametrize("names", ZONES.values(), ids=ZONES)
@pytest.mark.parametrize("header", ["time,tz,temp (°C)", "date,clock,zone,temp (°C)"])
def test_a_column_of_zones_tells_the_hour_that_comes_twice(header, names):
    """The clock goes back at 3:00 in summer time, which is 2:00 in the other."""
    utc = pd.date_range("2024-10-26", periods=48, freq="h")
    change = pd.Timestamp("2024-10-27 01:00")
    shift = -5 if names[0] == "EST" else 1
    rows = []
    for k, stamp in enumerate(utc):
        summer = stamp < change
        local = stamp + pd.Timedelta(hours=shift + summer)
        written = f"{local:%Y-%m-%d %H:%M}"
        written = written.replace(" ", ",") if "date" in header else written
        rows.append(f"{written},{names[summer]},{k / 10}")
    reading = read_series("\n".join([header, *rows]).encode(), "zones.csv")
    assert reading.series.utc
    assert reading.series.stamps.equals(utc)
    assert reading.series.values == pytest.approx(np.arange(48) / 10, abs=0.01)
