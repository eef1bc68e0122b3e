"""Typical years as the services write them: each month from another year, all values invented."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

YEARS = (1998, 1999, 1983, 2004, 2004, 1990, 2001, 1987, 1995, 2005, 1978, 2000)
HOURS = pd.date_range("2001-01-01", "2001-12-31 23:00", freq="h")  # 8,760: no 29 February
CELSIUS = np.round(
    12
    - 9 * np.cos(2 * np.pi * (HOURS.day_of_year.to_numpy() - 20) / 365)
    + 4 * np.sin(2 * np.pi * (HOURS.hour.to_numpy() - 9) / 24)
    + np.random.default_rng(0).normal(0, 0.4, len(HOURS)),
    1,
)


def typical_year(layout: str = "tmy3", years: Sequence[int] = YEARS) -> bytes:
    """A whole file. TMY3 and EPW count hours from 1 to 24, PVGIS from 00:00 to 23:00."""
    head, row = {"tmy3": (_TMY3, _tmy3), "epw": (_EPW, _epw), "pvgis": (_PVGIS, _pvgis)}[layout]
    rows = [
        row(years[hour.month - 1], hour, value) for hour, value in zip(HOURS, CELSIUS, strict=True)
    ]
    return ("\n".join([*head, *rows]) + "\n").encode()


_TMY3 = (
    '724940,"SAN FRANCISCO INTL AP",CA,-8.0,37.617,-122.400,2',
    "Date (MM/DD/YYYY),Time (HH:MM),ETR (W/m^2),Dry-bulb (C),Dry-bulb source,Dew-point (C)",
)
_EPW = (
    "LOCATION,Hanoi,-,VNM,SWERA,488200,21.02,105.80,7.0,6.0",
    "DESIGN CONDITIONS,0",
    "TYPICAL/EXTREME PERIODS,0",
    "GROUND TEMPERATURES,0",
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
    "COMMENTS 1,invented",
    "COMMENTS 2,invented",
    "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
)
_PVGIS = (
    "Latitude (decimal degrees): 45.000",
    "Longitude (decimal degrees): 8.000",
    "Elevation (m): 250.0",
    "month,year",
    *(f"{month},{year}" for month, year in enumerate(YEARS, 1)),
    "time(UTC),T2m,RH,G(h),WS10m,SP",
)


def _tmy3(year: int, hour: pd.Timestamp, value: float) -> str:
    clock = f"{hour.hour + 1:02d}:00"
    return f"{hour.month:02d}/{hour.day:02d}/{year},{clock},200,{value:.1f},A,{value - 3:.1f}"


def _epw(year: int, hour: pd.Timestamp, value: float) -> str:
    rest = "70,101300,0,0,300,0,0,0,0,0,0,0,180,3.2,5,5,10.0,77777,9,999999999,120,0.08,0,88,0,0,0"
    when = f"{year},{hour.month},{hour.day},{hour.hour + 1},0"
    return f"{when},?9?9?9?9E0?9?9?9,{value:.1f},{value - 3:.1f},{rest}"


def _pvgis(year: int, hour: pd.Timestamp, value: float) -> str:
    return f"{year}{hour.month:02d}{hour.day:02d}:{hour.hour:02d}00,{value:.2f},70.5,0.0,2.3,1013.0"
