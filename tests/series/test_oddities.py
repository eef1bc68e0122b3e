"""Odd ways of writing a table, found in spreadsheets, exports and hand-made files."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from services import CELSIUS, HOURS, KELVIN, STAMPS, comma, table

from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesError

F: dict[str, bytes] = {}


def xl(rows: Sequence[Sequence[object]]) -> bytes:
    target = io.BytesIO()
    pd.DataFrame(rows).to_excel(target, index=False, header=False, engine="openpyxl")
    return target.getvalue()


def pq(frame: pd.DataFrame) -> bytes:
    target = io.BytesIO()
    frame.to_parquet(target)
    return target.getvalue()


F["xl title"] = xl(
    [["Station Láng", None, None], [None, None, None], ["Date/Time", "Temp (°F)", "RH"]]
    + [[t.to_pydatetime(), v * 9 / 5 + 32, 81] for t, v in zip(STAMPS, CELSIUS, strict=True)]
)
F["xl date+time"] = xl(
    [["Datum", "Uhrzeit", "Temperatur"]]
    + [
        [t.to_pydatetime().replace(hour=0), t.to_pydatetime().time(), v]
        for t, v in zip(STAMPS, CELSIUS, strict=True)
    ]
)
F["xl text stamps"] = xl(
    [["Thời gian", "Nhiệt độ"]]
    + [[f"{t:%d/%m/%Y %H:%M}", v] for t, v in zip(STAMPS, CELSIUS, strict=True)]
)
F["pq tz"] = pq(
    pd.DataFrame(
        {
            "ts": STAMPS.tz_localize("UTC").tz_convert("Asia/Ho_Chi_Minh"),
            "air_temperature": CELSIUS.astype("float32"),
        }
    )
)
F["pq pylike"] = pq(pd.DataFrame({"t2m": KELVIN, "rh": 80.0}, index=STAMPS.tz_localize("UTC")))
F["utf16 tab"] = (
    table("Time\tTemp (°C)", lambda t, v, i: f"{t:%d/%m/%Y %H:%M}\t{comma(v)}")
    .decode()
    .encode("utf-16")
)
F["utf16be"] = b"\xfe\xff" + table(
    "Time\tTemp (°C)", lambda t, v, i: f"{t:%d/%m/%Y %H:%M}\t{comma(v)}"
).decode().encode("utf-16-be")
F["cet cest"] = table("time;temp (°C)", lambda t, v, i: f"{t + pd.Timedelta('1h')} CET;{v}")
F["ampm dots"] = table(
    "time;temp (°C)",
    lambda t, v, i: f"{t:%d/%m/%Y %I:%M:%S} {'a. m.' if t.hour < 12 else 'p. m.'};{v}",
)
F["ampm vi"] = table(
    "Thời gian;Nhiệt độ",
    lambda t, v, i: f"{t:%d/%m/%Y %I:%M:%S} {'SA' if t.hour < 12 else 'CH'};{v}",
)
F["ampm zh"] = table(
    "时间,温度", lambda t, v, i: f"{t:%Y/%m/%d} {'上午' if t.hour < 12 else '下午'} {t:%I:%M},{v}"
)
F["repeated header"] = "".join(
    "time,temp (°C)\n"
    + "".join(
        f"{t:%Y-%m-%d %H:%M},{v}\n"
        for t, v in zip(STAMPS[k : k + 48], CELSIUS[k : k + 48], strict=True)
    )
    for k in range(0, HOURS, 48)
).encode()
F["repeated header blank"] = "".join(
    "Report\n\ntime,temp (°C)\n"
    + "".join(
        f"{t:%Y-%m-%d %H:%M},{v}\n"
        for t, v in zip(STAMPS[k : k + 48], CELSIUS[k : k + 48], strict=True)
    )
    + "\n"
    for k in range(0, HOURS, 48)
).encode()
F["epoch float"] = table("time,temp (C)", lambda t, v, i: f"{t.timestamp():.1f},{v}")
F["epoch quoted ns"] = table("time,temp (C)", lambda t, v, i: f"{t.value},{v}")
F["fixed width header"] = table(
    "Date        Time    Temp (C)   RH (%)",
    lambda t, v, i: f"{t:%Y-%m-%d}  {t:%H:%M}  {v:8.1f}      81",
)
F["fixed width units line"] = table(
    "Date        Time    Temp   RH\n                      (C)   (%)",
    lambda t, v, i: f"{t:%Y-%m-%d}  {t:%H:%M}  {v:8.1f}      81",
)
F["newline header"] = table('"Time","Temp\n(°C)","RH\n(%)"', lambda t, v, i: f'"{t}",{v},81')
F["index col"] = table(",time,temp", lambda t, v, i: f"{i},{t},{v}")
F["R row names"] = table('"time","temp"', lambda t, v, i: f'"{i + 1}","{t}",{v}')
F["trailing delim"] = table("time;temp", lambda t, v, i: f"{t};{v};")
F["two temps same name"] = table("time,Temp,Temp", lambda t, v, i: f"{t},{v},{v + 1:.1f}")
F["footnote flags"] = table("time,temp (C)", lambda t, v, i: f"{t},{v}{'*' if i % 50 == 0 else ''}")
F["long format"] = (
    b"time,variable,value\n"
    + "".join(
        f"{t:%Y-%m-%d %H:%M},temperature,{v}\n{t:%Y-%m-%d %H:%M},humidity,81\n{t:%Y-%m-%d %H:%M},pressure,1012\n"
        for t, v in zip(STAMPS, CELSIUS, strict=True)
    ).encode()
)
F["long HA"] = (
    b"entity_id,state,last_changed\n"
    + "".join(
        f"sensor.out_temperature,{v},{t:%Y-%m-%dT%H:%M:%S}+00:00\nsensor.out_humidity,{70 + i % 9},{t:%Y-%m-%dT%H:%M:%S}+00:00\n"
        for i, (t, v) in enumerate(zip(STAMPS, CELSIUS, strict=True))
    ).encode()
)
F["double quoted lines"] = "\n".join(
    ['"time,temp"'] + [f'"{t},{v}"' for t, v in zip(STAMPS, CELSIUS, strict=True)]
).encode()
F["iso week text"] = table("time,temp (C)", lambda t, v, i: f"{t:%a %d %b %Y %H:%M:%S},{v}")
F["ctime"] = table("time,temp (C)", lambda t, v, i: f"{t:%a %b %d %H:%M:%S %Y},{v}")
F["rfc2822"] = table("time,temp (C)", lambda t, v, i: f'"{t:%a, %d %b %Y %H:%M:%S +0000}",{v}')
F["js date"] = table(
    "time,temp (C)",
    lambda t, v, i: f"{t:%a %b %d %Y %H:%M:%S} GMT+0000 (Coordinated Universal Time),{v}",
)
F["vn long date"] = table("Ngày giờ,Nhiệt độ", lambda t, v, i: f"{t:%H:%M} {t:%d/%m/%Y},{v}")
F["time first"] = table("Time,Temp", lambda t, v, i: f"{t:%H:%M:%S %d.%m.%Y},{v}")
F["h-m colon date"] = table("stamp;temp", lambda t, v, i: f"{t:%Y:%m:%d %H:%M};{v}")
F["dot all"] = table("stamp;temp", lambda t, v, i: f"{t:%Y.%m.%d.%H.%M};{v}")
F["iso basic"] = table("stamp;temp", lambda t, v, i: f"{t:%Y%m%dT%H%M%S}Z;{v}")
F["iso tz region"] = table("stamp;temp", lambda t, v, i: f"{t:%Y-%m-%dT%H:%M:%S}+00:00[UTC];{v}")
F["comma in quoted date"] = table("stamp,temp", lambda t, v, i: f'"{t:%b %d, %Y %I:%M %p}",{v}')
F["decimal comma comma sep"] = table("stamp,temp", lambda t, v, i: f'{t},"{comma(v)}"')
F["colC header only"] = table("Time,°C", lambda t, v, i: f"{t},{v}")
F["name C"] = table("Time,C", lambda t, v, i: f"{t},{v}")
F["year 2 digit iso"] = table("Time,Temp", lambda t, v, i: f"{t:%y-%m-%d %H:%M},{v}")
F["yy/mm/dd"] = table("Time,Temp", lambda t, v, i: f"{t:%y/%m/%d %H:%M},{v}")
F["date only repeated + hour in header"] = table(
    "Ngày;Giờ;Nhiệt độ;Độ ẩm", lambda t, v, i: f"{t:%d-%m-%Y};{t:%H:%M};{comma(v)};81"
)
F["date blank repeats"] = table(
    "Date,Hour,Temp",
    lambda t, v, i: f"{t.strftime('%Y-%m-%d') if t.hour == 0 else ''},{t.hour},{v}",
)
F["nul tail"] = table("Time,Temp", lambda t, v, i: f"{t},{v}") + b"\0" * 40
F["cr in middle"] = table("Time,Temp", lambda t, v, i: f"{t},{v}", end="\n\r")
F["double blank lines"] = table("Time,Temp", lambda t, v, i: f"{t},{v}", end="\n\n")
F["comment mid"] = table(
    "Time,Temp", lambda t, v, i: f"{t},{v}" + ("\n# battery changed" if i == 50 else "")
)
F["multi-delim tab+space"] = table("Time \t Temp", lambda t, v, i: f"{t} \t {v}")
F["percent"] = table("Time,RH,Temp", lambda t, v, i: f"{t},81 %,{v} C")
F["degree words"] = table("Time,Reading", lambda t, v, i: f"{t},{v} degrees C")
F["signs"] = table("Time,Temp", lambda t, v, i: f"{t},{v:+.1f}")
F["accounting neg"] = table(
    "Time,Temp (C)", lambda t, v, i: f"{t},{'(' + str(-v) + ')' if v < 0 else v}"
)
F["trailing minus"] = table("Time,Temp (C)", lambda t, v, i: f"{t},{str(-v) + '-' if v < 0 else v}")
F["apostrophe text"] = table("Time,Temp (C)", lambda t, v, i: f"'{t},'{v}")
F["sep semicolon"] = table("sep=;\nTime;Temp (C)", lambda t, v, i: f"{t};{comma(v)}")
F["tz column"] = table("Time,Zone,Temp (C)", lambda t, v, i: f"{t},UTC,{v}")


@pytest.mark.parametrize("name", F)
def test_it_comes_out_as_the_truth(name):
    reading = read_series(F[name], name)
    assert reading.series.stamps[0] == STAMPS[0]
    assert len(reading.series) == HOURS
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.06)


def said(reading, code):
    (finding,) = [finding for finding in reading.findings if finding.code == code]
    return finding


def test_pieces_with_the_same_header_are_one_table():
    assert said(read_series(F["repeated header blank"], "x"), "repeated_headers").count == 18


def test_rows_that_measured_something_else_are_counted():
    finding = said(read_series(F["long format"], "x"), "other_quantities")
    assert finding.count == 2 * HOURS
    assert finding.params["others"] == ("humidity", "pressure")


def test_a_clock_that_was_reset_does_not_make_a_hole_of_years():
    data = table("Time,Temp (C)", lambda t, v, i: f"{'2000-01-01 00:00' if i == 100 else t},{v}")
    reading = read_series(data, "x")
    finding = said(reading, "stray_times")
    assert (finding.count, finding.rows) == (1, (102,))
    assert len(reading.series) == HOURS


REFUSED = {
    "series_comma_in_numbers": table("stamp,temp", lambda t, v, i: f"{t},{comma(v)}"),
    "series_no_values": table("time,temp (C)", lambda t, v, i: f"{t},-9999"),
    "series_markup": b"<!DOCTYPE html>\n<html><body>1,2</body></html>",
    "series_json": b'{"hourly": {"time": ["2024-01-01T00:00"], "temperature_2m": [3]}}',
    "series_bad_archive": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "series_binary": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_is_refused_by_name(code):
    with pytest.raises(SeriesError) as error:
        read_series(REFUSED[code], "x.csv")
    assert error.value.code == code
