"""A row a day with a column for each hour: one series, and how it was read is said."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from services import CELSIUS, HOURS, STAMPS, comma, table

from rnnviz.cli.inspect_report import finding_report
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.series.read import column_names, read_series
from rnnviz.series.types import ReadOptions, SeriesError

TEMPERATURE = ReadOptions(temperature_column="1…31")
DAYS = STAMPS[::24]
VALUES = CELSIUS.reshape(-1, 24)


def wide(hours, day="%Y-%m-%d", head="Date", delimiter=",", value=str, after=()):
    rows = [delimiter.join([head, *hours, *after])]
    for date, values in zip(DAYS, VALUES, strict=True):
        cells = [*map(value, values), *[value(round(values.mean(), 1))] * len(after)]
        rows.append(delimiter.join([date.strftime(day), *cells]))
    return "\n".join(rows).encode()


def excel():
    target = io.BytesIO()
    rows = [["Date", *range(24)]]
    rows += [[d.to_pydatetime(), *values] for d, values in zip(DAYS, VALUES, strict=True)]
    pd.DataFrame(rows).to_excel(target, header=False, index=False)
    return target.getvalue()


def elements():
    """Six things measured, as an air-quality network writes them."""
    rows = ["日期,測站,測項," + ",".join(map(str, range(24)))]
    for d, values in zip(DAYS, VALUES, strict=True):
        rows.append(f"{d:%Y/%m/%d},豐原,AMB_TEMP," + ",".join(map(str, values)))
        rows += [f"{d:%Y/%m/%d},豐原,{name}," + ",".join(["1.8"] * 24) for name in ("CO", "NO2")]
        rows.append(f"{d:%Y/%m/%d},豐原,RAINFALL," + ",".join(["NR"] * 24))
    return "\n".join(rows).encode("big5")


def flagged():
    rows = ["ESTACION;ANO;MES;DIA;" + ";".join(f"H{h:02d};V{h:02d}" for h in range(1, 25))]
    for d, values in zip(DAYS, VALUES, strict=True):
        rows.append(f"102;{d:%Y;%m;%d};" + ";".join(f"{v};V" for v in values))
    return "\n".join(rows).encode()


# What the first column means: its own hour, or the end of the first hour.
FILES = {
    "0": (wide(map(str, range(24))), "Date + hour", "0…23", 0),
    "1": (wide([str(h + 1) for h in range(24)]), "Date + hour", "1…24", 1),
    "00:00": (wide([f"{h:02d}:00" for h in range(24)]), "Date + hour", "00:00…23:00", 0),
    "12AM": (
        wide([f"{h % 12 or 12}{'AM' if h < 12 else 'PM'}" for h in range(24)]),
        "Date + hour",
        "12AM…11PM",
        0,
    ),
    "0-1": (wide([f"{h}-{h + 1}" for h in range(24)]), "Date + hour", "0-1…23-24", 0),
    "Hour 1": (
        wide([f"Hour {h + 1}" for h in range(24)], "%Y,%m,%d", "Year,Month,Day"),
        "Year + Month + Day + hour",
        "Hour 1…Hour 24",
        1,
    ),
    "00h, decimal comma": (
        wide([f"{h:02d}h" for h in range(24)], "%d/%m/%Y", "Ngày", ";", comma),
        "Ngày + hour",
        "00h…23h",
        0,
    ),
    "T00, with a mean": (
        wide([f"T{h:02d}" for h in range(24)], after=["Tmean"]),
        "Date + hour",
        "T00…T23",
        0,
    ),
    "named": (wide([f"temp_{h}" for h in range(24)]), "Date + hour", "temp_0…temp_23", 0),
    "excel": (excel(), "Date + hour", "0…23", 0),
    "other things measured": (elements(), "日期 + hour", "0…23", 0),
    "a flag beside each hour": (flagged(), "ANO + MES + DIA + hour", "H01…H24", 1),
}


@pytest.mark.parametrize("name", FILES)
def test_it_comes_out_as_one_series(name):
    data, time, temperature, late = FILES[name]
    reading = read_series(data, name)
    assert (reading.time_column, reading.temperature_column) == (time, temperature)
    assert (str(reading.step), reading.rows_used) == ("1h", HOURS)
    assert reading.series.start == np.datetime64(STAMPS[0], "h") + late
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    (across,) = [finding for finding in reading.findings if finding.code == "hours_across"]
    for language in LANGUAGES:
        said = finding_report(across, translator(language))
        assert "{" not in said["message"] + said["action"]
    assert ("twenty_four" in {finding.code for finding in reading.findings}) == bool(late)


def test_rows_are_those_of_the_file():
    rows = FILES["0"][0].decode().splitlines()
    cells = rows[7].split(",")
    cells[5] = "broken"
    rows[7] = ",".join(cells)
    reading = read_series("\n".join(rows).encode(), "wide")
    (bad,) = [finding for finding in reading.findings if finding.code == "not_numbers"]
    assert (bad.count, bad.rows) == (1, (8,))
    (across,) = [finding for finding in reading.findings if finding.code == "hours_across"]
    assert across.count == len(DAYS)


def test_sensors_with_numbers_beside_a_full_stamp_stay_columns():
    names = ",".join(f"T{k}" for k in range(1, 25))
    data = table(f"time,{names}", lambda t, v, i: f"{t}," + ",".join([str(v)] + ["9.5"] * 23))
    reading = read_series(data, "sensors")
    assert reading.temperature_column == "T1"
    assert reading.rows_used == HOURS


def test_days_as_columns_become_rows():
    days = ",".join(map(str, range(1, 32)))
    rows = [f"2023,{m}," + ",".join(f"{m}.{d % 10}" for d in range(1, 32)) for m in range(1, 13)]
    reading = read_series("\n".join([f"Year,Month,{days}", *rows]).encode(), "wide", TEMPERATURE)
    assert str(reading.series.step) == "1d"
    # 31 February is no day: those cells are left out, and said.
    assert len(reading.series) == 365
    np.testing.assert_allclose(reading.series.values[58:61], [2.8, 3.1, 3.2], atol=1e-6)
    codes = {finding.code for finding in reading.findings}
    assert {"dates_across", "unread_times"} <= codes


def test_months_as_columns_become_rows_and_the_mean_of_the_year_none():
    months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    rows = [f"{1880 + k},{','.join(f'{m}.5' for m in range(12))},5.{k % 7}" for k in range(40)]
    data = "\n".join([f"Year,{months},J-D", *rows]).encode()
    with pytest.raises(SeriesError) as error:  # nothing says that these are temperatures
        read_series(data, "wide")
    assert error.value.code == "series_no_temperature"
    assert "Jan…Dec" in column_names(data, "wide")
    reading = read_series(data, "wide", ReadOptions(temperature_column="Jan…Dec"))
    assert (str(reading.series.step), str(reading.series.start)) == ("1mo", "1880-01")
    assert reading.series.values[:13].tolist() == [*(m + 0.5 for m in range(12)), 0.5]
    assert len(reading.series) == 480
