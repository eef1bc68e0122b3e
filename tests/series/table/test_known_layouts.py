"""Layouts of well-known files whose reading once went wrong: every one comes out as the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from services import CELSIUS, HOURS, STAMPS, comma, table

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError

JULY = pd.Timestamp("2024-07-05") - STAMPS[0]  # months whose names differ
POLISH = ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"]
SPANISH = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
]
NOTE = "first\nsecond, and\nthird"
INFLUX = (
    "#group,false,false,true,false,false,true\n"
    "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,double,string\n#default,_result,,,,,\n"
    ",result,table,_start,_time,_value,_field"
)


def influx(field: str, column: int) -> bytes:
    return table(
        INFLUX,
        lambda t, v, i: (
            f",,{column},{STAMPS[0]:%Y-%m-%dT%H:%M:%SZ},{t:%Y-%m-%dT%H:%M:%SZ},"
            f"{v + 40 * column},{field}"
        ),
    )


F: dict[str, tuple[bytes, str]] = {
    "uci sml2010": (
        table(
            "# 1:Date 2:Time 3:Temperature_Comedor_Sensor 4:Weather_Temperature 5:CO2_Comedor",
            lambda t, v, i: f"{t:%d/%m/%Y} {t:%H:%M} {18 + v / 10:.2f} {v:.4f} 216.56 ",
        ),
        "4:Weather_Temperature",
    ),
    "noaa isd-lite": (
        table(
            "",
            lambda t, v, i: (
                f"{t:%Y %m %d %H} {round(v * 10):5d} {round(v * 10) - 33:5d} 10120   240"
                "    36 -9999 -9999 -9999"
            ),
        ),
        "air temperature (0.1 °C)",
    ),
    "wunderground, lines end in <br>": (
        table(
            "Time,TemperatureF,DewpointF,PressureIn,DateUTC<br>",
            lambda t, v, i: f"{t},{v * 1.8 + 32:.2f},40.1,29.95,{t},\n<br>",
        ),
        "TemperatureF",
    ),
    "tinytag, names between tabs": (
        table(
            "Record number\tDate & Time\tTemperature °C",
            lambda t, v, i: f"{i + 1}\t{t:%d %b %Y %H:%M:%S}\t{v} °C",
        ),
        "Temperature °C",
    ),
    "influxdb": (influx("temperature", 0), "_value"),
    "influxdb, two fields": (
        influx("temperature", 0) + b"\n" + influx("humidity", 1),
        "_value",
    ),
    "the same in two units": (
        table("Date,Température,Température (°C)", lambda t, v, i: f"{t},{v + 273.15:.2f},{v}"),
        "Température (°C)",
    ),
    "india": (
        table(
            "INDEX,YEAR,MN,DT,HR,MSLP,DBT,WBT",
            lambda t, v, i: f"42182,{t.year},{t.month},{t.day},{t.hour},1012.1,{v},{v - 2:.1f}",
        ),
        "DBT",
    ),
    "vietnam, the hour before the day": (
        table(
            "TT;Thời gian;Nhiệt độ",
            lambda t, v, i: f"{i};{t:%H:%M} ngày {t:%d/%m/%Y};{comma(v)}",
        ),
        "Nhiệt độ",
    ),
    "spreadsheet serials, decimal comma": (
        table(
            "Time;Temp",
            lambda t, v, i: f"{45328 + i / 24:.6f}".replace(".", ",") + f";{comma(v)}",
        ),
        "Temp",
    ),
    "matlab": (table("datenum,Tair", lambda t, v, i: f"{739288 + i / 24:.6f},{v}"), "Tair"),
    "a fraction of the day": (
        table("year,doy,Ta", lambda t, v, i: f"{t.year},{t.day_of_year + t.hour / 24:.4f},{v}"),
        "Ta",
    ),
    "a sensor that is not there": (
        table("time,TempC_DS,TempC_SHT", lambda t, v, i: f"{t},327.67,{v}"),
        "TempC_SHT",
    ),
    "notes of several lines": (
        table(
            "time,temp (C),note",
            lambda t, v, i: f'{t},{v},"{NOTE if i % 50 == 0 else "ok"}"',
        ),
        "temp (C)",
    ),
}
for _name in ("T_air_2m", "2t", "T_a", "T_ambient", "OAT", "Toa", "Tdry", "TX01"):
    F[f"named {_name}"] = (table(f"time,RH,{_name}", lambda t, v, i: f"{t},81,{v}"), _name)


@pytest.mark.parametrize("name", F)
def test_it_comes_out_as_the_truth(name):
    data, column = F[name]
    reading = read_series(data, name)
    assert reading.temperature_column == column
    assert reading.series.start == np.datetime64(STAMPS[0], "h")
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.02)
    assert reading.rows_used == HOURS


MONTHS = {
    "polish": lambda t: f"{t.day} {POLISH[t.month - 1]} {t.year} {t:%H:%M}",
    "spanish": lambda t: f"{t.day} de {SPANISH[t.month - 1]} de {t.year} {t:%H:%M}",
    "vietnamese": lambda t: f"{t.day} tháng {t.month} {t.year} {t:%H:%M}",
    "vietnamese, short": lambda t: f"{t.day} Thg {t.month}, {t.year} {t:%H:%M}",
}


@pytest.mark.parametrize("name", MONTHS)
def test_months_have_names_in_many_languages(name):
    data = table("stamp;temp (C)", lambda t, v, i: f"{MONTHS[name](t + JULY)};{v}")
    reading = read_series(data, name)
    assert reading.series.start == np.datetime64("2024-07-05T00", "h")
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)


def test_lines_are_counted_through_cells_of_several_lines():
    rows = [f'{t},{v},"one\ntwo"' for t, v in zip(STAMPS, CELSIUS, strict=True)]
    rows[7] = rows[7].replace(f",{CELSIUS[7]},", ",broken,")
    found = read_series("\n".join(["time,temp (C),note", *rows]).encode(), "notes").findings
    assert [f.rows for f in found if f.code == "not_numbers"] == [(16,)]  # 2 + 2 * 7


@pytest.mark.parametrize(
    "scaled",
    [(CELSIUS + 30) / 60, (CELSIUS - CELSIUS.mean()) / CELSIUS.std()],
    ids=["0 to 1", "standard"],
)
def test_scaled_figures_are_refused_unless_the_user_knows_better(scaled):
    data = table("time,temp", lambda t, v, i: f"{t},{scaled[i]:.6f}")
    with pytest.raises(SeriesError) as caught:
        read_series(data, "bikes")
    assert caught.value.code == "series_scaled"
    assert read_series(data, "bikes", ReadOptions(unit="°C")).rows_used == HOURS


def test_the_step_of_a_three_hourly_file_is_no_gap():
    rows = [f"{t},{v}" for t, v in zip(STAMPS, CELSIUS, strict=True)][::3]
    whole = read_series("\n".join(["time,temp (C)", *rows]).encode(), "synop")
    assert "gaps" not in {f.code for f in whole.findings}
    del rows[40:43]
    holed = read_series("\n".join(["time,temp (C)", *rows]).encode(), "synop")
    (gap,) = (f for f in holed.findings if f.code == "gaps")
    assert (gap.count, gap.params["longest"], gap.rows) == (1, 3, (42,))


@pytest.mark.parametrize("warmer", [0, 12, 25])
@pytest.mark.parametrize(
    "header", ["DATE TIME,BOII OB,BOII TU", "DateTime,BOII_OB,BOII_TU", "DateTime,BOII_TP,COVM_OB"]
)
def test_a_code_of_agrimet_is_a_temperature_whose_unit_is_asked(header, warmer):
    fahrenheit = (CELSIUS + warmer) * 1.8 + 32
    data = table(header, lambda t, v, i: f"{t:%m/%d/%Y %H:%M},{fahrenheit[i]:.2f},{60 + i % 9}")
    if header.endswith("COVM_OB"):
        data = table(header, lambda t, v, i: f"{t:%m/%d/%Y %H:%M},{60 + i % 9},{fahrenheit[i]:.2f}")
    reading = read_series(data, "agrimet")
    assert reading.temperature_column in {"BOII OB", "BOII_OB", "COVM_OB"}
    asked = next(guess for guess in reading.guesses if guess.about == "unit")
    assert "°F" in {asked.taken.value, *(other.value for other in asked.others)}
    chosen = read_series(data, "agrimet", ReadOptions(unit="°F"))
    np.testing.assert_allclose(chosen.series.values, CELSIUS + warmer, atol=0.02)
