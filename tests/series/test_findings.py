"""Each thing that is noticed: said, counted, placed, and dealt with as the words promise."""

from __future__ import annotations

import io
import random
import zipfile
from string import Formatter

import numpy as np
import pandas as pd
import pytest
from files import CELSIUS, HOURS, STAMPS, lines, text

from rnnviz.cli.inspect_report import finding_report
from rnnviz.i18n import LANGUAGES, catalogue, translator
from rnnviz.series.findings import FINDINGS, Finding
from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError, SeriesReading
from rnnviz.ui.weather.findings import FIXES


def read(rows: list[str] | bytes, **choices: object) -> SeriesReading:
    data = rows if isinstance(rows, bytes) else text(rows)
    return read_series(data, "file.csv", ReadOptions.model_validate(choices))


def found(reading: SeriesReading, code: str):
    (finding,) = [finding for finding in reading.findings if finding.code == code]
    for language in LANGUAGES:
        report = finding_report(finding, translator(language))
        assert report["message"]
        assert report["action"]
        assert "{" not in report["message"] + report["action"]
    return finding


def test_rows_out_of_order_are_sorted():
    rows = lines()
    shuffled = rows[1:]
    random.Random(1).shuffle(shuffled)
    reading = read([rows[0], *shuffled])
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    assert found(reading, "unordered").count > HOURS / 4


def test_repeated_rows_are_kept_once_and_conflicts_averaged():
    rows = lines()
    rows.insert(11, rows[10])  # hour 9 again, the same
    rows.insert(22, rows[21].rsplit(",", 1)[0] + ",30.0")  # another hour, another value
    reading = read(rows)
    same, other = found(reading, "duplicates"), found(reading, "conflicting_duplicates")
    assert (same.count, same.rows) == (1, (12,))
    assert (other.count, other.rows) == (1, (23,))
    assert len(reading.series) == HOURS
    assert reading.series.values[19] == pytest.approx((CELSIUS[19] + 30) / 2, abs=0.01)
    assert reading.rows_used == HOURS


def test_short_gaps_are_filled_and_long_ones_split():
    rows = lines()
    del rows[100:102], rows[200:230]
    reading = read(rows)
    gaps = found(reading, "gaps")
    assert (gaps.count, gaps.params["hours"], gaps.params["longest"]) == (2, 32, 30)
    assert gaps.rows == (201, 101)  # the rows after the holes, the longest first
    assert np.isnan(reading.series.values).sum() == 30
    assert np.isnan(read(rows, fill_hours=0).series.values).sum() == 32
    assert not np.isnan(read(rows, fill_hours=48).series.values).any()


def test_ten_minutes_become_hours():
    stamps = pd.date_range("2023-03-05", periods=6 * 24 * 20, freq="10min")
    values = np.arange(len(stamps)) % 144 / 10
    rows = ["time,temp", *(f"{t:%Y-%m-%d %H:%M},{v}" for t, v in zip(stamps, values, strict=True))]
    reading = read(rows)
    assert str(reading.step) == "10min"
    assert found(reading, "averaged").count == len(stamps)
    np.testing.assert_allclose(reading.series.values, values.reshape(-1, 6).mean(1), atol=1e-5)


def test_stamps_beside_the_hour_and_irregular_steps():
    stamps = STAMPS + pd.Timedelta("53min")
    rows = [
        "valid,tmpc",
        *(f"{t:%Y-%m-%d %H:%M},{v}" for t, v in zip(stamps, CELSIUS, strict=True)),
    ]
    extra = [f"2023-03-06 {h:02d}:17,11.0" for h in range(24)]
    reading = read([*rows, *extra])
    assert found(reading, "off_the_hour").params["minute"] == 53
    assert len(reading.series) == HOURS


@pytest.mark.parametrize("sentinel", ["-9999", "-200", "999", "-99.9", "9999.9", "99"])
def test_figures_for_not_measured_are_taken_out(sentinel):
    rows = lines()
    for i in (50, 51, 120):
        rows[i] = rows[i].rsplit(",", 1)[0] + f",{sentinel}"
    reading = read(rows)
    finding = found(reading, "sentinels")
    assert finding.count == 3
    assert finding.rows == (51, 52, 121)
    assert reading.rows_used == HOURS - 3
    assert abs(reading.series.values - CELSIUS).max() < 3  # filled between its neighbours


def test_a_sentinel_in_kelvin_is_nought():
    rows = lines(header="time,temp (K)", value=lambda v: f"{v + 273.15:.2f}")
    rows[60] = rows[60].rsplit(",", 1)[0] + ",0.0"
    assert found(read(rows), "sentinels").rows == (61,)


def test_what_c_writes_for_no_number_is_none():
    reading = read(lines(value=lambda v: "-1.#IND" if v == CELSIUS[7] else str(v)))
    assert found(reading, "not_numbers").params["value"] == "-1.#IND"


def test_real_temperatures_that_look_like_sentinels_stay():
    rows = lines(header="time,temp (F)", value=lambda v: f"{v * 2 + 75:.0f}")  # 99 °F on hot days
    assert any(row.endswith(",99") for row in rows)
    assert "sentinels" not in {finding.code for finding in read(rows).findings}


def test_impossible_values_words_and_empty_cells():
    rows = lines()
    rows[30] = rows[30].rsplit(",", 1)[0] + ",71.3"
    rows[31] = rows[31].rsplit(",", 1)[0] + ",warm"
    rows[32] = rows[32].rsplit(",", 1)[0] + ","
    rows[33] = rows[33].rsplit(",", 1)[0] + ",NaN"
    rows[34] = "yesterday,12"
    reading = read(rows)
    assert found(reading, "impossible").rows == (31,)
    assert found(reading, "not_numbers").params["value"] == "warm"
    assert found(reading, "missing").count == 2
    assert found(reading, "unread_times").rows == (35,)
    assert reading.rows_used == HOURS - 5


def test_mixed_offsets_go_to_utc():
    def stamp(t: pd.Timestamp) -> str:
        hours = 2 if t.day % 2 else 1
        return f"{t + pd.Timedelta(hours=hours):%Y-%m-%d %H:%M:%S} +0{hours}00"

    reading = read(lines(stamp))
    assert found(reading, "mixed_zones").params["offsets"] == 2
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)


def test_a_frozen_sensor_a_constant_and_a_short_series():
    rows = lines()
    for i in range(100, 140):
        rows[i] = rows[i].rsplit(",", 1)[0] + ",7.7"
    frozen = found(read(rows), "frozen")
    assert frozen.params["longest"] == 40
    assert frozen.params["value"] == 7.7
    flat = read(lines(value=lambda v: "20.0"))
    assert found(flat, "constant").params["value"] == 20.0
    hardly = read(lines(value=lambda v: f"{20 + v / 100:.3f}"))
    assert found(hardly, "nearly_constant").params["spread"] < 0.5
    assert found(read(lines()[:100]), "short").params["hours"] == 99


def test_a_row_far_from_both_neighbours_is_told_and_may_be_left_out():
    rows = lines()
    was = rows[100].rsplit(",", 1)
    rows[100] = f"{was[0]},{float(was[1]) - 14:.1f}"
    told = read(rows)
    spike = found(told, "spikes")
    assert (spike.count, spike.rows) == (1, (101,))
    assert spike.params["value"] == pytest.approx(float(was[1]) - 14)
    assert len(told.series.known) == len(CELSIUS)
    left_out = read(rows, drop_spikes=True)
    assert found(left_out, "spikes_dropped").rows == (101,)
    assert left_out.rows_used == told.rows_used - 1
    assert left_out.series.values[99] == pytest.approx(float(was[1]), abs=1.5)  # interpolated
    swings = [f"{row.rsplit(',', 1)[0]},{20 * (k % 2)}" for k, row in enumerate(rows[1:])]
    assert "spikes" not in {f.code for f in read([rows[0], *swings]).findings}  # all like that


def test_the_places_of_a_grid_are_told_apart_by_both_coordinates():
    rows = ["valid_time,latitude,longitude,t2m"]
    for t, v in zip(STAMPS, CELSIUS, strict=True):
        for k, (lat, lon) in enumerate([("21.0", "105.5"), ("21.0", "105.75"), ("20.75", "105.5")]):
            rows.append(f"{t:%Y-%m-%d %H:%M:%S},{lat},{lon},{v + 273.15 + k:.2f}")
    told = found(read(rows), "several_stations")
    assert (told.count, told.params["station"]) == (3, "21.0, 105.5")
    other = read(rows, station="20.75, 105.5")
    np.testing.assert_allclose(other.series.values, CELSIUS + 2, atol=0.01)


def test_several_stations_one_is_taken_and_another_can_be_chosen():
    rows = ["origin,time,temp"]
    for name, warmer in (("EWR", 5), ("JFK", 0), ("LGA", 2)):
        rows += [
            f"{name},{t:%Y-%m-%d %H:%M},{v + warmer:.1f}"
            for t, v in zip(STAMPS, CELSIUS, strict=True)
        ]
    rows.append(f"JFK,{STAMPS[-1] + pd.Timedelta('1h'):%Y-%m-%d %H:%M},10.0")
    reading = read(rows)
    assert reading.station == "JFK"
    assert set(reading.stations) == {"EWR", "JFK", "LGA"}
    assert found(reading, "several_stations").count == 3
    np.testing.assert_allclose(reading.series.values[:-1], CELSIUS, atol=0.01)
    other = read(rows, station="EWR")
    np.testing.assert_allclose(other.series.values, CELSIUS + 5, atol=0.01)
    with pytest.raises(SeriesError) as error:
        read(rows, station="SFO")
    assert error.value.code == "series_no_such_station"


def test_devices_that_measure_by_turns_are_not_mixed():
    rows = ["time,device,note,temp"]
    for t, v in zip(STAMPS, CELSIUS, strict=True):
        rows.append(f"{t + pd.Timedelta('5min'):%Y-%m-%d %H:%M},kitchen,{t.hour % 2},21.5")
        rows.append(f"{t + pd.Timedelta('9min'):%Y-%m-%d %H:%M},outdoor,{t.hour % 2},{v}")
    reading = read(rows)
    assert reading.station == "outdoor"
    assert found(reading, "several_stations").count == 2
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    # A device that was replaced goes on with the same series.
    half = HOURS // 2
    devices = ["a"] * half + ["b"] * half
    moved = [f"{t},{d},{v}" for t, d, v in zip(STAMPS, devices, CELSIUS, strict=True)]
    assert read(["time,device,temp", *moved]).station is None


def test_another_temperature_is_no_station():
    rows = ["time,city,temp,temp_max"]
    for warmer, city in enumerate(("Hue", "Hanoi", "Vinh")):
        for t, v in zip(STAMPS, CELSIUS, strict=True):
            row = f"{t:%Y-%m-%d %H:%M},{city},{v + warmer:.1f},{(v + warmer) // 1:.0f}"
            rows += [row, f"{row}0"] if t.day == 7 else [row]
    rows.append(f"{STAMPS[-1] + pd.Timedelta('1h'):%Y-%m-%d %H:%M},Hue,10.0,10.0")
    reading = read(rows)
    assert reading.station == "Hue"
    np.testing.assert_allclose(reading.series.values[:-1], CELSIUS, atol=0.01)


DATES = {
    "1d": ("Month,Day,Year", lambda k: f"{1 + k // 28},{1 + k % 28},2023"),
    "1mo": ("YEAR,MONTH", lambda k: f"{1990 + k // 12},{1 + k % 12}"),
    "1mo, in one": ("연월,days", lambda k: f"{1990 + k // 12}-{1 + k % 12:02d},30"),
    "1mo, the other way": ("month", lambda k: f"{1 + k % 12:02d}/{1990 + k // 12}"),
    "1d, of the year": ("Year,DOY", lambda k: f"2023,{1 + k}"),
    "12mo": ("Year,Station", lambda k: f"{1900 + k},Hue"),
}


@pytest.mark.parametrize("case", DATES)
def test_dates_without_hours_are_read_with_their_step(case):
    names, date = DATES[case]
    rows = [f"{date(k)},{k % 7}.5" for k in range(100)]
    reading = read([f"{names},AvgTemp", *rows])
    assert str(reading.series.step) == case.split(",")[0]
    assert reading.series.values[:8].tolist() == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 0.5]
    # There is an hour, if not by name.
    with pytest.raises(SeriesError) as error:
        read([f"{names},AvgTemp", *(row for row in rows for _ in range(24))])
    assert error.value.code == "series_no_time"


def test_days_repeated_for_hours_without_a_name_are_not_daily():
    rows = [f"{t:%Y-%m-%d},{t.hour / 24:.3f},{v}" for t, v in zip(STAMPS, CELSIUS, strict=True)]
    with pytest.raises(SeriesError) as error:
        read(["date,part,temp", *rows])
    assert error.value.code == "series_no_time"


def test_repeated_rows_with_the_same_weather_are_no_stations():
    rows = ["time,temp,weather"]
    for t, v in zip(STAMPS, CELSIUS, strict=True):
        rows += [f"{t:%Y-%m-%d %H:%M},{v},{kind}" for kind in ("rain", "mist")]
    reading = read(rows)
    assert reading.station is None
    assert found(reading, "duplicates").count == HOURS


def test_what_was_found_can_be_overridden():
    rows = lines(header="time,temp,soil_temp", extra=("3.3",))
    assert read(rows).temperature_column == "temp"
    assert read(rows, temperature_column="soil_temp").series.values[0] == pytest.approx(3.3)
    warm = read(lines(header="time,temp"), unit="°F")
    assert warm.series.values[0] == pytest.approx((CELSIUS[0] - 32) / 1.8, abs=0.01)


def test_day_and_month_that_could_be_either():
    rows = lines("%d/%m/%Y %H:%M")[: 24 * 7]  # 5 to 11 March
    reading = read(rows)
    assert found(reading, "order_by_steps").params["layout"] == "day-month-year"
    assert reading.series.stamps[0] == STAMPS[0]
    assert len(reading.series) == 24 * 7 - 1


REFUSED = {
    "series_empty": b"",
    "series_binary": bytes(range(256)) * 40,
    "series_one_column": b"just\nsome\nlines\nof text\n",
    "series_no_numbers": b"name,town\nAnna,Hue\nBinh,Hanoi\n" * 5,
    "series_no_time": b"a,temp\n" + b"1,2.5\n2,3.5\n3,4.5\n" * 9,
    "series_no_temperature": b"time,price\n" + b"".join(
        f"2023-01-{1 + i // 24:02d} {i % 24:02d}:00,{100 + i}\n".encode() for i in range(100)
    ),
    "series_too_few_rows": b"time,temp\n2023-01-01 00:00,3.5\n",
    "series_column_not_numeric": text(lines(header="time,temp", value=lambda v: f"{100 * v:.0f}")),
    "series_bad_archive": b"\x1f\x8b\x08\x00nonsense",
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_a_series_is_refused_with_the_reason(code):
    with pytest.raises(SeriesError) as error:
        read(REFUSED[code])
    assert error.value.code == code
    for language in LANGUAGES:
        said = translator(language).error(error.value)
        assert "{" not in said
        assert code not in said


def test_two_files_in_a_zip_and_a_bomb_are_refused():
    two = io.BytesIO()
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a.csv", "1")
        archive.writestr("b.csv", "2")
    with pytest.raises(SeriesError) as error:
        read(two.getvalue())
    assert error.value.params["files"] == "a.csv, b.csv"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.csv", bytes(260 * 2**20))
    with pytest.raises(SeriesError) as error:
        read(bomb.getvalue())
    assert error.value.code == "series_too_big"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_catalogues_and_the_registry_know_the_same_findings(language):
    words = catalogue(language)
    told = {key.split(".")[1] for key in words if key.startswith("findings.")}
    assert told == set(FINDINGS)
    for code, kind in FINDINGS.items():
        for part in ("message", "action"):
            fields = {name for _, name, _, _ in Formatter().parse(words[f"findings.{code}.{part}"])}
            assert fields - {None} <= {"count", *kind.params}, code


def test_every_choice_that_a_finding_offers_is_one_of_the_reader():
    offered = {kind.fix for kind in FINDINGS.values()} - {None}
    assert offered <= set(ReadOptions.model_fields)
    assert offered == set(FIXES)


@pytest.mark.parametrize(
    ("code", "params"),
    [("no_such", {}), ("missing", {"value": 1.0}), ("short", {}), ("short", {"hours": "many"})],
)
def test_a_finding_that_the_registry_does_not_know_is_a_mistake_of_ours(code, params):
    with pytest.raises(ValueError, match=code):
        Finding(code, 1, (), params)
