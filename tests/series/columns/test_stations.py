"""Devices in one file, told apart by what their column does to the rows and not by its name.

The truth of every file: 72 hours outdoors around 8 °C, and another device around 21 °C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError, SeriesReading

STAMPS = pd.date_range("2024-05-01", periods=72, freq="h")
HOURS = np.arange(72)
OUT = np.round(8 + 4 * np.sin(HOURS * 2 * np.pi / 24) + HOURS / 50, 1)
IN = np.round(21 + np.sin(HOURS * 2 * np.pi / 24 - 1), 1)

Row = Callable[[int, pd.Timestamp], Iterable[str]]


def read(header: str, row: Row, **choices: str) -> SeriesReading:
    lines = [header, *(line for k, stamp in enumerate(STAMPS) for line in row(k, stamp))]
    return read_series("\n".join(lines).encode(), "devices.csv", ReadOptions(**choices))


def several(outdoors: str, indoors: str) -> Row:
    """Two readings of each device at every stamp, half a degree apart."""

    def rows(k: int, stamp: pd.Timestamp) -> list[str]:
        return [
            f"{stamp},{device},{celsius + more:.1f}"
            for more in (0, 0.5)
            for device, celsius in ((outdoors, OUT[k]), (indoors, IN[k]))
        ]

    return rows


def by_turns(outdoors: str, indoors: str, apart: str = "38s") -> Row:
    """One reading of each device an hour, one after the other."""

    def rows(k: int, stamp: pd.Timestamp) -> list[str]:
        later = stamp + pd.Timedelta(apart)
        return [f"{stamp},{outdoors},{OUT[k]}", f"{later},{indoors},{IN[k]}"]

    return rows


SEVERAL = {
    "device": ("time,device,temp", several("A", "B")),
    "out/in": ("time,out/in,temp", several("Out", "In")),
    "a name that says nothing": ("time,x,temp", several("k1", "k2")),
    "numbers": ("time,channel,temp", several("1", "2")),
    "Vietnamese": ("thời gian,vị trí,nhiệt độ", several("Sân", "Bếp")),
    "serial numbers": ("time,serial,temp", several("0A21F", "0A220")),
    "beside humidity": (
        "time,hum,device,temp",
        lambda k, stamp: [
            f"{stamp},{50 + (7 * k + 11 * j) % 40},{device},{celsius + j / 10:.1f}"
            for j in range(2)
            for device, celsius in (("A", OUT[k]), ("B", IN[k]))
        ],
    ),
}


@pytest.mark.parametrize(("header", "row"), SEVERAL.values(), ids=SEVERAL)
def test_several_readings_a_stamp_of_several_devices_are_not_averaged_together(header, row):
    reading = read(header, row)
    assert len(reading.stations) == 2
    found = next(found for found in reading.findings if found.code == "several_stations")
    assert found.params["station"] == reading.station == reading.stations[0]
    halves = 0.05 if "hum" in header else 0.25
    assert np.abs(reading.series.values - OUT - halves).max() < 0.02
    other = read(header, row, station=reading.stations[1])
    assert np.abs(other.series.values - IN - halves).max() < 0.02


TURNS = {
    "id": ("time,id,temp", by_turns("173", "21")),
    "model": ("time,model,temp", by_turns("Acurite-Tower", "LaCrosse-TX141")),
    "zone": ("time,zone,temp", by_turns("north", "lounge")),
    "serial": ("time,serial,temp", by_turns("10423318", "10423319", "30min")),
    "hive": ("time,hive,temp", by_turns("h1", "h2")),
    "plot": ("time,plot,temp", by_turns("7", "12", "5min")),
    "uuid": ("time,uuid,temp", by_turns("f3a-1", "c20-9", "20min")),
    "Vietnamese": ("thời gian,tên,nhiệt độ", by_turns("Vườn", "Nhà")),
    "id, channel and charge": (
        "time,id,channel,battery,temp",
        lambda k, stamp: [
            f"{stamp},173,1,{98 - k // 30},{OUT[k]}",
            f"{stamp + pd.Timedelta('38s')},21,2,{76 - k // 20},{IN[k]}",
        ],
    ),
    "three": (
        "time,what,temp",
        lambda k, stamp: [
            f"{stamp},a,{OUT[k]}",
            f"{stamp + pd.Timedelta('7min')},b,{IN[k]}",
            f"{stamp + pd.Timedelta('9min')},c,{IN[k] + 12:.1f}",
        ],
    ),
}


@pytest.mark.parametrize(("header", "row"), TURNS.values(), ids=TURNS)
def test_devices_that_take_turns_are_told_apart_whatever_their_column_is_called(header, row):
    reading = read(header, row)
    assert len(reading.stations) == (3 if "what" in header else 2)
    assert np.abs(reading.series.values - OUT).max() < 0.01


ONE_DEVICE = {
    "wind": ("time,wind,temp", lambda k: ("N", "S", "NE", "W")[k * k % 4]),
    "day and night": ("time,light,temp", lambda k: "day" if 6 <= k % 24 < 18 else "night"),
    "a flag": ("time,flag,temp", lambda k: "G" if k % 3 else "Y"),
    "odd and even": ("time,turn,temp", lambda k: str(k % 2)),
    "a charge": ("time,battery,temp", lambda k: str(100 - k // 10)),
}


@pytest.mark.parametrize(("header", "label"), ONE_DEVICE.values(), ids=ONE_DEVICE)
def test_labels_beside_one_device_are_no_devices(header, label):
    reading = read(header, lambda k, stamp: [f"{stamp},{label(k)},{OUT[k]}"])
    assert reading.stations == ()
    assert np.abs(reading.series.values - OUT).max() < 0.01


def test_a_station_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(SeriesError) as error:
        read("time,device,temp", several("A", "B"), station="Nowhere")
    assert error.value.code == "series_no_such_station"
    assert error.value.params["stations"] == ("A", "B")


def test_a_station_that_is_not_there_is_refused_where_the_file_has_but_one():
    with pytest.raises(SeriesError) as error:
        read("time,station,temp", lambda k, s: [f"{s},Huế,{OUT[k]}"], station="Nowhere")
    assert error.value.code == "series_no_such_station"
    assert error.value.params["stations"] == ("Huế",)


def test_a_station_is_refused_where_no_column_names_any():
    with pytest.raises(SeriesError) as error:
        read("time,temp", lambda k, s: [f"{s},{OUT[k]}"], station="Nowhere")
    assert error.value.code == "series_no_stations"


def test_the_only_station_of_a_file_may_be_asked_for():
    reading = read("time,station,temp", lambda k, s: [f"{s},Huế,{OUT[k]}"], station="Huế")
    assert np.abs(reading.series.values - OUT).max() < 0.01
    assert not any(found.code == "several_stations" for found in reading.findings)
