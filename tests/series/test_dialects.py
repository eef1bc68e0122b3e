"""Every dialect comes out as the same series."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from files import CELSIUS, HOURS, STAMPS, START, comma, lines, text

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError


def zipped(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def excel() -> bytes:
    target = io.BytesIO()
    frame = pd.DataFrame({"Time": STAMPS, "Temperature (°C)": CELSIUS})
    with pd.ExcelWriter(target, engine="openpyxl") as writer:
        pd.DataFrame({"about": ["a station"]}).to_excel(writer, sheet_name="info", index=False)
        frame.to_excel(writer, sheet_name="data", index=False)
    return target.getvalue()


def parquet() -> bytes:
    target = io.BytesIO()
    pd.DataFrame({"temperature": CELSIUS}, index=STAMPS.rename("time")).to_parquet(target)
    return target.getvalue()


def parts(*formats: str, header: str) -> bytes:
    return text(
        [header]
        + [
            ",".join([*(t.strftime(f) for f in formats), f"{v:.1f}"])
            for t, v in zip(STAMPS, CELSIUS, strict=True)
        ]
    )


def end_of_hour() -> bytes:
    """Hours 1 to 24, as some services count: hour 24 is midnight."""
    rows = ["date;hour;temp"]
    for t, v in zip(STAMPS, CELSIUS, strict=True):
        day, hour = (t - pd.Timedelta("1D"), 24) if t.hour == 0 else (t, t.hour)
        rows.append(f"{day:%d.%m.%Y};{hour};{comma(v)}")
    return text(rows)


def spoken_midnight() -> bytes:
    def stamp(t: pd.Timestamp) -> str:
        return f"{t - pd.Timedelta('1D'):%Y-%m-%d} 24:00" if t.hour == 0 else f"{t:%Y-%m-%d %H:%M}"

    return text(lines(stamp))


FILES: dict[str, bytes] = {
    "plain": text(lines()),
    "windows line ends": text(lines(), "\r\n"),
    "old mac line ends": text(lines(), "\r"),
    "iso with T": text(lines("%Y-%m-%dT%H:%M:%S")),
    "seconds and fractions": text(lines("%Y-%m-%d %H:%M:%S.000")),
    "slashes, year first": text(lines("%Y/%m/%d %H:%M")),
    "semicolon, decimal comma, day first": text(
        lines("%d.%m.%Y %H:%M", "Datum;Temperatur (°C)", ";", comma)
    ),
    "tabs": text(lines(header="time\ttemp", delimiter="\t")),
    "pipes": text(lines(header="time|temp", delimiter="|")),
    "spaces in columns": text(lines(header="date time temp", delimiter="   ")),
    "month first, AM and PM": text(lines("%m/%d/%Y %I:%M %p", "Date/Time,Temp (C)")),
    "day first, AM and PM": text(lines("%d/%m/%Y %I:%M:%S %p", "Fecha,Temperatura (ºC)")),
    "two-digit years, points": text(lines("%m.%d.%y %I:%M:%S %p", '"Zeit","Temp., °C"')),
    "names of months": text(lines("%d-%b-%Y %H:%M")),
    "american names of months": text(lines(lambda t: f'"{t:%B %d, %Y %H:%M}"', "valid,temp (°C)")),
    "compact": text(lines("%Y%m%d%H%M", "stamp,temp")),
    "compact hours": text(lines("%Y%m%d%H", "MESS_DATUM;TT_TU", ";")),
    "compact with a blank": text(lines("%Y%m%d %H%M")),
    "points in the time": text(lines("%d/%m/%Y;%H.%M.%S", "Date;Time;T", ";", comma)),
    "japanese": text(lines("%Y年%m月%d日 %H:%M", "日時,気温(℃)")),
    "vietnamese": text(lines("%d/%m/%Y %H:%M", "Thời gian,Nhiệt độ (°C)")),
    "date and time apart": parts("%Y-%m-%d", "%H:%M", header="Date,Time,Temp"),
    "time as one figure": parts("%Y%m%d", "%H%M", header="LST_DATE,LST_TIME,T_HR_AVG"),
    "date and hour apart": parts("%d/%m/%Y", "%-H", header="Date,Hour,Temperature"),
    "year, month, day, hour": parts("%Y", "%-m", "%-d", "%-H", header="year,month,day,hour,temp"),
    "buoy": text(
        ["#YY  MM DD hh mm WTMP ATMP", "#yr  mo dy hr mn degC degC"]
        + [f"{t:%Y %m %d %H %M} 99.9 {v:.1f}" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    ),
    "hours end at 24": end_of_hour(),
    "24:00": spoken_midnight(),
    "seconds since 1970": text(
        lines(lambda t: str(int(t.timestamp())), "timestamp,temperature"),
    ),
    "milliseconds since 1970": text(
        lines(lambda t: str(int(t.timestamp()) * 1000), "timestamp,temperature"),
    ),
    "zulu": text(lines("%Y-%m-%dT%H:%MZ")),
    "offset": text(lines(lambda t: (t + pd.Timedelta("2h")).strftime("%Y-%m-%d %H:%M:%S +0200"))),
    "fahrenheit": text(lines(header="time,temp (F)", value=lambda v: f"{v * 9 / 5 + 32:.3f}")),
    "fahrenheit by its values": text(
        lines(header="time,tmp", value=lambda v: f"{v * 9 / 5 + 32:.3f}")
    ),
    "kelvin": text(lines(header="time,temperature [K]", value=lambda v: f"{v + 273.15:.2f}")),
    "tenths": text(lines(header="time,TG", value=lambda v: f"{v * 10:.0f}")).replace(
        b"time,TG", b"TG : temperature in 0.1 degrees Celsius\n\ntime,TG"
    ),
    "quoted": text(
        lines(lambda t: f'"{t:%Y-%m-%d %H:%M}"', '"time","temp"', value=lambda v: f'"{v}"')
    ),
    "padded": text(lines(value=lambda v: f"   {v:5.1f} ")),
    "trailing delimiters": text(lines(header="time,temp,,", extra=("", ""))),
    "unit in the cells": text(lines(value=lambda v: f"{v:.1f} °C")),
    "proper minus": text(lines(value=lambda v: f"{v:.1f}".replace("-", "−"))),
    "no header": text(lines(header=None)),
    "metadata": text(["Station: Hill", "Height (m): 120", "", *lines()]),
    "metadata as wide as the table": text(["name,Hill", "height,120", "", *lines()]),
    "units line": text(lines(header="time,temp\nyyyy-mm-dd HH:MM,degC")),
    "comments": text(["# from a logger", "# do not edit", *lines()]),
    "header in a comment": text(["# a file", "# time,temp", *lines(header=None)]),
    "second table": text([*lines(), "", "day,mean,max", "2023-03-05,10,15", "2023-03-06,9,14"]),
    "empty rows": text([*lines(), *[","] * 30]),
    "byte order mark": b"\xef\xbb\xbf" + text(lines()),
    "utf-16": text(lines()).decode().encode("utf-16"),
    "utf-16 without mark": text(lines()).decode().encode("utf-16-le"),
    "latin-1": text(lines()).decode().encode("latin-1"),
    "gzip": gzip.compress(text(lines())),
    "gzip in two members": gzip.compress(text(lines())[:3000])
    + gzip.compress(text(lines())[3000:]),
    "zip": zipped(("data/temps.csv", text(lines())), ("__MACOSX/._temps.csv", b"x")),
    "excel": excel(),
    "parquet": parquet(),
    "other columns": text(
        lines(header="time,temp,dew_point_temp,humidity,note", extra=("3.2", "81", '"a, b"'))
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_it_comes_out_as_the_same_series(name):
    reading = read_series(FILES[name], f"{name}.csv", ReadOptions())
    assert reading.rows_read == HOURS
    assert reading.rows_used == HOURS
    assert str(reading.step) == "1h"
    assert reading.series.stamps[0] == START
    assert len(reading.series) == HOURS
    np.testing.assert_allclose(
        reading.series.values, CELSIUS, atol=0.06 if "tenths" in name else 0.01
    )


SAID = {
    "semicolon, decimal comma, day first": {"decimal_comma"},
    "24:00": {"twenty_four"},
    "hours end at 24": {"twenty_four", "decimal_comma", "unit_by_values"},
    "fahrenheit": {"unit_converted"},
    "fahrenheit by its values": {"unit_converted", "unit_by_values"},
    "kelvin": {"unit_converted"},
    "tenths": {"unit_converted", "metadata_lines"},
    "no header": {"no_header", "temperature_by_content", "unit_by_values"},
    "metadata": {"metadata_lines"},
    "units line": {"units_line"},
    "comments": {"comment_lines"},
    "second table": {"further_tables"},
    "empty rows": {"empty_rows"},
    "trailing delimiters": {"empty_columns", "unit_by_values"},
    "plain": set(),
    "zulu": set(),
    "excel": {"further_tables"},
    "other columns": {"more_temperatures", "unit_by_values"},
}


@pytest.mark.parametrize("name", SAID)
def test_what_was_done_is_said_and_nothing_else(name):
    reading = read_series(FILES[name], "x.csv", ReadOptions())
    assert {finding.code for finding in reading.findings} == SAID[name]


@pytest.mark.parametrize("name", ["zulu", "offset", "seconds since 1970"])
def test_stamps_with_an_offset_are_utc(name):
    assert read_series(FILES[name], "x.csv").series.utc
    assert not read_series(FILES["plain"], "x.csv").series.utc


@pytest.mark.parametrize(("first", "other"), [("°C", "°F"), ("℉", "℃"), ("K", "C")])
def test_figures_in_two_units_are_refused_with_the_line(first, other):
    rows = lines(value=lambda v: f"{v:.1f} {first}")
    rows[300] = rows[300].replace(first, other)
    with pytest.raises(SeriesError) as refused:
        read_series(text(rows), "mixed.csv")
    assert refused.value.code == "series_mixed_units"
    assert refused.value.params["row"] == 301


@pytest.mark.parametrize(
    ("said", "meant", "figure"),
    [
        ("temp (°C)", "°F", lambda v: v * 9 / 5 + 60),
        ("temp (°C)", "K", lambda v: v + 273.15),
        ("temp (°F)", "K", lambda v: v + 273.15),
        ("temp (°C)", "0.1 °C", lambda v: 10 * v),
    ],
)
def test_figures_that_do_not_fit_their_unit_are_refused_until_it_is_chosen(said, meant, figure):
    data = text(lines(header=f"time,{said}", value=lambda v: f"{figure(v):.1f}"))
    with pytest.raises(SeriesError) as refused:
        read_series(data, "wrong.csv")
    assert refused.value.code == "series_wrong_unit"
    assert refused.value.params["other"] == meant
    reading = read_series(data, "wrong.csv", ReadOptions(unit=meant))
    assert reading.rows_used == HOURS
    spoilt = lines(header=f"time,{said}")  # a tenth of the rows is nothing but rubbish
    spoilt[1::10] = [row.rsplit(",", 1)[0] + ",150" for row in spoilt[1::10]]
    codes = {finding.code for finding in read_series(text(spoilt), "rubbish.csv").findings}
    assert "impossible" in codes


def test_a_unit_in_which_nothing_is_possible_is_refused():
    with pytest.raises(SeriesError) as refused:
        read_series(text(lines()), "kelvin.csv", ReadOptions(unit="K"))
    assert refused.value.code == "series_none_possible"
    assert refused.value.params["row"] == 2


def test_figures_scaled_from_minus_one_to_one_are_refused():
    span = CELSIUS.max() - CELSIUS.min()
    scaled = lines(header="time,temp", value=lambda v: f"{2 * (v - CELSIUS.min()) / span - 1:.4f}")
    with pytest.raises(SeriesError) as refused:
        read_series(text(scaled), "scaled.csv")
    assert refused.value.code == "series_scaled"
