"""Which columns are the time and the temperature: by name in several languages, and by content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnviz.series.cells import is_missing, is_number, is_stamp
from rnnviz.series.numbers import to_numbers, unit_in, unit_of_values
from rnnviz.series.table import RawTable
from rnnviz.series.times import read_times
from rnnviz.series.types import SeriesError, Unit

_TIME_NAME = re.compile(
    r"time|date|stamp|zeit|datum|heure|fecha|hora|(^|\W)data(\W|$)|(^|\W)ora(\W|$)|(^|\W)tid(\W|$)|dato"
    r"|aika|pvm|ngày|ngay|giờ|thời|日|時|时|время|дата|utc|czas|(^|\W)valid(\W|$)|tarih|epoch|period",
    re.IGNORECASE,
)
_PARTS = {
    "year": "year yr yy yyyy jahr année annee año ano anno năm nam rok",
    "month": "month mo mm mon monat mois mes mese tháng thang",
    "day": "day dy dd dom mday tag jour día dia giorno ngày",
    "hour": "hour hours hr hrs hh h heure stunde std hora ora uur godzina saat giờ gio hod",
    "minute": "minute minutes min mn mi phút minuto",
}
_CLOCK_NAME = re.compile(
    r"(^|[^a-z])(time|hour|hr|hh|h|heure|stunde|std|hora|ora|uur|uhrzeit|zeit|godzina|saat|giờ|gio"
    r"|tid|klokke|utc_time|lst_time|hhmm)([^a-z]|$)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\d{1,2}([:.h]\d{1,2}){1,2}\s*([ap]\.?m\.?)?$|^\d{1,2}\s*[ap]\.?m\.?$", re.I)
_TEMPERATURE = re.compile(
    r"(^|[^a-z])temp(?!l|or)|temperat|(^|[^a-z])tmp|[aw]tmp|tair|nhiệt|nhiet|lufttemp|温度|气温|気温"
    r"|температур|lämpötila|teplota|hőmérs|sıcaklık|sicaklik|celsius|fahrenheit|dry.?bulb|°\s*[cf]",
    re.IGNORECASE,
)
_SHORT_TEMPERATURE = re.compile(
    r"^(t|ta|tt|tl|t\d|tt_tu|t_?(air|out|ext|2m|avg|mean|hr_avg|calc)|t2m|air_?t|tc|tf)\W*"
    r"([(\[].*)?$",
    re.IGNORECASE,
)
# Not the temperature of the air: taken only where nothing better is there.
_OTHER = re.compile(
    r"dew|wtmp|tau|rosée|rocío|wet|apparent|feel|chill|heat.?ind|humidex|soil|boden|sea|water|wasser|sst"
    r"|indoor|inside|innen|intérieur|room|max|min|surf|ground|grass|road|pot|virtual|hum|qc|flag"
    r"|qual|attrib|source|std|count|logger|battery|batt|internal|radi|cpu|anom|norm|diff|depth|pool",
    re.IGNORECASE,
)
_AIR = re.compile(r"air|luft|out|auss|auß|ext|ambient|2m|dry", re.IGNORECASE)
_UNTELLING = re.compile(
    r"^(value|values|val|v|wert|messwert|valor|valeur|y|reading|measurement|obs|giá trị"
    r"|column \d+|x\d*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TimeSource:
    """Where stamps come from: one column, a date and a clock, or year, month, day and hour."""

    columns: tuple[str, ...]
    parts: tuple[str, ...] = ()  # names of the parts where the columns are such

    @property
    def label(self) -> str:
        return " + ".join(self.columns)

    def text(self, frame: pd.DataFrame) -> pd.Series:
        """One stamp a row, as text."""
        if len(self.columns) == 1:
            return frame[self.columns[0]]
        if not self.parts:
            date, clock = (frame[column].str.strip() for column in self.columns)
            date = date.str.replace(r"[T ]+0?0[:.]00([:.]00)?(\.0+)?$", "", regex=True)
            whole = clock.str.replace(r"\.0+$", "", regex=True)
            hours_only = pd.to_numeric(whole, errors="coerce").max() <= 24
            return date + " " + (whole.str.zfill(2) + ":00" if hours_only else clock)
        found = dict(zip(self.parts, self.columns, strict=True))
        padded = {
            part: frame[column].str.strip().str.replace(r"\.0+$", "", regex=True).str.zfill(2)
            for part, column in found.items()
        }
        year = padded["year"].where(padded["year"].str.len() != 2, "20" + padded["year"])
        nought = pd.Series("00", index=frame.index)
        hour = padded.get("hour", nought)
        minute = padded.get("minute", nought)
        if "minute" not in padded and pd.to_numeric(hour, errors="coerce").max() > 24:
            joined = hour.str.zfill(4)  # hours and minutes in one: 1830
            hour, minute = joined.str[:2], joined.str[2:]
        return year + "-" + padded["month"] + "-" + padded["day"] + " " + hour + ":" + minute


@dataclass(frozen=True)
class Temperature:
    """A column that may be the temperature, and its unit with how it was found."""

    name: str
    unit: Unit
    unit_known: bool  # a name or a line of units said so; else the values suggest it
    by_name: bool


def time_sources(sample: pd.DataFrame) -> list[TimeSource]:
    """Everything that could be the time, the likeliest first."""
    full: list[tuple[float, TimeSource]] = []
    dates: list[str] = []
    clocks: list[str] = []
    for position, name in enumerate(sample.columns):
        cells = [cell.strip() for cell in sample[name].tolist() if not is_missing(cell)]
        if not cells:
            continue
        numeric = sum(map(is_number, cells)) / len(cells)
        if sum(bool(_CLOCK.match(cell)) for cell in cells) > 0.9 * len(cells) and (
            numeric < 1 or _CLOCK_NAME.search(name)
        ):
            clocks.append(name)
            continue
        if numeric > 0.9:
            figures = pd.to_numeric(pd.Series(cells), errors="coerce").dropna()
            if _CLOCK_NAME.search(name) and _is_clock(figures):
                clocks.append(name)
                continue
            if not (figures > 1e7).all():
                continue
        elif sum(map(is_stamp, cells)) < 0.5 * len(cells):
            continue
        stamps = read_times(pd.Series(cells)).stamps
        good = ~np.isnat(stamps)
        if good.mean() < 0.5:
            continue
        score = float(good.mean()) + (1.0 if _TIME_NAME.search(name) else 0.0)
        score += min(1.0, len(np.unique(stamps[good])) / good.sum()) - position * 0.01
        of_day = (stamps[good] - stamps[good].astype("datetime64[D]")).astype(np.int64)
        if (of_day == 0).all() and good.sum() > 1:
            dates.append(name)
            full.append((score - 1.5, TimeSource((name,))))
        else:
            full.append((score, TimeSource((name,))))
    for date in dates:
        for clock in clocks:
            shared = _shared_prefix(date, clock)
            full.append((3.0 + 0.1 * shared, TimeSource((date, clock))))
    parts = _part_columns(sample)
    if parts is not None:
        full.append((2.2, parts))
    return [source for _, source in sorted(full, key=lambda item: -item[0])]


def _is_clock(figures: pd.Series) -> bool:
    """Hours 0 to 24, or hours and minutes in one figure up to 2400 (or 240000)."""
    whole = (figures == figures.round()).all() and (figures >= 0).all()
    if not whole or figures.empty:
        return False
    top = figures.max()
    return bool(
        top <= 24
        or (top <= 2400 and (figures % 100 < 60).all())
        or (
            2400 < top <= 240_000
            and (figures % 10_000 < 6_000).all()
            and (figures % 100 == 0).all()
        )
    )


def _shared_prefix(a: str, b: str) -> int:
    """LST_DATE goes with LST_TIME, not with UTC_TIME."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))


def _part_columns(sample: pd.DataFrame) -> TimeSource | None:
    found: dict[str, str] = {}
    for name in sample.columns:
        plain = re.sub(r"[^\w]|\(.*\)", "", name).strip("#_").lower()
        for part, names in _PARTS.items():
            # NOAA writes MM for the month and mm for the minutes.
            if part in found or (plain == "mm" and "month" in found and part != "minute"):
                continue
            if plain in names.split() or (plain == "mm" and part == "minute" and "month" in found):
                cells = [cell for cell in sample[name].tolist() if not is_missing(cell)]
                if cells and all(map(is_number, cells)):
                    found[part] = name
                    break
    if not {"year", "month", "day", "hour"} <= set(found):
        return None
    order = [part for part in _PARTS if part in found]
    return TimeSource(tuple(found[part] for part in order), tuple(order))


def temperatures(
    table: RawTable, sample: pd.DataFrame, taken: Sequence[str], wished: str | None
) -> list[Temperature]:
    """Columns that may be the temperature, the likeliest first.

    Raises ``SeriesError`` where no name speaks for one and the content does not decide.
    """
    ranked: list[tuple[float, Temperature]] = []
    untold: list[Temperature] = []
    for position, name in enumerate(sample.columns):
        if name in taken and name != wished:
            continue
        values = to_numbers(sample[name]).values
        known = values[~np.isnan(values)]
        filled = sum(not is_missing(cell) for cell in sample[name])
        if len(known) < max(1, 0.3 * filled):
            continue
        line = table.units[position] if table.units else ""
        told = _explained(table.metadata, name)
        named = unit_in(name) or unit_in(line) or unit_in(told)
        unit = named or unit_of_values(known)
        if unit is None:
            continue
        by_name = bool(
            _TEMPERATURE.search(name) or _SHORT_TEMPERATURE.match(name) or _TEMPERATURE.search(told)
        )
        found = Temperature(name, unit, named is not None, by_name)
        if name == wished:
            return [found]
        if by_name or unit_in(line) is not None:
            score = 10.0 - 4 * len(set(_OTHER.findall(name.lower())))
            score += (1 if _AIR.search(name) else 0) - position * 0.001
            ranked.append((score, found))
        elif _UNTELLING.match(name) and _looks_like_air(values, unit):
            untold.append(found)
    if wished is not None:
        if wished not in sample.columns:
            raise SeriesError("series_no_such_column", column=wished, columns=_listed(sample))
        raise SeriesError("series_column_not_numeric", column=wished)
    if ranked:
        return [found for _, found in sorted(ranked, key=lambda item: -item[0])]
    if len(untold) == 1:
        return untold
    raise SeriesError("series_no_temperature", columns=_listed(sample))


def _listed(sample: pd.DataFrame) -> str:
    shown = ", ".join(str(name)[:40] for name in sample.columns[:12])
    return shown + (", …" if sample.shape[1] > 12 else "")


def _looks_like_air(values: np.ndarray, unit: Unit) -> bool:
    """Whether figures move as the air's temperature does: a little from row to row, and at all."""
    known = values[~np.isnan(values)][:500]
    if len(known) < 10 or unit != "°C" or np.ptp(known) == 0:
        return False
    low, high = np.quantile(known, [0.01, 0.99])
    steps = np.abs(np.diff(known))
    return bool(low > -60 and high < 55 and np.median(steps) < 0.3 * max(np.ptp(known), 1))


def _explained(metadata: str, name: str) -> str:
    """What a line before the table says about a column: ``T = temperature in 0.1 °C``."""
    for line in metadata.splitlines():
        head = re.match(r"^[#\s]*([\w .]+?)\s*[:=]\s*(.+)$", line)
        if head and head[1].strip().lower() == name.strip().lower():
            return head[2]
    return ""
