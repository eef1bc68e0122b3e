"""Random layouts of one known series: the same temperatures, as anybody might write them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from numpy.typing import NDArray

WORDS = {
    "en": {"time": "Time", "date": "Date", "clock": "Time", "temp": "Temperature", "in": "Indoor",
           "out": "Outdoor", "hum": "Humidity", "press": "Pressure", "wind": "Wind direction",
           "dew": "Dew point", "device": "Device", "note": "Note", "rise": "Sunrise"},
    "vi": {"time": "Thời gian", "date": "Ngày", "clock": "Giờ", "temp": "Nhiệt độ",
           "in": "Trong nhà", "out": "Ngoài trời", "hum": "Độ ẩm", "press": "Áp suất",
           "wind": "Hướng gió", "dew": "Điểm sương", "device": "Thiết bị", "note": "Ghi chú",
           "rise": "Mặt trời mọc"},
    "de": {"time": "Zeitpunkt", "date": "Datum", "clock": "Uhrzeit", "temp": "Temperatur",
           "in": "Innen", "out": "Außen", "hum": "Luftfeuchte", "press": "Luftdruck",
           "wind": "Windrichtung", "dew": "Taupunkt", "device": "Gerät", "note": "Bemerkung",
           "rise": "Sonnenaufgang"},
    "fr": {"time": "Date et heure", "date": "Date", "clock": "Heure", "temp": "Température",
           "in": "Intérieur", "out": "Extérieur", "hum": "Humidité", "press": "Pression",
           "wind": "Direction du vent", "dew": "Point de rosée", "device": "Appareil",
           "note": "Remarque", "rise": "Lever du soleil"},
    "es": {"time": "Fecha y hora", "date": "Fecha", "clock": "Hora", "temp": "Temperatura",
           "in": "Interior", "out": "Exterior", "hum": "Humedad", "press": "Presión",
           "wind": "Dirección del viento", "dew": "Punto de rocío", "device": "Dispositivo",
           "note": "Nota", "rise": "Amanecer"},
    "zh": {"time": "时间", "date": "日期", "clock": "时刻", "temp": "气温", "in": "室内",
           "out": "室外", "hum": "湿度", "press": "气压", "wind": "风向", "dew": "露点",
           "device": "设备", "note": "备注", "rise": "日出"},
}  # fmt: skip
STAMPS = {
    "iso": "%Y-%m-%d %H:%M", "iso T": "%Y-%m-%dT%H:%M:%S", "slashes, year": "%Y/%m/%d %H:%M",
    "dots": "%d.%m.%Y %H:%M", "day first": "%d/%m/%Y %H:%M", "month first": "%m/%d/%Y %H:%M",
    "AM, PM": "%m/%d/%Y %I:%M %p", "short year": "%d.%m.%y %H:%M", "words": "%d %b %Y %H:%M",
    "digits": "%Y%m%d%H%M", "hyphens": "%d-%m-%Y %H:%M:%S",
}  # fmt: skip
UNITS = {"°C": ("(°C)", "[C]", "°C", "(deg C)"), "°F": ("(°F)", "[F]", "(deg F)"), "K": ("(K)",)}
MISSING = ("", "-9999", "NA", "NaN", "-999", "---", "null")
EXTRAS = ("hum", "press", "wind", "dew", "note", "rise", "index", "charge", "flag", "firmware")


@dataclass(frozen=True)
class Layout:
    """How a file is written; each field is one choice its writer made."""

    hours: int
    start: pd.Timestamp
    seed: int
    language: str
    delimiter: str  # "  " lines the columns up with spaces
    decimal_comma: bool
    stamp: str  # of STAMPS, or "epoch"
    apart: bool  # the date and the clock in columns of their own
    unit: str
    unit_said: str  # in the header; "" where nothing says it
    extras_before: tuple[str, ...]
    extras_after: tuple[str, ...]
    places: str  # "one", "two columns", "groups", "same stamps", "by turns", "several a stamp"
    above: tuple[str, ...]
    order: str  # "rising", "falling", "blocks"
    missing: str
    holes: int
    quoted: bool
    padded: bool
    ends: str
    encoding: str
    zone: str = ""  # by whose clock the stamps are, where summer time is part of them
    truth: NDArray[np.float64] = field(
        compare=False, repr=False, default_factory=lambda: np.empty(0)
    )


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Any layout whose file a person could read without a doubt."""
    pick = lambda values: draw(st.sampled_from(list(values)))  # noqa: E731
    some = st.lists(st.sampled_from(EXTRAS), max_size=3, unique=True)
    before = tuple(draw(some))
    after = tuple(name for name in draw(some) if name not in before)
    delimiter = pick([",", ",", ";", "\t", "|", "  "])
    unit = pick(["°C", "°C", "°C", "°F", "K"])
    language = pick(WORDS)
    encoding = pick(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
    if language in ("de", "fr", "es") and draw(st.booleans()):
        encoding = "cp1252"
    stamp = pick([*STAMPS, "epoch"])
    layout = Layout(
        hours=draw(st.integers(72, 400)),
        start=pd.Timestamp("2021-01-01") + pd.Timedelta(days=draw(st.integers(0, 1500))),
        seed=draw(st.integers(0, 10_000)),
        language=language,
        delimiter=delimiter,
        decimal_comma=delimiter != "," and draw(st.booleans()),
        stamp=stamp,
        apart=stamp not in ("epoch", "digits", "words") and draw(st.booleans()),
        unit=unit,
        unit_said=pick([*UNITS[unit], ""]) if unit != "°F" else pick(UNITS[unit]),
        extras_before=before,
        extras_after=after,
        places=pick(["one"] * 4 + ["two columns", "groups", "same stamps", "by turns",
                                   "several a stamp"]),
        above=tuple(draw(st.lists(st.sampled_from(ABOVE), max_size=3))),
        order=pick(["rising", "rising", "rising", "falling", "blocks"]),
        missing=pick(MISSING),
        holes=draw(st.integers(0, 3)),
        quoted=delimiter != "  " and draw(st.booleans()),
        padded=delimiter not in ("  ", "\t") and draw(st.booleans()),
        ends=pick(["\n", "\r\n"]),
        encoding=encoding,
    )  # fmt: skip
    zone = pick(["", "", "", *ZONES])
    return _by_the_clock(draw, layout, zone) if zone and stamp != "epoch" else layout


# Where clocks change at other hours, and in the other half of the year.
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Australia/Sydney")


def _by_the_clock(draw: st.DrawFn, layout: Layout, zone: str) -> Layout:
    """The same by a clock that is changed within the file, which has no other fault to tell."""
    changes, standard = _clock_changes(zone)
    hours = max(layout.hours, 150)
    change = draw(st.sampled_from(changes))
    start = change + standard - pd.Timedelta(hours=draw(st.integers(30, hours - 30)))
    places = "one" if layout.places == "several a stamp" else layout.places
    order = "rising" if layout.order == "blocks" else layout.order
    return replace(layout, hours=hours, start=start, zone=zone, places=places, order=order, holes=0)


@lru_cache
def _clock_changes(zone: str) -> tuple[list[pd.Timestamp], pd.Timedelta]:
    """When clocks are changed, in UTC, and how far standard time is ahead of it."""
    utc = pd.date_range("2021-01-01", "2025-01-01", freq="h")
    ahead = utc.tz_localize("UTC").tz_convert(zone).tz_localize(None) - utc
    return list(utc[1:][ahead[1:] != ahead[:-1]]), ahead.min()


ABOVE = ("# exported by a logger", "Station 12", "", "Garden, near the river", "# 21.03 N 105.85 E")


def series(layout: Layout) -> tuple[pd.DatetimeIndex, NDArray[np.float64], NDArray[np.float64]]:
    """Hours in standard time, what was measured outdoors (°C, NaN in holes), and indoors."""
    rng = np.random.default_rng(layout.seed)
    hours = pd.date_range(layout.start, periods=layout.hours, freq="h")
    day = np.arange(layout.hours) * 2 * np.pi / 24
    drift = np.cumsum(rng.normal(0, 0.15, layout.hours))
    outdoors = rng.uniform(2, 24) + rng.uniform(3, 6) * np.sin(day - 2) + drift
    indoors = 21.5 + 0.6 * np.sin(day - 3) + rng.normal(0, 0.1, layout.hours)
    outdoors = np.round(outdoors, 1)
    for at in rng.integers(1, layout.hours - 1, layout.holes):
        outdoors[at] = np.nan
    return hours, outdoors, np.round(indoors, 1)


def written(layout: Layout) -> bytes:
    """The file."""
    hours, outdoors, indoors = series(layout)
    words, rng = WORDS[layout.language], np.random.default_rng(layout.seed + 1)
    header = _header(layout, words)
    rows = []
    for k, hour in enumerate(hours):
        beside = {name: _extra(name, k, outdoors[k], layout, rng) for name in EXTRAS}
        for shift, cells in _measured(layout, outdoors[k], indoors[k]):
            stamp = _stamp(hour + pd.Timedelta(minutes=shift), layout)
            rows.append(
                [*(beside[name] for name in layout.extras_before), *stamp, *cells,
                 *(beside[name] for name in layout.extras_after)]
            )  # fmt: skip
    lines = [*layout.above, *_joined([*header, *_ordered(rows, layout)], len(header), layout)]
    text = layout.ends.join(lines) + layout.ends
    return text.encode(layout.encoding, "replace")


def _header(layout: Layout, words: dict[str, str]) -> list[list[str]]:
    time = [words["date"], words["clock"]] if layout.apart else [words["time"]]
    temp = f"{words['temp']} {layout.unit_said}".strip()
    match layout.places:
        case "two columns":
            measured = [f"{words['in']} {temp}", f"{words['out']} {temp}"]
        case "groups":
            measured = [words["hum"], temp, words["hum"], temp]
        case "one":
            measured = [temp]
        case _:
            measured = [words["device"], temp]
    before = [_title(name, words) for name in layout.extras_before]
    after = [_title(name, words) for name in layout.extras_after]
    names = [*before, *time, *measured, *after]
    if layout.places != "groups":
        return [names]
    left = [""] * (len(before) + len(time))
    return [[*left, words["in"], "", words["out"], "", *[""] * len(after)], names]


def _title(name: str, words: dict[str, str]) -> str:
    return words.get(name) or {"index": "No", "charge": "Battery", "flag": "QC"}.get(name, "FW")


def _extra(name: str, k: int, celsius: float, layout: Layout, rng: np.random.Generator) -> str:
    match name:
        case "hum":
            return _number(round(float(rng.integers(40, 95)), 1), layout, 0)
        case "press":
            return _number(1000 + 10 * np.sin(k / 40), layout)
        case "wind":
            return str(int(rng.integers(0, 36) * 10))
        case "dew":
            dew = (10.0 if np.isnan(celsius) else celsius) - 3 - rng.uniform(0, 2)
            return _number(_in_unit(dew, layout.unit), layout)
        case "note":
            return "ok"
        case "rise":
            return f"06:{10 + k // 24 % 40:02}"
        case "index":
            return str(k + 1)
        case "charge":
            return str(99 - k // 50)
        case "flag":
            return "G"
        case _:
            return "1.10.2"


def _measured(layout: Layout, outdoors: float, indoors: float) -> list[tuple[int, list[str]]]:
    """The rows of an hour: minutes after it, and their cells."""
    out, inside = _degrees(outdoors, layout), _degrees(indoors, layout)
    match layout.places:
        case "one":
            return [(0, [out])]
        case "two columns":
            return [(0, [inside, out])]
        case "groups":
            return [(0, ["45", inside, "80", out])]
        case "same stamps":
            return [(0, ["out", out]), (0, ["in", inside])]
        case "by turns":
            return [(0, ["17", out]), (30, ["21", inside])]
        case _:
            return [(0, ["A", out]), (0, ["B", inside]), (0, ["A", out]), (0, ["B", inside])]


def _degrees(celsius: float, layout: Layout) -> str:
    if np.isnan(celsius):
        return layout.missing
    return _number(_in_unit(celsius, layout.unit), layout, 1 if layout.unit == "°C" else 2)


def _in_unit(celsius: float, unit: str) -> float:
    return {"°C": celsius, "°F": celsius * 1.8 + 32, "K": celsius + 273.15}[unit]


def _number(value: float, layout: Layout, digits: int = 1) -> str:
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if layout.decimal_comma else text


def _stamp(when: pd.Timestamp, layout: Layout) -> list[str]:
    if layout.stamp == "epoch":
        return [str(int(when.timestamp()))]
    if layout.zone:
        utc = (when - _clock_changes(layout.zone)[1]).tz_localize("UTC")
        when = utc.tz_convert(layout.zone).tz_localize(None)
    text = when.strftime(STAMPS[layout.stamp])
    if not layout.apart:
        return [text]
    date, clock = text.split("T" if "T" in text else " ", 1)
    return [date, clock]


def _ordered(rows: list[list[str]], layout: Layout) -> list[list[str]]:
    if layout.order == "falling":
        return rows[::-1]
    if layout.order == "blocks":
        a, b = len(rows) // 3, 2 * len(rows) // 3
        return [*rows[:a], *rows[b:], *rows[a:b]]
    return rows


def _joined(rows: list[list[str]], header: int, layout: Layout) -> list[str]:
    if layout.delimiter == "  ":
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return [
            "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
        ]
    space = " " if layout.padded else ""
    lines = []
    for k, row in enumerate(rows):
        quoted = layout.quoted and k >= header
        cells = [f'"{cell}"' if quoted and cell else cell for cell in row]
        lines.append(f"{layout.delimiter}{space}".join(cells))
    return lines
