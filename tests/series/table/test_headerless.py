"""Files of services and loggers without names of columns, and names that stand in a comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.table.known_layouts import layouts
from rnnviz.series.types import SeriesReading

STAMPS = pd.date_range("2024-05-01", periods=72, freq="h")
CELSIUS = np.round(9 + 6 * np.sin(np.arange(72) * 2 * np.pi / 24) + np.arange(72) / 60, 1)

Row = Callable[[pd.Timestamp, float], str]


def lines(row: Row) -> list[str]:
    return [row(stamp, value) for stamp, value in zip(STAMPS, CELSIUS, strict=True)]


def read(rows: Sequence[str], name: str = "file.txt") -> SeriesReading:
    return read_series("\n".join(rows).encode(), name)


def layout_of(reading: SeriesReading) -> str:
    return next(str(f.params["layout"]) for f in reading.findings if f.code == "known_layout")


def surfrad(t: pd.Timestamp, v: float) -> str:
    radiation = " ".join(["   12.5 0"] * 15)
    return (
        f" {t.year} {t.day_of_year:3d} {t.month:2d} {t.day:2d} {t.hour:2d} {t.minute:2d} "
        f"{t.hour:6.3f}  84.21 {radiation} {v:6.1f} 0   66.1 0    2.1 0  210.4 0  1012.4 0"
    )


def isd(t: pd.Timestamp, v: float) -> str:
    return (
        f"016901001099999{t:%Y%m%d%H%M}4+70939-008669FM-12+000999999V0203301N00401220001"
        f"9N020000199{round(v * 10):+05d}1{round(v * 10) - 40:+05d}1101041ADDAA1060000"
    )


HEADERLESS: dict[str, tuple[str, Row, str]] = {
    "isd": ("NOAA ISD", isd, "TMP"),
    "uscrn, every five minutes": (
        "NOAA USCRN subhourly",
        lambda t, v: (
            f"03047 {t:%Y%m%d %H%M} {t - pd.Timedelta('7h'):%Y%m%d %H%M}      3 -102.81   31.62 "
            f"{v:7.1f}     0.0     0 0    {v + 3:5.1f} C 0    66 0 -99.000 -9999.0  1132 0  1.41 0"
        ),
        "AIR_TEMPERATURE (°C)",
    ),
    "surfrad": ("SURFRAD", surfrad, "air temperature (°C)"),
    "tomst": (
        "TOMST TMS-4",
        lambda t, v: f"{t.hour};{t:%Y.%m.%d %H:%M};8;{v + 5:.4f};{v + 2:.4f};{v:.4f};1502;0;0;",
        "T3 air temperature (°C)",
    ),
    "tomst, decimal commas": (
        "TOMST TMS-4",
        lambda t, v: (
            f"{t.hour};{t:%Y.%m.%d %H:%M};8;{v + 5:.4f};{v + 2:.4f};{v:.4f};1502;0;0".replace(
                "0000;", ";"
            ).replace(".", ",")
        ).replace(f"{t:%Y,%m,%d}", f"{t:%Y.%m.%d}"),
        "T3 air temperature (°C)",
    ),
    "cumulus": (
        "Cumulus",
        lambda t, v: (
            f"{t:%d/%m/%y,%H:%M},{v},66,{v - 3:.1f},1.2,4.5,203,0.0,1.2,1012.4,1204.4,21.3,44,3.2,"
            f"{v},{v},0.0,12,0.01,12.1,{v - 1:.1f},120,0.0"
        ),
        "outdoor temperature",
    ),
    "cumulus, semicolons": (
        "Cumulus",
        lambda t, v: (
            f"{t:%d-%m-%y;%H:%M};{v};66;{v - 3:.1f};1.2;4.5;203;0.0;1.2;1012.4;1204.4;21.3;44;3.2;"
            f"{v};{v}"
        ).replace(".", ","),
        "outdoor temperature",
    ),
    "pywws": (
        "pywws",
        lambda t, v: f"{t},60,45,20.{t.hour % 10},66,{v},1012.4,1.0,2.4,12,302.4,0",
        "outdoor temperature (°C)",
    ),
    "meteostat": (
        "Meteostat",
        lambda t, v: f"{t:%Y-%m-%d},{t.hour},{v},4.0,81,0.0,,240,14.8,,1012.0,,",
        "temp",
    ),
}


@pytest.mark.parametrize(("layout", "row", "column"), HEADERLESS.values(), ids=HEADERLESS)
def test_a_file_without_names_is_told_by_its_shape(layout, row, column):
    reading = read(lines(row))
    assert (layout_of(reading), reading.temperature_column) == (layout, column)
    assert reading.series.start == np.datetime64("2024-05-01T00")
    assert reading.series.values == pytest.approx(CELSIUS, abs=0.01)


TORN = {
    "no stamp": lambda row: "," * row.count(","),
    "half a row": lambda row: row.split(",", 4)[-1],
    "another cell": lambda row: row.replace("2024-05-01", "\\x00\\x1a"),
    "a figure": lambda row: ",,27.9,0,46.1,,,169.6,6.7,,1010,,",
    "a message": lambda row: "connection lost",
}


@pytest.mark.parametrize("torn", TORN.values(), ids=TORN)
def test_a_torn_first_row_hides_no_layout(torn):
    rows = lines(HEADERLESS["meteostat"][1])
    reading = read([torn(rows[0]), *rows])
    assert (layout_of(reading), reading.temperature_column) == ("Meteostat", "temp")
    assert reading.series.values == pytest.approx(CELSIUS, abs=0.01)


def test_isd_figures_that_are_marked_as_wrong_or_missing_are_left_out():
    rows = lines(isd)
    rows[5] = rows[5].replace(f"{round(CELSIUS[5] * 10):+05d}1", "+99999", 1)
    rows[9] = rows[9].replace(f"{round(CELSIUS[9] * 10):+05d}1", "+09873", 1)
    reading = read(rows)
    assert reading.rows_used == 70
    assert {f.code: f.rows for f in reading.findings}["quality_marks"] == (10,)


def test_every_layout_has_names_for_its_columns():
    for layout in layouts():
        assert len(layout.names) <= layout.widths[1], layout.title
        assert max(layout.cells) < layout.widths[0], layout.title
        assert len(layout.names_for(layout.widths[1])) == layout.widths[1]


def with_notes(width: int, every: int) -> list[str]:
    """Rows of a date, a clock and a figure, and a note behind some of them."""
    rows = [f"{t:%Y-%m-%d;%H:%M:%S};{v};G" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    note = ";" * (width - 4)
    return [row + (f"{note}a note" if k % every == 0 else "") for k, row in enumerate(rows)]


COMMENTED = {
    "a column of notes": [
        "#Datum;Tid (UTC);Lufttemperatur;Kvalitet;;Notering:", *with_notes(6, 9),
    ],
    "no note at all": ["#Datum;Tid (UTC);Lufttemperatur;Kvalitet;Notering:", *with_notes(5, 99)],
    "two more columns": ["# Date;Time (UTC);Air temperature;Quality;By;Note", *with_notes(6, 20)],
    "after other comments": [
        "# Station Kiruna", "# 67.8 N 20.3 E",
        "#Datum;Tid (UTC);Lufttemperatur;Kvalitet;;Notering:", *with_notes(6, 9),
    ],
    "a percent sign": ["% date;time (UTC);temperature;flag;remark", *with_notes(5, 30)],
    "Vietnamese": ["# Ngày;Giờ (UTC);Nhiệt độ;Cờ;Ghi chú", *with_notes(5, 12)],
}  # fmt: skip


@pytest.mark.parametrize("rows", COMMENTED.values(), ids=COMMENTED)
def test_a_commented_header_may_be_wider_than_the_rows(rows):
    reading = read(rows)
    assert reading.series.utc
    assert reading.rows_used == 72
    assert reading.series.values == pytest.approx(CELSIUS, abs=0.01)
    assert not {"odd_rows", "no_header", "temperature_by_content"} & {
        found.code for found in reading.findings
    }
